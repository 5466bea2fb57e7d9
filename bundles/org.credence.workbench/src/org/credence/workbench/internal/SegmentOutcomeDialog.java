package org.credence.workbench.internal;

import java.util.List;
import org.eclipse.jface.dialogs.IDialogConstants;
import org.eclipse.jface.dialogs.MessageDialog;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Text;

/** Says what came of a folder that a model segmented, names what failed, and offers to go on. UI thread only. */
final class SegmentOutcomeDialog extends MessageDialog {

    /** What {@link #open} returns if the user wants the rest to be done. */
    static final int RUN_AGAIN = 1;

    private static final String TEST_ID = "org.credence.test.id";
    private static final int LEAST_LINES = 4;
    private static final int MOST_LINES = 12;

    private final List<String> failures;

    /**
     * @param text what was done, in sentences
     * @param failures a sentence each
     * @param unfinished whether running again would do more
     */
    SegmentOutcomeDialog(Shell parent, String text, List<String> failures, boolean unfinished) {
        super(
                parent,
                Messages.Segment_done,
                null,
                text,
                unfinished ? WARNING : INFORMATION,
                0,
                unfinished
                        ? new String[] {IDialogConstants.OK_LABEL, Messages.Segment_again}
                        : new String[] {IDialogConstants.OK_LABEL});
        this.failures = List.copyOf(failures);
        setShellStyle(getShellStyle() | SWT.RESIZE);
    }

    @Override
    protected Control createCustomArea(Composite parent) {
        if (failures.isEmpty()) {
            return null;
        }
        Text list = new Text(parent, SWT.MULTI | SWT.READ_ONLY | SWT.WRAP | SWT.V_SCROLL | SWT.BORDER);
        list.setData(TEST_ID, "segment.failures");
        list.setText(String.join(Text.DELIMITER, failures));
        GridData data = new GridData(SWT.FILL, SWT.FILL, true, true);
        data.widthHint = convertWidthInCharsToPixels(80);
        data.heightHint = convertHeightInCharsToPixels(Math.clamp(3L * failures.size(), LEAST_LINES, MOST_LINES));
        list.setLayoutData(data);
        return list;
    }
}
