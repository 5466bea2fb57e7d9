package org.credence.annotation.internal;

import java.util.ArrayList;
import java.util.List;
import org.credence.annotation.Polyline;
import org.credence.annotation.spi.PaintGesture;
import org.credence.imaging.PixelRect;

/** Collects closed outlines, corner by corner, and paints once all are there. */
final class OutlineGesture implements PaintGesture {

    /** Paints outlines, in the order in which they were closed. */
    interface Filling {
        PixelRect fill(List<List<Polyline.Point>> outlines);
    }

    private static final int FEWEST_CORNERS = 3;

    private final int wanted;
    private final Filling filling;
    private final List<List<Polyline.Point>> closed = new ArrayList<>();
    private final List<Polyline.Point> corners = new ArrayList<>();
    private Polyline.Point pointer;

    /**
     * @param wanted the number of outlines
     */
    OutlineGesture(int wanted, Filling filling) {
        this.wanted = wanted;
        this.filling = filling;
    }

    @Override
    public PixelRect to(double column, double row) {
        pointer = new Polyline.Point(column, row);
        return PixelRect.EMPTY;
    }

    @Override
    public PixelRect corner(double column, double row) {
        pointer = new Polyline.Point(column, row);
        if (closed.size() < wanted
                && (corners.isEmpty() || !corners.get(corners.size() - 1).equals(pointer))) {
            corners.add(pointer);
        }
        return PixelRect.EMPTY;
    }

    @Override
    public void back() {
        if (!corners.isEmpty()) {
            corners.remove(corners.size() - 1);
        }
    }

    @Override
    public boolean close() {
        if (corners.size() >= FEWEST_CORNERS) {
            closed.add(List.copyOf(corners));
            corners.clear();
        }
        return closed.size() == wanted;
    }

    @Override
    public PixelRect finish() {
        return close() ? filling.fill(closed) : PixelRect.EMPTY;
    }

    @Override
    public List<Polyline> outlines() {
        List<Polyline> lines = new ArrayList<>();
        closed.forEach(outline -> lines.add(new Polyline(outline, true)));
        if (!corners.isEmpty()) {
            List<Polyline.Point> open = new ArrayList<>(corners);
            open.add(pointer);
            lines.add(new Polyline(open, false));
        }
        return lines;
    }
}
