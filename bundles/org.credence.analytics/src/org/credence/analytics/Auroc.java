package org.credence.analytics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The area under the receiver operating characteristic. */
public final class Auroc {

    private Auroc() {}

    /**
     * The probability that a positive case scores above a negative one, ties counting half (Mann-Whitney).
     *
     * @param scores higher means more likely positive
     * @param positive the truth, one per score
     * @return 0 to 1, or NaN if either class is missing
     */
    public static double of(double[] scores, boolean[] positive) {
        if (scores.length != positive.length) {
            throw new IllegalArgumentException(scores.length + " scores with " + positive.length + " labels");
        }
        for (double s : scores) {
            if (Double.isNaN(s)) {
                throw new IllegalArgumentException("A score is not a number; leave the case out.");
            }
        }
        int[] order = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> scores[i]))
                .mapToInt(i -> i)
                .toArray();
        double wins = 0;
        long negatives = 0;
        long positives = 0;
        for (int from = 0; from < order.length; ) {
            int to = from;
            long tiedPositives = 0;
            while (to < order.length && scores[order[to]] == scores[order[from]]) {
                tiedPositives += positive[order[to]] ? 1 : 0;
                to++;
            }
            long tiedNegatives = to - from - tiedPositives;
            wins += tiedPositives * (negatives + 0.5 * tiedNegatives);
            negatives += tiedNegatives;
            positives += tiedPositives;
            from = to;
        }
        return positives == 0 || negatives == 0 ? Double.NaN : wins / ((double) positives * negatives);
    }

    /**
     * The same with its interval, by patient: all cases of a patient are drawn together.
     *
     * @param patients whose case it is, one per score
     */
    public static Interval interval(
            List<String> patients, double[] scores, boolean[] positive, ClusterBootstrap bootstrap) {
        if (patients.size() != scores.length || scores.length != positive.length) {
            throw new IllegalArgumentException(
                    patients.size() + " patients with " + scores.length + " scores and " + positive.length + " labels");
        }
        Map<String, List<Integer>> cases = new LinkedHashMap<>();
        for (int i = 0; i < scores.length; i++) {
            cases.computeIfAbsent(patients.get(i), k -> new ArrayList<>()).add(i);
        }
        return bootstrap.interval(List.copyOf(cases.values()), drawn -> {
            int[] all = drawn.stream()
                    .flatMapToInt(c -> c.stream().mapToInt(i -> i))
                    .toArray();
            double[] drawnScores = new double[all.length];
            boolean[] drawnPositive = new boolean[all.length];
            for (int i = 0; i < all.length; i++) {
                drawnScores[i] = scores[all[i]];
                drawnPositive[i] = positive[all[i]];
            }
            return of(drawnScores, drawnPositive);
        });
    }
}
