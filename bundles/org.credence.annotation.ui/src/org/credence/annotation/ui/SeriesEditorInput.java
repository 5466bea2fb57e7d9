package org.credence.annotation.ui;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.credence.annotation.Annotation;
import org.credence.annotation.Journal;
import org.credence.annotation.JournalRecovery;
import org.credence.annotation.ui.internal.Messages;
import org.credence.imaging.FrameCache;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.PresentationState;
import org.eclipse.jface.resource.ImageDescriptor;
import org.eclipse.osgi.util.NLS;
import org.eclipse.ui.IEditorInput;
import org.eclipse.ui.IPersistableElement;

/**
 * What a host opens: a series, the annotation that one reader paints on it, and the file that keeps the annotation.
 *
 * <p>Two inputs are equal if they name the same series and the same file, so that opening a series again shows the
 * editor that is open already.
 */
public final class SeriesEditorInput implements IEditorInput {

    private final ImageSeries series;
    private final FrameCache frames;
    private final Annotation annotation;
    private final Path file;
    private final Optional<JournalRecovery> recovery;
    private final List<PresentationState> presentations;
    private final Companions companions;
    private final boolean blinded;
    private final Optional<String> title;

    /**
     * @param series what is painted on
     * @param frames where decoded frames are kept; may be shared by several editors
     * @param annotation new, or resumed from {@code file}; written by the editor from here on, on the UI thread only
     * @param file where saving writes to; need not exist yet, nor its folder
     */
    public SeriesEditorInput(ImageSeries series, FrameCache frames, Annotation annotation, Path file) {
        this(series, frames, annotation, file, Optional.empty(), List.of(), Companions.NONE, false, Optional.empty());
    }

    private SeriesEditorInput(
            ImageSeries series,
            FrameCache frames,
            Annotation annotation,
            Path file,
            Optional<JournalRecovery> recovery,
            List<PresentationState> presentations,
            Companions companions,
            boolean blinded,
            Optional<String> title) {
        this.series = series;
        this.frames = frames;
        this.annotation = annotation;
        this.file = file.toAbsolutePath();
        this.recovery = recovery;
        this.presentations = List.copyOf(presentations);
        this.companions = companions;
        this.blinded = blinded;
        this.title = title;
    }

    /**
     * An input with edits that were not saved when an earlier process was killed: a host that finds a journal beside
     * {@code file} (see {@link Journal#fileFor}) recovers it and opens this. The editor is dirty from the beginning.
     */
    public static SeriesEditorInput recovered(
            ImageSeries series, FrameCache frames, JournalRecovery recovery, Path file) {
        return new SeriesEditorInput(
                series,
                frames,
                Annotation.resume(recovery.snapshot()),
                file,
                Optional.of(recovery),
                List.of(),
                Companions.NONE,
                false,
                Optional.empty());
    }

    /** The same with presentations that readers can choose; those about other images are never offered. */
    public SeriesEditorInput withPresentations(List<PresentationState> offered) {
        return new SeriesEditorInput(series, frames, annotation, file, recovery, offered, companions, blinded, title);
    }

    /** The same with other series and other readers' work to show beside it. */
    public SeriesEditorInput withCompanions(Companions beside) {
        return new SeriesEditorInput(series, frames, annotation, file, recovery, presentations, beside, blinded, title);
    }

    /** The same for a reader who must see neither what other readers say nor what models propose. */
    public SeriesEditorInput blinded() {
        return new SeriesEditorInput(
                series, frames, annotation, file, recovery, presentations, Companions.NONE, true, title);
    }

    /**
     * The same for a blinded reader who must not be told either whose images these are and whether they come again.
     *
     * @param instead stands where patient, description, file and the reader's name would
     */
    public SeriesEditorInput blindedAs(String instead) {
        return new SeriesEditorInput(
                series, frames, annotation, file, recovery, presentations, Companions.NONE, true, Optional.of(instead));
    }

    public ImageSeries series() {
        return series;
    }

    public FrameCache frames() {
        return frames;
    }

    public Annotation annotation() {
        return annotation;
    }

    public Path file() {
        return file;
    }

    /** What was recovered from a journal; empty if there was none. */
    public Optional<JournalRecovery> recovery() {
        return recovery;
    }

    /** How somebody wants the images to be shown; may be empty. */
    public List<PresentationState> presentations() {
        return presentations;
    }

    /** What can be shown beside the series. */
    public Companions companions() {
        return companions;
    }

    /** Whether the reader must see neither what other readers say nor what models propose. */
    public boolean isBlinded() {
        return blinded;
    }

    /** What the editor says instead of patient, description, file and reader; empty if it says those. */
    public Optional<String> title() {
        return title;
    }

    @Override
    public boolean exists() {
        return true;
    }

    @Override
    public ImageDescriptor getImageDescriptor() {
        return null;
    }

    @Override
    public String getName() {
        return title.orElseGet(this::name);
    }

    private String name() {
        String description = series.info().seriesDescription();
        String name = description.isBlank()
                ? series.instances().get(0).file().getFileName().toString()
                : description;
        String patient = series.info().patientId();
        return patient.isBlank() ? name : NLS.bind(Messages.Input_name, patient, name);
    }

    @Override
    public IPersistableElement getPersistable() {
        return null;
    }

    @Override
    public String getToolTipText() {
        return title.orElseGet(() -> NLS.bind(
                Messages.Input_toolTip,
                series.instances().get(0).file(),
                annotation.reader().name()));
    }

    @Override
    public <T> T getAdapter(Class<T> adapter) {
        return adapter.isInstance(series) ? adapter.cast(series) : null;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SeriesEditorInput i
                && i.file.equals(file)
                && i.series.frames().get(0).equals(series.frames().get(0));
    }

    @Override
    public int hashCode() {
        return Objects.hash(file, series.frames().get(0));
    }
}
