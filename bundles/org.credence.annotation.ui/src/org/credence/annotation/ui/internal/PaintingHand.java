package org.credence.annotation.ui.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.credence.annotation.Annotation;
import org.credence.annotation.Polyline;
import org.credence.annotation.Segment;
import org.credence.annotation.spi.PaintTool;
import org.credence.annotation.ui.PaintPalette;
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.graphics.Point;

/**
 * Paints with the tool of the palette on panes that show the reader's own work; one gesture becomes one edit. UI thread
 * only.
 */
final class PaintingHand implements PointerTool {

    /** How near a click must be to the first corner to close an outline, in points. */
    private static final int CLOSING_POINTS = 8;

    /** How far a pressed pointer moves between two corners of a line drawn by hand, in points. */
    private static final int DRAWING_POINTS = 3;

    private final Annotation annotation;
    private final PaintPalette palette;
    private final EditHistory history;
    private final TakingOver tools;
    private final Consumer<String> refusals;
    private StrokeGesture gesture;
    private PaneReading pane;
    private Segment segment;
    private Polyline.Point first;
    private Polyline.Point last;
    private Optional<String> model = Optional.empty();
    private boolean pressed;

    /**
     * @param tools give the tool to paint with
     * @param refusals told why nothing was painted, and nothing ("") when painting begins
     */
    PaintingHand(
            Annotation annotation,
            PaintPalette palette,
            EditHistory history,
            TakingOver tools,
            Consumer<String> refusals) {
        this.annotation = annotation;
        this.palette = palette;
        this.history = history;
        this.tools = tools;
        this.refusals = refusals;
    }

    /** Whether the tool in hand is as large as the brush. */
    boolean showsRadius() {
        return tools.isRound();
    }

    @Override
    public boolean isUnderWay() {
        return gesture != null;
    }

    @Override
    public void press(PaneReading on, double column, double row) {
        pressed = true;
        if (gesture != null) {
            if (on == pane) {
                nextCorner(column, row);
            }
            return;
        }
        if (on.visible().isEmpty() || !mayPaint(on)) {
            return;
        }
        Optional<PaintTool> tool = tools.tool(on);
        if (tool.isEmpty()) {
            refusals.accept(Messages.Paint_noSource);
            return;
        }
        try {
            segment = palette.segment();
            gesture = new StrokeGesture(
                    annotation, on.frame(), segment.number(), tool.get(), on.pixels(), palette.brush());
        } catch (IllegalStateException e) {
            refusals.accept(e.getMessage());
            return;
        }
        boolean corners = tool.get().input() == PaintTool.Input.CORNERS;
        refusals.accept(corners ? Messages.Paint_corners : "");
        pane = on;
        model = tools.model(on);
        tools.took(on);
        history.setBusy(true);
        if (corners) {
            corner(column, row);
            first = last;
        } else {
            gesture.moveTo(column, row);
        }
        outline();
    }

    @Override
    public void drag(double column, double row) {
        if (gesture == null || !pressed) {
            return;
        }
        if (gesture.tool().input() == PaintTool.Input.CORNERS) {
            if (distance(last, column, row) >= DRAWING_POINTS) {
                corner(column, row);
            }
        } else if (gesture.tool().input() == PaintTool.Input.DRAG) {
            gesture.moveTo(column, row);
        }
        outline();
    }

    @Override
    public void release(double column, double row) {
        pressed = false;
        if (gesture != null && gesture.tool().input() != PaintTool.Input.CORNERS) {
            finish();
        }
    }

    @Override
    public void hover(PaneReading on, double column, double row) {
        if (gesture != null) {
            if (on == pane) {
                gesture.moveTo(column, row);
                outline();
            }
            return;
        }
        List<Mark> preview = new ArrayList<>();
        if (on.content().layers() instanceof PaneContent.Own && on.visible().isPresent()) {
            tools.tool(on).flatMap(PaintTool::preview).ifPresent(foretold -> {
                var layer = annotation.layer(on.frame(), palette.segment().number());
                for (Polyline line : foretold.at(on.pixels(), layer, palette.brush(), column, row)) {
                    preview.add(Marks.outline(line, palette.segment().rgb()));
                }
            });
        }
        on.pane().marks(FramePane.Over.GUIDE, preview);
    }

    @Override
    public void leave(PaneReading from) {
        if (gesture == null) {
            from.pane().marks(FramePane.Over.GUIDE, List.of());
        }
    }

    @Override
    public void confirm() {
        if (gesture != null && gesture.tool().input() == PaintTool.Input.CORNERS) {
            close();
        }
    }

    /** Closes the outline; the gesture ends if it wants no other. */
    private void close() {
        if (gesture.close()) {
            finish();
            return;
        }
        if (gesture.outlines().stream().allMatch(Polyline::closed)) {
            first = null;
            refusals.accept(Messages.Paint_nextOutline);
        }
        outline();
    }

    @Override
    public void back() {
        if (gesture != null) {
            gesture.back();
            outline();
        }
    }

    @Override
    public void cancel() {
        if (gesture != null) {
            StrokeGesture ended = forget();
            ended.cancel();
        }
    }

    @Override
    public void end() {
        if (gesture == null) {
            return;
        }
        if (gesture.tool().input() == PaintTool.Input.CORNERS && !gesture.close()) {
            // An outline that is not whole says nothing.
            cancel();
        } else {
            finish();
        }
    }

    private void nextCorner(double column, double row) {
        if (gesture.tool().input() != PaintTool.Input.CORNERS) {
            return;
        }
        if (first == null) {
            // Another outline of the same gesture.
            corner(column, row);
            first = last;
        } else if (distance(first, column, row) <= CLOSING_POINTS) {
            close();
            return;
        } else if (distance(last, column, row) >= 1) {
            corner(column, row);
        }
        outline();
    }

    private void corner(double column, double row) {
        gesture.corner(column, row);
        last = new Polyline.Point(column, row);
    }

    private void finish() {
        StrokeGesture ended = forget();
        ended.finish(model)
                .ifPresent(edit ->
                        history.add(NLS.bind(Messages.Edit_paint, ended.tool().label(), segment.label()), edit));
    }

    private StrokeGesture forget() {
        StrokeGesture ended = gesture;
        gesture = null;
        first = null;
        last = null;
        history.setBusy(false);
        refusals.accept("");
        pane.pane().marks(FramePane.Over.GUIDE, List.of());
        return ended;
    }

    private void outline() {
        if (gesture != null) {
            pane.pane()
                    .marks(
                            FramePane.Over.GUIDE,
                            gesture.outlines().stream()
                                    .map(o -> Marks.outline(o, segment.rgb()))
                                    .toList());
        }
    }

    /** How far a place is from another on the screen, in points. */
    private double distance(Polyline.Point from, double column, double row) {
        Point a = pane.pane().toCanvas(from.column(), from.row());
        Point b = pane.pane().toCanvas(column, row);
        return Math.hypot((double) a.x - b.x, (double) a.y - b.y);
    }

    private boolean mayPaint(PaneReading on) {
        boolean own = on.content().layers() instanceof PaneContent.Own;
        if (!own && !(tools.isChosen() && tools.tool(on).isPresent())) {
            refusals.accept(Messages.Paint_notOwn);
            return false;
        }
        Segment chosen = palette.segment();
        if (palette.isLocked(chosen.number())) {
            refusals.accept(NLS.bind(Messages.Paint_locked, chosen.label()));
            return false;
        }
        if (!palette.isVisible(chosen.number())) {
            refusals.accept(NLS.bind(Messages.Paint_hidden, chosen.label()));
            return false;
        }
        return true;
    }
}
