package org.credence.annotation.ui.internal;

import java.nio.file.Path;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Optional;
import org.credence.annotation.AnnotationStores;
import org.credence.annotation.Journal;
import org.credence.annotation.JournalRecovery;
import org.credence.annotation.Reader;
import org.credence.annotation.ui.SeriesEditorInput;
import org.eclipse.core.commands.ExecutionException;
import org.eclipse.core.commands.operations.IOperationHistory;
import org.eclipse.core.commands.operations.IUndoContext;
import org.eclipse.core.commands.operations.IUndoableOperation;
import org.eclipse.core.commands.operations.ObjectUndoContext;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.widgets.Display;
import org.eclipse.ui.Saveable;

/** What makes sure that nothing a reader does is lost: undo, the journal, and saving. UI thread only. */
final class KeptWork {

    /** Whom it tells; on the UI thread. */
    interface Witness {
        /** There may be something to save, or no more. */
        void dirtyChanged();

        /** A save has succeeded. */
        void saved();

        /** What is to be said about whether work is saved. */
        void say(String text);

        /** What is to be said over the image. */
        void hint(String text);

        /** Asks whether work shall be kept beside a file that somebody else has changed. */
        boolean mayKeepBeside(String reason);
    }

    private static final long UNDO_BUDGET_BYTES = 256L << 20;

    private final IOperationHistory operations;
    private final IUndoContext undoContext;
    private final EditHistory history;
    private final JournalWriter journal;
    private final AnnotationSaveable saveable;
    private final Witness witness;
    private String savedText = Messages.Readout_unchanged;
    private String recoveredText;
    private Optional<String> journalTrouble = Optional.empty();

    /** @param beforeSnapshot ends what the reader is doing, before its result is saved */
    KeptWork(
            SeriesEditorInput input,
            IOperationHistory operations,
            AnnotationStores stores,
            Display display,
            Runnable beforeSnapshot,
            Witness witness) {
        this.operations = operations;
        this.witness = witness;
        undoContext = new ObjectUndoContext(this, input.getName());
        Optional<JournalRecovery> recovery = input.recovery();
        recoveredText = recovery.map(EditorTexts::recovered).orElse("");
        journal = new JournalWriter(
                recovery.map(Journal::resume)
                        .orElseGet(() -> Journal.begin(
                                Journal.fileFor(input.file()),
                                input.annotation().snapshot())),
                trouble -> later(display, () -> {
                    journalTrouble = trouble;
                    say();
                }));
        boolean saved = recovery.map(r -> r.edits() == 0).orElse(true);
        history =
                new EditHistory(operations, undoContext, input.annotation(), UNDO_BUDGET_BYTES, saved, journal, () -> {
                    witness.dirtyChanged();
                    say();
                });
        saveable = new AnnotationSaveable(
                input, history, stores, journal, beforeSnapshot, new AnnotationSaveable.Witness() {
                    @Override
                    public void begins() {
                        later(display, () -> witness.say(Messages.Readout_saving));
                    }

                    @Override
                    public void ends(long version, IStatus result) {
                        // Before the Job ends, so that whoever waits for it finds the editor clean.
                        display.syncExec(() -> saved(version, result));
                    }

                    @Override
                    public boolean mayKeepBeside(String reason) {
                        boolean[] wanted = new boolean[1];
                        display.syncExec(() -> wanted[0] = witness.mayKeepBeside(reason));
                        return wanted[0];
                    }

                    @Override
                    public void keptBeside(Reader as, Path file) {
                        later(display, () -> witness.hint(NLS.bind(Messages.Save_kept, as.name())));
                    }
                });
    }

    EditHistory history() {
        return history;
    }

    /** What the workbench saves. */
    Saveable saveable() {
        return saveable;
    }

    /** Undoes the latest operation, if there is one and no gesture is under way. */
    void undo() {
        perform(() -> operations.undo(undoContext, null, null));
    }

    /** Does again what was undone last. */
    void redo() {
        perform(() -> operations.redo(undoContext, null, null));
    }

    Optional<String> undoLabel() {
        IUndoableOperation next = operations.getUndoOperation(undoContext);
        return next == null || !next.canUndo() ? Optional.empty() : Optional.of(next.getLabel());
    }

    Optional<String> redoLabel() {
        IUndoableOperation next = operations.getRedoOperation(undoContext);
        return next == null || !next.canRedo() ? Optional.empty() : Optional.of(next.getLabel());
    }

    /** Says whether work is saved. */
    void say() {
        String state = history.isDirty() ? Messages.Readout_changed : savedText;
        if (history.version() == 0 && !recoveredText.isEmpty()) {
            state = recoveredText;
        }
        witness.say(journalTrouble.orElse(state));
    }

    /** @param asked whether the reader was asked about unsaved changes; if not, they can be recovered later */
    void dispose(boolean asked) {
        history.dispose();
        journal.finish(!asked && history.isDirty());
    }

    private void saved(long version, IStatus result) {
        if (result.isOK()) {
            savedText = NLS.bind(
                    Messages.Readout_saved,
                    DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT).format(LocalTime.now()));
            recoveredText = "";
            history.markSaved(version);
            witness.saved();
        }
        say();
    }

    private static void later(Display display, Runnable news) {
        if (!display.isDisposed()) {
            display.asyncExec(news);
        }
    }

    /** Something that the operation history may refuse. */
    private interface HistoryAction {
        IStatus run() throws ExecutionException;
    }

    private void perform(HistoryAction action) {
        if (history.isBusy()) {
            return;
        }
        try {
            action.run();
        } catch (ExecutionException e) {
            throw new IllegalStateException("An edit could not be undone or redone: " + e.getMessage(), e);
        }
    }
}
