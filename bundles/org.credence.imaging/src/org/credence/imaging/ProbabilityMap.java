package org.credence.imaging;

import java.util.List;

/**
 * What a model says about a frame: one probability per pixel and segment. Immutable.
 *
 * <p>Segments are independent (a pixel may belong to several), so the probabilities of a pixel need not add up to 1.
 */
public final class ProbabilityMap {

    private final int columns;
    private final int rows;
    private final List<String> segments;
    private final float[][] probabilities;

    /**
     * @param segments the segments' labels, one per plane
     * @param probabilities per segment columns x rows values from 0 to 1, row by row; owned by the map from here on
     */
    public ProbabilityMap(int columns, int rows, List<String> segments, float[][] probabilities) {
        if (segments.isEmpty() || segments.size() != probabilities.length) {
            throw new IllegalArgumentException(segments.size() + " segments with " + probabilities.length + " planes");
        }
        for (float[] plane : probabilities) {
            if (plane.length != (long) columns * rows) {
                throw new IllegalArgumentException(
                        "A plane of " + columns + " x " + rows + " pixels got " + plane.length + " values");
            }
            for (float p : plane) {
                if (!(p >= 0 && p <= 1)) {
                    throw new IllegalArgumentException("A probability lies between 0 and 1, got: " + p);
                }
            }
        }
        this.columns = columns;
        this.rows = rows;
        this.segments = List.copyOf(segments);
        this.probabilities = probabilities;
    }

    /**
     * A map of whole percents.
     *
     * @param percents per segment columns x rows values from 0 to 100, row by row; copied
     */
    public static ProbabilityMap ofPercents(int columns, int rows, List<String> segments, byte[][] percents) {
        float[][] probabilities = new float[percents.length][];
        for (int s = 0; s < percents.length; s++) {
            probabilities[s] = new float[percents[s].length];
            for (int i = 0; i < percents[s].length; i++) {
                probabilities[s][i] = percents[s][i] / 100f;
            }
        }
        return new ProbabilityMap(columns, rows, segments, probabilities);
    }

    public int columns() {
        return columns;
    }

    public int rows() {
        return rows;
    }

    /** The segments' labels, in the order of the planes. */
    public List<String> segments() {
        return segments;
    }

    /** The probability of a segment (by its index) at a pixel, 0 to 1. */
    public float probability(int segment, int column, int row) {
        if (column < 0 || column >= columns || row < 0 || row >= rows) {
            throw new IndexOutOfBoundsException(
                    "Pixel (" + column + ", " + row + ") lies outside " + columns + " x " + rows);
        }
        return probabilities[segment][row * columns + column];
    }

    /** A segment's probabilities rounded to percent, row by row, in a new array. */
    public byte[] percent(int segment) {
        float[] plane = probabilities[segment];
        byte[] percent = new byte[plane.length];
        for (int i = 0; i < plane.length; i++) {
            percent[i] = (byte) Math.round(100 * plane[i]);
        }
        return percent;
    }
}
