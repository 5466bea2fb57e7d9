package org.credence.segmentation;

import java.util.List;
import java.util.Optional;

/**
 * What somebody points at on a frame, in image coordinates (column, row), where pixel (0, 0) spans 0..1.
 *
 * @param segment the label of what is meant; the answer's map has it
 * @param points on it, and beside it
 * @param box around it
 * @param previous the coarse mask of an answer about the same frame, to be made better
 */
public record Prompts(String segment, List<Point> points, Optional<Box> box, Optional<CoarseMask> previous) {

    /** More would only slow a decoder down. */
    private static final int MOST_POINTS = 1000;

    /**
     * A place on a frame.
     *
     * @param foreground whether it lies on what is meant, or beside it
     */
    public record Point(double column, double row, boolean foreground) {
        public Point {
            if (!Double.isFinite(column) || !Double.isFinite(row)) {
                throw new IllegalArgumentException("A place has finite coordinates, got: " + column + ", " + row);
            }
        }
    }

    /** A rectangle on a frame, of a size. */
    public record Box(double left, double top, double right, double bottom) {
        public Box {
            if (!(Double.isFinite(left) && Double.isFinite(top) && left < right && top < bottom)
                    || !Double.isFinite(right)
                    || !Double.isFinite(bottom)) {
                throw new IllegalArgumentException(
                        "A box has a size, got: " + left + ", " + top + " to " + right + ", " + bottom);
            }
        }
    }

    public Prompts {
        if (segment == null || segment.isBlank()) {
            throw new IllegalArgumentException("Prompts are for a segment, got: " + segment);
        }
        points = List.copyOf(points);
        if (points.isEmpty() && box.isEmpty() || points.size() > MOST_POINTS) {
            throw new IllegalArgumentException(
                    "Prompts are a box or 1 to " + MOST_POINTS + " points, or both, got points: " + points.size());
        }
    }

    /** Points alone. */
    public static Prompts of(String segment, Point... points) {
        return new Prompts(segment, List.of(points), Optional.empty(), Optional.empty());
    }

    /** A box alone. */
    public static Prompts of(String segment, Box box) {
        return new Prompts(segment, List.of(), Optional.of(box), Optional.empty());
    }
}
