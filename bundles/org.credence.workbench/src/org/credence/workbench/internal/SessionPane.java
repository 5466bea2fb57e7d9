package org.credence.workbench.internal;

import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;

/** What stands in place of the list of studies while a blinded session runs. UI thread only. */
final class SessionPane {

    private static final String TEST_ID = "org.credence.test.id";

    private final RunningSession running;
    private final Composite pane;
    private final Label title;

    SessionPane(Composite parent, RunningSession running) {
        this.running = running;
        pane = new Composite(parent, SWT.NONE);
        GridLayout layout = new GridLayout();
        layout.marginWidth = 16;
        layout.marginHeight = 16;
        layout.verticalSpacing = 10;
        pane.setLayout(layout);
        title = new Label(pane, SWT.NONE);
        title.setData(TEST_ID, "session.title");
        title.setLayoutData(wide());
        Label hint = new Label(pane, SWT.WRAP);
        hint.setText(Messages.Session_hint);
        GridData data = wide();
        data.widthHint = 160;
        hint.setLayoutData(data);
        push(Messages.Session_next, "session.next", () -> running.get().ifPresent(BlindedSession::next));
        push(Messages.Session_end, "session.end", () -> running.get().ifPresent(BlindedSession::end));
    }

    Control control() {
        return pane;
    }

    /** Shows which case is read. */
    void refresh() {
        running.get().ifPresent(s -> title.setText(s.title()));
    }

    private void push(String text, String id, Runnable action) {
        Button button = new Button(pane, SWT.PUSH);
        button.setText(text);
        button.setData(TEST_ID, id);
        button.setLayoutData(wide());
        button.addListener(SWT.Selection, e -> action.run());
    }

    private static GridData wide() {
        return new GridData(SWT.FILL, SWT.CENTER, true, false);
    }
}
