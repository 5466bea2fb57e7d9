package org.credence.workbench.internal;

import java.util.Optional;
import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.e4.core.contexts.IEclipseContext;
import org.eclipse.jface.dialogs.MessageDialog;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.handlers.HandlerUtil;

/** Stores the case of the running session and goes on to the next. */
public final class NextCaseHandler extends AbstractHandler {

    @Override
    public Object execute(ExecutionEvent event) {
        IWorkbenchWindow window = HandlerUtil.getActiveWorkbenchWindow(event);
        Optional<BlindedSession> session = window.getService(IEclipseContext.class)
                .get(RunningSession.class)
                .get();
        if (session.isPresent()) {
            session.get().next();
        } else {
            MessageDialog.openInformation(window.getShell(), Messages.Session_title, Messages.Session_none);
        }
        return null;
    }
}
