package org.credence.annotation.ui.internal;

import java.util.function.Consumer;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Menu;
import org.eclipse.swt.widgets.MenuItem;
import org.eclipse.swt.widgets.ToolItem;

/** Menus that drop from tool items, made when they are asked for. UI thread only. */
final class Menus {

    private Menus() {}

    /** Shows a menu below a tool item; it is gone after the choice. */
    static void below(ToolItem item, Consumer<Menu> fill) {
        Menu menu = new Menu(item.getParent());
        fill.accept(menu);
        // Only after the choice has been told.
        menu.addListener(SWT.Hide, e -> menu.getDisplay().asyncExec(menu::dispose));
        Rectangle bounds = item.getBounds();
        menu.setLocation(item.getParent().toDisplay(bounds.x, bounds.y + bounds.height));
        menu.setVisible(true);
    }

    static MenuItem push(Menu menu, String text, Runnable action) {
        MenuItem item = new MenuItem(menu, SWT.PUSH);
        item.setText(text);
        item.addListener(SWT.Selection, e -> action.run());
        return item;
    }

    static MenuItem check(Menu menu, String text, boolean on, Runnable action) {
        MenuItem item = new MenuItem(menu, SWT.CHECK);
        item.setText(text);
        item.setSelection(on);
        item.addListener(SWT.Selection, e -> action.run());
        return item;
    }

    static MenuItem radio(Menu menu, String text, boolean on, Runnable action) {
        MenuItem item = new MenuItem(menu, SWT.RADIO);
        item.setText(text);
        item.setSelection(on);
        item.addListener(SWT.Selection, e -> {
            // Radio items tell about losing the mark too.
            if (item.getSelection()) {
                action.run();
            }
        });
        return item;
    }

    static Menu sub(Menu menu, String text) {
        MenuItem item = new MenuItem(menu, SWT.CASCADE);
        item.setText(text);
        Menu sub = new Menu(menu);
        item.setMenu(sub);
        return sub;
    }

    static void line(Menu menu) {
        new MenuItem(menu, SWT.SEPARATOR);
    }

    /** A text as a menu shows it. */
    static String plain(String text) {
        return text.replace("&", "&&");
    }
}
