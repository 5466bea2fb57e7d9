package org.credence.workbench.internal;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.credence.segmentation.ModelDraft;
import org.credence.segmentation.ModelGraph;
import org.credence.segmentation.ModelImport;
import org.credence.segmentation.NetworkInput;
import org.credence.segmentation.SegmentationException;
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
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.FileDialog;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Text;

/**
 * Asks for a model of others, shows what its graph takes and gives, and asks for what its files do not say. What is asked is
 * read again, in a Job, whenever something was entered. UI thread only.
 */
final class ImportModelDialog extends TitleAreaDialog {

    private static final String TEST_ID = "org.credence.test.id";
    private static final int WIDTH = 440;
    private static final int FOUND_LINES = 5;
    private static final int PAUSE_MS = 300;

    private final Path models;
    private final Map<String, Control> answers = new HashMap<>();
    private Text source;
    private Text found;
    private Text target;
    private int asked;
    private ModelImport ready;
    private Path file;

    /** @param models the folder that the model goes to */
    ImportModelDialog(Shell parent, Path models) {
        super(parent);
        this.models = models;
        setShellStyle(getShellStyle() | SWT.RESIZE);
    }

    /** What is to be written, once the dialog was closed with its button. */
    ModelImport model() {
        return ready;
    }

    /** Where it is to be written. */
    Path file() {
        return file;
    }

    @Override
    protected void configureShell(Shell shell) {
        super.configureShell(shell);
        shell.setText(Messages.Import_title);
    }

