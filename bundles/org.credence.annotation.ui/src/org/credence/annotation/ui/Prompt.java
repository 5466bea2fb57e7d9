package org.credence.annotation.ui;

/** What a reader points at, in image coordinates (column, row), where pixel (0, 0) spans 0..1. */
public sealed interface Prompt {

    /**
     * A click.
     *
     * @param foreground whether it lies on what is meant, or beside it
     */
    record Point(double column, double row, boolean foreground) implements Prompt {
        public Point {
            if (!Double.isFinite(column) || !Double.isFinite(row)) {
                throw new IllegalArgumentException("A place has finite coordinates, got: " + column + ", " + row);
            }
        }
    }

    /** A rectangle around what is meant, of a size. */
    record Box(double left, double top, double right, double bottom) implements Prompt {
        public Box {
            if (!(left < right && top < bottom) || !Double.isFinite(right - left) || !Double.isFinite(bottom - top)) {
                throw new IllegalArgumentException(
                        "A box has a size, got: " + left + ", " + top + " to " + right + ", " + bottom);
            }
        }
    }
}
