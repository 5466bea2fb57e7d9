package org.credence.annotation.ui.internal;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.credence.annotation.AnnotationEdit;
import org.credence.annotation.AnnotationException;
import org.credence.annotation.AnnotationSnapshot;
import org.credence.annotation.Journal;

/**
 * Writes an editor's journal behind its back: edits are queued on the UI thread, and one thread writes and forces them to
 * the disk in their order. Trouble is told, and painting goes on.
 */
final class JournalWriter implements EditHistory.Log {

    private static final int LONGEST_FINISH_MS = 3000;

    private final Journal journal;
    private final Consumer<Optional<String>> onTrouble;
    private final ThreadPoolExecutor writer;
    private Optional<String> trouble = Optional.empty();

    /** A save that has begun. Called on the thread that saves. */
    interface Saving {

        /** Waits until the journal knows about the save, or cannot be written. */
        void await();

        /** Says that the snapshot is stored, and waits until the journal has let go of what is. */
        void stored();
    }

    /** Something that is done to the journal. */
    private interface Task {
        void run() throws AnnotationException;
    }

    /**
     * @param journal written and closed by this
     * @param onTrouble told on the writing thread why the journal cannot be written, and when it can be again
     */
    JournalWriter(Journal journal, Consumer<Optional<String>> onTrouble) {
        this.journal = journal;
        this.onTrouble = onTrouble;
        // One thread and not a Job: a Job that is rescheduled while it runs may be cancelled when the workbench closes.
        writer = new ThreadPoolExecutor(1, 1, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread thread = new Thread(task, "Credence journal");
            thread.setDaemon(true);
            return thread;
        });
        writer.allowCoreThreadTimeOut(true);
    }

    @Override
    public void done(AnnotationEdit edit) {
        queue(() -> journal.done(edit));
    }

    @Override
    public void undone(AnnotationEdit edit) {
        queue(() -> journal.undone(edit));
    }

    /** Begins to save a snapshot of this moment. */
    Saving saving(AnnotationSnapshot snapshot) {
        Journal.SavePoint[] point = new Journal.SavePoint[1];
        CompletableFuture<Void> known = queue(() -> {
            point[0] = journal.savePoint(snapshot);
            journal.write();
        });
        return new Saving() {
            @Override
            public void await() {
                known.join();
            }

            @Override
            public void stored() {
                queue(() -> journal.saved(point[0])).join();
            }
        };
    }

    /**
     * Ends writing, once what is queued is written.
     *
     * @param keep false if there is nothing to be recovered any more
     */
    void finish(boolean keep) {
        queue(() -> {
            if (keep) {
                journal.close();
            } else {
                journal.delete();
            }
        });
        writer.shutdown();
        try {
            // The process may end right after; without this, discarded edits would come back.
            writer.awaitTermination(LONGEST_FINISH_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Completes when the task has run, whether or not it could write. */
    private CompletableFuture<Void> queue(Task task) {
        if (writer.isShutdown()) {
            return CompletableFuture.completedFuture(null);
        }
        return CompletableFuture.runAsync(() -> run(task), writer);
    }

    private void run(Task task) {
        Optional<String> now = Optional.empty();
        try {
            task.run();
        } catch (AnnotationException e) {
            now = Optional.of(e.getMessage());
        } catch (RuntimeException e) {
            now = Optional.of(e.toString());
        }
        if (!now.equals(trouble)) {
            trouble = now;
            onTrouble.accept(now);
        }
    }
}
