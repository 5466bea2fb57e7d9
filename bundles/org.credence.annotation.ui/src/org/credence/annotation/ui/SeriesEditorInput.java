package org.credence.annotation.ui;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.credence.annotation.Annotation;
import org.credence.annotation.FileStamp;
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

    /** What an input may have besides. */
    private record Extras(
            Optional<JournalRecovery> recovery,
            List<PresentationState> presentations,
            Companions companions,
            boolean blinded,
            Optional<FileStamp> stamp,
            Optional<String> title) {

        static final Extras NONE =
                new Extras(Optional.empty(), List.of(), Companions.NONE, false, Optional.empty(), Optional.empty());

        Extras {
            presentations = List.copyOf(presentations);
        }
    }

    private final ImageSeries series;
    private final FrameCache frames;
    private final Annotation annotation;
    private final Path file;
    private final Extras extras;

    /**
     * @param series what is painted on
     * @param frames where decoded frames are kept; may be shared by several editors
     * @param annotation new, or resumed from {@code file}; written by the editor from here on, on the UI thread only
     * @param file where saving writes to; need not exist yet, nor its folder
     */
    public SeriesEditorInput(ImageSeries series, FrameCache frames, Annotation annotation, Path file) {
        this(series, frames, annotation, file, Extras.NONE);
    }

    private SeriesEditorInput(ImageSeries series, FrameCache frames, Annotation annotation, Path file, Extras extras) {
        this.series = series;
        this.frames = frames;
        this.annotation = annotation;
        this.file = file.toAbsolutePath();
        this.extras = extras;
    }

    private SeriesEditorInput with(
            List<PresentationState> presentations,
            Companions companions,
            boolean blinded,
            Optional<FileStamp> stamp,
            Optional<String> title) {
        return new SeriesEditorInput(
                series,
                frames,
                annotation,
                file,
                new Extras(extras.recovery(), presentations, companions, blinded, stamp, title));
    }

    /**
     * An input with edits that were not saved when an earlier process was killed: a host that finds a journal beside
     * {@code file} (see {@link Journal#fileFor}) recovers it and opens this. The editor is dirty from the beginning.
     */
    public static SeriesEditorInput recovered(
            ImageSeries series, FrameCache frames, JournalRecovery recovery, Path file) {
        Extras extras = new Extras(
                Optional.of(recovery), List.of(), Companions.NONE, false, Optional.empty(), Optional.empty());
        return new SeriesEditorInput(series, frames, Annotation.resume(recovery.snapshot()), file, extras);
    }

    /** The same with presentations that readers can choose; those about other images are never offered. */
    public SeriesEditorInput withPresentations(List<PresentationState> offered) {
        return with(offered, extras.companions(), extras.blinded(), extras.stamp(), extras.title());
    }

    /** The same with other series and other readers' work to show beside it. */
    public SeriesEditorInput withCompanions(Companions beside) {
        return with(extras.presentations(), beside, extras.blinded(), extras.stamp(), extras.title());
    }

    /** The same for a reader who must see neither what other readers say nor what models propose. */
    public SeriesEditorInput blinded() {
        return with(extras.presentations(), Companions.NONE, true, extras.stamp(), extras.title());
    }

    /**
     * The same for a blinded reader who must not be told either whose images these are and whether they come again.
     *
     * @param instead stands where patient, description, file and the reader's name would
     */
    public SeriesEditorInput blindedAs(String instead) {
        return with(extras.presentations(), Companions.NONE, true, extras.stamp(), Optional.of(instead));
    }

    /**
     * The same with what the file was when the annotation was read from it ({@link FileStamp#ABSENT} if there was none):
     * saving is refused if somebody else changes it. Without a stamp the first save replaces whatever is there.
     */
    public SeriesEditorInput withStamp(FileStamp read) {
        return with(extras.presentations(), extras.companions(), extras.blinded(), Optional.of(read), extras.title());
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
        return extras.recovery();
    }

    /** What the file was when the annotation was read; empty if the host did not say. */
    public Optional<FileStamp> stamp() {
        return extras.stamp();
    }

    /** How somebody wants the images to be shown; may be empty. */
    public List<PresentationState> presentations() {
        return extras.presentations();
    }

    /** What can be shown beside the series. */
    public Companions companions() {
        return extras.companions();
    }

    /** Whether the reader must see neither what other readers say nor what models propose. */
    public boolean isBlinded() {
        return extras.blinded();
    }

    /** What the editor says instead of patient, description, file and reader; empty if it says those. */
    public Optional<String> title() {
        return extras.title();
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
        return extras.title().orElseGet(this::name);
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
        return extras.title()
                .orElseGet(() -> NLS.bind(
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
