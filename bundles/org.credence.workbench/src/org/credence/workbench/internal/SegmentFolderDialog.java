package org.credence.workbench.internal;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.credence.annotation.Reader;
import org.credence.autosegmentation.FrameRange;
import org.credence.autosegmentation.ModelReader;
import org.credence.autosegmentation.SegmentationPlan;
import org.credence.imaging.ImageSeries;
import org.eclipse.core.runtime.ICoreRunnable;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.jface.dialogs.IDialogConstants;
import org.eclipse.jface.dialogs.TitleAreaDialog;
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.DirectoryDialog;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Spinner;
import org.eclipse.swt.widgets.Text;

/** Asks which images a model is to segment, which frames of them, and where its answers go. UI thread only. */
final class SegmentFolderDialog extends TitleAreaDialog {

    private static final String TEST_ID = "org.credence.test.id";
    private static final int WIDTH = 420;
    private static final int MOST_FRAMES = 1000;
    private static final int MOST_PIXELS = 1_000_000;

    private final List<ImageSeries> series;
    private final Optional<Path> lastFolder;
    private final Proposing proposing;
    private final Settings settings = new Settings();
    private final Reader reader = settings.reader();
    private Optional<ModelChoice> model = settings.choice();
    private String modelProblem;
    private Text folder;
    private Text modelName;
    private Text results;
    private Spinner every;
    private Spinner smoothing;
    private Spinner region;
    private SegmentOrder order;

    /**
     * @param series to segment; none to ask for a folder
     * @param lastFolder that was opened
     * @param proposing asks for models
     */
    SegmentFolderDialog(Shell parent, List<ImageSeries> series, Optional<Path> lastFolder, Proposing proposing) {
        super(parent);
        this.series = List.copyOf(series);
        this.lastFolder = lastFolder;
        this.proposing = proposing;
        setShellStyle(getShellStyle() | SWT.RESIZE);
    }

    /** What was ordered, once the dialog was closed with its button. */
    SegmentOrder order() {
        return order;
    }

    @Override
    protected void configureShell(Shell shell) {
        super.configureShell(shell);
        shell.setText(Messages.Segment_title);
    }

