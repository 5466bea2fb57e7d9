package org.credence.annotation.internal;

import org.credence.imaging.PixelRect;

/**
 * What a round brush covers on its way from one point to another: the pixels whose centres lie within its radius of the
 * way, and the one under the second end, so that the smallest brush paints something wherever it goes.
 */
final class Capsule {

    private final double x0;
    private final double y0;
    private final double dx;
    private final double dy;
    private final double length2;
    private final double radius;
    private final int endColumn;
    private final int endRow;

    Capsule(double x0, double y0, double x1, double y1, double radius) {
        this.x0 = x0;
        this.y0 = y0;
        this.dx = x1 - x0;
        this.dy = y1 - y0;
        this.length2 = dx * dx + dy * dy;
        this.radius = radius;
        this.endColumn = (int) Math.floor(x1);
        this.endRow = (int) Math.floor(y1);
    }

    /** Told what is covered, row by row. */
    interface Row {
        /** Columns from {@code from} to the one before {@code to}. */
        void covered(int row, int from, int to);
    }

    /** The pixels of a frame that may be covered. */
    PixelRect bounds(int columns, int rows) {
        int left = (int) Math.floor(Math.min(x0, x0 + dx) - radius);
        int top = (int) Math.floor(Math.min(y0, y0 + dy) - radius);
        int right = (int) Math.ceil(Math.max(x0, x0 + dx) + radius);
        int bottom = (int) Math.ceil(Math.max(y0, y0 + dy) + radius);
        return new PixelRect(left, top, right - left + 1, bottom - top + 1)
                .intersection(new PixelRect(0, 0, columns, rows));
    }

    /** Goes through what is covered of a frame. */
    void forEachRow(int columns, int rows, Row action) {
        PixelRect bounds = bounds(columns, rows);
        for (int row = bounds.row(); row < bounds.row() + bounds.height(); row++) {
            row(row, bounds.column(), bounds.column() + bounds.width(), action);
        }
        if (endColumn >= 0 && endRow >= 0 && endColumn < columns && endRow < rows) {
            action.covered(endRow, endColumn, endColumn + 1);
        }
    }

    /** A capsule is convex, so a row meets it in one piece: the hull of what the row meets of its two ends and its middle. */
    private void row(int row, int least, int most, Row action) {
        double y = row + 0.5 - y0;
        double first = Double.POSITIVE_INFINITY;
        double last = Double.NEGATIVE_INFINITY;
        double half2 = radius * radius - y * y;
        if (half2 >= 0) {
            double half = Math.sqrt(half2);
            first = -half;
            last = half;
        }
        half2 = radius * radius - (y - dy) * (y - dy);
        if (half2 >= 0) {
            double half = Math.sqrt(half2);
            first = Math.min(first, dx - half);
            last = Math.max(last, dx + half);
        }
        if (length2 > 0 && dy != 0) {
            // Where the row crosses the two sides of the middle, y = t * dy -+ radius * dx / length with 0 <= t <= 1.
            double length = Math.sqrt(length2);
            for (int side = -1; side <= 1; side += 2) {
                double offsetX = -side * radius * dy / length;
                double offsetY = side * radius * dx / length;
                double t = (y - offsetY) / dy;
                if (t >= 0 && t <= 1) {
                    first = Math.min(first, t * dx + offsetX);
                    last = Math.max(last, t * dx + offsetX);
                }
            }
        }
        if (first > last) {
            return;
        }
        int from = Math.max(least, (int) Math.ceil(x0 + first - 0.5));
        int to = Math.min(most, (int) Math.floor(x0 + last - 0.5) + 1);
        // The ends may be off by a rounding error; distances decide.
        while (from > least && covers(from - 1, row)) {
            from--;
        }
        while (from < to && !covers(from, row)) {
            from++;
        }
        while (to < most && to > from && covers(to, row)) {
            to++;
        }
        while (to > from && !covers(to - 1, row)) {
            to--;
        }
        if (from < to) {
            action.covered(row, from, to);
        }
    }

    private boolean covers(int column, int row) {
        return distance2(column, row) <= radius * radius;
    }

    /** The square of the distance of a pixel's centre from the way. */
    double distance2(int column, int row) {
        double px = column + 0.5 - x0;
        double py = row + 0.5 - y0;
        double t = length2 == 0 ? 0 : Math.clamp((px * dx + py * dy) / length2, 0.0, 1.0);
        double ex = px - t * dx;
        double ey = py - t * dy;
        return ex * ex + ey * ey;
    }
}
