package org.credence.annotation.ui.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import org.credence.annotation.Annotation;
import org.credence.annotation.FramePixels;
import org.credence.annotation.FrameState;
import org.credence.annotation.PaintTools;
import org.credence.annotation.Segment;
import org.credence.annotation.ui.PaintPalette;
import org.credence.annotation.ui.SeriesEditorInput;
import org.credence.annotation.ui.WindowChoice;
import org.credence.imaging.Frame;
import org.credence.imaging.FrameRef;
import org.credence.imaging.ImageRegion;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.OverlayPlane;
import org.credence.imaging.PixelRect;
import org.credence.imaging.ProbabilityMap;
import org.credence.imaging.Window;
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Display;

/**
 * A reader at work on one series: which frame is shown, under which window, with which overlays, and the stroke under
 * the pen. Ties the pane, the cine and the annotation together; UI thread only.
 */
final class SeriesReading implements PanePointer.Actions {

    /** Shows what the reading says about itself. */
    interface Surroundings {
        void positionChanged();

        void windowChanged();

        void pointerChanged(String text);
    }

    private final ImageSeries series;
    private final Annotation annotation;
    private final Windowing windowing;
    private final PaintPalette palette;
    private final PaintTools tools;
    private final EditHistory history;
    private final FramePane pane;
    private final FrameLoader loader;
    private final Cine cine;
    private final Surroundings surroundings;
    private final Proposals proposals;
    private final List<Runnable> subscriptions = new ArrayList<>();
    private int position;
    private int direction = 1;
    private List<ImageRegion> regions = List.of();
    private Frame visible;
    private StrokeGesture stroke;
    private double pointerColumn = Double.NaN;
    private double pointerRow;

    SeriesReading(
            Composite parent,
            SeriesEditorInput input,
            PaintPalette palette,
            PaintTools tools,
            EditHistory history,
            Surroundings surroundings) {
        this.series = input.series();
        this.annotation = input.annotation();
        windowing = new Windowing(input.presentations());
        proposals = new Proposals(annotation.scheme());
        this.palette = palette;
        this.tools = tools;
        this.history = history;
        this.surroundings = surroundings;
        double aspect = series.pixelAspect();
        pane = new FramePane(parent, series.columns(), series.rows(), aspect);
        new PanePointer(pane, this);
        Display display = parent.getDisplay();
        loader = new FrameLoader(series, input.frames(), settled -> {
            if (!display.isDisposed()) {
                display.asyncExec(() -> arrived(settled));
            }
        });
        cine = new Cine(display, series.timing(), this::position, this::advance);
        subscriptions.add(annotation.listen(this::annotationChanged));
        subscriptions.add(palette.listen(this::paletteChanged));
        subscriptions.add(DrawingsCommand.listen(this::refreshAll));
        goTo(0);
    }

    FramePane pane() {
        return pane;
    }

    Cine cine() {
        return cine;
    }

    int position() {
        return position;
    }

    FrameRef frame() {
        return series.frames().get(position);
    }

    Optional<Frame> visible() {
        return Optional.ofNullable(visible);
    }

    Optional<Window> window() {
        return windowing.window();
    }

    /** Shows a frame as soon as it is decoded. */
    void goTo(int next) {
        endStroke();
        direction = next < position ? -1 : 1;
        position = Math.clamp(next, 0, series.frames().size() - 1);
        showPosition();
        loader.want(position, direction);
        surroundings.positionChanged();
    }

    @Override
    public void stepFrames(int steps) {
        goTo(Math.clamp(position + steps, 0, series.frames().size() - 1));
    }

    void resetWindow() {
        if (visible != null) {
            windowing.reset(visible);
            windowChanged();
        }
    }

    boolean isInverted() {
        return windowing.isInverted();
    }

    /** Exchanges bright and dark of gray frames. */
    void toggleInverted() {
        if (visible != null && !visible.isColor()) {
            windowing.toggleInverted();
            windowChanged();
        }
    }

