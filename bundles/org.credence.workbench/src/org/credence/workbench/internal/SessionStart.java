package org.credence.workbench.internal;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.credence.annotation.AnnotationException;
import org.credence.annotation.Reader;
import org.credence.annotation.ReadingLog;
import org.credence.annotation.ReadingPlan;
import org.credence.imaging.ImageSeries;
import org.eclipse.core.runtime.Platform;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.IJobFunction;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.jface.dialogs.MessageDialog;
import org.eclipse.jface.window.Window;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.IWorkbenchWindow;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Begins a blinded session over the open studies, or goes on with one. Called on the UI thread. */
@Component(service = SessionStart.class)
public final class SessionStart {

    private final Studies studies;
    private final Opening opening;
    private final RunningSession running;

    @Activate
    public SessionStart(@Reference Studies studies, @Reference Opening opening, @Reference RunningSession running) {
        this.studies = studies;
        this.opening = opening;
        this.running = running;
    }

    /** Asks for seed and repeats, and opens the first case that is not completed. */
    void ask(IWorkbenchWindow window) {
        Shell shell = window.getShell();
        List<ImageSeries> series = studies.series();
        if (running.isRunning()) {
            MessageDialog.openInformation(shell, Messages.Session_title, Messages.Session_running);
            return;
        }
        if (series.isEmpty()) {
            MessageDialog.openInformation(shell, Messages.Session_title, Messages.Session_nothing);
            return;
        }
        Settings settings = new Settings();
        Map<String, ImageSeries> byKey = new HashMap<>();
        series.forEach(s -> byKey.put(s.instances().get(0).sopInstanceUid(), s));
        long begun = series.stream().filter(s -> studies.advance(s).isPresent()).count();
        SessionDialog dialog = new SessionDialog(shell, byKey.keySet(), settings.reader(), (int) begun);
        if (dialog.open() == Window.OK && closeEditors(window)) {
            start(dialog.plan(), byKey, settings, window);
        }
    }

    /** Other editors would show whose images these are; false if the reader would rather keep one. */
    private static boolean closeEditors(IWorkbenchWindow of) {
        for (IWorkbenchWindow window : of.getWorkbench().getWorkbenchWindows()) {
            for (IWorkbenchPage page : window.getPages()) {
                if (!page.closeAllEditors(true)) {
                    return false;
                }
            }
        }
        return true;
    }

    private void start(ReadingPlan plan, Map<String, ImageSeries> series, Settings settings, IWorkbenchWindow window) {
        Reader reader = settings.reader();
        Path annotations = settings.annotations();
        Path file = ReadingLog.fileFor(annotations, plan.seed(), reader);
        String program = "Credence " + Platform.getBundle(Settings.BUNDLE).getVersion();
        Display display = window.getShell().getDisplay();
        Job job = Job.create(Messages.Session_title, (IJobFunction) monitor -> {
            try {
                ReadingLog log = ReadingLog.open(file, plan, reader, program);
                display.asyncExec(() -> begin(log, series, annotations, window));
            } catch (AnnotationException e) {
                display.asyncExec(
                        () -> MessageDialog.openError(window.getShell(), Messages.Session_notStarted, e.getMessage()));
            }
            return Status.OK_STATUS;
        });
        job.setPriority(Job.INTERACTIVE);
        job.schedule();
    }

    private void begin(ReadingLog log, Map<String, ImageSeries> series, Path annotations, IWorkbenchWindow window) {
        if (running.isRunning()) {
            return;
        }
        if (log.next().isEmpty()) {
            MessageDialog.openInformation(window.getShell(), Messages.Session_ended, SessionSummary.text(log));
            return;
        }
        new BlindedSession(log, series, annotations, opening, running, window).begin();
    }
}
