package org.credence.phantom;

import org.credence.imaging.ProbabilityMap;

/**
 * What is really there on one frame. Immutable.
 *
 * <p>For every pixel and segment of {@link org.credence.annotation.LabelScheme#lungUltrasound()} it holds the fraction of
 * a perfect panel of readers who would call the pixel that segment. Clear structures have 1 inside; faint or partial ones
 * and blurred edges have something between, because there is no more to know about them.
 */
public final class Truth {

    private final ProbabilityMap probabilities;
    private final boolean[] fan;
    private final boolean[] lung;

    Truth(ProbabilityMap probabilities, boolean[] fan, boolean[] lung) {
        this.probabilities = probabilities;
        this.fan = fan;
        this.lung = lung;
    }

    /** The panel's probabilities, planes labelled as in the scheme. */
    public ProbabilityMap probabilities() {
        return probabilities;
    }

    /** Whether the pixel lies within the fan that the probe sees. */
    public boolean inFan(int column, int row) {
        return fan[row * probabilities.columns() + column];
    }

    /** Whether the pixel lies in the fan and deeper than the pleural line. */
    public boolean inLungField(int column, int row) {
        return lung[row * probabilities.columns() + column];
    }

    /** The pixels that at least half of the panel calls the segment, row by row, in a new array. */
    public boolean[] mask(String segment) {
        return mask(segment, 50);
    }

    /** The pixels that at least this percent of the panel calls the segment, row by row, in a new array. */
    public boolean[] mask(String segment, int percent) {
        byte[] plane = probabilities.percent(index(segment));
        boolean[] mask = new boolean[plane.length];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = plane[i] >= percent && plane[i] > 0;
        }
        return mask;
    }

    /** The expected area of the segment within the lung field, divided by the area of the lung field; 0 to 1. */
    public double areaFraction(String segment) {
        int s = index(segment);
        double sum = 0;
        long field = 0;
        int columns = probabilities.columns();
        for (int i = 0; i < lung.length; i++) {
            if (lung[i]) {
                field++;
                sum += probabilities.probability(s, i % columns, i / columns);
            }
        }
        return field == 0 ? 0 : sum / field;
    }

    private int index(String segment) {
        int s = probabilities.segments().indexOf(segment);
        if (s < 0) {
            throw new IllegalArgumentException(
                    "No segment is called " + segment + "; there are " + probabilities.segments());
        }
        return s;
    }
}
