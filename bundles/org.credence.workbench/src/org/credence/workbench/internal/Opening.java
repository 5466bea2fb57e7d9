package org.credence.workbench.internal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.credence.annotation.Annotation;
import org.credence.annotation.AnnotationException;
import org.credence.annotation.AnnotationSnapshot;
import org.credence.annotation.AnnotationStores;
import org.credence.annotation.FileStamp;
import org.credence.annotation.Journal;
import org.credence.annotation.JournalRecovery;
import org.credence.annotation.LabelScheme;
import org.credence.annotation.Reader;
import org.credence.annotation.StoredAnnotation;
import org.credence.annotation.ui.ConfidenceEditor;
import org.credence.annotation.ui.MonitorProgress;
import org.credence.annotation.ui.SeriesEditorInput;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.ImageSources;
import org.credence.imaging.ImagingException;
import org.credence.imaging.Progress;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.IJobFunction;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.jface.dialogs.MessageDialog;
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.widgets.Display;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.PartInitException;
import org.eclipse.ui.PlatformUI;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Opens files and folders as studies, and a series in its editor. Called on the UI thread; reads in Jobs. */
@Component(service = Opening.class)
public final class Opening {

    private final ImageSources sources;
    private final AnnotationStores stores;
    private final Studies studies;
    private final VisibleJobs jobs;
    private final RunningSession running;

    /**
     * A series to be opened.
     *
     * @param reader whose annotation is opened
     * @param annotations the folder that it lies in
     * @param furnish adds what is shown beside it
     * @param shown told of the editor
     * @param refused run if there is none, once the user knows why
     */
    record Reading(
            ImageSeries series,
            Reader reader,
            Path annotations,
            UnaryOperator<SeriesEditorInput> furnish,
            Consumer<ConfidenceEditor> shown,
            Runnable refused) {}

    @Activate
    public Opening(
            @Reference ImageSources sources,
            @Reference AnnotationStores stores,
            @Reference Studies studies,
            @Reference VisibleJobs jobs,
            @Reference RunningSession running) {
        this.sources = sources;
        this.stores = stores;
        this.studies = studies;
        this.jobs = jobs;
        this.running = running;
    }

    /** Adds what files and folders hold to the studies; a single series is opened in its editor too. */
    void open(List<Path> paths) {
        if (refusesForSession()) {
            return;
        }
        Display display = Display.getCurrent();
        Job job = Job.create(NLS.bind(Messages.Open_job, names(paths)), monitor -> {
            try {
                ImageSources.Scan scan = sources.scan(paths, new MonitorProgress(monitor, Messages.Open_task));
                Path first = paths.get(0).toAbsolutePath();
                Path folder = Files.isDirectory(first) ? first : first.getParent();
                display.asyncExec(() -> {
                    studies.openedIn(folder);
                    found(scan);
                });
                return Status.OK_STATUS;
            } catch (CancellationException e) {
                return Status.CANCEL_STATUS;
            } catch (ImagingException e) {
                display.asyncExec(() -> refuse(Messages.Open_failed, e.getMessage()));
                return Status.CANCEL_STATUS;
            }
        });
        jobs.start(job);
    }

    /** Opens a series for the reader of the settings, with what that reader painted on it before; not during a session. */
    void open(ImageSeries series) {
        if (!refusesForSession()) {
            Settings settings = new Settings();
            open(new Reading(
                    series, settings.reader(), settings.annotations(), this::furnished, editor -> {}, () -> {}));
        }
    }

    /** Cases come in the order of the session, which the list of studies must not tell. */
    private boolean refusesForSession() {
        running.get()
                .ifPresent(s -> MessageDialog.openInformation(
                        window().map(IWorkbenchWindow::getShell).orElse(null),
                        Messages.Session_title,
                        NLS.bind(Messages.Session_refuses, s.title())));
        return running.isRunning();
    }

    /** Opens a series with what a reader painted on it before. */
    void open(Reading reading) {
        ImageSeries series = reading.series();
        Path file = AnnotationStores.fileFor(reading.annotations(), reading.reader(), series);
        LabelScheme scheme;
        try {
            scheme = new Settings().scheme();
        } catch (AnnotationException e) {
            refuse(reading, Messages.Open_failed, e.getMessage());
            return;
        }
        Annotation fresh = new Annotation(reading.reader(), scheme, series);
        SeriesEditorInput asked = reading.furnish().apply(new SeriesEditorInput(series, studies.frames(), fresh, file));
        if (showIfOpen(reading, asked)) {
            return;
        }
        Display display = Display.getCurrent();
        Job job = Job.create(NLS.bind(Messages.Open_annotationJob, asked.getName()), monitor -> {
            try {
                StoredAnnotation stored = Files.exists(file)
                        ? under(scheme, stores.open(file, series, Progress.NONE))
                        : new StoredAnnotation(fresh.snapshot(), FileStamp.ABSENT);
                Path journal = Journal.fileFor(file);
                Runnable shown = Files.exists(journal)
                        ? recover(reading, file, stored, journal)
                        : () -> show(reading, inputOf(series, stored, file));
                display.asyncExec(shown);
                return Status.OK_STATUS;
            } catch (AnnotationException e) {
                // Opening the series without it would invite the reader to overwrite it.
                display.asyncExec(() -> refuse(reading, Messages.Open_annotationFailed, e.getMessage()));
                return Status.CANCEL_STATUS;
            }
        });
        job.setPriority(Job.INTERACTIVE);
        job.schedule();
    }

