package org.credence.workbench.internal;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.e4.core.contexts.IEclipseContext;
import org.eclipse.ui.handlers.HandlerUtil;

/** Asks for the model that proposes. */
public final class ChooseModelHandler extends AbstractHandler {

    @Override
    public Object execute(ExecutionEvent event) {
        HandlerUtil.getActiveWorkbenchWindow(event)
                .getService(IEclipseContext.class)
                .get(Proposing.class)
                .choose(HandlerUtil.getActiveWorkbenchWindow(event).getShell());
        return null;
    }
}