    /** The windows that the visible frame can be shown under; none if no frame is visible. */
    List<WindowChoice> windowChoices() {
        return visible == null ? List.of() : windowing.choices(visible, frame());
    }

    void choose(WindowChoice choice) {
        if (visible != null) {
            windowing.choose(choice, visible);
            windowChanged();
        }
    }

    /** Goes on to the window after the current one. */
    void nextWindow() {
        if (visible != null) {
            choose(windowing.next(visible, frame()));
        }
    }

    /** Marks the frame as complete, or takes that back. */
    void toggleComplete() {
        endStroke();
        boolean complete = annotation.state(frame()) == FrameState.COMPLETE;
        String label = complete ? Messages.Complete_again : Messages.Complete_mark;
        history.add(label, annotation.mark(frame(), complete ? FrameState.IN_PROGRESS : FrameState.COMPLETE));
    }

    void showProposal(FrameRef frame, ProbabilityMap map, String model) {
        if (map.columns() != series.columns() || map.rows() != series.rows()) {
            throw new IllegalArgumentException("A proposal of " + map.columns() + " x " + map.rows()
                    + " pixels does not fit frames of " + series.columns() + " x " + series.rows());
        }
        proposals.put(frame, map, model);
        refreshAll();
    }

    void clearProposals() {
        proposals.clear();
        refreshAll();
    }

    boolean hasProposals() {
        return !proposals.isEmpty();
    }

    void dispose() {
        cine.pause();
        loader.dispose();
        subscriptions.forEach(Runnable::run);
    }

    @Override
    public void beginStroke(double column, double row) {
        cine.pause();
        surroundings.positionChanged();
        if (visible == null || stroke != null) {
            return;
        }
        tools.tool(palette.tool()).ifPresent(tool -> {
            history.setBusy(true);
            stroke = new StrokeGesture(
                    annotation, frame(), palette.segment().number(), tool, pixels(), palette.brush(), column, row);
        });
    }

    /** The visible frame as it is shown. */
    private FramePixels pixels() {
        Frame shown = windowing.isInverted() ? visible.inverted() : visible;
        return FramePixels.of(shown, windowing.window().orElseThrow(), series.spacing());
    }

    @Override
    public void continueStroke(double column, double row) {
        if (stroke != null) {
            stroke.moveTo(column, row);
        }
    }

    @Override
    public void endStroke() {
        if (stroke != null) {
            StrokeGesture ended = stroke;
            stroke = null;
            history.setBusy(false);
            String segment = palette.segment().label();
            ended.finish().ifPresent(edit -> history.add(ended.label() + " " + segment, edit));
            surroundings.positionChanged();
        }
    }

    @Override
    public void cancelStroke() {
        if (stroke != null) {
            StrokeGesture ended = stroke;
            stroke = null;
            history.setBusy(false);
            ended.cancel();
        }
    }

    @Override
    public void dragWindow(int dx, int dy) {
        windowing.window().ifPresent(w -> {
            double width = w.width() * Math.exp(dx / 200.0);
            windowing.set(w.at(w.center() + dy * w.width() / 400, width));
            windowChanged();
        });
    }

    @Override
    public void pointAt(double column, double row) {
        pointerColumn = column;
        pointerRow = row;
        showPointer();
    }

    @Override
    public void pointNowhere() {
        pointerColumn = Double.NaN;
        showPointer();
    }

    private boolean advance() {
        int next = (position + 1) % series.frames().size();
        if (!loader.isSettled(next)) {
            loader.want(next, 1);
            return false;
        }
        direction = 1;
        position = next;
        showPosition();
        loader.want(position, 1);
        surroundings.positionChanged();
        return true;
    }

    private void arrived(int settled) {
        if (settled == position && visible == null && !pane.canvas().isDisposed()) {
            showPosition();
            surroundings.positionChanged();
        }
    }

