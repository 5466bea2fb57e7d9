package org.credence.dicom.codecs;

import java.util.Arrays;

/**
 * Puts the rows of a frame together from the lines of its components, those that are subsampled spread over it as libjpeg
 * does: by a triangle filter where there is one sample for two across, or for two by two; else by repetition. Used by one
 * thread.
 */
final class JpegRows {

    /** Samples that are looked at together. */
    private static final int RUN = 64;

    private final JpegPlane[] planes;
    private final int horizontal;
    private final int vertical;
    private final FrameFormat format;
    private final JpegCodec.RowWriter writer;
    private final byte[] out;

    /** The lines of the row, and where it starts in each. */
    private final short[][] lines;

    private final int[] starts;

    /** For every component that is subsampled, room for a line of the frame; for others, null. */
    private final short[][] spread;

    /** Sums of two lines, with the weights 3 and 1. */
    private final int[] sums;

    /** The first row that is still missing. */
    private int next;

    /**
     * @param planes the components
     * @param horizontal largest sampling factor across
     * @param vertical largest sampling factor down
     * @param writer takes rows of three components with 8 bits
     * @param out takes in the samples
     */
    JpegRows(
            JpegPlane[] planes,
            int horizontal,
            int vertical,
            FrameFormat format,
            JpegCodec.RowWriter writer,
            byte[] out)
            throws CodecException {
        this.planes = planes;
        this.horizontal = horizontal;
        this.vertical = vertical;
        this.format = format;
        this.writer = writer;
        this.lines = new short[planes.length][];
        this.starts = new int[planes.length];
        this.out = out;
        this.spread = new short[planes.length][];
        int widest = 0;
        for (int c = 0; c < planes.length; c++) {
            JpegPlane p = planes[c];
            if (horizontal % p.horizontal != 0 || vertical % p.vertical != 0) {
                throw new CodecException("A JPEG frame with sampling factors of " + p.horizontal + " x " + p.vertical
                        + " beside " + horizontal + " x " + vertical + " is not decoded here.");
            }
            if (p.horizontal != horizontal) {
                spread[c] = new short[p.columns * (horizontal / p.horizontal)];
                widest = Math.max(widest, p.columns);
            }
        }
        this.sums = new int[widest];
    }

    /** Puts rows together that have all their lines, once this many rows of MCUs were transformed. */
    void put(int mcuRows) {
        long lines = 8L * vertical * mcuRows;
        // The filter takes a line from below.
        int end = (int) (lines >= format.rows() ? format.rows() : lines - 1);
        for (; next < end; next++) {
            put();
        }
    }

    private void put() {
        int width = format.sampleBytes();
        int step = width * planes.length;
        int at = next * format.columns() * step;
        for (int c = 0; c < planes.length; c++) {
            lines[c] = line(c);
        }
        if (step == 3) {
            writer.write(lines, starts, format.columns(), out, at);
        } else {
            for (int c = 0; c < planes.length; c++) {
                store(lines[c], starts[c], at + c * width, step);
            }
        }
    }

    /** Writes samples as they are; a {@link JpegCodec.RowWriter}. */
    static void interleave(short[][] lines, int[] starts, int columns, byte[] out, int at) {
        short[] a = lines[0];
        short[] b = lines[1];
        short[] c = lines[2];
        int fromA = starts[0];
        int fromB = starts[1];
        int fromC = starts[2];
        for (int x = 0, o = at; x < columns; x++, o += 3) {
            out[o] = (byte) a[fromA + x];
            out[o + 1] = (byte) b[fromB + x];
            out[o + 2] = (byte) c[fromC + x];
        }
    }

    private void store(short[] line, int from, int at, int step) {
        int end = from + format.columns();
        if (format.sampleBytes() == 1) {
            for (int i = from, o = at; i < end; i++, o += step) {
                out[o] = (byte) line[i];
            }
        } else {
            for (int i = from, o = at; i < end; i++, o += step) {
                out[o] = (byte) line[i];
                out[o + 1] = (byte) (line[i] >> 8);
            }
        }
    }

    /** The samples of a component for the row; sets where they start. */
    private short[] line(int component) {
        JpegPlane p = planes[component];
        short[] to = spread[component];
        if (to == null) {
            starts[component] = p.start(next / (vertical / p.vertical));
            return p.lines;
        }
        int across = horizontal / p.horizontal;
        int down = vertical / p.vertical;
        int y = next / down;
        int start = p.start(y);
        if (across == 2 && down == 1 && p.columns > 2) {
            filter(p.lines, start, p.columns, to);
        } else if (across == 2 && down == 2 && p.columns > 2) {
            int beside = Math.max(0, Math.min(p.rows - 1, next % 2 == 0 ? y - 1 : y + 1));
            filterBetween(p.lines, start, p.start(beside), p.columns, to);
        } else {
            for (int x = 0, o = 0; x < p.columns; x++) {
                for (int i = 0; i < across; i++) {
                    to[o++] = p.lines[start + x];
                }
            }
        }
        return to;
    }

    /** Spreads a line: three parts of the sample itself and one of its nearer neighbour. */
    private static void filter(short[] lines, int from, int columns, short[] to) {
        int last = columns - 1;
        to[0] = lines[from];
        for (int x = 0; x < last; ) {
            int end = Math.min(last, x + RUN);
            // Most of an ultrasound image is gray, its chroma the same for long runs.
            if (Arrays.equals(lines, from + x, from + end, lines, from + x + 1, from + end + 1)) {
                Arrays.fill(to, 2 * x + 1, 2 * end + 1, lines[from + x]);
            } else {
                filterRun(lines, from, x, end, to);
            }
            x = end;
        }
        to[2 * last + 1] = lines[from + last];
    }

    private static void filterRun(short[] lines, int from, int start, int end, short[] to) {
        for (int x = start; x < end; x++) {
            int left = lines[from + x];
            int right = lines[from + x + 1];
            to[2 * x + 1] = (short) (3 * left + right + 2 >> 2);
            to[2 * x + 2] = (short) (3 * right + left + 1 >> 2);
        }
    }

    /** Spreads a line with the nearer one above or below it. */
    private void filterBetween(short[] lines, int from, int beside, int columns, short[] to) {
        int[] s = sums;
        for (int x = 0; x < columns; x++) {
            s[x] = 3 * lines[from + x] + lines[beside + x];
        }
        int last = columns - 1;
        to[0] = (short) (4 * s[0] + 8 >> 4);
        for (int x = 0; x < last; ) {
            int end = Math.min(last, x + RUN);
            if ((s[x] & 3) == 0 && Arrays.equals(s, x, end, s, x + 1, end + 1)) {
                Arrays.fill(to, 2 * x + 1, 2 * end + 1, (short) (s[x] >> 2));
            } else {
                filterRun(s, x, end, to);
            }
            x = end;
        }
        to[2 * last + 1] = (short) (4 * s[last] + 7 >> 4);
    }

    private static void filterRun(int[] s, int start, int end, short[] to) {
        for (int x = start; x < end; x++) {
            to[2 * x + 1] = (short) (3 * s[x] + s[x + 1] + 7 >> 4);
            to[2 * x + 2] = (short) (3 * s[x + 1] + s[x] + 8 >> 4);
        }
    }
}
