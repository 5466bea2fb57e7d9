package org.credence.segmentation;

import java.util.Arrays;

/**
 * What a network that is normalised by each frame's own figures wants to know of a frame: what to subtract and what to
 * divide by. They are taken of the frame's own pixels, so neither the bars that fitting adds nor tiles change them.
 */
final class GrayStatistics {

    /** Frames of one gray have no deviation and no range. */
    private static final double LEAST_DIVISOR = 1e-8;

    private static final int LEVELS = 256;

    private final NetworkInput.Normalization normalization;
    private final double[] seen = new double[LEVELS];
    private final int[] histogram = new int[LEVELS];

    GrayStatistics(NetworkInput.Normalization normalization) {
        this.normalization = normalization;
        for (int level = 0; level < LEVELS; level++) {
            seen[level] = Math.clamp(level, normalization.low(), normalization.high()) * normalization.scale();
        }
    }

    /** Puts two figures of the gray into {@code into}. */
    void take(byte[] gray, float[] into) {
        Arrays.fill(histogram, 0);
        for (byte level : gray) {
            histogram[level & 0xff]++;
        }
        double subtracted;
        double divisor;
        if (normalization.kind() == NetworkInput.Kind.ZSCORE) {
            double sum = 0;
            for (int level = 0; level < LEVELS; level++) {
                sum += histogram[level] * seen[level];
            }
            subtracted = sum / gray.length;
            double squares = 0;
            for (int level = 0; level < LEVELS; level++) {
                squares += histogram[level] * (seen[level] - subtracted) * (seen[level] - subtracted);
            }
            divisor = Math.sqrt(squares / gray.length);
        } else {
            int least = 0;
            while (histogram[least] == 0) {
                least++;
            }
            int most = LEVELS - 1;
            while (histogram[most] == 0) {
                most--;
            }
            subtracted = seen[least];
            divisor = seen[most] - seen[least];
        }
        into[0] = (float) subtracted;
        into[1] = (float) Math.max(LEAST_DIVISOR, divisor);
    }
}
