package org.credence.workbench.internal;

import java.nio.file.Path;
import java.util.List;
import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.e4.core.contexts.IEclipseContext;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.DirectoryDialog;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.handlers.HandlerUtil;

/** Asks for a folder and opens all studies in it. */
public final class OpenFolderHandler extends AbstractHandler {

    @Override
    public Object execute(ExecutionEvent event) {
        IWorkbenchWindow window = HandlerUtil.getActiveWorkbenchWindow(event);
        DirectoryDialog dialog = new DirectoryDialog(window.getShell(), SWT.OPEN);
        dialog.setText(Messages.Open_folderTitle);
        dialog.setMessage(Messages.Open_folderMessage);
        String chosen = dialog.open();
        if (chosen != null) {
            window.getService(IEclipseContext.class).get(Opening.class).open(List.of(Path.of(chosen)));
        }
        return null;
    }
}
