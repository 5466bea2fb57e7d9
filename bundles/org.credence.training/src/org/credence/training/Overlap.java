package org.credence.training;

import java.util.OptionalDouble;
import org.credence.imaging.ProbabilityMap;

/**
 * How far a model's mask and a label cover each other, in pixels; sums over frames by {@link #plus}.
 *
 * @param both in mask and label
 * @param mask in the model's mask
 * @param label in the label
 */
public record Overlap(long both, long mask, long label) {

    /** Of nothing. */
    public static final Overlap NONE = new Overlap(0, 0, 0);

    public Overlap {
        if (both < 0 || both > mask || both > label) {
            throw new IllegalArgumentException(
                    "What both cover is part of each, got: " + both + " of " + mask + " and " + label);
        }
    }

    /**
     * Compares a segment (by its index) of a probability map, cut at 0.5, with a label cut at a percent.
     *
     * @param percent the label of the same size as the map, row by row
     */
    public static Overlap of(ProbabilityMap map, int segment, byte[] percent, int thresholdPercent) {
        if (percent.length != map.columns() * map.rows()) {
            throw new IllegalArgumentException(
                    "A label for " + map.columns() + " x " + map.rows() + " pixels got " + percent.length + " values");
        }
        long both = 0;
        long mask = 0;
        long label = 0;
        for (int y = 0, i = 0; y < map.rows(); y++) {
            for (int x = 0; x < map.columns(); x++, i++) {
                boolean said = map.probability(segment, x, y) >= 0.5f;
                boolean painted = percent[i] >= thresholdPercent;
                both += said && painted ? 1 : 0;
                mask += said ? 1 : 0;
                label += painted ? 1 : 0;
            }
        }
        return new Overlap(both, mask, label);
    }

    public Overlap plus(Overlap other) {
        return new Overlap(both + other.both, mask + other.mask, label + other.label);
    }

    /** Dice's coefficient, 0 to 1; empty where neither mask nor label has a pixel, for then there is nothing to agree on. */
    public OptionalDouble dice() {
        return mask + label == 0 ? OptionalDouble.empty() : OptionalDouble.of(2.0 * both / (mask + label));
    }
}