    private void showPosition() {
        visible = loader.peek(position).orElse(null);
        if (visible != null) {
            if (windowing.enter(visible, frame())) {
                surroundings.windowChanged();
            }
            showVisible();
        } else {
            pane.say(loader.failure(position)
                    .map(reason -> NLS.bind(Messages.Pane_failed, position + 1, reason))
                    .orElseGet(() -> NLS.bind(Messages.Pane_decoding, position + 1)));
        }
        regions = regionsOf(frame());
        pane.badge(proposals
                .model(frame())
                .map(model -> NLS.bind(Messages.Pane_proposal, model))
                .orElse(""));
        showPointer();
    }

    private void refreshAll() {
        showPosition();
    }

    private void windowChanged() {
        surroundings.windowChanged();
        if (visible != null) {
            showVisible();
        }
    }

    private void showVisible() {
        pane.show(visible, windowing.window().orElseThrow(), windowing.isInverted(), overlays());
    }

    private List<ImageRegion> regionsOf(FrameRef reference) {
        return series.instances().stream()
                .filter(i -> i.sopInstanceUid().equals(reference.sopInstanceUid()))
                .map(i -> i.geometry().regions())
                .findFirst()
                .orElse(List.of());
    }

    private List<Overlay> overlays() {
        List<Overlay> overlays = new ArrayList<>();
        if (visible != null && !visible.overlays().isEmpty() && DrawingsCommand.shown()) {
            for (OverlayPlane plane : visible.overlays()) {
                overlays.add(Overlay.drawn(plane));
            }
        }
        for (Segment segment : annotation.scheme().segments()) {
            var layer = annotation.layer(frame(), segment.number());
            if (!layer.isEmpty()) {
                overlays.add(
                        palette.shownThreshold().isPresent()
                                ? Overlay.binary(
                                        layer,
                                        segment.rgb(),
                                        palette.shownThreshold().getAsInt())
                                : Overlay.painted(layer, segment.rgb()));
            }
        }
        overlays.addAll(proposals.overlays(frame()));
        return overlays;
    }

    private void annotationChanged(Annotation.Change change) {
        PixelRect changed = change.pixels(frame());
        if (!change.frames().containsKey(frame())) {
            // Something on another frame was undone or redone: the reader must see what.
            change.frames().keySet().stream()
                    .findFirst()
                    .flatMap(series::position)
                    .ifPresent(this::goTo);
        } else if (visible != null && !changed.isEmpty()) {
            pane.refresh(overlays(), changed);
        }
        if (stroke == null) {
            surroundings.positionChanged();
        }
        showPointer();
    }

    private void paletteChanged() {
        if (visible != null) {
            pane.refresh(overlays(), new PixelRect(0, 0, series.columns(), series.rows()));
        }
        showPointer();
    }

    private void showPointer() {
        boolean eraser = palette.tool().equals(PaintPalette.ERASER);
        pane.brushCursor(
                pointerColumn,
                pointerRow,
                Double.isNaN(pointerColumn) || visible == null ? 0 : palette.radiusPixels(),
                eraser ? 0xF2F2F2 : palette.segment().rgb());
        surroundings.pointerChanged(describePointer());
    }

    private String describePointer() {
        int column = (int) Math.floor(pointerColumn);
        int row = (int) Math.floor(pointerRow);
        if (Double.isNaN(pointerColumn)
                || visible == null
                || column < 0
                || row < 0
                || column >= series.columns()
                || row >= series.rows()) {
            return "";
        }
        StringJoiner under = new StringJoiner(Messages.Readout_separator);
        under.add(NLS.bind(
                Messages.Readout_pixel, new Object[] {column, row, Numbers.text(visible.value(column, row))}));
        String physical = RegionReadout.describe(regions, column, row);
        if (!physical.isEmpty()) {
            under.add(physical);
        }
        for (Segment segment : annotation.scheme().segments()) {
            int percent = annotation.layer(frame(), segment.number()).confidence(column, row);
            if (percent > 0) {
                under.add(NLS.bind(Messages.Readout_segment, segment.label(), percent));
            }
        }
        proposals.describe(frame(), column, row, under);
        return under.toString();
    }
}
