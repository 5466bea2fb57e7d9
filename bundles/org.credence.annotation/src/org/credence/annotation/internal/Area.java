package org.credence.annotation.internal;

import java.util.Arrays;
import java.util.List;
import org.credence.annotation.FramePixels;
import org.credence.annotation.Polyline;
import org.credence.imaging.PixelRect;

/**
 * A set of pixels of a frame.
 *
 * @param bounds a rectangle of the frame that holds them all
 * @param inside whether each pixel of the rectangle belongs to the set, row by row
 */
record Area(PixelRect bounds, boolean[] inside) {

    static final Area EMPTY = new Area(PixelRect.EMPTY, new boolean[0]);

    /** The pixels whose centres lie within a closed outline, by the even-odd rule. */
    static Area within(List<Polyline.Point> corners, int columns, int rows) {
        if (corners.size() < 3) {
            return EMPTY;
        }
        double left = Double.POSITIVE_INFINITY;
        double top = Double.POSITIVE_INFINITY;
        double right = Double.NEGATIVE_INFINITY;
        double bottom = Double.NEGATIVE_INFINITY;
        for (Polyline.Point p : corners) {
            left = Math.min(left, p.column());
            top = Math.min(top, p.row());
            right = Math.max(right, p.column());
            bottom = Math.max(bottom, p.row());
        }
        PixelRect bounds = clip(left, top, right, bottom, columns, rows);
        if (bounds.isEmpty()) {
            return EMPTY;
        }
        boolean[] inside = new boolean[bounds.width() * bounds.height()];
        double[] crossings = new double[corners.size()];
        for (int y = 0; y < bounds.height(); y++) {
            int count = crossings(corners, bounds.row() + y + 0.5, crossings);
            for (int c = 0; c + 1 < count; c += 2) {
                int from = Math.clamp((long) Math.ceil(crossings[c] - 0.5) - bounds.column(), 0, bounds.width());
                int to = Math.clamp((long) Math.ceil(crossings[c + 1] - 0.5) - bounds.column(), 0, bounds.width());
                Arrays.fill(inside, y * bounds.width() + from, y * bounds.width() + Math.max(from, to), true);
            }
        }
        return new Area(bounds, inside);
    }

    private static PixelRect clip(double left, double top, double right, double bottom, int columns, int rows) {
        int x0 = (int) Math.clamp(Math.floor(left), 0, columns);
        int y0 = (int) Math.clamp(Math.floor(top), 0, rows);
        int x1 = (int) Math.clamp(Math.ceil(right), 0, columns);
        int y1 = (int) Math.clamp(Math.ceil(bottom), 0, rows);
        return x1 <= x0 || y1 <= y0 ? PixelRect.EMPTY : new PixelRect(x0, y0, x1 - x0, y1 - y0);
    }

    /** Where the outline crosses the height {@code y}, sorted. */
    private static int crossings(List<Polyline.Point> corners, double y, double[] crossings) {
        int count = 0;
        Polyline.Point a = corners.get(corners.size() - 1);
        for (Polyline.Point b : corners) {
            if (a.row() <= y != b.row() <= y) {
                crossings[count++] = a.column() + (y - a.row()) / (b.row() - a.row()) * (b.column() - a.column());
            }
            a = b;
        }
        Arrays.sort(crossings, 0, count);
        return count;
    }

    boolean contains(int column, int row) {
        int x = column - bounds.column();
        int y = row - bounds.row();
        return x >= 0 && y >= 0 && x < bounds.width() && y < bounds.height() && inside[y * bounds.width() + x];
    }

    boolean isEmpty() {
        for (boolean in : inside) {
            if (in) {
                return false;
            }
        }
        return true;
    }

    /** Whether each pixel of another rectangle belongs to the set, row by row. */
    boolean[] over(PixelRect rectangle) {
        boolean[] there = new boolean[rectangle.width() * rectangle.height()];
        PixelRect common = bounds.intersection(rectangle);
        for (int row = common.row(); row < common.row() + common.height(); row++) {
            System.arraycopy(
                    inside,
                    (row - bounds.row()) * bounds.width() + common.column() - bounds.column(),
                    there,
                    (row - rectangle.row()) * rectangle.width() + common.column() - rectangle.column(),
                    common.width());
        }
        return there;
    }

    /** The same set with its holes: what cannot be reached from outside over pixels that do not belong to it. */
    Area filled() {
        int w = bounds.width() + 2;
        int h = bounds.height() + 2;
        boolean[] outside = new boolean[w * h];
        int[] stack = new int[w * h];
        int size = 0;
        outside[0] = true;
        stack[size++] = 0;
        while (size > 0) {
            int i = stack[--size];
            int x = i % w;
            int y = i / w;
            for (int side = 0; side < 4; side++) {
                int nx = x + (side == 0 ? 1 : side == 1 ? -1 : 0);
                int ny = y + (side == 2 ? 1 : side == 3 ? -1 : 0);
                if (nx >= 0
                        && ny >= 0
                        && nx < w
                        && ny < h
                        && !outside[ny * w + nx]
                        && !contains(bounds.column() + nx - 1, bounds.row() + ny - 1)) {
                    outside[ny * w + nx] = true;
                    stack[size++] = ny * w + nx;
                }
            }
        }
        boolean[] full = new boolean[inside.length];
        for (int y = 0; y < bounds.height(); y++) {
            for (int x = 0; x < bounds.width(); x++) {
                full[y * bounds.width() + x] = !outside[(y + 1) * w + x + 1];
            }
        }
        return new Area(bounds, full);
    }

    /**
     * Covers the set, with a weight that rises from the edge over {@code rampMm}: a pixel's distance in mm from the nearest
     * pixel outside, as a share of the ramp. The border of the frame is no edge.
     *
     * @return the pixels that may have changed
     */
    PixelRect paint(Painting painting, FramePixels pixels, double rampMm) {
        if (rampMm == 0) {
            for (int y = 0; y < bounds.height(); y++) {
                int start = y * bounds.width();
                for (int x = 0; x < bounds.width(); x++) {
                    int from = x;
                    while (x < bounds.width() && inside[start + x]) {
                        x++;
                    }
                    painting.cover(bounds.row() + y, bounds.column() + from, bounds.column() + x);
                }
            }
            return bounds;
        }
        PixelRect around = grown(1, 1, pixels);
        boolean[] outside = over(around);
        for (int i = 0; i < outside.length; i++) {
            outside[i] = !outside[i];
        }
        DistanceMap distances =
                DistanceMap.to(outside, around.width(), around.height(), pixels.columnMm(), pixels.rowMm());
        for (int y = 0; y < around.height(); y++) {
            for (int x = 0; x < around.width(); x++) {
                if (!outside[y * around.width() + x]) {
                    painting.cover(around.row() + y, around.column() + x, distances.at(x, y) / rampMm);
                }
            }
        }
        return bounds;
    }

    /** The bounds with some more columns and rows on each side, as far as the frame goes. */
    PixelRect grown(int columns, int rows, FramePixels frame) {
        return bounds.isEmpty()
                ? bounds
                : new PixelRect(
                                bounds.column() - columns,
                                bounds.row() - rows,
                                bounds.width() + 2 * columns,
                                bounds.height() + 2 * rows)
                        .intersection(new PixelRect(0, 0, frame.columns(), frame.rows()));
    }

    /** The outer edge of a connected set without holes, along the sides of its pixels. */
    Polyline outline() {
        return OutlineTracer.trace(this);
    }
}
