package org.credence.training;

/**
 * How confidence is shown to a model: for each pixel and segment a target from 0 to 1 and a weight of at least 0, both
 * functions of the percent alone. Confidence is data, never part of the network, so all exposures train the same graph.
 */
public sealed interface Exposure {

    /** What the model is to say about a pixel painted with this percent, 0 to 1. */
    float target(int percent);

    /** How much that pixel counts; 0 leaves it out. */
    float weight(int percent);

    /** The percent that a model's probability of 0.5 stands for. */
    int thresholdPercent();

    /** In words, for a model card. */
    String description();

    /**
     * Painted with at least this confidence is foreground, all else background.
     *
     * @param percent 1 to 100; 60 works well on lung ultrasound
     */
    record HardThreshold(int percent) implements Exposure {
        public HardThreshold {
            check(percent);
        }

        @Override
        public float target(int p) {
            return p >= percent ? 1 : 0;
        }

        @Override
        public float weight(int p) {
            return 1;
        }

        @Override
        public int thresholdPercent() {
            return percent;
        }

        @Override
        public String description() {
            return "labels cut at " + percent + " %";
        }
    }

    /** The confidence itself is the target. */
    record Soft() implements Exposure {
        @Override
        public float target(int p) {
            return p / 100f;
        }

        @Override
        public float weight(int p) {
            return 1;
        }

        @Override
        public int thresholdPercent() {
            return 50;
        }

        @Override
        public String description() {
            return "confidence as soft target";
        }
    }

    /**
     * Cut at a threshold, and each pixel counts as much as its reader was sure of the side it fell on: foreground by the
     * percent, background by what is missing to 100.
     *
     * @param percent 1 to 100
     */
    record ConfidenceWeighted(int percent) implements Exposure {
        public ConfidenceWeighted {
            check(percent);
        }

        @Override
        public float target(int p) {
            return p >= percent ? 1 : 0;
        }

        @Override
        public float weight(int p) {
            return (p >= percent ? p : 100 - p) / 100f;
        }

        @Override
        public int thresholdPercent() {
            return percent;
        }

        @Override
        public String description() {
            return "labels cut at " + percent + " %, weighted by confidence";
        }
    }

    /**
     * Foreground from {@code high} on, background below {@code low}, and nothing learned from what lies between.
     *
     * @param low 1 to high
     * @param high up to 100
     */
    record IgnoreBand(int low, int high) implements Exposure {
        public IgnoreBand {
            check(low);
            check(high);
            if (low > high) {
                throw new IllegalArgumentException("A band runs from low to high, got: " + low + " to " + high);
            }
        }

        @Override
        public float target(int p) {
            return p >= high ? 1 : 0;
        }

        @Override
        public float weight(int p) {
            return p >= low && p < high ? 0 : 1;
        }

        @Override
        public int thresholdPercent() {
            return high;
        }

        @Override
        public String description() {
            return "labels cut at " + high + " %"
                    + (low == high ? "" : ", " + low + (low == high - 1 ? "" : " to " + (high - 1)) + " % left out");
        }
    }

    private static void check(int percent) {
        if (percent < 1 || percent > 100) {
            throw new IllegalArgumentException("A threshold is a percent from 1 to 100, got: " + percent);
        }
    }
}
