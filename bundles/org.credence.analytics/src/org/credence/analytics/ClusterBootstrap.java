package org.credence.analytics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/**
 * Percentile intervals by resampling whole clusters, in medicine patients: the frames and exams of one patient are alike,
 * and intervals that ignore this are too narrow.
 *
 * <p>Each resample draws as many clusters as there are, with replacement, and computes the statistic on them. The
 * interval's ends are quantiles of these values, linearly interpolated between order statistics. The seed decides
 * everything. With few clusters (under some 20) percentile intervals are somewhat too narrow; {@link Interval#clusters}
 * is there to be printed.
 *
 * @param resamples number of resamples, at least 100
 * @param level coverage aimed at, between 0 and 1, such as 0.95
 * @param seed of the random numbers
 */
public record ClusterBootstrap(int resamples, double level, long seed) {

    public ClusterBootstrap {
        if (resamples < 100) {
            throw new IllegalArgumentException("A bootstrap takes at least 100 resamples, got: " + resamples);
        }
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("A level lies between 0 and 1, got: " + level);
        }
    }

    /** 2000 resamples for 95 % intervals. */
    public static ClusterBootstrap standard(long seed) {
        return new ClusterBootstrap(2000, 0.95, seed);
    }

    /**
     * The interval of a statistic.
     *
     * @param clusters one element per patient, holding all that the statistic needs of him or her; at least one
     * @param statistic of a list of clusters, in which a cluster may occur several times; NaN where it is undefined
     */
    public <C> Interval interval(List<C> clusters, ToDoubleFunction<List<C>> statistic) {
        if (clusters.isEmpty()) {
            throw new IllegalArgumentException("There is no cluster to resample.");
        }
        Random random = new Random(seed);
        double[] values = new double[resamples];
        int valid = 0;
        List<C> drawn = new ArrayList<>(clusters);
        for (int r = 0; r < resamples; r++) {
            for (int i = 0; i < clusters.size(); i++) {
                drawn.set(i, clusters.get(random.nextInt(clusters.size())));
            }
            double value = statistic.applyAsDouble(List.copyOf(drawn));
            if (!Double.isNaN(value)) {
                values[valid++] = value;
            }
        }
        double[] sorted = Arrays.copyOf(values, valid);
        Arrays.sort(sorted);
        double tail = (1 - level) / 2;
        return new Interval(
                statistic.applyAsDouble(List.copyOf(clusters)),
                quantile(sorted, tail),
                quantile(sorted, 1 - tail),
                level,
                clusters.size(),
                valid,
                resamples - valid,
                seed);
    }

    /**
     * The interval of the difference of two statistics, {@code first} minus {@code second}, both computed on the same
     * resample each time: a paired comparison.
     */
    public <C> Interval difference(
            List<C> clusters, ToDoubleFunction<List<C>> first, ToDoubleFunction<List<C>> second) {
        return interval(clusters, c -> first.applyAsDouble(c) - second.applyAsDouble(c));
    }

    private static double quantile(double[] sorted, double q) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        double position = q * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
