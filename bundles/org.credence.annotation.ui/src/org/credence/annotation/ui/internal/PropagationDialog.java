package org.credence.annotation.ui.internal;

import org.eclipse.jface.dialogs.Dialog;
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Spinner;

/** Asks how far paint is carried to other frames, and how much confidence it loses on the way. */
final class PropagationDialog extends Dialog {

    private static final int FRAMES = 5;
    private static final int DECAY = 5;

    private final String segment;
    private final int most;
    private Spinner count;
    private Spinner decay;
    private Button backwards;
    private int frames;
    private int decayPerFrame = DECAY;

    /** @param most how many frames there are to carry to */
    PropagationDialog(Shell shell, String segment, int most) {
        super(shell);
        this.segment = segment;
        this.most = Math.max(1, most);
    }

    /** How many frames forwards, or backwards if negative. */
    int frames() {
        return frames;
    }

    /** Percents lost per frame. */
    int decayPerFrame() {
        return decayPerFrame;
    }

    @Override
    protected void configureShell(Shell shell) {
        super.configureShell(shell);
        shell.setText(NLS.bind(Messages.Propagate_title, segment));
    }

    @Override
    protected Control createDialogArea(Composite parent) {
        Composite area = (Composite) super.createDialogArea(parent);
        ((GridLayout) area.getLayout()).numColumns = 2;
        count = spinner(area, Messages.Propagate_frames, 1, most, Math.min(FRAMES, most));
        decay = spinner(area, Messages.Propagate_decay, 1, 100, DECAY);
        backwards = new Button(area, SWT.CHECK);
        backwards.setText(Messages.Propagate_backwards);
        backwards.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, false, 2, 1));
        return area;
    }

    @Override
    protected void okPressed() {
        frames = backwards.getSelection() ? -count.getSelection() : count.getSelection();
        decayPerFrame = decay.getSelection();
        super.okPressed();
    }

    private static Spinner spinner(Composite parent, String text, int least, int most, int value) {
        Label label = new Label(parent, SWT.NONE);
        label.setText(text);
        label.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, false));
        Spinner spinner = new Spinner(parent, SWT.BORDER);
        spinner.setValues(value, least, most, 0, 1, 10);
        spinner.setLayoutData(new GridData(SWT.RIGHT, SWT.CENTER, false, false));
        return spinner;
    }
}
