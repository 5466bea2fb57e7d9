package org.credence.annotation.ui.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import org.credence.annotation.Annotation;
import org.credence.annotation.AnnotationEdit;
import org.eclipse.core.commands.operations.IOperationHistory;
import org.eclipse.core.commands.operations.IUndoContext;
import org.eclipse.core.commands.operations.IUndoableOperation;
import org.eclipse.core.commands.operations.OperationHistoryEvent;

/**
 * The edits of one annotation within the workbench's operation history: one gesture, one operation; a budget in bytes
 * instead of a number; and whether what is painted differs from what was saved.
 *
 * <p>UI thread only, but for {@link #markSaved} and {@link #isDirty}.
 */
final class EditHistory {

    /** Hears of every edit, in the order in which they happen. */
    interface Log {
        void done(AnnotationEdit edit);

        void undone(AnnotationEdit edit);
    }

    private static final int MOST_OPERATIONS = 100_000;

    private static final long UNSAVED = -1;

    private final IOperationHistory history;
    private final IUndoContext context;
    private final Annotation annotation;
    private final long budgetBytes;
    private final Log log;
    private final Runnable onDirtyChange;
    private final Deque<LayerOperation> remembered = new ArrayDeque<>();
    private long sizeBytes;
    private long newest;
    private boolean busy;
    private volatile long current;
    private volatile long saved;

    /**
     * @param budgetBytes what the edits that can be undone may take in all; the latest one is always kept
     * @param saved whether what is painted at the beginning is saved
     * @param log told of every edit before {@code onDirtyChange} is
     * @param onDirtyChange called when {@link #isDirty} may have changed
     */
    EditHistory(
            IOperationHistory history,
            IUndoContext context,
            Annotation annotation,
            long budgetBytes,
            boolean saved,
            Log log,
            Runnable onDirtyChange) {
        this.history = history;
        this.context = context;
        this.annotation = annotation;
        this.budgetBytes = budgetBytes;
        this.saved = saved ? current : UNSAVED;
        this.log = log;
        this.onDirtyChange = onDirtyChange;
        history.setLimit(context, MOST_OPERATIONS);
    }

    /** Adds an edit that has happened; it can be undone from now on, and what had been undone cannot be redone. */
    void add(String label, AnnotationEdit edit) {
        LayerOperation operation = new LayerOperation(label, this, annotation, edit, current, ++newest);
        operation.addContext(context);
        history.dispose(context, false, true, false);
        remembered.removeIf(o -> {
            boolean undone = o.versionAfter() > current;
            if (undone) {
                sizeBytes -= o.sizeBytes();
            }
            return undone;
        });
        remembered.addLast(operation);
        sizeBytes += operation.sizeBytes();
        history.add(operation);
        done(edit, newest);
        while (sizeBytes > budgetBytes && remembered.size() > 1) {
            LayerOperation oldest = remembered.removeFirst();
            sizeBytes -= oldest.sizeBytes();
            history.replaceOperation(oldest, new IUndoableOperation[0]);
        }
    }

    /** Bytes that the edits that can be undone or redone take. */
    long sizeBytes() {
        return sizeBytes;
    }

    /** What is painted now, to be handed to {@link #markSaved} once it is saved. */
    long version() {
        return current;
    }

    /** Says whether a gesture is under way; nothing can be undone or redone meanwhile. */
    void setBusy(boolean busy) {
        this.busy = busy;
    }

    boolean isBusy() {
        return busy;
    }

    /** Says that a version has been saved. Any thread. */
    void markSaved(long version) {
        saved = version;
        onDirtyChange.run();
    }

    boolean isDirty() {
        return current != saved;
    }

    /** Forgets all edits. */
    void dispose() {
        history.dispose(context, true, true, true);
        remembered.clear();
        sizeBytes = 0;
    }

    /** Whether an event of the operation history is about this annotation. */
    boolean concerns(OperationHistoryEvent event) {
        return event.getOperation().hasContext(context);
    }

    void done(AnnotationEdit edit, long version) {
        log.done(edit);
        moveTo(version);
    }

    void undone(AnnotationEdit edit, long version) {
        log.undone(edit);
        moveTo(version);
    }

    private void moveTo(long version) {
        current = version;
        onDirtyChange.run();
    }
}
