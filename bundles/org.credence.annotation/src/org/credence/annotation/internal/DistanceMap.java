package org.credence.annotation.internal;

import java.util.Arrays;

/**
 * How far every pixel of a rectangle is from the nearest of a set of pixels, from centre to centre, and which that is.
 * Exact, by the lower envelope of parabolas along columns and then rows; pixels may be wider than high.
 */
final class DistanceMap {

    private static final double FAR = 1e30;

    private final int width;
    private final double[] squared;
    private final int[] nearest;

    private DistanceMap(int width, double[] squared, int[] nearest) {
        this.width = width;
        this.squared = squared;
        this.nearest = nearest;
    }

    /**
     * @param set width x height flags, row by row
     * @param pixelWidth the distance of columns, in the unit of the result
     * @param pixelHeight the distance of rows
     */
    static DistanceMap to(boolean[] set, int width, int height, double pixelWidth, double pixelHeight) {
        double[] squared = new double[set.length];
        int[] nearest = new int[set.length];
        Arrays.fill(nearest, -1);
        for (int i = 0; i < set.length; i++) {
            squared[i] = set[i] ? 0 : FAR;
            nearest[i] = set[i] ? i : -1;
        }
        Envelope columns = new Envelope(height);
        for (int x = 0; x < width; x++) {
            columns.transform(squared, nearest, x, width, height, pixelHeight);
        }
        Envelope rows = new Envelope(width);
        for (int y = 0; y < height; y++) {
            rows.transform(squared, nearest, y * width, 1, width, pixelWidth);
        }
        return new DistanceMap(width, squared, nearest);
    }

    /** The distance; infinite if the set is empty. */
    double at(int x, int y) {
        double s = squared[y * width + x];
        return s >= FAR ? Double.POSITIVE_INFINITY : Math.sqrt(s);
    }

    /** The index, y x width + x, of the nearest pixel of the set; -1 if the set is empty. */
    int nearest(int x, int y) {
        return nearest[y * width + x];
    }

    /** One line's transformation, with the memory that it needs. */
    private static final class Envelope {

        private final double[] values;
        private final int[] sources;
        private final int[] apexes;
        private final double[] starts;

        Envelope(int longest) {
            values = new double[longest];
            sources = new int[longest];
            apexes = new int[longest];
            starts = new double[longest];
        }

        void transform(double[] squared, int[] nearest, int first, int step, int count, double spacing) {
            int parabolas = 0;
            for (int q = 0; q < count; q++) {
                values[q] = squared[first + q * step];
                sources[q] = nearest[first + q * step];
                if (values[q] >= FAR) {
                    continue;
                }
                double start = Double.NEGATIVE_INFINITY;
                while (parabolas > 0) {
                    int p = apexes[parabolas - 1];
                    double gap = (q - p) * spacing;
                    start = ((values[q] - values[p]) / gap + gap) / 2 + p * spacing;
                    if (start > starts[parabolas - 1]) {
                        break;
                    }
                    parabolas--;
                }
                starts[parabolas] = parabolas == 0 ? Double.NEGATIVE_INFINITY : start;
                apexes[parabolas++] = q;
            }
            if (parabolas == 0) {
                return;
            }
            for (int q = 0, k = 0; q < count; q++) {
                while (k + 1 < parabolas && starts[k + 1] <= q * spacing) {
                    k++;
                }
                double away = (q - apexes[k]) * spacing;
                squared[first + q * step] = away * away + values[apexes[k]];
                nearest[first + q * step] = sources[apexes[k]];
            }
        }
    }
}
