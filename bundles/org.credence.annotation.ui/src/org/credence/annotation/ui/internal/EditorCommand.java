package org.credence.annotation.ui.internal;

import org.credence.annotation.ui.ConfidenceEditor;
import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.ui.handlers.HandlerUtil;

/** A command to the active confidence editor; does nothing where there is none. */
abstract class EditorCommand extends AbstractHandler {

    @Override
    public final Object execute(ExecutionEvent event) {
        if (HandlerUtil.getActiveEditor(event) instanceof ConfidenceEditor editor) {
            act(editor, event);
        }
        return null;
    }

    abstract void act(ConfidenceEditor editor, ExecutionEvent event);
}
