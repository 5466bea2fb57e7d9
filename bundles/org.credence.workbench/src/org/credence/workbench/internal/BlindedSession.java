package org.credence.workbench.internal;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.credence.annotation.CaseReading;
import org.credence.annotation.ReadingLog;
import org.credence.annotation.ui.ConfidenceEditor;
import org.credence.imaging.ImageSeries;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.NullProgressMonitor;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.IJobFunction;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.jface.dialogs.MessageDialog;
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Listener;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.ui.IPartListener;
import org.eclipse.ui.IWorkbench;
import org.eclipse.ui.IWorkbenchListener;
import org.eclipse.ui.IWorkbenchPart;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.progress.IJobRunnable;

/**
 * A reader's way through the cases of a plan: one after the other, without their names, time on task logged. UI thread only;
 * annotations and the log are written in the background.
 */
final class BlindedSession {

    /** All that tells that somebody sits there. Keys that are bound to commands are only seen when they go up. */
    private static final int[] INPUTS = {
        SWT.KeyDown,
        SWT.KeyUp,
        SWT.MouseDown,
        SWT.MouseUp,
        SWT.MouseMove,
        SWT.MouseVerticalWheel,
        SWT.MouseHorizontalWheel
    };

    private enum State {
        /** The case's annotation is being read. */
        OPENING,
        READING,
        /** The case's annotation is being written. */
        STORING,
        /** The reader closed the case, or it could not be opened. */
        WAITING,
        OVER
    }

    private final SessionLog log;
    private final Map<String, ImageSeries> series;
    private final Path annotations;
    private final Opening opening;
    private final RunningSession running;
    private final IWorkbenchWindow window;
    private final Listener inputs = this::input;
    private final Presence presence = new Presence();
    private State state = State.WAITING;
    private CaseReading current;
    private ConfidenceEditor editor;
    private WorkClock clock;

    /**
     * @param log opened, not all cases completed
     * @param series by the keys of the plan
     * @param annotations the folder for what is painted
     * @param window shows the cases
     */
    BlindedSession(
            ReadingLog log,
            Map<String, ImageSeries> series,
            Path annotations,
            Opening opening,
            RunningSession running,
            IWorkbenchWindow window) {
        this.log = new SessionLog(log, window.getShell().getDisplay(), this::fail);
        this.series = Map.copyOf(series);
        this.annotations = annotations;
        this.opening = opening;
        this.running = running;
        this.window = window;
        current = log.next().orElseThrow();
    }

    /** What the current case is called. */
    String title() {
        return NLS.bind(
                Messages.Session_case,
                current.number(),
                log.log().plan().cases().size());
    }

    /** Opens the first case that is not completed. */
    void begin() {
        Display display = window.getShell().getDisplay();
        for (int type : INPUTS) {
            display.addFilter(type, inputs);
        }
        window.getPartService().addPartListener(presence);
        window.getWorkbench().addWorkbenchListener(presence);
        running.begins(this);
        state = State.OPENING;
        Instant now = Instant.now();
        log.write(l -> l.sessionBegun(now), this::openNext);
    }

    /** Stores the case and goes on to the next, or ends after the last. */
    void next() {
        if (state == State.READING) {
            store(this::complete);
        } else if (state == State.WAITING) {
            openNext();
        }
    }

    /** Stores the case, to go on with it another time, and ends. */
    void end() {
        if (state == State.READING) {
            store(() -> {
                closeCase();
                leave();
                finish();
            });
        } else if (state == State.WAITING) {
            finish();
        }
    }

    private void openNext() {
        if (state == State.OVER) {
            return;
        }
        if (log.log().next().isEmpty()) {
            finish();
            return;
        }
        current = log.log().next().get();
        state = State.OPENING;
        running.changed();
        String title = title();
        opening.open(new Opening.Reading(
                series.get(current.of().key()),
                current.of().storedAs(log.log().reader()),
                annotations,
                input -> input.blindedAs(title),
                this::shown,
                this::refused));
    }

    private void shown(ConfidenceEditor opened) {
        if (state == State.OVER) {
            return;
        }
        editor = opened;
        state = State.READING;
        clock = new WorkClock(nowMs());
        Instant now = Instant.now();
        int frames = completeFrames();
        int number = current.number();
        log.write(l -> l.caseBegun(number, now, frames));
    }

    private void refused() {
        if (state == State.OPENING) {
            state = State.WAITING;
        }
    }

