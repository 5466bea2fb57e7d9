package org.credence.workbench.internal;

import java.nio.file.Path;
import java.util.Arrays;
import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.e4.core.contexts.IEclipseContext;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.FileDialog;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.handlers.HandlerUtil;

/** Asks for image files and opens them. */
public final class OpenFilesHandler extends AbstractHandler {

    @Override
    public Object execute(ExecutionEvent event) {
        IWorkbenchWindow window = HandlerUtil.getActiveWorkbenchWindow(event);
        FileDialog dialog = new FileDialog(window.getShell(), SWT.OPEN | SWT.MULTI);
        dialog.setText(Messages.Open_filesTitle);
        // Image files often have no extension, so all files come first.
        dialog.setFilterExtensions(new String[] {"*", "*.dcm;*.zip"});
        dialog.setFilterNames(new String[] {Messages.Open_allFiles, Messages.Open_dicomFiles});
        if (dialog.open() != null) {
            Path folder = Path.of(dialog.getFilterPath());
            window.getService(IEclipseContext.class)
                    .get(Opening.class)
                    .open(Arrays.stream(dialog.getFileNames())
                            .map(folder::resolve)
                            .toList());
        }
        return null;
    }
}
