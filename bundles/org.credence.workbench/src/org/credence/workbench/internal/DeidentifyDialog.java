package org.credence.workbench.internal;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.credence.imaging.Deidentification.Option;
import org.credence.imaging.Frame;
import org.credence.imaging.FrameCache;
import org.credence.imaging.ImagingException;
import org.eclipse.core.runtime.ICoreRunnable;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.jface.dialogs.IDialogConstants;
import org.eclipse.jface.dialogs.TitleAreaDialog;
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.DirectoryDialog;
import org.eclipse.swt.widgets.FileDialog;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Text;

/** Asks what to remove and to blacken, with which key, and where the copies go. UI thread only. */
final class DeidentifyDialog extends TitleAreaDialog {

    private static final String TEST_ID = "org.credence.test.id";

    private final StudySelection chosen;
    private final List<MaskGroup> groups;
    private final FrameCache frames;
    private final Map<Option, Button> options = new EnumMap<>(Option.class);
    private MaskCanvas canvas;
    private Text key;
    private Text folder;
    private boolean newKey;
    private MaskGroup shown;
    private DeidentifyOrder order;

    /** @param frames where decoded frames are kept */
    DeidentifyDialog(Shell parent, StudySelection chosen, FrameCache frames) {
        super(parent);
        this.chosen = chosen;
        this.groups = MaskGroup.of(chosen.series());
        this.frames = frames;
        setShellStyle(getShellStyle() | SWT.RESIZE);
    }

    /** What was ordered, once the dialog was closed with its button. */
    DeidentifyOrder order() {
        return order;
    }

    @Override
    protected void configureShell(Shell shell) {
        super.configureShell(shell);
        shell.setText(Messages.Deidentify_title);
    }

    @Override
    protected Control createDialogArea(Composite parent) {
        setTitle(Messages.Deidentify_title);
        setMessage(NLS.bind(Messages.Deidentify_message, chosen.files().size()));
        Composite area = (Composite) super.createDialogArea(parent);
        Composite body = new Composite(area, SWT.NONE);
        body.setLayoutData(new GridData(SWT.FILL, SWT.FILL, true, true));
        body.setLayout(new GridLayout(2, false));
        if (!groups.isEmpty()) {
            pixels(body);
        }
        Composite settings = new Composite(body, SWT.NONE);
        settings.setLayoutData(new GridData(SWT.FILL, SWT.FILL, groups.isEmpty(), true));
        GridLayout layout = new GridLayout();
        layout.marginWidth = 0;
        layout.marginHeight = 0;
        settings.setLayout(layout);
        dates(settings);
        for (Option option : List.of(
                Option.RETAIN_PATIENT_CHARACTERISTICS,
                Option.RETAIN_DEVICE,
                Option.RETAIN_INSTITUTION,
                Option.RETAIN_DESCRIPTIONS,
                Option.RETAIN_UIDS,
                Option.RETAIN_SAFE_PRIVATE)) {
            button(settings, SWT.CHECK, option);
        }
        files(settings);
        return area;
    }

    private void pixels(Composite parent) {
        Composite left = new Composite(parent, SWT.NONE);
        left.setLayoutData(new GridData(SWT.FILL, SWT.FILL, true, true));
        GridLayout layout = new GridLayout();
        layout.marginWidth = 0;
        layout.marginHeight = 0;
        left.setLayout(layout);
        if (groups.size() > 1) {
            Combo which = new Combo(left, SWT.READ_ONLY);
            groups.forEach(g -> which.add(g.label()));
            which.select(0);
            which.setLayoutData(wide());
            which.addListener(SWT.Selection, e -> show(groups.get(which.getSelectionIndex())));
        }
        canvas = new MaskCanvas(left);
        canvas.control().setData(TEST_ID, "deidentify.canvas");
        GridData data = new GridData(SWT.FILL, SWT.FILL, true, true);
        data.widthHint = 620;
        data.heightHint = 420;
        canvas.control().setLayoutData(data);
        Label hint = new Label(left, SWT.WRAP);
        hint.setText(Messages.Deidentify_hint);
        hint.setLayoutData(wide());
        boolean calibrated = groups.stream().anyMatch(g -> !g.regions().isEmpty());
        Button outside = button(left, SWT.CHECK, Option.MASK_BANNERS);
        outside.setEnabled(calibrated);
        outside.addListener(SWT.Selection, e -> canvas.blackenOutside(outside.getSelection()));
        show(groups.get(0));
    }

    private void show(MaskGroup group) {
        shown = group;
        canvas.edit(group.masks(), group.regions(), group.series().get(0).pixelAspect(), Messages.Deidentify_decoding);
        Job job = Job.create(Messages.Deidentify_decoding, (ICoreRunnable) monitor -> {
            try {
                Frame frame = frames.get(group.series().get(0), 0);
                later(group, () -> canvas.show(frame));
            } catch (ImagingException e) {
                later(group, () -> canvas.say(e.getMessage()));
            }
        });
        job.setSystem(true);
        job.schedule();
    }

    private void later(MaskGroup group, Runnable action) {
        getParentShell().getDisplay().asyncExec(() -> {
            if (shown == group && !canvas.control().isDisposed()) {
                action.run();
            }
        });
    }

