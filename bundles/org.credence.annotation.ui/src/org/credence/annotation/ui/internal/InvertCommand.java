package org.credence.annotation.ui.internal;

import java.util.Map;
import org.credence.annotation.ui.ConfidenceEditor;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.commands.IElementUpdater;
import org.eclipse.ui.menus.UIElement;

/** Exchanges bright and dark, or takes that back. */
public final class InvertCommand extends EditorCommand implements IElementUpdater {

    /** The command's id. */
    public static final String ID = "org.credence.annotation.ui.invert";

    @Override
    void act(ConfidenceEditor editor, ExecutionEvent event) {
        editor.toggleInverted();
    }

    @Override
    @SuppressWarnings("rawtypes")
    public void updateElement(UIElement element, Map parameters) {
        IWorkbenchWindow window = PlatformUI.getWorkbench().getActiveWorkbenchWindow();
        IWorkbenchPage page = window == null ? null : window.getActivePage();
        element.setChecked(
                page != null && page.getActiveEditor() instanceof ConfidenceEditor editor && editor.isInverted());
    }
}
