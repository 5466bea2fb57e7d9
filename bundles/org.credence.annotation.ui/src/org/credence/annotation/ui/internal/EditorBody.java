package org.credence.annotation.ui.internal;

import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Optional;
import org.credence.annotation.AnnotationStores;
import org.credence.annotation.FrameState;
import org.credence.annotation.Journal;
import org.credence.annotation.JournalRecovery;
import org.credence.annotation.PaintTools;
import org.credence.annotation.ui.PaintPalette;
import org.credence.annotation.ui.SeriesEditorInput;
import org.credence.annotation.ui.WidgetIds;
import org.credence.annotation.ui.WindowChoice;
import org.credence.imaging.Frame;
import org.credence.imaging.FrameRef;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.ProbabilityMap;
import org.credence.imaging.Window;
import org.eclipse.core.commands.ExecutionException;
import org.eclipse.core.commands.operations.IOperationHistory;
import org.eclipse.core.commands.operations.IUndoContext;
import org.eclipse.core.commands.operations.IUndoableOperation;
import org.eclipse.core.commands.operations.ObjectUndoContext;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.jface.resource.ImageDescriptor;
import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.jface.resource.LocalResourceManager;
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.layout.FillLayout;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.ToolBar;
import org.eclipse.swt.widgets.ToolItem;
import org.eclipse.ui.Saveable;

/** The controls of an editor, from the header to the readout, and the reading that goes on in them. UI thread only. */
public final class EditorBody implements SeriesReading.Surroundings {

    /** Whom the body tells what happens; on the UI thread. */
    public interface News {
        /** There may be something to save, or no more. */
        void dirtyChanged();

        /** A save has succeeded. */
        void saved();

        /** Another frame is shown, or will be once it is decoded. */
        void frameChanged();
    }

    private static final long UNDO_BUDGET_BYTES = 256L << 20;

    private final SeriesEditorInput input;
    private final PaintPalette palette;
    private final IOperationHistory operations;
    private final IUndoContext undoContext;
    private final EditHistory history;
    private final JournalWriter journal;
    private final AnnotationSaveable saveable;
    private final LocalResourceManager images;
    private final Label caption;
    private final Label speed;
    private final Label counter;
    private final ToolItem play;
    private final ToolItem complete;
    private final FrameScrubber scrubber;
    private final Readout readout;
    private final SeriesReading reading;
    private final Composite body;
    private String savedText = Messages.Readout_unchanged;
    private String recoveredText;
    private Optional<String> journalTrouble = Optional.empty();
    private final News news;
    private int toldPosition;
    private boolean built;

