package org.credence.analytics;

import java.util.Arrays;
import org.hipparchus.stat.correlation.SpearmansCorrelation;

/** Correlation of ranks. */
public final class RankCorrelation {

    private RankCorrelation() {}

    /**
     * Spearman's rho, ties given their mean rank.
     *
     * @return -1 to 1, or NaN for fewer than 3 pairs or where one side does not vary
     */
    public static double spearman(double[] x, double[] y) {
        if (x.length != y.length) {
            throw new IllegalArgumentException(x.length + " values cannot be paired with " + y.length);
        }
        if (x.length < 3 || isConstant(x) || isConstant(y)) {
            return Double.NaN;
        }
        return new SpearmansCorrelation().correlation(x, y);
    }

    private static boolean isConstant(double[] values) {
        return Arrays.stream(values).allMatch(v -> v == values[0]);
    }
}
