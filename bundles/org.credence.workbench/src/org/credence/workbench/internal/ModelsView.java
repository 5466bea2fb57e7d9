package org.credence.workbench.internal;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.credence.segmentation.Model;
import org.credence.segmentation.ModelCard;
import org.credence.segmentation.ModelImport;
import org.credence.segmentation.ModelRepository;
import org.credence.segmentation.ModelRepository.Entry;
import org.credence.segmentation.ModelRepository.State;
import org.credence.segmentation.PromptCard;
import org.credence.segmentation.PromptModel;
import org.credence.segmentation.SegmentationEngines;
import org.credence.segmentation.SegmentationException;
import org.eclipse.core.runtime.ICoreRunnable;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.e4.ui.di.Focus;
import org.eclipse.jface.dialogs.MessageDialog;
import org.eclipse.jface.layout.TableColumnLayout;
import org.eclipse.jface.viewers.ColumnWeightData;
import org.eclipse.jface.window.Window;
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.SashForm;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Table;
import org.eclipse.swt.widgets.TableColumn;
import org.eclipse.swt.widgets.TableItem;
import org.eclipse.swt.widgets.Text;

/** The models of the models folder: what each is for, how good it was, and how fast it runs here. UI thread only. */
public final class ModelsView {

    /** The view's id. */
    public static final String ID = "org.credence.workbench.models";

    private static final String TEST_ID = "org.credence.test.id";

    private final SegmentationEngines engines;
    private final VisibleJobs jobs;
    private final List<Entry> entries = new ArrayList<>();
    private Label folder;
    private Table table;
    private Text card;
    private Button use;
    private Button measure;
    private Job reading;

    /** What to say when there is nothing to show. Written by the reading Job before the UI thread lists what it found. */
    private volatile String none = Messages.Models_none;

    @Inject
    public ModelsView(SegmentationEngines engines, VisibleJobs jobs) {
        this.engines = engines;
        this.jobs = jobs;
    }

