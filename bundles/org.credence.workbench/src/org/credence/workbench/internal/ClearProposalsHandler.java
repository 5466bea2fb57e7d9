package org.credence.workbench.internal;

import org.credence.annotation.ui.ConfidenceEditor;
import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.ui.handlers.HandlerUtil;

/** Shows no proposals any more. */
public final class ClearProposalsHandler extends AbstractHandler {

    @Override
    public Object execute(ExecutionEvent event) {
        if (HandlerUtil.getActiveEditor(event) instanceof ConfidenceEditor editor) {
            editor.clearProposals();
        }
        return null;
    }
}