    /** Builds the controls, and shows the first frame as soon as it is decoded. */
    public EditorBody(
            Composite parent,
            SeriesEditorInput input,
            IOperationHistory operations,
            PaintPalette palette,
            PaintTools tools,
            AnnotationStores stores,
            News news) {
        this.input = input;
        this.news = news;
        this.palette = palette;
        this.operations = operations;
        Display display = parent.getDisplay();
        undoContext = new ObjectUndoContext(this, input.getName());
        Optional<JournalRecovery> recovery = input.recovery();
        recoveredText = recovery.map(EditorTexts::recovered).orElse("");
        journal = new JournalWriter(
                recovery.map(Journal::resume)
                        .orElseGet(() -> Journal.begin(
                                Journal.fileFor(input.file()),
                                input.annotation().snapshot())),
                trouble -> tell(display, () -> showTrouble(trouble)));
        boolean saved = recovery.map(r -> r.edits() == 0).orElse(true);
        history =
                new EditHistory(operations, undoContext, input.annotation(), UNDO_BUDGET_BYTES, saved, journal, () -> {
                    news.dirtyChanged();
                    showSaved();
                });
        var witness = new AnnotationSaveable.Witness() {
            @Override
            public void begins() {
                display.asyncExec(() -> sayIfAlive(Messages.Readout_saving));
            }

            @Override
            public void ends(long version, IStatus result) {
                // Before the Job ends, so that whoever waits for it finds the editor clean.
                display.syncExec(() -> saved(version, result));
            }
        };
        saveable = new AnnotationSaveable(input, history, stores, journal, this::endStroke, witness);
        body = new Composite(parent, SWT.NONE);
        GridLayout layout = new GridLayout();
        layout.marginWidth = 0;
        layout.marginHeight = 0;
        layout.verticalSpacing = 0;
        body.setLayout(layout);
        images = new LocalResourceManager(JFaceResources.getResources(), body);

        Composite header = row(body, 3);
        caption = new Label(header, SWT.NONE);
        caption.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, false));
        speed = new Label(header, SWT.RIGHT);
        GridData speedData = new GridData(SWT.RIGHT, SWT.CENTER, false, false);
        speedData.widthHint = 110;
        speed.setLayoutData(speedData);
        ToolBar views = new ToolBar(header, SWT.FLAT);
        item(views, SWT.PUSH, "fit", Messages.Header_fit, this::fit);
        item(views, SWT.PUSH, "actual", Messages.Header_actual, this::actualSize);
        new WindowButton(views, image("window"), this);

        Composite paneHolder = new Composite(body, SWT.NONE);
        paneHolder.setLayoutData(new GridData(SWT.FILL, SWT.FILL, true, true));
        paneHolder.setLayout(new FillLayout());

        Composite strip = row(body, 4);
        ToolBar player = new ToolBar(strip, SWT.FLAT);
        play = item(player, SWT.PUSH, "play", Messages.Cine_play, this::togglePlaying);
        play.setData(WidgetIds.KEY, WidgetIds.PLAY);
        ImageSeries series = input.series();
        scrubber = new FrameScrubber(
                strip,
                series.frames().size(),
                f -> input.annotation().state(series.frames().get(f)),
                this::goTo);
        GridData scrubberData = new GridData(SWT.FILL, SWT.CENTER, true, false);
        scrubberData.heightHint = 28;
        scrubber.canvas().setLayoutData(scrubberData);
        counter = new Label(strip, SWT.RIGHT);
        GridData counterData = new GridData(SWT.RIGHT, SWT.CENTER, false, false);
        counterData.widthHint = 90;
        counter.setLayoutData(counterData);
        ToolBar states = new ToolBar(strip, SWT.FLAT | SWT.RIGHT);
        complete = item(states, SWT.CHECK, "complete", Messages.Complete_toolTip, this::toggleComplete);
        complete.setText(Messages.Complete_label);
        complete.setData(WidgetIds.KEY, WidgetIds.COMPLETE);
        boolean moving = series.frames().size() > 1;
        play.setEnabled(moving);

        readout = new Readout(body);
        readout.bar().setLayoutData(new GridData(SWT.FILL, SWT.FILL, true, false));
        reading = new SeriesReading(paneHolder, input, palette, tools, history, this);
        built = true;
        caption.setText(EditorTexts.caption(input));
        readout.spacing(EditorTexts.spacing(series));
        positionChanged();
        windowChanged();
        showSaved();
    }

    /** What the workbench saves. */
    public Saveable saveable() {
        return saveable;
    }

    public FrameRef frame() {
        return reading.frame();
    }

    public int position() {
        return reading.position();
    }

    public Optional<Frame> visible() {
        return reading.visible();
    }

    public Optional<Window> window() {
        return reading.window();
    }

    public void goTo(int position) {
        reading.cine().pause();
        reading.goTo(position);
    }

    public void togglePlaying() {
        if (reading.cine().isPlaying()) {
            reading.cine().pause();
        } else if (input.series().frames().size() > 1) {
            reading.cine().play();
        }
        positionChanged();
    }

    public boolean isPlaying() {
        return reading.cine().isPlaying();
    }

    public void fit() {
        reading.pane().fit();
    }

    public void actualSize() {
        reading.pane().actualSize();
    }

    public void zoom(double factor) {
        reading.pane().zoom(factor);
    }

    public void resetWindow() {
        reading.resetWindow();
    }

    public boolean isInverted() {
        return reading.isInverted();
    }

    public void toggleInverted() {
        reading.toggleInverted();
    }

    public List<WindowChoice> windowChoices() {
        return reading.windowChoices();
    }

    public void chooseWindow(WindowChoice choice) {
        reading.choose(choice);
    }

    public void nextWindow() {
        reading.nextWindow();
    }

    public void toggleComplete() {
        reading.cine().pause();
        reading.toggleComplete();
        positionChanged();
    }

    public void showProposal(FrameRef frame, ProbabilityMap proposal, String modelName) {
        reading.showProposal(frame, proposal, modelName);
    }

    public void clearProposals() {
        reading.clearProposals();
    }

    public boolean hasProposals() {
        return reading.hasProposals();
    }

    public void undo() {
        perform(() -> operations.undo(undoContext, null, null));
    }

    public void redo() {
        perform(() -> operations.redo(undoContext, null, null));
    }

    public Optional<String> undoLabel() {
        IUndoableOperation next = operations.getUndoOperation(undoContext);
        return next == null || !next.canUndo() ? Optional.empty() : Optional.of(next.getLabel());
    }

    public Optional<String> redoLabel() {
        IUndoableOperation next = operations.getRedoOperation(undoContext);
        return next == null || !next.canRedo() ? Optional.empty() : Optional.of(next.getLabel());
    }

    public void takeFocus() {
        palette.useScheme(input.annotation().scheme());
        reading.pane().canvas().setFocus();
    }

    /**
     * @param asked whether the reader was asked about unsaved changes; if not, they can be recovered later
     */
    public void dispose(boolean asked) {
        reading.dispose();
        history.dispose();
        journal.finish(!asked && history.isDirty());
    }

    @Override
    public void positionChanged() {
        if (!built || body.isDisposed()) {
            return;
        }
        int position = reading.position();
        int count = input.series().frames().size();
        counter.setText(position + 1 + " / " + count);
        boolean playing = reading.cine().isPlaying();
        play.setImage(image(playing ? "pause" : "play"));
        play.setToolTipText(playing ? Messages.Cine_pause : Messages.Cine_play);
        double fps = reading.cine().framesPerSecond();
        speed.setText(playing && fps > 0 ? NLS.bind(Messages.Header_cine, Math.round(fps)) : "");
        complete.setSelection(input.annotation().state(reading.frame()) == FrameState.COMPLETE);
        scrubber.show(position);
        if (position != toldPosition) {
            toldPosition = position;
            news.frameChanged();
        }
    }

    @Override
    public void windowChanged() {
        if (built) {
            readout.window(reading.window()
                    .map(w -> Windows.describe(w, reading.isInverted()))
                    .orElse(""));
        }
    }

    @Override
    public void pointerChanged(String text) {
        if (built) {
            readout.pointer(text);
        }
    }

    private void endStroke() {
        reading.endStroke();
    }

    private void saved(long version, IStatus result) {
        if (result.isOK()) {
            savedText = NLS.bind(
                    Messages.Readout_saved,
                    DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT).format(LocalTime.now()));
            recoveredText = "";
            history.markSaved(version);
            news.saved();
        }
        showSaved();
    }

    private void showSaved() {
        String state = history.isDirty() ? Messages.Readout_changed : savedText;
        if (history.version() == 0 && !recoveredText.isEmpty()) {
            state = recoveredText;
        }
        sayIfAlive(journalTrouble.orElse(state));
    }

    private void showTrouble(Optional<String> trouble) {
        journalTrouble = trouble;
        showSaved();
    }

    private static void tell(Display display, Runnable news) {
        if (!display.isDisposed()) {
            display.asyncExec(news);
        }
    }

    private void sayIfAlive(String text) {
        if (built && !body.isDisposed()) {
            readout.saved(text);
        }
    }

    /** Something that the operation history may refuse. */
    private interface HistoryAction {
        IStatus run() throws ExecutionException;
    }

    private void perform(HistoryAction action) {
        if (history.isBusy()) {
            return;
        }
        reading.cine().pause();
        try {
            action.run();
        } catch (ExecutionException e) {
            throw new IllegalStateException("An edit could not be undone or redone: " + e.getMessage(), e);
        }
        positionChanged();
    }

    private static Composite row(Composite parent, int columns) {
        Composite row = new Composite(parent, SWT.NONE);
        GridLayout layout = new GridLayout(columns, false);
        layout.marginHeight = 2;
        layout.marginWidth = 10;
        layout.horizontalSpacing = 8;
        row.setLayout(layout);
        row.setLayoutData(new GridData(SWT.FILL, SWT.FILL, true, false));
        return row;
    }

    private ToolItem item(ToolBar bar, int style, String icon, String toolTip, Runnable action) {
        ToolItem item = new ToolItem(bar, style);
        item.setImage(image(icon));
        item.setToolTipText(toolTip);
        item.addListener(SWT.Selection, e -> {
            action.run();
            reading.pane().canvas().setFocus();
        });
        return item;
    }

    private Image image(String icon) {
        return images.create(ImageDescriptor.createFromURL(EditorBody.class.getResource("/icons/" + icon + ".svg")));
    }
}
