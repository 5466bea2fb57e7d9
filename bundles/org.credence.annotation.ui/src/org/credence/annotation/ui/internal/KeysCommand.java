package org.credence.annotation.ui.internal;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.core.commands.ExecutionException;
import org.eclipse.ui.IViewPart;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.PartInitException;
import org.eclipse.ui.handlers.HandlerUtil;

/** Shows the sheet of keys, or takes it away. */
public final class KeysCommand extends AbstractHandler {

    @Override
    public Object execute(ExecutionEvent event) throws ExecutionException {
        IWorkbenchPage page = HandlerUtil.getActiveWorkbenchWindowChecked(event).getActivePage();
        IViewPart open = page.findView(KeySheet.ID);
        if (open != null && page.isPartVisible(open)) {
            page.hideView(open);
            return null;
        }
        try {
            // Seen beside the image, while the keys still go to the editor.
            page.showView(KeySheet.ID, null, IWorkbenchPage.VIEW_VISIBLE);
        } catch (PartInitException e) {
            throw new ExecutionException("The view of keys could not be opened: " + e.getMessage(), e);
        }
        return null;
    }
}
