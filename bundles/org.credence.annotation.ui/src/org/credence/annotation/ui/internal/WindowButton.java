package org.credence.annotation.ui.internal;

import java.util.Optional;
import org.credence.annotation.ui.WidgetIds;
import org.credence.imaging.Frame;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Menu;
import org.eclipse.swt.widgets.MenuItem;
import org.eclipse.swt.widgets.ToolBar;
import org.eclipse.swt.widgets.ToolItem;

/** Goes back to the file's window; its arrow offers all that the frame can be shown with. UI thread only. */
final class WindowButton {

    private final EditorBody body;
    private final ToolItem button;

    WindowButton(ToolBar bar, Image image, EditorBody body) {
        this.body = body;
        button = new ToolItem(bar, SWT.DROP_DOWN);
        button.setImage(image);
        button.setToolTipText(Messages.Header_window);
        button.setData(WidgetIds.KEY, WidgetIds.WINDOW);
        button.addListener(SWT.Selection, this::press);
    }

    private void press(Event event) {
        if (event.detail != SWT.ARROW) {
            body.resetWindow();
            body.takeFocus();
            return;
        }
        Menu menu = new Menu(button.getParent());
        WindowMenu.fill(menu, 0, body.windowChoices(), body.window(), body::chooseWindow);
        Optional<Frame> frame = body.visible();
        if (frame.filter(f -> !f.isColor()).isPresent()) {
            new MenuItem(menu, SWT.SEPARATOR);
            check(menu, Messages.Window_invert, body.isInverted(), body::toggleInverted);
        }
        if (frame.filter(f -> !f.overlays().isEmpty()).isPresent()) {
            check(menu, Messages.Window_drawings, DrawingsCommand.shown(), DrawingsCommand::toggle);
        }
        // Only after the choice has been told.
        menu.addListener(SWT.Hide, e -> menu.getDisplay().asyncExec(menu::dispose));
        Rectangle bounds = button.getBounds();
        menu.setLocation(button.getParent().toDisplay(bounds.x, bounds.y + bounds.height));
        menu.setVisible(true);
    }

    private static void check(Menu menu, String text, boolean on, Runnable action) {
        MenuItem item = new MenuItem(menu, SWT.CHECK);
        item.setText(text);
        item.setSelection(on);
        item.addListener(SWT.Selection, e -> action.run());
    }
}