    private void input(Event event) {
        if (state == State.READING
                && event.widget instanceof Control control
                && isOf(window.getShell(), control)
                && window.getActivePage() != null
                && window.getActivePage().getActiveEditor() == editor) {
            work();
        }
    }

    /** Whether a control lies in a window or in one of its dialogs. */
    private static boolean isOf(Shell window, Control control) {
        for (Composite shell = control.getShell(); shell != null; shell = shell.getParent()) {
            if (shell == window) {
                return true;
            }
        }
        return false;
    }

    private void work() {
        long pauseMs = clock.input(nowMs());
        if (pauseMs > 0) {
            Instant now = Instant.now();
            int number = current.number();
            long workMs = clock.workMs();
            int frames = completeFrames();
            log.write(l -> l.casePaused(number, now, workMs, pauseMs, frames));
        }
    }

    private void store(Runnable then) {
        if (state == State.READING) {
            work();
        }
        state = State.STORING;
        IJobRunnable saving;
        try {
            saving = editor.getSaveables()[0].doSave(new NullProgressMonitor(), window);
        } catch (CoreException e) {
            stored(e.getStatus(), then);
            return;
        }
        Display display = window.getShell().getDisplay();
        Job job = Job.create(NLS.bind(Messages.Session_storing, title()), (IJobFunction) monitor -> {
            IStatus result = saving.run(monitor);
            display.asyncExec(() -> stored(result, then));
            return Status.OK_STATUS;
        });
        job.setPriority(Job.INTERACTIVE);
        job.schedule();
    }

    private void stored(IStatus result, Runnable then) {
        if (state == State.OVER) {
            return;
        }
        if (!result.isOK()) {
            state = State.READING;
            MessageDialog.openError(window.getShell(), Messages.Session_notStored, result.getMessage());
        } else if (editor.isDirty()) {
            // The reader painted on meanwhile.
            store(then);
        } else {
            then.run();
        }
    }

    private void complete() {
        closeCase();
        Instant now = Instant.now();
        int number = current.number();
        long workMs = clock.workMs();
        int frames = completeFrames();
        log.write(l -> l.caseCompleted(number, now, workMs, frames), this::openNext);
    }

    private void leave() {
        Instant now = Instant.now();
        int number = current.number();
        long workMs = clock.workMs();
        int frames = completeFrames();
        log.write(l -> l.caseLeft(number, now, workMs, frames));
    }

    private void closeCase() {
        editor.getSite().getPage().closeEditor(editor, false);
    }

    private int completeFrames() {
        return Studies.Advance.of(editor.input().annotation().snapshot()).complete();
    }

    private void finish() {
        stop();
        Instant now = Instant.now();
        log.write(l -> l.sessionEnded(now), () -> {
            over();
            MessageDialog.openInformation(window.getShell(), Messages.Session_ended, SessionSummary.text(log.log()));
        });
    }

    /** Without its log, a session is worth nothing; what is painted stays in its editor and in the journal. */
    private void fail(String message) {
        if (running.get().filter(s -> s == this).isPresent()) {
            stop();
            over();
            MessageDialog.openError(window.getShell(), Messages.Session_failed, message);
        }
    }

    private void stop() {
        state = State.OVER;
        for (int type : INPUTS) {
            window.getShell().getDisplay().removeFilter(type, inputs);
        }
        window.getPartService().removePartListener(presence);
        window.getWorkbench().removeWorkbenchListener(presence);
    }

    private void over() {
        log.finish();
        running.ends();
        opening.lookForAnnotations();
    }

    private static long nowMs() {
        return System.nanoTime() / 1_000_000;
    }

    /** Hears that the reader closes the case or the workbench. */
    private final class Presence implements IPartListener, IWorkbenchListener {
        @Override
        public void partClosed(IWorkbenchPart part) {
            if (part == editor && state == State.READING) {
                state = State.WAITING;
                leave();
            }
        }

        @Override
        public boolean preShutdown(IWorkbench workbench, boolean forced) {
            return true;
        }

        @Override
        public void postShutdown(IWorkbench workbench) {
            if (state == State.READING) {
                leave();
            }
            state = State.OVER;
            Instant now = Instant.now();
            log.write(l -> l.sessionEnded(now));
            log.finish();
        }

        @Override
        public void partActivated(IWorkbenchPart part) {
            // Of no interest here, as are the others.
        }

        @Override
        public void partBroughtToTop(IWorkbenchPart part) {}

        @Override
        public void partDeactivated(IWorkbenchPart part) {}

        @Override
        public void partOpened(IWorkbenchPart part) {}
    }
}
