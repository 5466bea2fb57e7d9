package org.credence.workbench.internal;

import java.util.Set;
import org.credence.annotation.Reader;
import org.credence.annotation.ReadingPlan;
import org.eclipse.jface.dialogs.IDialogConstants;
import org.eclipse.jface.dialogs.TitleAreaDialog;
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Text;

/** Asks for a session's seed and how many cases are repeated, and says what that makes. UI thread only. */
final class SessionDialog extends TitleAreaDialog {

    private static final String TEST_ID = "org.credence.test.id";

    private final Set<String> keys;
    private final Reader reader;
    private final int begun;
    private Text seed;
    private Text repeats;
    private Label outcome;
    private ReadingPlan plan;

    /**
     * @param keys of the cases
     * @param begun on how many of them the reader has painted before
     */
    SessionDialog(Shell parent, Set<String> keys, Reader reader, int begun) {
        super(parent);
        this.keys = Set.copyOf(keys);
        this.reader = reader;
        this.begun = begun;
    }

    /** What is to be read, once the dialog was closed with its button. */
    ReadingPlan plan() {
        return plan;
    }

    @Override
    protected void configureShell(Shell shell) {
        super.configureShell(shell);
        shell.setText(Messages.Session_title);
        shell.setData(TEST_ID, "session.dialog");
    }

    @Override
    protected Control createDialogArea(Composite parent) {
        setTitle(Messages.Session_title);
        setMessage(Messages.Session_message);
        Composite area = (Composite) super.createDialogArea(parent);
        Composite body = new Composite(area, SWT.NONE);
        body.setLayoutData(new GridData(SWT.FILL, SWT.FILL, true, true));
        GridLayout layout = new GridLayout(2, false);
        layout.marginWidth = 12;
        layout.marginHeight = 12;
        body.setLayout(layout);
        seed = text(body, Messages.Session_seed, "1", "session.seed");
        repeats = text(body, Messages.Session_repeats, Integer.toString(keys.size() / 5), "session.repeats");
        outcome = new Label(body, SWT.WRAP);
        outcome.setData(TEST_ID, "session.outcome");
        GridData data = new GridData(SWT.FILL, SWT.FILL, true, true, 2, 1);
        data.widthHint = 520;
        data.heightHint = convertHeightInCharsToPixels(10);
        data.verticalIndent = 8;
        outcome.setLayoutData(data);
        return area;
    }

    private Text text(Composite parent, String label, String value, String id) {
        new Label(parent, SWT.NONE).setText(label);
        Text text = new Text(parent, SWT.BORDER);
        text.setText(value);
        text.setData(TEST_ID, id);
        text.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, false));
        text.addListener(SWT.Modify, e -> validate());
        return text;
    }

    private void validate() {
        plan = null;
        String error = null;
        try {
            plan = ReadingPlan.draw(keys, number(repeats.getText()), seed());
            if (plan.repeats() > 0) {
                reader.second();
            }
        } catch (IllegalArgumentException e) {
            plan = null;
            error = e.getMessage();
        }
        setErrorMessage(error);
        outcome.setText(plan == null ? "" : outcome());
        getButton(IDialogConstants.OK_ID).setEnabled(plan != null);
    }

    private long seed() {
        String text = seed.getText().strip();
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(NLS.bind(Messages.Session_badSeed, text), e);
        }
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(NLS.bind(Messages.Session_badRepeats, text.strip()), e);
        }
    }

    private String outcome() {
        StringBuilder text =
                new StringBuilder(NLS.bind(Messages.Session_cases, plan.cases().size(), keys.size()));
        if (plan.repeats() > 0) {
            text.append(NLS.bind(Messages.Session_distance, ReadingPlan.leastDistance(keys.size()) - 1));
            text.append(NLS.bind(
                    Messages.Session_readers, reader.id(), reader.second().id()));
        } else {
            text.append(NLS.bind(Messages.Session_reader, reader.id()));
        }
        if (begun > 0) {
            text.append(NLS.bind(Messages.Session_painted, begun));
        }
        text.append(Messages.Session_resume);
        return text.toString();
    }

    @Override
    protected void createButtonsForButtonBar(Composite parent) {
        createButton(parent, IDialogConstants.OK_ID, Messages.Session_go, true).setData(TEST_ID, "session.go");
        createButton(parent, IDialogConstants.CANCEL_ID, IDialogConstants.CANCEL_LABEL, false);
        validate();
    }
}
