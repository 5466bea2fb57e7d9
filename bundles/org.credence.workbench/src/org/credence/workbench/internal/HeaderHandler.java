package org.credence.workbench.internal;

import java.nio.file.Path;
import java.util.List;
import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.core.commands.ExecutionException;
import org.eclipse.e4.core.contexts.IEclipseContext;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.PartInitException;
import org.eclipse.ui.handlers.HandlerUtil;

/** Shows the header of what is chosen among the studies, or else of the image in the active editor. */
public final class HeaderHandler extends AbstractHandler {

    @Override
    public Object execute(ExecutionEvent event) throws ExecutionException {
        IWorkbenchWindow window = HandlerUtil.getActiveWorkbenchWindow(event);
        IEclipseContext context = window.getService(IEclipseContext.class);
        try {
            if (StudiesView.ID.equals(HandlerUtil.getActivePartId(event))) {
                List<Path> files = StudySelection.of(context).files();
                if (!files.isEmpty()) {
                    // Setting what is set already would tell nobody.
                    context.set(HeaderView.FILE, null);
                    context.set(HeaderView.FILE, files.get(0));
                }
            }
            window.getActivePage().showView(HeaderView.ID);
        } catch (PartInitException e) {
            throw new ExecutionException("The header cannot be shown: " + e.getMessage(), e);
        }
        return null;
    }
}
