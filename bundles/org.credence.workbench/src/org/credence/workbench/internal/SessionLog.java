package org.credence.workbench.internal;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.credence.annotation.AnnotationException;
import org.credence.annotation.ReadingLog;
import org.eclipse.swt.widgets.Display;

/** Writes a session's log behind the reader's back: events are queued on the UI thread, and one thread writes them in order. */
final class SessionLog {

    private static final int LONGEST_FINISH_MS = 3000;

    private final ReadingLog log;
    private final Display display;
    private final Consumer<String> onTrouble;
    private final ThreadPoolExecutor writer;

    /** An event to be written. */
    interface Entry {
        void write(ReadingLog log) throws AnnotationException;
    }

    /** @param onTrouble told on the UI thread why an event could not be written */
    SessionLog(ReadingLog log, Display display, Consumer<String> onTrouble) {
        this.log = log;
        this.display = display;
        this.onTrouble = onTrouble;
        // One thread and not a Job: a Job that is scheduled while the workbench closes may never run.
        writer = new ThreadPoolExecutor(1, 1, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread thread = new Thread(task, "Credence reading log");
            thread.setDaemon(true);
            return thread;
        });
        writer.allowCoreThreadTimeOut(true);
    }

    ReadingLog log() {
        return log;
    }

    void write(Entry entry) {
        write(entry, () -> {});
    }

    /** @param then run on the UI thread once the event is written; never if it cannot be */
    void write(Entry entry, Runnable then) {
        writer.execute(() -> {
            try {
                entry.write(log);
                later(then);
            } catch (AnnotationException e) {
                later(() -> onTrouble.accept(e.getMessage()));
            }
        });
    }

    /** Waits until all that is queued is written, but not for ever. */
    void finish() {
        writer.shutdown();
        try {
            writer.awaitTermination(LONGEST_FINISH_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void later(Runnable action) {
        if (!display.isDisposed()) {
            display.asyncExec(action);
        }
    }
}
