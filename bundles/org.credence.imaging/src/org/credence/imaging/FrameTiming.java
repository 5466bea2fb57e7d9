package org.credence.imaging;

import java.util.List;

/**
 * When the frames of a clip were taken.
 *
 * @param meanMs time from one frame to the next in ms, the mean where it varies; 0 where nothing is known
 * @param incrementsMs time from each frame to the next, one less than there are frames; empty where it does not vary
 */
public record FrameTiming(double meanMs, List<Double> incrementsMs) {

    /** Nothing is known. */
    public static final FrameTiming UNKNOWN = new FrameTiming(0, List.of());

    public FrameTiming {
        if (!(meanMs >= 0) || Double.isInfinite(meanMs)) {
            throw new IllegalArgumentException("A frame time is not negative, got: " + meanMs + " ms");
        }
        incrementsMs = List.copyOf(incrementsMs);
    }

    /** Frames at equal intervals. */
    public static FrameTiming every(double ms) {
        return new FrameTiming(ms, List.of());
    }

    /** Time from a frame (from 0) to the next in ms; the mean after the last. */
    public double afterMs(int frame) {
        return frame >= 0 && frame < incrementsMs.size() ? incrementsMs.get(frame) : meanMs;
    }
}
