package org.credence.phantom.internal;

/**
 * The perfect panel: which fraction of infinitely many unbiased readers calls something a structure, given how much it
 * stands out.
 *
 * <p>A logistic psychometric function of the contrast in dB. At {@link #HALF_DB} every second reader sees the structure;
 * what less than one in twenty would call is no structure.
 */
final class Panel {

    /** The contrast that half of the panel sees. */
    static final double HALF_DB = 3.6;

    /** The slope: from 27 to 73 % of the panel within twice this. */
    static final double SLOPE_DB = 0.9;

    private static final double NOBODY = 0.05;

    private Panel() {}

    static float probability(double contrastDb) {
        if (contrastDb < 0.5) {
            return 0;
        }
        double p = 1 / (1 + Math.exp(-(contrastDb - HALF_DB) / SLOPE_DB));
        return p < NOBODY ? 0 : p > 1 - NOBODY / 10 ? 1 : (float) p;
    }
}
