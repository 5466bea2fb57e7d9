package org.credence.workbench.internal;

import java.util.List;
import org.credence.annotation.ui.ConfidenceEditor;
import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.e4.core.contexts.IEclipseContext;
import org.eclipse.jface.dialogs.MessageDialog;
import org.eclipse.jface.window.Window;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.handlers.HandlerUtil;

/** De-identifies what is chosen among the studies, or else the series in the active editor. */
public final class DeidentifyHandler extends AbstractHandler {

    @Override
    public Object execute(ExecutionEvent event) {
        IWorkbenchWindow window = HandlerUtil.getActiveWorkbenchWindow(event);
        IEclipseContext context = window.getService(IEclipseContext.class);
        Shell shell = window.getShell();
        StudySelection chosen = StudySelection.of(context);
        boolean reading = HandlerUtil.getActivePart(event) instanceof ConfidenceEditor;
        if ((chosen.isEmpty() || reading) && HandlerUtil.getActiveEditor(event) instanceof ConfidenceEditor editor) {
            chosen = new StudySelection(List.of(editor.series()), List.of());
        }
        if (chosen.isEmpty()) {
            MessageDialog.openInformation(shell, Messages.Deidentify_title, Messages.Deidentify_nothing);
            return null;
        }
        DeidentifyDialog dialog =
                new DeidentifyDialog(shell, chosen, context.get(Studies.class).frames());
        if (dialog.open() == Window.OK) {
            context.get(Deidentifying.class).run(dialog.order(), shell);
        }
        return null;
    }
}
