package org.credence.annotation.ui.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.credence.imaging.FrameRef;
import org.eclipse.swt.graphics.Point;

/**
 * Measures on frames: a ruler or an ellipse by dragging, an area by clicking its corners. Measures are kept per frame as
 * long as the editor is open. UI thread only.
 */
final class MeasuringHand implements PointerTool {

    private static final int CLOSING_POINTS = 8;

    private final Map<FrameRef, List<Measure>> measures = new HashMap<>();
    private Measure.Kind kind = Measure.Kind.RULER;
    private final List<Measure.Point> points = new ArrayList<>();
    private PaneReading pane;

    /** Chooses what to measure next. */
    void choose(Measure.Kind next) {
        cancel();
        kind = next;
    }

    Measure.Kind kind() {
        return kind;
    }

    /** Shows on a pane what was measured on its frame. */
    void show(PaneReading on) {
        List<Mark> marks = new ArrayList<>();
        var geometry = on.series().instances().get(0).geometry();
        for (Measure m : measures.getOrDefault(on.frame(), List.of())) {
            marks.add(Marks.measure(m, m.text(geometry)));
        }
        if (on == pane && points.size() > 1) {
            Measure underWay = new Measure(kind, points);
            marks.add(Marks.measure(underWay, underWay.text(geometry)));
        }
        on.pane().marks(FramePane.Over.MEASURES, marks);
    }

    /** What was measured on a frame, as text with a line each. */
    String text(PaneReading on) {
        var geometry = on.series().instances().get(0).geometry();
        List<String> lines = new ArrayList<>();
        measures.getOrDefault(on.frame(), List.of()).forEach(m -> lines.add(m.text(geometry)));
        return String.join(System.lineSeparator(), lines);
    }

    /** Takes away the newest measure of a frame; whether there was one. */
    boolean removeLast(FrameRef frame) {
        List<Measure> of = measures.getOrDefault(frame, List.of());
        if (of.isEmpty()) {
            return false;
        }
        of.remove(of.size() - 1);
        return true;
    }

    @Override
    public boolean isUnderWay() {
        return pane != null;
    }

    @Override
    public void press(PaneReading on, double column, double row) {
        if (on.visible().isEmpty()) {
            return;
        }
        Measure.Point here = new Measure.Point(column, row);
        if (pane == null) {
            pane = on;
            points.add(here);
            points.add(here);
        } else if (on == pane && kind == Measure.Kind.AREA) {
            if (points.size() > 3 && isNear(points.get(0), column, row)) {
                points.remove(points.size() - 1);
                keep();
                return;
            }
            points.add(here);
        }
        show(on);
    }

    @Override
    public void drag(double column, double row) {
        moveLast(column, row);
    }

    @Override
    public void release(double column, double row) {
        if (pane != null && kind != Measure.Kind.AREA) {
            moveLast(column, row);
            keep();
        }
    }

    @Override
    public void hover(PaneReading on, double column, double row) {
        if (on == pane) {
            moveLast(column, row);
        }
    }

    @Override
    public void leave(PaneReading from) {
        // What is under way stays where it is.
    }

    @Override
    public void confirm() {
        if (pane != null && kind == Measure.Kind.AREA) {
            // The last point only follows the pointer.
            points.remove(points.size() - 1);
            keep();
        }
    }

    @Override
    public void back() {
        if (pane != null && points.size() > 2) {
            points.remove(points.size() - 2);
            show(pane);
        }
    }

    @Override
    public void cancel() {
        if (pane != null) {
            forget();
        }
    }

    @Override
    public void end() {
        confirm();
        cancel();
    }

    private void keep() {
        Optional<Measure> made = points.size() < 2
                ? Optional.empty()
                : Optional.of(new Measure(kind, points)).filter(Measure::isReal);
        made.ifPresent(m ->
                measures.computeIfAbsent(pane.frame(), f -> new ArrayList<>()).add(m));
        forget();
    }

    private void forget() {
        PaneReading was = pane;
        pane = null;
        points.clear();
        show(was);
    }

    private void moveLast(double column, double row) {
        if (pane != null) {
            points.set(points.size() - 1, new Measure.Point(column, row));
            show(pane);
        }
    }

    private boolean isNear(Measure.Point point, double column, double row) {
        Point a = pane.pane().toCanvas(point.column(), point.row());
        Point b = pane.pane().toCanvas(column, row);
        return Math.hypot((double) a.x - b.x, (double) a.y - b.y) <= CLOSING_POINTS;
    }
}
