package org.credence.annotation.ui.internal;

import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.credence.annotation.Annotation;
import org.credence.annotation.AnnotationStores;
import org.credence.annotation.FrameState;
import org.credence.annotation.Journal;
import org.credence.annotation.JournalRecovery;
import org.credence.annotation.PaintTools;
import org.credence.annotation.ui.PaintPalette;
import org.credence.annotation.ui.SeriesEditorInput;
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
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.SWT;
import org.eclipse.swt.dnd.Clipboard;
import org.eclipse.swt.dnd.TextTransfer;
import org.eclipse.swt.dnd.Transfer;
import org.eclipse.swt.layout.FillLayout;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Display;
import org.eclipse.ui.Saveable;

/**
 * A reader at work on one series: the controls of an editor, from the header to the readout, and what happens in them. UI
 * thread only.
 */
public final class EditorBody implements PaneGrid.Surroundings, EditorStrip.Actions {

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
    private final Annotation annotation;
    private final PaintPalette palette;
    private final IOperationHistory operations;
    private final IUndoContext undoContext;
    private final EditHistory history;
    private final JournalWriter journal;
    private final AnnotationSaveable saveable;
    private final Proposals proposals;
    private final FrameOverlays overlays;
    private final PaintingHand painting;
    private final MeasuringHand measuring = new MeasuringHand();
    private final WholeEdits edits;
    private final EditorHeader header;
    private final EditorStrip strip;
    private final Readout readout;
    private final PaneGrid grid;
    private final Composite body;
    private final List<Runnable> subscriptions = new ArrayList<>();
    private final News news;
    private PointerTool hand;
    private String savedText = Messages.Readout_unchanged;
    private String recoveredText;
    private Optional<String> journalTrouble = Optional.empty();
    private int toldPosition;
    private double pointerColumn = Double.NaN;
    private double pointerRow = Double.NaN;
    private PaneReading pointed;
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
        this.annotation = input.annotation();
        this.news = news;
        this.palette = palette;
        this.operations = operations;
        Display display = parent.getDisplay();
        undoContext = new ObjectUndoContext(this, input.getName());
        Optional<JournalRecovery> recovery = input.recovery();
        recoveredText = recovery.map(EditorTexts::recovered).orElse("");
        journal = new JournalWriter(
                recovery.map(Journal::resume)
                        .orElseGet(() -> Journal.begin(Journal.fileFor(input.file()), annotation.snapshot())),
                trouble -> tell(display, () -> showTrouble(trouble)));
        boolean saved = recovery.map(r -> r.edits() == 0).orElse(true);
        history = new EditHistory(operations, undoContext, annotation, UNDO_BUDGET_BYTES, saved, journal, () -> {
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
        saveable = new AnnotationSaveable(input, history, stores, journal, this::endGesture, witness);
        proposals = new Proposals(annotation.scheme());
        overlays = new FrameOverlays(input, palette, proposals, DrawingsCommand::shown);
        TakingOver takingOver = new TakingOver(input.series(), palette, tools, proposals);
        painting = new PaintingHand(annotation, palette, history, takingOver, this::hint);
        hand = painting;
        edits = new WholeEdits(this, history, display);

        body = new Composite(parent, SWT.NONE);
        GridLayout layout = new GridLayout();
        layout.marginWidth = 0;
        layout.marginHeight = 0;
        layout.verticalSpacing = 0;
        body.setLayout(layout);
        EditorIcons icons = new EditorIcons(body);
        header = new EditorHeader(body, icons, this, EditorTexts.caption(input));
        Composite paneHolder = new Composite(body, SWT.NONE);
        paneHolder.setLayoutData(new GridData(SWT.FILL, SWT.FILL, true, true));
        paneHolder.setLayout(new FillLayout());
        ImageSeries series = input.series();
        strip = new EditorStrip(
                body,
                icons,
                series.frames().size(),
                f -> annotation.state(series.frames().get(f)),
                this::goTo,
                this);
        readout = new Readout(body);
        readout.bar().setLayoutData(new GridData(SWT.FILL, SWT.FILL, true, false));
        grid = new PaneGrid(paneHolder, input, overlays, this);
        pointed = grid.active();
        subscriptions.add(annotation.listen(this::annotationChanged));
        subscriptions.add(palette.listen(this::paletteChanged));
        subscriptions.add(DrawingsCommand.listen(grid::refresh));
        built = true;
        readout.spacing(EditorTexts.spacing(series));
        positionChanged();
        windowChanged();
        showSaved();
        if (input.isBlinded()) {
            hint(Messages.Show_blinded);
        } else {
            edits.loadOthers();
        }
    }

    static Composite row(Composite parent, int columns) {
        Composite row = new Composite(parent, SWT.NONE);
        GridLayout layout = new GridLayout(columns, false);
        layout.marginHeight = 2;
        layout.marginWidth = 10;
        layout.horizontalSpacing = 8;
        row.setLayout(layout);
        row.setLayoutData(new GridData(SWT.FILL, SWT.FILL, true, false));
        return row;
    }

    SeriesEditorInput input() {
        return input;
    }

    PaintPalette palette() {
        return palette;
    }

    PaneGrid grid() {
        return grid;
    }

    FrameOverlays overlays() {
        return overlays;
    }

    Proposals proposals() {
        return proposals;
    }

    /** Edits of whole frames and of several. */
    WholeEdits edits() {
        return edits;
    }

    boolean isDisposed() {
        return body.isDisposed();
    }

    /** What the workbench saves. */
    public Saveable saveable() {
        return saveable;
    }

    public FrameRef frame() {
        return grid.active().frame();
    }

    public int position() {
        return grid.active().position();
    }

    public Optional<Frame> visible() {
        return grid.active().visible();
    }

    public Optional<Window> window() {
        return grid.active().windowing().window();
    }

    public void goTo(int position) {
        grid.cine().pause();
        grid.goTo(position);
    }

    @Override
    public void togglePlaying() {
        if (grid.cine().isPlaying()) {
            grid.cine().pause();
        } else if (grid.active().series().frames().size() > 1) {
            endGesture();
            grid.cine().play();
        }
        positionChanged();
    }

    public boolean isPlaying() {
        return grid.cine().isPlaying();
    }

    @Override
    public void speed(double factor) {
        grid.cine().speed(factor);
    }

    @Override
    public double speed() {
        return grid.cine().speed();
    }

    @Override
    public void loop(boolean on) {
        grid.loop(on);
    }

    @Override
    public boolean isLooping() {
        return grid.isLooping();
    }

    public void fit() {
        grid.active().pane().fit();
    }

    public void actualSize() {
        grid.active().pane().actualSize();
    }

    public void zoom(double factor) {
        grid.active().pane().zoom(factor);
    }

    void turn(UnaryOperator<Orientation> how) {
        grid.orient(how.apply(grid.active().pane().orientation()));
    }

    void layout(int columns, int rows) {
        endGesture();
        grid.layout(columns, rows);
    }

    void showOwn() {
        show(new PaneContent(input.series(), new PaneContent.Own()));
    }

    /** Shows the image of the active pane without paint, or with the reader's own again. */
    void toggleBare() {
        PaneContent now = grid.active().content();
        boolean bare = now.layers() instanceof PaneContent.Bare;
        show(new PaneContent(now.series(), bare && isOwnSeries() ? new PaneContent.Own() : new PaneContent.Bare()));
    }

    /** Shows the next of all that there is to show on the reader's series, after what the active pane shows. */
    void showNext() {
        List<PaneContent.Layers> all = new ArrayList<>();
        all.add(new PaneContent.Own());
        if (!input.isBlinded()) {
            if (hasProposals()) {
                all.add(new PaneContent.Proposed());
            }
            overlays.others().forEach(o -> all.add(new PaneContent.Theirs(o)));
            if (!overlays.others().isEmpty()) {
                all.add(new PaneContent.Everyone());
                all.add(new PaneContent.Map(PaneContent.Map.Kind.MEAN));
                all.add(new PaneContent.Map(PaneContent.Map.Kind.SPREAD));
            }
        }
        int next = all.indexOf(grid.active().content().layers()) + 1;
        show(new PaneContent(input.series(), all.get(next % all.size())));
    }

    void toggleLink(PaneLinks.Link link) {
        grid.links().toggle(link);
    }

    void show(PaneContent content) {
        grid.show(content);
    }

    /** Lays out four panes: the reader's own, the first two of the others, and how all differ. */
    void adjudicate() {
        if (overlays.others().isEmpty()) {
            hint(Messages.Show_noOthers);
            return;
        }
        layout(2, 2);
        ImageSeries series = input.series();
        List<PaneContent.Layers> contents = new ArrayList<>();
        contents.add(new PaneContent.Own());
        overlays.others().stream().limit(2).forEach(o -> contents.add(new PaneContent.Theirs(o)));
        if (contents.size() < 3) {
            contents.add(new PaneContent.Everyone());
        }
        contents.add(new PaneContent.Map(PaneContent.Map.Kind.SPREAD));
        for (int i = 0; i < contents.size(); i++) {
            grid.panes().get(i).show(new PaneContent(series, contents.get(i)));
            shown(grid.panes().get(i));
        }
        grid.activate(grid.panes().get(0));
        palette.chooseTool(PaintPalette.TAKE_OVER);
    }

    /** Shows per frame how far other readers differ; nothing if empty. */
    void showDisagreement(double[] byFrame) {
        strip.disagreement(byFrame);
    }

    public void resetWindow() {
        grid.changeWindow(grid.active()::resetWindow);
    }

    public boolean isInverted() {
        return grid.active().windowing().isInverted();
    }

    public void toggleInverted() {
        grid.changeWindow(grid.active()::toggleInverted);
    }

    public List<WindowChoice> windowChoices() {
        return grid.active().windowChoices();
    }

    public void chooseWindow(WindowChoice choice) {
        grid.changeWindow(() -> grid.active().choose(choice));
    }

    public void nextWindow() {
        grid.changeWindow(grid.active()::nextWindow);
    }

    @Override
    public void toggleComplete() {
        grid.cine().pause();
        endGesture();
        if (isOwnSeries()) {
            FrameRef frame = frame();
            boolean complete = annotation.state(frame) == FrameState.COMPLETE;
            history.add(
                    complete ? Messages.Complete_again : Messages.Complete_mark,
                    annotation.mark(frame, complete ? FrameState.IN_PROGRESS : FrameState.COMPLETE));
            positionChanged();
        }
    }

    /** Marks the frame as complete and goes on to the next one. */
    void completeAndNext() {
        endGesture();
        if (isOwnSeries() && annotation.state(frame()) != FrameState.COMPLETE) {
            toggleComplete();
        }
        goTo(position() + 1);
    }

    private boolean isOwnSeries() {
        return grid.active().series() == input.series();
    }

    public void showProposal(FrameRef frame, ProbabilityMap proposal, String modelName) {
        ImageSeries series = input.series();
        if (proposal.columns() != series.columns() || proposal.rows() != series.rows()) {
            throw new IllegalArgumentException("A proposal of " + proposal.columns() + " x " + proposal.rows()
                    + " pixels does not fit frames of " + series.columns() + " x " + series.rows());
        }
        if (!input.isBlinded()) {
            proposals.put(frame, proposal, modelName);
            grid.refresh();
        }
    }

    public void clearProposals() {
        proposals.clear();
        grid.refresh();
    }

    public boolean hasProposals() {
        return !proposals.isEmpty();
    }

    /** Measures with the pointer, or paints again. */
    void toggleMeasuring() {
        if (hand == measuring) {
            paint();
        } else {
            measure(measuring.kind());
        }
    }

    void measure(Measure.Kind kind) {
        hand.end();
        measuring.choose(kind);
        hand = measuring;
        header.measuring(true);
        hint(
                switch (kind) {
                    case RULER -> Messages.Measure_hintRuler;
                    case ELLIPSE -> Messages.Measure_hintEllipse;
                    case AREA -> Messages.Measure_hintArea;
                });
        showCursor();
    }

    /** Goes on to the next kind of measure, or begins with the first. */
    void nextMeasure() {
        Measure.Kind[] all = Measure.Kind.values();
        measure(measuring().map(k -> all[(k.ordinal() + 1) % all.length]).orElse(measuring.kind()));
    }

    /** What the pointer measures; empty while it paints. */
    Optional<Measure.Kind> measuring() {
        return hand == measuring ? Optional.of(measuring.kind()) : Optional.empty();
    }

    private void paint() {
        hand.end();
        hand = painting;
        header.measuring(false);
        hint("");
        showCursor();
    }

    void removeMeasure() {
        if (measuring.removeLast(frame())) {
            grid.panes().forEach(measuring::show);
        }
    }

    void copyMeasures() {
        String text = measuring.text(grid.active());
        if (!text.isEmpty()) {
            Clipboard clipboard = new Clipboard(body.getDisplay());
            clipboard.setContents(new Object[] {text}, new Transfer[] {TextTransfer.getInstance()});
            clipboard.dispose();
        }
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
        palette.useScheme(annotation.scheme());
        grid.active().pane().canvas().setFocus();
    }

    /**
     * @param asked whether the reader was asked about unsaved changes; if not, they can be recovered later
     */
    public void dispose(boolean asked) {
        subscriptions.forEach(Runnable::run);
        hand.cancel();
        edits.dispose();
        grid.dispose();
        history.dispose();
        journal.finish(!asked && history.isDirty());
    }

    @Override
    public void positionChanged() {
        if (!built || body.isDisposed()) {
            return;
        }
        boolean playing = grid.cine().isPlaying();
        int position = grid.active().position();
        FrameState state = isOwnSeries() ? annotation.state(frame()) : FrameState.UNTOUCHED;
        strip.ofOwnSeries(isOwnSeries());
        strip.show(position, grid.active().series().frames().size(), playing, state);
        header.speed(playing ? grid.cine().framesPerSecond() : 0);
        if (position != toldPosition) {
            toldPosition = position;
            news.frameChanged();
        }
        showPointer();
    }

    @Override
    public void windowChanged() {
        if (built) {
            readout.window(window().map(w -> Windows.describe(w, isInverted())).orElse(""));
        }
    }

    @Override
    public void activeChanged() {
        if (built) {
            readout.spacing(EditorTexts.spacing(grid.active().series()));
        }
        positionChanged();
        windowChanged();
    }

    @Override
    public void pointerChanged(PaneReading pane, double column, double row) {
        if (pointed != pane && pointed != null) {
            pointed.pane().marks(FramePane.Over.CURSOR, List.of());
        }
        pointed = pane;
        pointerColumn = column;
        pointerRow = row;
        showCursor();
        showPointer();
    }

    @Override
    public PointerTool hand() {
        return hand;
    }

    @Override
    public void shown(PaneReading pane) {
        measuring.show(pane);
    }

    /** Says something short over the pane that the reader works in; nothing if empty. */
    void hint(String text) {
        if (built) {
            grid.panes().forEach(p -> p.hint(p == grid.active() ? text : ""));
        }
    }

    private void showCursor() {
        if (pointed == null || pointed.pane().canvas().isDisposed()) {
            return;
        }
        boolean shown = hand == painting && !Double.isNaN(pointerColumn) && painting.showsRadius();
        boolean eraser = palette.tool().equals(PaintPalette.ERASER);
        pointed.pane()
                .marks(
                        FramePane.Over.CURSOR,
                        shown
                                ? List.of(Marks.brush(
                                        pointerColumn,
                                        pointerRow,
                                        palette.radiusPixels(),
                                        eraser ? 0xF2F2F2 : palette.segment().rgb()))
                                : List.of());
    }

    private void showPointer() {
        if (built && pointed != null && !pointed.pane().canvas().isDisposed()) {
            readout.pointer(pointed.describe(pointerColumn, pointerRow));
        }
    }

    private void annotationChanged(Annotation.Change change) {
        change.frames().keySet().forEach(overlays::changed);
        boolean seen = false;
        for (PaneReading pane : grid.panes()) {
            if (pane.series() == input.series() && change.frames().containsKey(pane.frame())) {
                seen = true;
                if (!change.pixels(pane.frame()).isEmpty()) {
                    pane.refresh(change.pixels(pane.frame()));
                }
            }
        }
        if (!seen) {
            // Something on another frame was undone or redone: the reader must see what.
            change.frames().keySet().stream()
                    .findFirst()
                    .flatMap(input.series()::position)
                    .ifPresent(grid::goTo);
        }
        if (!hand.isUnderWay()) {
            positionChanged();
        }
        showPointer();
    }

    private void paletteChanged() {
        grid.panes().forEach(p -> p.refresh(overlays.whole()));
        showCursor();
        showPointer();
    }

    /** Finishes what the pointer has begun, as far as it goes. */
    void endGesture() {
        hand.end();
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
        grid.cine().pause();
        try {
            action.run();
        } catch (ExecutionException e) {
            throw new IllegalStateException("An edit could not be undone or redone: " + e.getMessage(), e);
        }
        positionChanged();
    }
}