    @Override
    protected Control createDialogArea(Composite parent) {
        setTitle(Messages.Import_title);
        setMessage(Messages.Import_message);
        Composite area = (Composite) super.createDialogArea(parent);
        Composite body = new Composite(area, SWT.NONE);
        body.setLayoutData(new GridData(SWT.FILL, SWT.FILL, true, true));
        GridLayout layout = new GridLayout(2, false);
        layout.marginWidth = 12;
        layout.marginHeight = 12;
        body.setLayout(layout);
        label(body, Messages.Import_source);
        Composite row = new Composite(body, SWT.NONE);
        row.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, false));
        GridLayout inRow = new GridLayout(3, false);
        inRow.marginWidth = 0;
        inRow.marginHeight = 0;
        row.setLayout(inRow);
        source = field(row, "source");
        push(row, Messages.Import_file, this::askFile);
        push(row, Messages.Import_folder, this::askFolder);
        label(body, Messages.Import_found);
        found = new Text(body, SWT.BORDER | SWT.MULTI | SWT.READ_ONLY | SWT.WRAP | SWT.V_SCROLL);
        GridData data = wide();
        data.grabExcessVerticalSpace = true;
        data.verticalAlignment = SWT.FILL;
        data.heightHint = FOUND_LINES * found.getLineHeight();
        found.setLayoutData(data);
        found.setData(TEST_ID, "import.found");
        ask(body, "segments", Messages.Import_segments, Messages.Import_segmentsHint);
        ask(body, "background", Messages.Import_background, Messages.Import_backgroundHint);
        choose(body, "activation", Messages.Import_activation, "", "sigmoid", "softmax");
        ask(body, "grid", Messages.Import_grid, Messages.Import_gridHint);
        choose(
                body,
                "normalization",
                Messages.Import_normalization,
                "",
                "fixed:0.00392157",
                "fixed:1",
                "zscore",
                "range");
        choose(body, "order", Messages.Import_order, "", "gray", "rgb", "bgr");
        ask(body, "spacing", Messages.Import_spacing, Messages.Import_spacingHint);
        choose(body, "tiles", Messages.Import_tiles, "", "none", "25", "50");
        ask(body, "threshold", Messages.Import_threshold, Messages.Import_thresholdHint);
        ask(body, "region", Messages.Import_region, Messages.Import_regionHint);
        ask(body, "output", Messages.Import_output, Messages.Import_outputHint);
        ask(body, "name", Messages.Import_name, Messages.Import_fromSource);
        ask(body, "license", Messages.Import_license, Messages.Import_fromSource);
        ask(body, "intendedUse", Messages.Import_intendedUse, Messages.Import_fromSource);
        label(body, Messages.Import_target);
        target = field(body, "target");
        source.setFocus();
        return area;
    }

    private Text field(Composite parent, String id) {
        Text text = new Text(parent, SWT.BORDER);
        text.setData(TEST_ID, "import." + id);
        text.setLayoutData(wide());
        text.addListener(SWT.Modify, e -> changed());
        return text;
    }

    private void ask(Composite parent, String id, String label, String hint) {
        label(parent, label);
        Text text = field(parent, id);
        text.setMessage(hint);
        answers.put(id, text);
    }

    private void choose(Composite parent, String id, String label, String... offers) {
        label(parent, label);
        Combo combo = new Combo(parent, SWT.DROP_DOWN | SWT.BORDER);
        combo.setItems(offers);
        combo.setData(TEST_ID, "import." + id);
        combo.setLayoutData(wide());
        combo.addListener(SWT.Modify, e -> changed());
        answers.put(id, combo);
    }

    private static void label(Composite parent, String text) {
        new Label(parent, SWT.NONE).setText(text);
    }

    private static void push(Composite parent, String text, Runnable action) {
        Button button = new Button(parent, SWT.PUSH);
        button.setText(text);
        button.addListener(SWT.Selection, e -> action.run());
    }

    private static GridData wide() {
        GridData data = new GridData(SWT.FILL, SWT.CENTER, true, false);
        data.widthHint = WIDTH;
        return data;
    }

    private void askFile() {
        FileDialog dialog = new FileDialog(getShell(), SWT.OPEN);
        dialog.setFilterExtensions(new String[] {"*.onnx"});
        dialog.setFilterNames(new String[] {Messages.Propose_onnxFiles});
        take(dialog.open());
    }

    private void askFolder() {
        take(new DirectoryDialog(getShell(), SWT.OPEN).open());
    }

    private void take(String chosen) {
        if (chosen != null) {
            source.setText(chosen);
        }
    }

    /** What was answered to a question; null for nothing, which leaves it to the source. */
    private String answer(String id) {
        Control control = answers.get(id);
        String text = (control instanceof Combo combo ? combo.getText() : ((Text) control).getText()).strip();
        return text.isEmpty() ? null : text;
    }

    private static Integer number(String text, String what) {
        try {
            return text == null ? null : Integer.valueOf(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(NLS.bind(Messages.Import_noNumber, what.replace("&", ""), text), e);
        }
    }

    /** @throws IllegalArgumentException if an answer is none; the message is for people */
    private ModelDraft draft() {
        String labels = answer("segments");
        String order = answer("order");
        String spacing = answer("spacing");
        ModelDraft draft = new ModelDraft()
                .output(answer("output"))
                .segments(
                        labels == null
                                ? null
                                : Arrays.stream(labels.split(","))
                                        .map(String::strip)
                                        .filter(l -> !l.isEmpty())
                                        .toList())
                .background(number(answer("background"), Messages.Import_background))
                .activation(answer("activation"))
                .grid(answer("grid"))
                .normalization(answer("normalization"))
                .tiles(answer("tiles"))
                .thresholdPercent(number(answer("threshold"), Messages.Import_threshold))
                .leastPixels(number(answer("region"), Messages.Import_region))
                .text("name", answer("name"))
                .text("license", answer("license"))
                .text("intendedUse", answer("intendedUse"));
        if (order != null) {
            draft.order(Arrays.stream(NetworkInput.Order.values())
                    .filter(o -> o.toString().equals(order))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(NLS.bind(Messages.Import_noOrder, order))));
        }
        if (spacing != null) {
            try {
                double mm = Double.parseDouble(spacing);
                draft.spacing(new NetworkInput.Spacing("mm", mm, mm));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        NLS.bind(Messages.Import_noNumber, Messages.Import_spacing.replace("&", ""), spacing), e);
            }
        }
        return draft;
    }

    private void changed() {
        ready = null;
        enable(false);
        int mine = ++asked;
        Display display = getShell().getDisplay();
        // Not for every key: a graph of some hundred megabytes takes a moment.
        display.timerExec(PAUSE_MS, () -> {
            if (mine == asked && !source.isDisposed()) {
                read(mine);
            }
        });
    }

    private void read(int mine) {
        if (source.getText().isBlank()) {
            found.setText("");
            setErrorMessage(null);
            return;
        }
        Path path;
        ModelDraft draft;
        try {
            path = Path.of(source.getText().strip());
            draft = draft();
        } catch (IllegalArgumentException e) {
            setErrorMessage(
                    e instanceof InvalidPathException bad
                            ? NLS.bind(Messages.Segment_badPath, bad.getInput())
                            : e.getMessage());
            return;
        }
        Display display = getShell().getDisplay();
        Job job = Job.createSystem(Messages.Import_title, (ICoreRunnable) monitor -> {
            Reading reading = Reading.of(path, draft);
            display.asyncExec(() -> {
                if (mine == asked && !source.isDisposed()) {
                    show(reading);
                }
            });
        });
        job.schedule();
    }

    /**
     * What a source says.
     *
     * @param model empty if it cannot be imported
     * @param text for people
     * @param problem what is missing or wrong; null if nothing is
     */
    private record Reading(Optional<ModelImport> model, String text, String problem) {

        static Reading of(Path source, ModelDraft draft) {
            try {
                ModelImport model = ModelImport.read(source, draft);
                List<String> lines = new ArrayList<>(List.of(model.kind()));
                for (ModelGraph.Tensor tensor : model.graph().inputs()) {
                    lines.add(NLS.bind(Messages.Import_input, tensor));
                }
                for (ModelGraph.Tensor tensor : model.graph().outputs()) {
                    lines.add(NLS.bind(Messages.Import_outputIs, tensor));
                }
                List<String> missing = model.missing();
                for (String what : missing) {
                    // Without the option, which is for the command line.
                    lines.add(NLS.bind(Messages.Import_missing, what.replaceAll(" \\(--[^()]*\\)$", "")));
                }
                String text = String.join(Text.DELIMITER, lines);
                if (!missing.isEmpty()) {
                    return new Reading(Optional.empty(), text, NLS.bind(Messages.Import_missingCount, missing.size()));
                }
                model.card();
                return new Reading(Optional.of(model), text, null);
            } catch (SegmentationException e) {
                return new Reading(Optional.empty(), "", e.getMessage());
            }
        }
    }

    private void show(Reading reading) {
        found.setText(reading.text());
        ready = reading.model().orElse(null);
        if (ready != null && target.getText().isBlank()) {
            // Sets this off again, which finds the field filled.
            target.setText(Path.of(source.getText().strip())
                            .toAbsolutePath()
                            .normalize()
                            .getFileName()
                            .toString()
                            .replaceFirst("\\.onnx$", "")
                    + ".onnx");
            return;
        }
        String problem = reading.problem();
        if (problem == null) {
            problem = targetProblem();
        }
        setErrorMessage(problem);
        enable(problem == null && ready != null);
    }

    private String targetProblem() {
        String name = target.getText().strip();
        if (!name.endsWith(".onnx") || name.matches(".*[/\\\\].*")) {
            return Messages.Import_badTarget;
        }
        try {
            Path there = models.resolve(name);
            return Files.exists(there) ? NLS.bind(Messages.Import_inTheWay, there) : null;
        } catch (InvalidPathException e) {
            return NLS.bind(Messages.Segment_badPath, e.getInput());
        }
    }

    private void enable(boolean possible) {
        Button go = getButton(IDialogConstants.OK_ID);
        if (go != null) {
            go.setEnabled(possible);
        }
    }

    @Override
    protected void createButtonsForButtonBar(Composite parent) {
        createButton(parent, IDialogConstants.OK_ID, Messages.Import_go, true).setData(TEST_ID, "import.go");
        createButton(parent, IDialogConstants.CANCEL_ID, IDialogConstants.CANCEL_LABEL, false);
        enable(false);
    }

    @Override
    protected void okPressed() {
        file = models.resolve(target.getText().strip());
        super.okPressed();
    }
}
