package org.credence.annotation.ui.internal;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.credence.annotation.ui.ConfidenceEditor;
import org.credence.annotation.ui.WindowChoice;
import org.credence.imaging.Window;
import org.eclipse.jface.action.ContributionItem;
import org.eclipse.jface.action.IContributionItem;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Menu;
import org.eclipse.swt.widgets.MenuItem;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.actions.CompoundContributionItem;

/** The windows of the active editor's frame by name, for a menu of the workbench. */
public final class WindowMenu extends CompoundContributionItem {

    @Override
    protected IContributionItem[] getContributionItems() {
        return new IContributionItem[] {
            new ContributionItem() {
                @Override
                public void fill(Menu menu, int index) {
                    Optional<ConfidenceEditor> editor = active();
                    WindowMenu.fill(
                            menu,
                            index,
                            editor.map(ConfidenceEditor::windowChoices).orElse(List.of()),
                            editor.flatMap(ConfidenceEditor::window),
                            choice -> editor.get().chooseWindow(choice));
                }
            }
        };
    }

    /** Adds an item for every choice, the current one marked. */
    static void fill(
            Menu menu, int index, List<WindowChoice> choices, Optional<Window> current, Consumer<WindowChoice> choose) {
        int at = index < 0 ? menu.getItemCount() : index;
        if (choices.isEmpty()) {
            MenuItem none = new MenuItem(menu, SWT.PUSH, at);
            none.setText(Messages.Window_none);
            none.setEnabled(false);
        }
        for (WindowChoice choice : choices) {
            MenuItem item = new MenuItem(menu, SWT.RADIO, at++);
            item.setText(choice.label().replace("&", "&&"));
            item.setSelection(current.filter(choice.window()::equals).isPresent());
            item.addListener(SWT.Selection, e -> {
                // Radio items tell about losing the mark too.
                if (item.getSelection()) {
                    choose.accept(choice);
                }
            });
        }
    }

    private static Optional<ConfidenceEditor> active() {
        IWorkbenchWindow window = PlatformUI.getWorkbench().getActiveWorkbenchWindow();
        IWorkbenchPage page = window == null ? null : window.getActivePage();
        return page != null && page.getActiveEditor() instanceof ConfidenceEditor editor
                ? Optional.of(editor)
                : Optional.empty();
    }
}
