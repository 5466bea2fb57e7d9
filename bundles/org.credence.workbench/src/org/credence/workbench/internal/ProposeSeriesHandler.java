package org.credence.workbench.internal;

import org.credence.annotation.ui.ConfidenceEditor;
import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.e4.core.contexts.IEclipseContext;
import org.eclipse.ui.handlers.HandlerUtil;

/** Shows what the chosen model proposes for all frames. */
public final class ProposeSeriesHandler extends AbstractHandler {

    @Override
    public Object execute(ExecutionEvent event) {
        if (HandlerUtil.getActiveEditor(event) instanceof ConfidenceEditor editor) {
            IEclipseContext context =
                    HandlerUtil.getActiveWorkbenchWindow(event).getService(IEclipseContext.class);
            context.get(Proposing.class)
                    .proposeSeries(
                            editor, HandlerUtil.getActiveWorkbenchWindow(event).getShell());
        }
        return null;
    }
}
