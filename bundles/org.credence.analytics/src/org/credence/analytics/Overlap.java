package org.credence.analytics;

/**
 * How far two masks agree, as counts of pixels, so that overlaps of several frames can be pooled before they are divided.
 *
 * <p>Convention: where both masks are empty, Dice and IoU are undefined ({@code NaN}) and such frames are left out of
 * means; where exactly one is empty, both are 0.
 *
 * @param both pixels in both masks
 * @param first pixels in the first mask
 * @param second pixels in the second mask
 */
public record Overlap(long both, long first, long second) {

    /** The overlap of no pixels; what pooling begins with. */
    public static final Overlap NONE = new Overlap(0, 0, 0);

    public Overlap {
        if (both < 0 || both > first || both > second) {
            throw new IllegalArgumentException("Masks of " + first + " and " + second + " pixels cannot share " + both);
        }
    }

    /** Compares two masks of the same length. */
    public static Overlap of(boolean[] first, boolean[] second) {
        if (first.length != second.length) {
            throw new IllegalArgumentException(
                    "Masks of " + first.length + " and " + second.length + " pixels cannot be compared");
        }
        long both = 0;
        long inFirst = 0;
        long inSecond = 0;
        for (int i = 0; i < first.length; i++) {
            inFirst += first[i] ? 1 : 0;
            inSecond += second[i] ? 1 : 0;
            both += first[i] && second[i] ? 1 : 0;
        }
        return new Overlap(both, inFirst, inSecond);
    }

    /** Both overlaps pooled. */
    public Overlap plus(Overlap other) {
        return new Overlap(both + other.both, first + other.first, second + other.second);
    }

    /** Whether neither mask has a pixel, so that there is nothing to agree on. */
    public boolean isEmpty() {
        return first == 0 && second == 0;
    }

    /** Dice's coefficient, 0 to 1: twice the common pixels over the sum of both; NaN if both masks are empty. */
    public double dice() {
        return isEmpty() ? Double.NaN : 2.0 * both / (first + second);
    }

    /** Intersection over union (Jaccard's index), 0 to 1; NaN if both masks are empty. */
    public double iou() {
        return isEmpty() ? Double.NaN : both / (double) (first + second - both);
    }
}
