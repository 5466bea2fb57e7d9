package org.credence.annotation;

/**
 * How a tool paints.
 *
 * @param radiusPixels of the round brush, in image pixels, at least 0.5
 * @param confidence the percent it paints, 1 to 100
 * @param mode how that meets what is there
 */
public record Brush(double radiusPixels, int confidence, Mode mode) {

    /** How painted confidence meets what is there. */
    public enum Mode {
        /** Replaces it. */
        SET,
        /** Only raises it. */
        RAISE,
        /** Only lowers it, and only where something is painted. */
        LOWER
    }

    public Brush {
        if (!(radiusPixels >= 0.5 && radiusPixels <= 4096)) {
            throw new IllegalArgumentException("A brush has a radius of 0.5 to 4096 pixels, got: " + radiusPixels);
        }
        if (Confidence.check(confidence) == 0) {
            throw new IllegalArgumentException("A brush paints 1 to 100 %; to remove paint use the eraser.");
        }
    }
}
