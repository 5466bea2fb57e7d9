package org.credence.annotation.ui.internal;

import java.util.Map;
import java.util.Optional;
import org.credence.annotation.ui.ConfidenceEditor;
import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.core.commands.operations.IOperationHistory;
import org.eclipse.core.commands.operations.IOperationHistoryListener;
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.widgets.Display;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.commands.ICommandService;
import org.eclipse.ui.commands.IElementUpdater;
import org.eclipse.ui.handlers.HandlerUtil;
import org.eclipse.ui.menus.UIElement;

/**
 * The workbench's Undo and Redo while a confidence editor is active, whichever view has the keyboard. Enabled, and
 * named after the operation, as the operation history says.
 */
abstract class HistoryCommand extends AbstractHandler implements IElementUpdater {

    /** Undo. */
    public static final class Undo extends HistoryCommand {
        public Undo() {
            super("org.eclipse.ui.edit.undo", Messages.Menu_undo, Messages.Menu_undoNothing);
        }

        @Override
        Optional<String> next(ConfidenceEditor editor) {
            return editor.undoLabel();
        }

        @Override
        void act(ConfidenceEditor editor) {
            editor.undo();
        }
    }

    /** Redo. */
    public static final class Redo extends HistoryCommand {
        public Redo() {
            super("org.eclipse.ui.edit.redo", Messages.Menu_redo, Messages.Menu_redoNothing);
        }

        @Override
        Optional<String> next(ConfidenceEditor editor) {
            return editor.redoLabel();
        }

        @Override
        void act(ConfidenceEditor editor) {
            editor.redo();
        }
    }

    private final String command;
    private final String named;
    private final String nothing;
    private final IOperationHistory history;
    private final IOperationHistoryListener listener;

    HistoryCommand(String command, String named, String nothing) {
        this.command = command;
        this.named = named;
        this.nothing = nothing;
        history = PlatformUI.getWorkbench().getOperationSupport().getOperationHistory();
        listener = event -> Display.getDefault().asyncExec(this::refresh);
        history.addOperationHistoryListener(listener);
    }

    abstract Optional<String> next(ConfidenceEditor editor);

    abstract void act(ConfidenceEditor editor);

    @Override
    public Object execute(ExecutionEvent event) {
        if (HandlerUtil.getActiveEditor(event) instanceof ConfidenceEditor editor) {
            act(editor);
        }
        return null;
    }

    @Override
    public void setEnabled(Object evaluationContext) {
        setBaseEnabled(label().isPresent());
    }

    @Override
    @SuppressWarnings("rawtypes")
    public void updateElement(UIElement element, Map parameters) {
        element.setText(label().map(l -> NLS.bind(named, l)).orElse(nothing));
    }

    @Override
    public void dispose() {
        history.removeOperationHistoryListener(listener);
        super.dispose();
    }

    private void refresh() {
        if (PlatformUI.isWorkbenchRunning()) {
            setEnabled(null);
            ICommandService commands = PlatformUI.getWorkbench().getService(ICommandService.class);
            if (commands != null) {
                commands.refreshElements(command, null);
            }
        }
    }

    private Optional<String> label() {
        IWorkbenchWindow window = PlatformUI.getWorkbench().getActiveWorkbenchWindow();
        IWorkbenchPage page = window == null ? null : window.getActivePage();
        return page != null && page.getActiveEditor() instanceof ConfidenceEditor editor
                ? next(editor)
                : Optional.empty();
    }
}
