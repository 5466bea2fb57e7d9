package org.credence.annotation.ui.internal;

import org.credence.annotation.ui.WidgetIds;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;

/** The line at the bottom of the editor: window, spacing, what is under the pointer, and whether it is saved. */
final class Readout {

    private final Composite bar;
    private final Label window;
    private final Label spacing;
    private final Label pointer;
    private final Label saved;

    Readout(Composite parent) {
        bar = new Composite(parent, SWT.NONE);
        bar.setData(WidgetIds.KEY, WidgetIds.READOUT);
        GridLayout layout = new GridLayout(4, false);
        layout.marginHeight = 3;
        layout.marginWidth = 10;
        layout.horizontalSpacing = 24;
        bar.setLayout(layout);
        window = label("readout.window", false);
        spacing = label("readout.spacing", false);
        pointer = label("readout.pointer", true);
        saved = label("readout.saved", false);
        saved.setAlignment(SWT.RIGHT);
    }

    Composite bar() {
        return bar;
    }

    void window(String text) {
        set(window, text, true);
    }

    void spacing(String text) {
        set(spacing, text, true);
    }

    void pointer(String text) {
        set(pointer, text, false);
    }

    void saved(String text) {
        set(saved, text, true);
        if (!saved.isDisposed()) {
            saved.setToolTipText(text);
        }
    }

    private Label label(String id, boolean grab) {
        Label label = new Label(bar, SWT.NONE);
        label.setData(WidgetIds.KEY, id);
        label.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, grab, false));
        return label;
    }

    private void set(Label label, String text, boolean sized) {
        if (!label.isDisposed() && !label.getText().equals(text)) {
            label.setText(text);
            if (sized) {
                bar.layout();
            }
        }
    }
}
