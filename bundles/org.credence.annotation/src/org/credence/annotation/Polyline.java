package org.credence.annotation;

import java.util.List;

/**
 * A line to be drawn over a frame while a gesture is under way, in image coordinates (column, row), where pixel (0, 0)
 * spans 0..1.
 *
 * @param points in order
 * @param closed whether the last is joined with the first
 */
public record Polyline(List<Point> points, boolean closed) {

    /** A place on a frame, in image coordinates. */
    public record Point(double column, double row) {
        public Point {
            if (!Double.isFinite(column) || !Double.isFinite(row)) {
                throw new IllegalArgumentException("A place has finite coordinates, got: " + column + ", " + row);
            }
        }
    }

    public Polyline {
        points = List.copyOf(points);
    }
}