    @Override
    protected Control createDialogArea(Composite parent) {
        setTitle(Messages.Segment_title);
        setMessage(Messages.Segment_message);
        Composite area = (Composite) super.createDialogArea(parent);
        Composite body = new Composite(area, SWT.NONE);
        body.setLayoutData(new GridData(SWT.FILL, SWT.FILL, true, true));
        GridLayout layout = new GridLayout(3, false);
        layout.marginWidth = 12;
        layout.marginHeight = 12;
        body.setLayout(layout);
        if (series.isEmpty()) {
            folder = text(
                    body,
                    Messages.Segment_folder,
                    lastFolder.map(Path::toString).orElse(""),
                    "segment.folder");
            push(body, () -> askFolder(folder, Messages.Segment_folder));
        } else {
            label(body, Messages.Segment_images);
            Label chosen = new Label(body, SWT.NONE);
            chosen.setText(NLS.bind(Messages.Segment_chosen, series.size()));
            chosen.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, false, 2, 1));
        }
        label(body, Messages.Segment_model);
        modelName = new Text(body, SWT.BORDER | SWT.READ_ONLY);
        modelName.setData(TEST_ID, "segment.model");
        modelName.setLayoutData(wide());
        push(body, this::askModel);
        results = text(body, Messages.Segment_results, settings.annotations().toString(), "segment.results");
        push(body, () -> askFolder(results, Messages.Segment_results));
        hint(body, Messages.Segment_resultsHint);
        every = spinner(body, Messages.Segment_every, 1, 1, MOST_FRAMES, Messages.Segment_everyHint, "segment.every");
        smoothing = spinner(
                body,
                Messages.Segment_smoothing,
                0,
                0,
                SegmentationPlan.MOST_SMOOTHING_FRAMES,
                Messages.Segment_smoothingHint,
                "segment.smoothing");
        region = spinner(
                body, Messages.Segment_region, 1, 1, MOST_PIXELS, Messages.Segment_regionHint, "segment.region");
        return area;
    }

    private Text text(Composite parent, String label, String value, String id) {
        label(parent, label);
        Text text = new Text(parent, SWT.BORDER);
        text.setText(value);
        text.setData(TEST_ID, id);
        text.setLayoutData(wide());
        text.addListener(SWT.Modify, e -> validate());
        return text;
    }

    private static Spinner spinner(
            Composite parent, String label, int value, int least, int most, String hint, String id) {
        label(parent, label);
        Spinner spinner = new Spinner(parent, SWT.BORDER);
        spinner.setValues(value, least, most, 0, 1, 10);
        spinner.setData(TEST_ID, id);
        spinner.setLayoutData(new GridData(SWT.BEGINNING, SWT.CENTER, false, false));
        label(parent, "");
        hint(parent, hint);
        return spinner;
    }

    private static void hint(Composite parent, String text) {
        label(parent, "");
        Label hint = new Label(parent, SWT.WRAP);
        hint.setText(text);
        GridData data = new GridData(SWT.FILL, SWT.BEGINNING, true, false, 2, 1);
        data.widthHint = WIDTH;
        hint.setLayoutData(data);
    }

    private static void label(Composite parent, String text) {
        new Label(parent, SWT.NONE).setText(text);
    }

    private static void push(Composite parent, Runnable action) {
        Button button = new Button(parent, SWT.PUSH);
        button.setText(Messages.Segment_choose);
        button.addListener(SWT.Selection, e -> action.run());
    }

    private void askFolder(Text field, String title) {
        DirectoryDialog dialog = new DirectoryDialog(getShell(), SWT.OPEN);
        dialog.setText(title.replace("&", ""));
        dialog.setFilterPath(field.getText());
        String chosen = dialog.open();
        if (chosen != null) {
            field.setText(chosen);
        }
    }

    private void askModel() {
        Optional<ModelChoice> chosen = proposing.choose(getShell());
        if (chosen.isPresent()) {
            model = chosen;
            showModel();
        }
    }

    /** Shows the model by the name on its card, which is read in a Job. */
    private void showModel() {
        modelProblem = null;
        if (model.isEmpty()) {
            modelName.setText("");
            modelProblem = Messages.Segment_noModel;
            validate();
            return;
        }
        ModelChoice choice = model.get();
        modelName.setText(NLS.bind(Messages.Segment_readingModel, choice.title()));
        modelName.setToolTipText(
                String.join("\n", choice.files().stream().map(Path::toString).toList()));
        Display display = getShell().getDisplay();
        Job job = Job.createSystem(Messages.Segment_reading, (ICoreRunnable) monitor -> {
            IStatus name = Segmenting.name(choice);
            display.asyncExec(() -> {
                if (!modelName.isDisposed() && model.filter(choice::equals).isPresent()) {
                    modelProblem = name.isOK() ? null : name.getMessage();
                    modelName.setText(name.isOK() ? name.getMessage() : choice.title());
                    validate();
                }
            });
        });
        job.schedule();
        validate();
    }

    private void validate() {
        Button go = getButton(IDialogConstants.OK_ID);
        if (go == null) {
            return;
        }
        String error = modelProblem;
        try {
            if (folder != null) {
                Path.of(folder.getText());
            }
            // A person's work under this id would be in the very files that are replaced.
            if (Path.of(results.getText()).equals(settings.annotations())
                    && reader.id().equals(ModelReader.ID)) {
                error = NLS.bind(Messages.Segment_readerIsModel, reader.id());
            }
        } catch (InvalidPathException e) {
            error = NLS.bind(Messages.Segment_badPath, e.getInput());
        }
        setErrorMessage(error);
        go.setEnabled(error == null
                && model.isPresent()
                && (folder == null || !folder.getText().isBlank())
                && !results.getText().isBlank());
    }

    @Override
    protected void createButtonsForButtonBar(Composite parent) {
        createButton(parent, IDialogConstants.OK_ID, Messages.Segment_go, true).setData(TEST_ID, "segment.go");
        createButton(parent, IDialogConstants.CANCEL_ID, IDialogConstants.CANCEL_LABEL, false);
        showModel();
    }

    @Override
    protected void okPressed() {
        order = new SegmentOrder(
                folder == null ? Optional.empty() : Optional.of(Path.of(folder.getText())),
                series,
                model.orElseThrow(),
                Path.of(results.getText()),
                new SegmentationPlan(
                        FrameRange.ALL, every.getSelection(), smoothing.getSelection(), region.getSelection()));
        super.okPressed();
    }

    private static GridData wide() {
        GridData data = new GridData(SWT.FILL, SWT.CENTER, true, false);
        data.widthHint = WIDTH;
        return data;
    }
}