    /** What is stored, with the segments of the scheme in use beside its own. */
    private static StoredAnnotation under(LabelScheme scheme, StoredAnnotation stored) {
        AnnotationSnapshot snapshot = stored.annotation();
        return new StoredAnnotation(snapshot.under(snapshot.scheme().with(scheme)), stored.stamp());
    }

    /**
     * Reads what a killed process left behind.
     *
     * @return shows the editor, and says so if what was left is of no use
     * @throws AnnotationException if the series must not be opened
     */
    private Runnable recover(Reading reading, Path file, StoredAnnotation stored, Path journal)
            throws AnnotationException {
        ImageSeries series = reading.series();
        try {
            JournalRecovery recovery = Journal.recover(journal, stored.annotation());
            return () -> show(
                    reading,
                    SeriesEditorInput.recovered(series, studies.frames(), recovery, file)
                            .withStamp(stored.stamp()));
        } catch (AnnotationException e) {
            if (Files.exists(journal)) {
                throw e;
            }
            return () -> {
                show(reading, inputOf(series, stored, file));
                refuse(Messages.Open_journalUnused, e.getMessage());
            };
        }
    }

    private SeriesEditorInput inputOf(ImageSeries series, StoredAnnotation stored, Path file) {
        return new SeriesEditorInput(series, studies.frames(), Annotation.resume(stored.annotation()), file)
                .withStamp(stored.stamp());
    }

    private void found(ImageSources.Scan scan) {
        studies.add(scan);
        if (scan.series().size() == 1) {
            ImageSeries only = scan.series().get(0);
            open(studies.same(only).orElse(only));
        }
        lookForAnnotations(scan.series());
    }

    /** Finds out anew how far the reader of the settings is with every series. */
    void lookForAnnotations() {
        studies.forgetAdvances();
        lookForAnnotations(studies.series());
    }

    private void lookForAnnotations(List<ImageSeries> series) {
        Job job = Job.create(Messages.Open_advanceJob, (IJobFunction) monitor -> readAdvances(series, monitor));
        job.setSystem(true);
        job.schedule();
    }

    private IStatus readAdvances(List<ImageSeries> series, IProgressMonitor monitor) {
        Settings settings = new Settings();
        for (ImageSeries s : series) {
            if (monitor.isCanceled()) {
                return Status.CANCEL_STATUS;
            }
            try {
                Optional<AnnotationSnapshot> stored = stores.find(settings.annotations(), settings.reader(), s);
                stored.map(Studies.Advance::of)
                        .ifPresent(a -> Display.getDefault().asyncExec(() -> studies.setAdvance(s, a)));
            } catch (AnnotationException e) {
                // Said in full when the series is opened; the list goes on to the next series.
                continue;
            }
        }
        return Status.OK_STATUS;
    }

    private static Optional<IWorkbenchWindow> window() {
        return Optional.ofNullable(PlatformUI.getWorkbench().getActiveWorkbenchWindow())
                .or(() -> Stream.of(PlatformUI.getWorkbench().getWorkbenchWindows())
                        .findFirst());
    }

    private static boolean showIfOpen(Reading reading, SeriesEditorInput input) {
        Optional<IWorkbenchPage> page = window().map(IWorkbenchWindow::getActivePage);
        if (page.isPresent() && page.get().findEditor(input) instanceof ConfidenceEditor editor) {
            page.get().activate(editor);
            reading.shown().accept(editor);
            return true;
        }
        return false;
    }

    /** Shows the editor of an input, unless the last window is closed meanwhile. */
    private void show(Reading reading, SeriesEditorInput input) {
        if (window().isEmpty() || showIfOpen(reading, input)) {
            return;
        }
        try {
            IWorkbenchPage page = window().get().getActivePage();
            if (page.openEditor(reading.furnish().apply(input), ConfidenceEditor.ID)
                    instanceof ConfidenceEditor editor) {
                editor.addPropertyListener((source, property) -> {
                    if (property == ConfidenceEditor.PROP_SAVED && !running.isRunning()) {
                        studies.setAdvance(
                                input.series(),
                                Studies.Advance.of(input.annotation().snapshot()));
                    }
                });
                reading.shown().accept(editor);
            } else {
                reading.refused().run();
            }
        } catch (PartInitException e) {
            refuse(reading, Messages.Open_failed, e.getMessage());
        }
    }

    /** An input with all that may be shown beside it. */
    private SeriesEditorInput furnished(SeriesEditorInput input) {
        SeriesEditorInput presented = input.withPresentations(studies.presentations(input.series()));
        Settings settings = new Settings();
        return settings.isBlinded()
                ? presented.blinded()
                : presented.withCompanions(new StudyCompanions(
                        studies,
                        stores,
                        settings.annotations(),
                        input.annotation().reader(),
                        input.series()));
    }

    private static void refuse(Reading reading, String title, String message) {
        refuse(title, message);
        reading.refused().run();
    }

    private static void refuse(String title, String message) {
        MessageDialog.openError(window().map(IWorkbenchWindow::getShell).orElse(null), title, message);
    }

    private static String names(List<Path> paths) {
        return paths.size() == 1 ? paths.get(0).getFileName().toString() : Integer.toString(paths.size());
    }
}
