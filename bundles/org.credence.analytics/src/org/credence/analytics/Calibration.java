package org.credence.analytics;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether stated confidences come true: a reliability diagram and its summaries.
 *
 * <p>Conventions: bins of equal width, closed below and open above, the last closed at 1; a bin's confidence is the mean
 * of the confidences in it; ECE is the mean over pixels of the bins' absolute differences between confidence and truth,
 * MCE the largest such difference of a non-empty bin. The truth of a case is 0 or 1, or the share of a panel between them.
 *
 * @param bins from low to high confidence, empty ones too
 * @param ece expected calibration error, 0 to 1
 * @param mce maximum calibration error, 0 to 1
 * @param brier mean squared difference of confidence and truth, 0 to 1
 * @param n number of cases
 */
public record Calibration(List<Bin> bins, double ece, double mce, double brier, long n) {

    /**
     * One bin of a reliability diagram.
     *
     * @param from lowest confidence
     * @param to highest confidence
     * @param n cases in it
     * @param confidence their mean confidence; NaN if there are none
     * @param truth their mean truth; NaN if there are none
     */
    public record Bin(double from, double to, long n, double confidence, double truth) {}

    public Calibration {
        bins = List.copyOf(bins);
    }

    /** Of some cases at once; see {@link Tally} for very many. */
    public static Calibration of(double[] confidence, double[] truth, int bins) {
        if (confidence.length != truth.length) {
            throw new IllegalArgumentException(
                    confidence.length + " confidences with " + truth.length + " true values");
        }
        Tally tally = new Tally(bins);
        for (int i = 0; i < truth.length; i++) {
            tally.add(confidence[i], truth[i]);
        }
        return tally.calibration();
    }

    /** Counts cases one by one and keeps only sums. Not thread-safe. */
    public static final class Tally {

        private final long[] counts;
        private final double[] confidences;
        private final double[] truths;
        private double squares;

        /** A tally of no cases in this many bins of equal width. */
        public Tally(int bins) {
            if (bins < 1) {
                throw new IllegalArgumentException("Calibration needs at least one bin, got: " + bins);
            }
            counts = new long[bins];
            confidences = new double[bins];
            truths = new double[bins];
        }

        /** Counts a case: a stated confidence and the truth, both 0 to 1. */
        public void add(double confidence, double truth) {
            if (!(confidence >= 0 && confidence <= 1) || !(truth >= 0 && truth <= 1)) {
                throw new IllegalArgumentException(
                        "Confidence and truth lie between 0 and 1, got: " + confidence + ", " + truth);
            }
            // Whole percents belong exactly on the bins' bounds, where binary fractions would fall just below.
            int bin = Math.min(counts.length - 1, (int) (confidence * counts.length + 1e-9));
            counts[bin]++;
            confidences[bin] += confidence;
            truths[bin] += truth;
            squares += (confidence - truth) * (confidence - truth);
        }

        /** Counts all that another tally with as many bins has counted. */
        public void add(Tally other) {
            if (other.counts.length != counts.length) {
                throw new IllegalArgumentException(
                        "Tallies of " + counts.length + " and " + other.counts.length + " bins cannot be added");
            }
            for (int b = 0; b < counts.length; b++) {
                counts[b] += other.counts[b];
                confidences[b] += other.confidences[b];
                truths[b] += other.truths[b];
            }
            squares += other.squares;
        }

        /** What the cases so far come to; the summaries are NaN if there are none. */
        public Calibration calibration() {
            List<Bin> bins = new ArrayList<>();
            long n = 0;
            double gaps = 0;
            double largest = 0;
            for (int b = 0; b < counts.length; b++) {
                double width = 1.0 / counts.length;
                bins.add(new Bin(
                        b * width,
                        (b + 1) * width,
                        counts[b],
                        counts[b] == 0 ? Double.NaN : confidences[b] / counts[b],
                        counts[b] == 0 ? Double.NaN : truths[b] / counts[b]));
                n += counts[b];
                double gap = Math.abs(confidences[b] - truths[b]);
                gaps += gap;
                largest = counts[b] == 0 ? largest : Math.max(largest, gap / counts[b]);
            }
            return new Calibration(bins, gaps / n, n == 0 ? Double.NaN : largest, squares / n, n);
        }
    }
}