    /** Builds the view. */
    @PostConstruct
    public void create(Composite parent) {
        Composite body = new Composite(parent, SWT.NONE);
        GridLayout layout = new GridLayout();
        layout.marginWidth = 6;
        body.setLayout(layout);
        folder = new Label(body, SWT.NONE);
        folder.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, false));
        SashForm sash = new SashForm(body, SWT.HORIZONTAL);
        sash.setLayoutData(new GridData(SWT.FILL, SWT.FILL, true, true));
        Composite list = new Composite(sash, SWT.NONE);
        TableColumnLayout columns = new TableColumnLayout();
        list.setLayout(columns);
        table = new Table(list, SWT.MULTI | SWT.FULL_SELECTION | SWT.BORDER);
        table.setData(TEST_ID, "models.table");
        table.setHeaderVisible(true);
        column(columns, Messages.Models_name, 45);
        column(columns, Messages.Models_threshold, 15);
        column(columns, Messages.Models_state, 20);
        column(columns, Messages.Models_file, 20);
        table.addListener(SWT.Selection, e -> show());
        table.addListener(SWT.DefaultSelection, e -> use());
        card = new Text(sash, SWT.MULTI | SWT.READ_ONLY | SWT.WRAP | SWT.V_SCROLL | SWT.BORDER);
        card.setData(TEST_ID, "models.card");
        sash.setWeights(58, 42);
        Composite buttons = new Composite(body, SWT.NONE);
        buttons.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, false));
        buttons.setLayout(new GridLayout(5, false));
        use = button(buttons, Messages.Models_use, this::use);
        use.setData(TEST_ID, "models.use");
        measure = button(buttons, Messages.Models_measure, this::measure);
        button(buttons, Messages.Models_refresh, this::read);
        button(buttons, Messages.Models_import, this::importModel).setData(TEST_ID, "models.import");
        Button mirrored = new Button(buttons, SWT.CHECK);
        mirrored.setText(Messages.Models_mirrored);
        mirrored.setToolTipText(Messages.Models_mirroredToolTip);
        mirrored.setData(TEST_ID, "models.mirrored");
        mirrored.setSelection(new Settings().isMirrored());
        mirrored.addListener(SWT.Selection, e -> keep(() -> new Settings().chooseMirrored(mirrored.getSelection())));
        read();
    }

    /** Gives the keyboard to the list. */
    @Focus
    public void focus() {
        table.setFocus();
    }

    /** Ends reading. */
    @PreDestroy
    public void dispose() {
        if (reading != null) {
            reading.cancel();
        }
    }

    private void column(TableColumnLayout columns, String text, int weight) {
        TableColumn column = new TableColumn(table, SWT.LEFT);
        column.setText(text);
        columns.setColumnData(column, new ColumnWeightData(weight, 40, true));
    }

    private static Button button(Composite parent, String text, Runnable action) {
        Button button = new Button(parent, SWT.PUSH);
        button.setText(text);
        button.addListener(SWT.Selection, e -> action.run());
        return button;
    }

    /** Reads the folder anew. */
    private void read() {
        Path models = new Settings().models();
        folder.setText(NLS.bind(Messages.Models_folder, models).replace("&", "&&"));
        Display display = table.getDisplay();
        reading = Job.createSystem(Messages.Models_reading, (ICoreRunnable) monitor -> {
            List<Entry> found = new ArrayList<>();
            String trouble = Messages.Models_none;
            if (Files.isDirectory(models)) {
                try {
                    found.addAll(new ModelRepository(models).list());
                } catch (SegmentationException e) {
                    trouble = e.getMessage();
                }
            }
            none = trouble;
            display.asyncExec(() -> {
                if (!table.isDisposed()) {
                    list(found);
                }
            });
        });
        reading.schedule();
    }

    private void list(List<Entry> found) {
        List<Path> before = selected().stream().map(Entry::file).toList();
        entries.clear();
        entries.addAll(found);
        table.removeAll();
        Settings settings = new Settings();
        List<Path> chosen = settings.modelFiles();
        Optional<Path> prompts = settings.promptModel();
        for (Entry entry : entries) {
            TableItem item = new TableItem(table, SWT.NONE);
            boolean used = entry.prompts().isPresent()
                    ? prompts.filter(entry.file()::equals).isPresent()
                    : chosen.contains(entry.file());
            String name = entry.model()
                    .map(m -> m.card().name())
                    .or(() -> entry.prompts().map(m -> m.card().name()))
                    .orElse(Messages.Models_refused);
            item.setText(0, used ? NLS.bind(Messages.Models_used, name) : name);
            item.setText(
                    1,
                    entry.model()
                            .map(m -> NLS.bind(Messages.Models_percent, m.card().thresholdPercent()))
                            .orElse(entry.prompts().isPresent() ? Messages.Models_prompts : ""));
            item.setText(2, state(entry.state()));
            item.setText(3, entry.file().getFileName().toString());
            boolean select = before.isEmpty() ? used && entry.prompts().isEmpty() : before.contains(entry.file());
            if (select) {
                table.select(table.indexOf(item));
            }
        }
        if (table.getSelectionIndex() < 0 && table.getItemCount() > 0) {
            table.select(0);
        }
        show();
    }

    private List<Entry> selected() {
        return Arrays.stream(table.getSelectionIndices()).mapToObj(entries::get).toList();
    }

    private void show() {
        List<Entry> chosen = selected();
        boolean answers = chosen.size() == 1 && chosen.get(0).prompts().isPresent();
        boolean run =
                !chosen.isEmpty() && chosen.stream().allMatch(e -> e.model().isPresent());
        use.setEnabled(answers || run && sameSegments(chosen));
        use.setText(answers ? Messages.Models_useForPrompts : Messages.Models_use);
        use.requestLayout();
        measure.setEnabled(run && chosen.size() == 1);
        if (chosen.size() > 1) {
            card.setText(together(chosen));
        } else {
            card.setText(chosen.stream()
                    .findFirst()
                    .map(e -> e.model()
                            .map(ModelsView::describe)
                            .or(() -> e.prompts().map(ModelsView::describe))
                            .orElse(e.problem()))
                    .orElse(none));
        }
    }

    private static boolean sameSegments(List<Entry> models) {
        return models.stream()
                        .flatMap(e -> e.model().stream())
                        .map(m -> m.card().labels())
                        .distinct()
                        .count()
                <= 1;
    }

    /** What several models are to each other, in lines. */
    private static String together(List<Entry> models) {
        List<String> lines = new ArrayList<>();
        boolean segment = models.stream().allMatch(e -> e.model().isPresent());
        lines.add(
                !segment
                        ? Messages.Models_notTogether
                        : sameSegments(models)
                                ? NLS.bind(Messages.Models_ensemble, models.size())
                                : Messages.Models_otherSegments);
        lines.add("");
        for (Entry entry : models) {
            lines.add(entry.model()
                    .map(m -> NLS.bind(
                            Messages.Models_member,
                            m.card().name(),
                            String.join(", ", m.card().labels())))
                    .or(() -> entry.prompts().map(m -> m.card().name()))
                    .orElse(entry.problem()));
        }
        return String.join(Text.DELIMITER, lines);
    }

    /** What a card says, in lines. */
    private static String describe(Model model) {
        ModelCard card = model.card();
        List<String> lines = new ArrayList<>();
        lines.add(NLS.bind(Messages.Models_title, card.name(), card.version()));
        lines.add(card.description());
        lines.add("");
        lines.add(NLS.bind(Messages.Models_intended, card.intendedUse()));
        lines.add(NLS.bind(
                Messages.Models_segments,
                String.join(", ", card.segments().stream().map(s -> s.label()).toList())));
        lines.add(NLS.bind(
                Messages.Models_input, card.input().columns(), card.input().rows()));
        lines.add(NLS.bind(Messages.Models_exposure, card.thresholdPercent(), card.exposure()));
        card.metrics()
                .forEach((name, value) ->
                        lines.add(NLS.bind(Messages.Models_metric, name, String.format("%.3f", value))));
        lines.add(NLS.bind(Messages.Models_license, card.license()));
        lines.add(NLS.bind(Messages.Models_digest, model.sha256()));
        return String.join(Text.DELIMITER, lines);
    }

    /** What the card of a model that answers prompts says, in lines. */
    private static String describe(PromptModel model) {
        PromptCard card = model.card();
        return String.join(
                Text.DELIMITER,
                NLS.bind(Messages.Models_title, card.name(), card.version()),
                card.description(),
                "",
                NLS.bind(Messages.Models_intended, card.intendedUse()),
                Messages.Models_answers,
                NLS.bind(
                        Messages.Models_input, card.input().grid(), card.input().grid()),
                NLS.bind(Messages.Models_decoder, card.decoder().file()),
                NLS.bind(Messages.Models_license, card.license()),
                NLS.bind(Messages.Models_digest, model.sha256()));
    }

    private static String state(State state) {
        return switch (state) {
            case UNCHANGED -> Messages.Models_unchanged;
            case CHANGED -> Messages.Models_changed;
            case UNRECORDED -> Messages.Models_unrecorded;
            case MISSING -> Messages.Models_missing;
        };
    }

    private void use() {
        List<Entry> chosen = selected();
        if (use.isEnabled()) {
            Settings settings = new Settings();
            if (chosen.get(0).prompts().isPresent()) {
                keep(() -> settings.choosePromptModel(chosen.get(0).file()));
            } else {
                keep(() ->
                        settings.chooseModels(chosen.stream().map(Entry::file).toList()));
            }
            list(new ArrayList<>(entries));
        }
    }

    /** Something that is remembered. */
    private interface Setting {
        void keep() throws IOException;
    }

    private void keep(Setting setting) {
        try {
            setting.keep();
        } catch (IOException e) {
            MessageDialog.openWarning(
                    table.getShell(),
                    Messages.Propose_chooseTitle,
                    NLS.bind(Messages.Propose_notRemembered, e.getMessage()));
        }
    }

    /** Asks for a model of others, and writes it as one of ours. */
    private void importModel() {
        Path models = new Settings().models();
        ImportModelDialog dialog = new ImportModelDialog(table.getShell(), models);
        if (dialog.open() != Window.OK) {
            return;
        }
        ModelImport source = dialog.model();
        Path file = dialog.file();
        Display display = table.getDisplay();
        jobs.start(Job.create(NLS.bind(Messages.Import_job, file.getFileName()), monitor -> {
            try {
                Files.createDirectories(models);
                new ModelRepository(models).put(source.write(file));
                display.asyncExec(() -> {
                    if (!table.isDisposed()) {
                        read();
                    }
                });
                return Status.OK_STATUS;
            } catch (IOException e) {
                display.asyncExec(() -> {
                    if (!table.isDisposed()) {
                        MessageDialog.openError(table.getShell(), Messages.Import_failed, e.getMessage());
                    }
                });
                return Status.CANCEL_STATUS;
            }
        }));
    }

    /** Runs the model on frames of noise, and says how many it does in a second. */
    private void measure() {
        selected().stream().findFirst().flatMap(Entry::model).ifPresent(model -> {
            Display display = table.getDisplay();
            jobs.start(new ModelSpeed(engines, model, new Settings().accelerator())
                    .job(text -> display.asyncExec(() -> {
                        if (!card.isDisposed()) {
                            card.append(Text.DELIMITER + text);
                        }
                    })));
        });
    }
}