    private void dates(Composite parent) {
        Composite dates = new Composite(parent, SWT.NONE);
        GridLayout layout = new GridLayout();
        layout.marginWidth = 0;
        layout.marginHeight = 0;
        dates.setLayout(layout);
        Button remove = new Button(dates, SWT.RADIO);
        remove.setText(Messages.Deidentify_removeDates);
        remove.setSelection(true);
        button(dates, SWT.RADIO, Option.SHIFT_DATES);
        button(dates, SWT.RADIO, Option.RETAIN_DATES);
        new Label(parent, SWT.SEPARATOR | SWT.HORIZONTAL).setLayoutData(wide());
    }

    private Button button(Composite parent, int style, Option option) {
        Button button = new Button(parent, style);
        button.setText(
                switch (option) {
                    case SHIFT_DATES -> Messages.Deidentify_shiftDates;
                    case RETAIN_DATES -> Messages.Deidentify_retainDates;
                    case RETAIN_PATIENT_CHARACTERISTICS -> Messages.Deidentify_characteristics;
                    case RETAIN_DEVICE -> Messages.Deidentify_device;
                    case RETAIN_INSTITUTION -> Messages.Deidentify_institution;
                    case RETAIN_UIDS -> Messages.Deidentify_uids;
                    case RETAIN_DESCRIPTIONS -> Messages.Deidentify_descriptions;
                    case RETAIN_SAFE_PRIVATE -> Messages.Deidentify_safePrivate;
                    case MASK_BANNERS -> Messages.Deidentify_banners;
                });
        button.setData(TEST_ID, "deidentify." + option);
        options.put(option, button);
        return button;
    }

    private void files(Composite parent) {
        new Label(parent, SWT.SEPARATOR | SWT.HORIZONTAL).setLayoutData(wide());
        new Label(parent, SWT.NONE).setText(Messages.Deidentify_key);
        key = text(parent, "deidentify.key");
        Composite keys = new Composite(parent, SWT.NONE);
        keys.setLayout(new GridLayout(2, true));
        push(keys, Messages.Deidentify_chooseKey, () -> askKey(false));
        push(keys, Messages.Deidentify_newKey, () -> askKey(true));
        new Label(parent, SWT.NONE).setText(Messages.Deidentify_folder);
        folder = text(parent, "deidentify.folder");
        push(parent, Messages.Deidentify_chooseFolder, this::askFolder);
        key.addListener(SWT.Modify, e -> newKey = false);
    }

    private void askKey(boolean fresh) {
        FileDialog dialog = new FileDialog(getShell(), fresh ? SWT.SAVE : SWT.OPEN);
        dialog.setText(fresh ? Messages.Deidentify_newKey : Messages.Deidentify_chooseKey);
        dialog.setOverwrite(false);
        if (fresh) {
            dialog.setFileName("credence.key");
        }
        String file = dialog.open();
        if (file != null) {
            key.setText(file);
            newKey = fresh;
        }
    }

    private void askFolder() {
        DirectoryDialog dialog = new DirectoryDialog(getShell(), SWT.SAVE);
        dialog.setText(Messages.Deidentify_chooseFolder);
        String chosenFolder = dialog.open();
        if (chosenFolder != null) {
            folder.setText(chosenFolder);
        }
    }

    private Text text(Composite parent, String id) {
        Text text = new Text(parent, SWT.BORDER);
        text.setData(TEST_ID, id);
        GridData data = wide();
        data.widthHint = 280;
        text.setLayoutData(data);
        text.addListener(SWT.Modify, e -> validate());
        return text;
    }

    private static void push(Composite parent, String label, Runnable action) {
        Button button = new Button(parent, SWT.PUSH);
        button.setText(label);
        button.addListener(SWT.Selection, e -> action.run());
    }

    private void validate() {
        String error = null;
        try {
            Path.of(key.getText());
            Path.of(folder.getText());
        } catch (InvalidPathException e) {
            error = NLS.bind(Messages.Deidentify_badPath, e.getInput());
        }
        setErrorMessage(error);
        getButton(IDialogConstants.OK_ID)
                .setEnabled(error == null
                        && !key.getText().isBlank()
                        && !folder.getText().isBlank());
    }

    @Override
    protected void createButtonsForButtonBar(Composite parent) {
        createButton(parent, IDialogConstants.OK_ID, Messages.Deidentify_go, true)
                .setEnabled(false);
        createButton(parent, IDialogConstants.CANCEL_ID, IDialogConstants.CANCEL_LABEL, false);
    }

    @Override
    protected void okPressed() {
        Set<Option> wanted = EnumSet.noneOf(Option.class);
        options.forEach((option, button) -> {
            if (button.getSelection() && button.isEnabled()) {
                wanted.add(option);
            }
        });
        order = new DeidentifyOrder(
                DeidentifyOrder.masks(groups, chosen.documents()),
                wanted,
                Path.of(key.getText()),
                newKey,
                Path.of(folder.getText()));
        super.okPressed();
    }

    private static GridData wide() {
        return new GridData(SWT.FILL, SWT.CENTER, true, false);
    }
}
