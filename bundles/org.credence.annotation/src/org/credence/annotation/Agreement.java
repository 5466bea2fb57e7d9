package org.credence.annotation;

import java.util.List;
import org.credence.imaging.FrameRef;

/**
 * How far readers agree about a segment on a frame, pixel by pixel. Bulk arrays are columns x rows percents, row by row,
 * and belong to whoever asked; fractions are rounded half up. Immutable.
 */
public final class Agreement {

    private final int columns;
    private final int rows;
    private final byte[][] readers;

    private Agreement(int columns, int rows, byte[][] readers) {
        this.columns = columns;
        this.rows = rows;
        this.readers = readers;
    }

    /**
     * The readers' agreement. That a reader did not paint a pixel counts as 0 %, which means background only on frames that
     * all of them completed: ask {@link AnnotationSnapshot#state} first.
     *
     * @param annotations at least two, of the same series
     * @throws IllegalArgumentException if there are fewer, or one is of another series or size, or means something else by
     *     the segment's number
     */
    public static Agreement of(List<AnnotationSnapshot> annotations, FrameRef frame, int segment) {
        if (annotations.size() < 2) {
            throw new IllegalArgumentException("Agreement needs at least two readers, got: " + annotations.size());
        }
        AnnotationSnapshot first = annotations.get(0);
        byte[][] readers = new byte[annotations.size()][];
        for (int r = 0; r < readers.length; r++) {
            AnnotationSnapshot a = annotations.get(r);
            if (!a.seriesUid().equals(first.seriesUid())
                    || a.columns() != first.columns()
                    || a.rows() != first.rows()) {
                throw new IllegalArgumentException("Reader " + a.reader().id() + " painted on series " + a.seriesUid()
                        + ", reader " + first.reader().id() + " on " + first.seriesUid()
                        + "; compare annotations of one series.");
            }
            if (!a.scheme().meansSame(first.scheme(), segment)) {
                throw new IllegalArgumentException("Segment " + segment + " is not the same in scheme "
                        + a.scheme().name() + " of reader " + a.reader().id() + " as in scheme "
                        + first.scheme().name() + " of reader " + first.reader().id() + ".");
            }
            readers[r] = a.layer(frame, segment).percents();
        }
        return new Agreement(first.columns(), first.rows(), readers);
    }

    public int columns() {
        return columns;
    }

    public int rows() {
        return rows;
    }

    /** The readers' mean confidence. */
    public byte[] mean() {
        int n = readers.length;
        byte[] mean = new byte[columns * rows];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (byte) ((2 * sum(i) + n) / (2 * n));
        }
        return mean;
    }

    /** The highest confidence of a reader minus the lowest. */
    public byte[] spread() {
        byte[] spread = new byte[columns * rows];
        for (int i = 0; i < spread.length; i++) {
            int least = Confidence.FULL;
            int most = Confidence.NONE;
            for (byte[] reader : readers) {
                least = Math.min(least, reader[i]);
                most = Math.max(most, reader[i]);
            }
            spread[i] = (byte) (most - least);
        }
        return spread;
    }

    /** The standard deviation of these readers' confidence (the square root of the mean square, by n), 0 to 50. */
    public byte[] deviation() {
        int n = readers.length;
        byte[] deviation = new byte[columns * rows];
        for (int i = 0; i < deviation.length; i++) {
            long squares = 0;
            for (byte[] reader : readers) {
                squares += (long) reader[i] * reader[i];
            }
            long sum = sum(i);
            deviation[i] = (byte) Math.floor(Math.sqrt(n * squares - sum * sum) / n + 0.5);
        }
        return deviation;
    }

    /**
     * The share of pairs of readers of whom one paints at least {@code threshold} percent and the other does not; of two
     * readers 0 or 100.
     *
     * @param threshold 1 to 100
     */
    public byte[] disagreement(int threshold) {
        if (Confidence.check(threshold) == Confidence.NONE) {
            throw new IllegalArgumentException("A threshold is 1 to 100 %, got: 0");
        }
        int n = readers.length;
        int pairs = n * (n - 1) / 2;
        byte[] disagreement = new byte[columns * rows];
        for (int i = 0; i < disagreement.length; i++) {
            int yes = 0;
            for (byte[] reader : readers) {
                yes += reader[i] >= threshold ? 1 : 0;
            }
            disagreement[i] = (byte) ((2 * 100 * yes * (n - yes) + pairs) / (2 * pairs));
        }
        return disagreement;
    }

    private int sum(int pixel) {
        int sum = 0;
        for (byte[] reader : readers) {
            sum += reader[pixel];
        }
        return sum;
    }
}
