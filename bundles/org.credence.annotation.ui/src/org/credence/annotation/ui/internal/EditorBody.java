package org.credence.annotation.ui.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.credence.annotation.Annotation;
import org.credence.annotation.AnnotationStores;
import org.credence.annotation.FrameState;
import org.credence.annotation.PaintTools;
import org.credence.annotation.ui.PaintPalette;
import org.credence.annotation.ui.PromptedModel;
import org.credence.annotation.ui.SeriesEditorInput;
import org.credence.annotation.ui.WindowChoice;
import org.credence.imaging.Frame;
import org.credence.imaging.FrameRef;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.ProbabilityMap;
import org.credence.imaging.Window;
import org.eclipse.core.commands.operations.IOperationHistory;
import org.eclipse.jface.dialogs.MessageDialog;
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.SWT;
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

    private final SeriesEditorInput input;
    private final Annotation annotation;
    private final PaintPalette palette;
    private final KeptWork kept;
    private final Proposals proposals;
    private final FrameOverlays overlays;
    private final Hands hands;
    private final WholeEdits edits;
    private final EditorHeader header;
    private final EditorStrip strip;
    private final Readout readout;
    private final PaneGrid grid;
    private final PaneContents contents;
    private final Composite body;
    private final List<Runnable> subscriptions = new ArrayList<>();
    private final News news;
    private int toldPosition;
    private boolean built;
    private boolean staying;

    /** Builds the controls, and shows the first frame as soon as it is decoded. */
    public EditorBody(
            Composite parent,
            SeriesEditorInput input,
            IOperationHistory operations,
            PaintPalette palette,
            PaintTools tools,
            AnnotationStores stores,
            Supplier<Optional<PromptedModel>> prompted,
            News news) {
        this.input = input;
        this.annotation = input.annotation();
        this.news = news;
        this.palette = palette;
        Display display = parent.getDisplay();
        kept = new KeptWork(input, operations, stores, display, this::endGesture, new KeptWork.Witness() {
            @Override
            public void dirtyChanged() {
                news.dirtyChanged();
            }

            @Override
            public void saved() {
                news.saved();
            }

            @Override
            public void say(String text) {
                if (built && !body.isDisposed()) {
                    readout.saved(text);
                }
            }

            @Override
            public void hint(String text) {
                if (!body.isDisposed()) {
                    EditorBody.this.hint(text);
                }
            }

            @Override
            public boolean mayKeepBeside(String reason) {
                return new MessageDialog(
                                        parent.getShell(),
                                        Messages.Save_conflict,
                                        null,
                                        NLS.bind(Messages.Save_conflictText, reason),
                                        MessageDialog.QUESTION,
                                        0,
                                        Messages.Save_keep,
                                        Messages.Save_not)
                                .open()
                        == 0;
            }
        });
        EditHistory history = kept.history();
        proposals = new Proposals(annotation.scheme());
        overlays = new FrameOverlays(input, palette, proposals, DrawingsCommand::shown);
        TakingOver takingOver = new TakingOver(input.series(), palette, tools, proposals);
        hands = new Hands(
                palette,
                new PaintingHand(annotation, palette, history, takingOver, this::hint),
                new PromptingHand(palette, new EditorPrompts(this, prompted)),
                this::hint);
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
        contents = new PaneContents(input, grid, overlays, proposals);
        subscriptions.add(annotation.listen(this::annotationChanged));
        subscriptions.add(palette.listen(this::paletteChanged));
        subscriptions.add(DrawingsCommand.listen(grid::refresh));
        built = true;
        readout.spacing(EditorTexts.spacing(series));
        positionChanged();
        windowChanged();
        kept.say();
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

    /** Says whether the frame stays although others are about to change, because the reader asked for that from here. */
    void stay(boolean now) {
        staying = now;
    }

    boolean isDisposed() {
        return body.isDisposed();
    }

    /** What the workbench saves. */
    public Saveable saveable() {
        return kept.saveable();
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

    void toggleLink(PaneLinks.Link link) {
        grid.links().toggle(link);
    }

    /** What the panes show. */
    PaneContents contents() {
        return contents;
    }

    void adjudicate() {
        endGesture();
        if (!contents.adjudicate(palette)) {
            hint(Messages.Show_noOthers);
        }
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
            kept.history()
                    .add(
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

    public void showProposal(
            FrameRef frame, ProbabilityMap proposal, Optional<ProbabilityMap> deviation, String modelName) {
        ImageSeries series = input.series();
        if (proposal.columns() != series.columns() || proposal.rows() != series.rows()) {
            throw new IllegalArgumentException("A proposal of " + proposal.columns() + " x " + proposal.rows()
                    + " pixels does not fit frames of " + series.columns() + " x " + series.rows());
        }
        if (!input.isBlinded()) {
            proposals.put(frame, proposal, deviation, modelName);
            grid.panes().stream()
                    .filter(p -> p.series() == series && p.frame().equals(frame))
                    .forEach(PaneReading::refresh);
            showPointer();
        }
    }

    public void clearProposals() {
        proposals.clear();
        grid.refresh();
    }

    public boolean hasProposals() {
        return !proposals.isEmpty();
    }

    /** What the pointer does. */
    Hands hands() {
        return hands;
    }

    public void undo() {
        grid.cine().pause();
        kept.undo();
        positionChanged();
    }

    public void redo() {
        grid.cine().pause();
        kept.redo();
        positionChanged();
    }

    public Optional<String> undoLabel() {
        return kept.undoLabel();
    }

    public Optional<String> redoLabel() {
        return kept.redoLabel();
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
        hands.inHand().cancel();
        edits.dispose();
        grid.dispose();
        kept.dispose(asked);
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
        hands.pointAt(pane, column, row);
        showPointer();
    }

    @Override
    public PointerTool hand() {
        return hands.inHand();
    }

    @Override
    public void shown(PaneReading pane) {
        hands.show(pane);
    }

    /** Says something short over the pane that the reader works in; nothing if empty. */
    void hint(String text) {
        if (built) {
            grid.panes().forEach(p -> p.hint(p == grid.active() ? text : ""));
        }
    }

    private void showPointer() {
        if (built) {
            readout.pointer(hands.describe());
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
        if (!seen && !staying) {
            // Something on another frame was undone or redone: the reader must see what.
            change.frames().keySet().stream()
                    .findFirst()
                    .flatMap(input.series()::position)
                    .ifPresent(grid::goTo);
        }
        if (!hands.inHand().isUnderWay()) {
            positionChanged();
        }
        showPointer();
    }

    private void paletteChanged() {
        hands.toolChosen();
        grid.panes().forEach(p -> p.refresh(overlays.whole()));
        hands.showCursor();
        showPointer();
    }

    /** Finishes what the pointer has begun, as far as it goes. */
    void endGesture() {
        hands.inHand().end();
    }
}
