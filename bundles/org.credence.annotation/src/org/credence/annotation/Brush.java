package org.credence.annotation;

import java.util.Optional;

/**
 * What a tool paints with. Tools that have no use for a part of it ignore that part.
 *
 * <p>A pixel that a gesture covers fully becomes {@link Mode#of} of the confidence that it had <em>before the
 * gesture</em>, so a pointer that rests or returns adds nothing. In a soft edge, where a gesture covers a pixel by a
 * weight below 1, the pixel goes that share of the way, rounded half up; of several weights the largest counts.
 *
 * @param radiusPixels of the round brush, in image pixels, 0.5 to 4096
 * @param confidence the percent it paints, 1 to 100
 * @param mode how that meets what is there
 * @param softness the share of the radius, 0 (a hard edge) to 1, over which a round brush's weight falls to 0
 * @param intensity the only intensities that any tool may touch; all of them if empty
 * @param tolerance how far an intensity may be from the one under the pointer and still be alike, 0 to 255
 * @param rampMm over which distance the weight falls to 0 within the edge of an area, 0 for a hard edge; the ramp tool
 *     grows by it. Where the size of pixels is not known, a pixel counts as 1 mm
 */
public record Brush(
        double radiusPixels,
        int confidence,
        Mode mode,
        double softness,
        Optional<IntensityRange> intensity,
        int tolerance,
        double rampMm) {

    /** How painted confidence meets what is there. */
    public enum Mode {
        /** Replaces it. */
        SET,
        /** Only raises it. */
        RAISE,
        /** Only lowers it, and only where something is painted. */
        LOWER,
        /** Adds to it, up to 100. */
        ADD,
        /** The mean of both, rounded half up; half of the painted where nothing is. */
        BLEND;

        /** What a fully covered pixel becomes; both are percents. */
        public int of(int there, int painted) {
            return switch (this) {
                case SET -> painted;
                case RAISE -> Math.max(there, painted);
                case LOWER -> Math.min(there, painted);
                case ADD -> Math.min(Confidence.FULL, there + painted);
                case BLEND -> (there + painted + 1) / 2;
            };
        }
    }

    /**
     * Intensities from {@code low} to {@code high}, both included, as {@link FramePixels#intensity} gives them.
     *
     * @param low 0 to 255
     * @param high from {@code low} to 255
     */
    public record IntensityRange(int low, int high) {
        public IntensityRange {
            if (low < 0 || high > FramePixels.BRIGHTEST || low > high) {
                throw new IllegalArgumentException(
                        "A range of intensities lies within 0 to 255, low before high, got: " + low + " to " + high);
            }
        }

        /** The intensities that differ from one by at most a tolerance. */
        public static IntensityRange around(int intensity, int tolerance) {
            return new IntensityRange(
                    Math.max(0, intensity - tolerance), Math.min(FramePixels.BRIGHTEST, intensity + tolerance));
        }

        public boolean contains(int intensity) {
            return intensity >= low && intensity <= high;
        }
    }

    /** The tolerance of a brush that was not told another. */
    public static final int DEFAULT_TOLERANCE = 16;

    public Brush {
        if (!(radiusPixels >= 0.5 && radiusPixels <= 4096)) {
            throw new IllegalArgumentException("A brush has a radius of 0.5 to 4096 pixels, got: " + radiusPixels);
        }
        if (Confidence.check(confidence) == 0) {
            throw new IllegalArgumentException("A brush paints 1 to 100 %; to remove paint use the eraser.");
        }
        if (!(softness >= 0 && softness <= 1)) {
            throw new IllegalArgumentException("A brush's softness is a share from 0 to 1, got: " + softness);
        }
        if (tolerance < 0 || tolerance > FramePixels.BRIGHTEST) {
            throw new IllegalArgumentException("A tolerance of intensity is 0 to 255, got: " + tolerance);
        }
        if (!(rampMm >= 0 && rampMm <= 1000)) {
            throw new IllegalArgumentException("A ramp is 0 to 1000 mm wide, got: " + rampMm);
        }
    }

    /** A brush with a hard edge that paints on every intensity. */
    public Brush(double radiusPixels, int confidence, Mode mode) {
        this(radiusPixels, confidence, mode, 0, Optional.empty(), DEFAULT_TOLERANCE, 0);
    }

    /** The same with another confidence. */
    public Brush withConfidence(int percent) {
        return new Brush(radiusPixels, percent, mode, softness, intensity, tolerance, rampMm);
    }

    /** The same in another mode. */
    public Brush withMode(Mode next) {
        return new Brush(radiusPixels, confidence, next, softness, intensity, tolerance, rampMm);
    }

    /** The same with another softness of the round edge. */
    public Brush withSoftness(double share) {
        return new Brush(radiusPixels, confidence, mode, share, intensity, tolerance, rampMm);
    }

    /** The same, kept to intensities of a range. */
    public Brush within(IntensityRange range) {
        return new Brush(radiusPixels, confidence, mode, softness, Optional.of(range), tolerance, rampMm);
    }

    /** The same with another tolerance of intensity. */
    public Brush withTolerance(int levels) {
        return new Brush(radiusPixels, confidence, mode, softness, intensity, levels, rampMm);
    }

    /** The same with another ramp at the edge of areas. */
    public Brush withRamp(double mm) {
        return new Brush(radiusPixels, confidence, mode, softness, intensity, tolerance, mm);
    }
}
