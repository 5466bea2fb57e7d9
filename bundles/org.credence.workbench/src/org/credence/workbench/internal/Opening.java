package org.credence.workbench.internal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
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

    @Activate
    public Opening(
            @Reference ImageSources sources,
            @Reference AnnotationStores stores,
            @Reference Studies studies,
            @Reference VisibleJobs jobs) {
        this.sources = sources;
        this.stores = stores;
        this.studies = studies;
        this.jobs = jobs;
    }

    /** Adds what files and folders hold to the studies; a single series is opened in its editor too. */
    void open(List<Path> paths) {
        Display display = Display.getCurrent();
        Job job = Job.create(NLS.bind(Messages.Open_job, names(paths)), monitor -> {
            try {
                ImageSources.Scan scan = sources.scan(paths, new MonitorProgress(monitor, Messages.Open_task));
                display.asyncExec(() -> found(scan));
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

    /** Opens a series for the reader of the settings, with what that reader painted on it before. */
    void open(ImageSeries series) {
        Settings settings = new Settings();
        Reader reader = settings.reader();
        Path file = AnnotationStores.fileFor(settings.annotations(), reader, series);
        LabelScheme scheme;
        try {
            scheme = settings.scheme();
        } catch (AnnotationException e) {
            refuse(Messages.Open_failed, e.getMessage());
            return;
        }
        Annotation fresh = new Annotation(reader, scheme, series);
        if (show(new SeriesEditorInput(series, studies.frames(), fresh, file), true)) {
            return;
        }
        Display display = Display.getCurrent();
        Job job = Job.create(NLS.bind(Messages.Open_annotationJob, series.info().seriesDescription()), monitor -> {
            try {
                StoredAnnotation stored = Files.exists(file)
                        ? under(scheme, stores.open(file, series, Progress.NONE))
                        : new StoredAnnotation(fresh.snapshot(), FileStamp.ABSENT);
                Path journal = Journal.fileFor(file);
                Runnable shown = Files.exists(journal)
                        ? recover(series, file, stored, journal)
                        : () -> show(inputOf(series, stored, file), false);
                display.asyncExec(shown);
                return Status.OK_STATUS;
            } catch (AnnotationException e) {
                // Opening the series without it would invite the reader to overwrite it.
                display.asyncExec(() -> refuse(Messages.Open_annotationFailed, e.getMessage()));
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
    private Runnable recover(ImageSeries series, Path file, StoredAnnotation stored, Path journal)
            throws AnnotationException {
        try {
            JournalRecovery recovery = Journal.recover(journal, stored.annotation());
            return () -> show(
                    SeriesEditorInput.recovered(series, studies.frames(), recovery, file)
                            .withStamp(stored.stamp()),
                    false);
        } catch (AnnotationException e) {
            if (Files.exists(journal)) {
                throw e;
            }
            return () -> {
                show(inputOf(series, stored, file), false);
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

    /** Shows the editor of an input; false if it is not open yet and only open ones are wanted. */
    private boolean show(SeriesEditorInput input, boolean onlyIfOpen) {
        IWorkbenchWindow window = PlatformUI.getWorkbench().getActiveWorkbenchWindow();
        if (window == null && PlatformUI.getWorkbench().getWorkbenchWindowCount() > 0) {
            window = PlatformUI.getWorkbench().getWorkbenchWindows()[0];
        }
        if (window == null) {
            return false;
        }
        IWorkbenchPage page = window.getActivePage();
        var open = page.findEditor(input);
        if (open != null) {
            page.activate(open);
            return true;
        }
        if (onlyIfOpen) {
            return false;
        }
        try {
            if (page.openEditor(furnished(input), ConfidenceEditor.ID) instanceof ConfidenceEditor editor) {
                editor.addPropertyListener((source, property) -> {
                    if (property == ConfidenceEditor.PROP_SAVED) {
                        studies.setAdvance(
                                input.series(),
                                Studies.Advance.of(input.annotation().snapshot()));
                    }
                });
            }
            return true;
        } catch (PartInitException e) {
            refuse(Messages.Open_failed, e.getMessage());
            return false;
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

    private static void refuse(String title, String message) {
        IWorkbenchWindow window = PlatformUI.getWorkbench().getActiveWorkbenchWindow();
        MessageDialog.openError(window == null ? null : window.getShell(), title, message);
    }

    private static String names(List<Path> paths) {
        return paths.size() == 1 ? paths.get(0).getFileName().toString() : Integer.toString(paths.size());
    }
}
