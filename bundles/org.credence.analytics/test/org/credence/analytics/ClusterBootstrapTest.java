package org.credence.analytics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class ClusterBootstrapTest {

    private static final ToDoubleFunction<List<Double>> MEAN =
            values -> values.stream().mapToDouble(v -> v).average().orElse(Double.NaN);

    private static List<Double> normal(Random random, int n) {
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            values.add(5 + 2 * random.nextGaussian());
        }
        return values;
    }

    @Test
    void the_same_seed_gives_the_same_interval() {
        List<Double> values = normal(new Random(1), 30);

        assertEquals(
                ClusterBootstrap.standard(7).interval(values, MEAN),
                ClusterBootstrap.standard(7).interval(values, MEAN));
    }

    @Test
    void the_interval_of_a_mean_is_close_to_the_one_from_theory() {
        List<Double> values = normal(new Random(2), 200);
        double mean = MEAN.applyAsDouble(values);
        double sd = Math.sqrt(
                values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum() / 200);
        Interval interval = ClusterBootstrap.standard(1).interval(values, MEAN);

        assertEquals(mean, interval.estimate(), 1e-12);
        assertEquals(mean - 1.96 * sd / Math.sqrt(200), interval.low(), 0.03);
        assertEquals(mean + 1.96 * sd / Math.sqrt(200), interval.high(), 0.03);
        assertEquals(200, interval.clusters());
        assertEquals(2000, interval.resamples());
    }

    @Test
    void about_95_of_100_intervals_hold_the_truth() {
        Random random = new Random(9);
        int held = 0;
        for (int study = 0; study < 300; study++) {
            Interval i = new ClusterBootstrap(300, .95, study).interval(normal(random, 40), MEAN);
            held += i.excludes(5) ? 0 : 1;
        }
        assertTrue(held > 270 && held < 297, "intervals of 300 that hold the truth: " + held);
    }

    @Test
    void paired_differences_are_narrower_than_the_intervals_of_their_parts() {
        Random random = new Random(4);
        List<double[]> pairs = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            double patient = 10 * random.nextGaussian();
            pairs.add(new double[] {patient + 1 + .1 * random.nextGaussian(), patient});
        }
        ToDoubleFunction<List<double[]>> first =
                l -> l.stream().mapToDouble(p -> p[0]).average().orElseThrow();
        ToDoubleFunction<List<double[]>> second =
                l -> l.stream().mapToDouble(p -> p[1]).average().orElseThrow();
        ClusterBootstrap bootstrap = ClusterBootstrap.standard(5);
        Interval difference = bootstrap.difference(pairs, first, second);
        Interval part = bootstrap.interval(pairs, first);

        assertTrue(difference.high() - difference.low() < .1 * (part.high() - part.low()));
        assertTrue(difference.excludes(0) && difference.low() > .9 && difference.high() < 1.1);
    }

    @Test
    void resamples_without_a_value_are_left_out_and_counted() {
        Interval interval = new ClusterBootstrap(1000, .95, 3)
                .interval(List.of(1.0, 2.0), l -> l.get(0).equals(l.get(1)) ? Double.NaN : MEAN.applyAsDouble(l));

        assertEquals(1.5, interval.low());
        assertEquals(1000, interval.resamples() + interval.degenerate());
        assertEquals(500, interval.degenerate(), 60);
    }
}
