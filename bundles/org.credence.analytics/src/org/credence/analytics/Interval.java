package org.credence.analytics;

/**
 * An estimate with its bootstrap interval, and all that one must know to judge it.
 *
 * @param estimate from all clusters; NaN where it is undefined
 * @param low lower end of the interval; NaN where no resample gave a value
 * @param high upper end of the interval; NaN where no resample gave a value
 * @param level coverage aimed at, such as 0.95
 * @param clusters number of clusters (patients) that were resampled
 * @param resamples number of resamples that gave a value
 * @param degenerate number of resamples that gave none (such as an AUROC without positive cases) and were left out
 * @param seed of the resampling
 */
public record Interval(
        double estimate,
        double low,
        double high,
        double level,
        int clusters,
        int resamples,
        int degenerate,
        long seed) {

    /** Whether the interval lies wholly on one side of {@code value}. */
    public boolean excludes(double value) {
        return low > value || high < value;
    }
}
