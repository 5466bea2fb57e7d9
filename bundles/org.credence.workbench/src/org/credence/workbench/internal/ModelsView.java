package org.credence.workbench.internal;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.credence.segmentation.Model;
import org.credence.segmentation.ModelCard;
import org.credence.segmentation.ModelRepository;
import org.credence.segmentation.ModelRepository.Entry;
import org.credence.segmentation.ModelRepository.State;
import org.credence.segmentation.PromptCard;
import org.credence.segmentation.PromptModel;
import org.credence.segmentation.SegmentationEngines;
import org.credence.segmentation.SegmentationException;
import org.eclipse.core.runtime.ICoreRunnable;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.e4.ui.di.Focus;
import org.eclipse.jface.dialogs.MessageDialog;
import org.eclipse.jface.layout.TableColumnLayout;
import org.eclipse.jface.viewers.ColumnWeightData;
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
        table = new Table(list, SWT.SINGLE | SWT.FULL_SELECTION | SWT.BORDER);
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
        buttons.setLayout(new GridLayout(3, false));
        use = button(buttons, Messages.Models_use, this::use);
        use.setData(TEST_ID, "models.use");
        measure = button(buttons, Messages.Models_measure, this::measure);
        button(buttons, Messages.Models_refresh, this::read);
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
        Optional<Path> before = selected().map(Entry::file);
        entries.clear();
        entries.addAll(found);
        table.removeAll();
        Settings settings = new Settings();
        for (Entry entry : entries) {
            TableItem item = new TableItem(table, SWT.NONE);
            boolean used = (entry.prompts().isPresent() ? settings.promptModel() : settings.model())
                    .filter(entry.file()::equals)
                    .isPresent();
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
            boolean select = before.map(entry.file()::equals).orElse(used);
            if (select) {
                table.select(table.indexOf(item));
            }
        }
        if (table.getSelectionIndex() < 0 && table.getItemCount() > 0) {
            table.select(0);
        }
        show();
    }

    private Optional<Entry> selected() {
        int index = table.getSelectionIndex();
        return index < 0 ? Optional.empty() : Optional.of(entries.get(index));
    }

    private void show() {
        Optional<Entry> entry = selected();
        boolean answers = entry.flatMap(Entry::prompts).isPresent();
        use.setEnabled(entry.filter(Entry::isModel).isPresent());
        use.setText(answers ? Messages.Models_useForPrompts : Messages.Models_use);
        use.requestLayout();
        measure.setEnabled(entry.flatMap(Entry::model).isPresent());
        card.setText(entry.map(e -> e.model()
                        .map(ModelsView::describe)
                        .or(() -> e.prompts().map(ModelsView::describe))
                        .orElse(e.problem()))
                .orElse(none));
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
        selected().filter(Entry::isModel).ifPresent(entry -> {
            try {
                if (entry.prompts().isPresent()) {
                    new Settings().choosePromptModel(entry.file());
                } else {
                    new Settings().chooseModel(entry.file());
                }
                list(new ArrayList<>(entries));
            } catch (IOException e) {
                MessageDialog.openWarning(
                        table.getShell(),
                        Messages.Propose_chooseTitle,
                        NLS.bind(Messages.Propose_notRemembered, e.getMessage()));
            }
        });
    }

    /** Runs the model on frames of noise, and says how many it does in a second. */
    private void measure() {
        selected().flatMap(Entry::model).ifPresent(model -> {
            Display display = table.getDisplay();
            jobs.start(new ModelSpeed(engines, model)
                    .job(text -> display.asyncExec(() -> {
                        if (!card.isDisposed()) {
                            card.append(Text.DELIMITER + text);
                        }
                    })));
        });
    }
}
