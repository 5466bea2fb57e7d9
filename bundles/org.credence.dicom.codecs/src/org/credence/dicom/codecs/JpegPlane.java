package org.credence.dicom.codecs;

import java.util.Arrays;

/**
 * A component of a JPEG frame with a discrete cosine transform: its grid of blocks, its coefficients where they come in
 * several scans, and its samples of the last two rows of MCUs. Used by one thread.
 */
final class JpegPlane {

    private static final byte[] ZIGZAG = {
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14,
        21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60,
        61, 54, 47, 55, 62, 63
    };

    /** Steps that multiply with 1. */
    private static final int[] PLACES = new int[64];

    static {
        for (int k = 0; k < 64; k++) {
            PLACES[k] = 1 << 6 | ZIGZAG[k];
        }
    }

    /** Sampling factors. */
    final int horizontal;

    final int vertical;

    /** Samples across and down that the frame has of this component; its blocks may have more. */
    final int columns;

    final int rows;

    /** Blocks across and down. */
    final int across;

    final int down;

    /** What the next DC difference is from. */
    int prediction;

    /** Samples of the last rows of blocks, as many as two rows of MCUs have; line {@code y} is at {@code start(y)}. */
    final short[] lines;

    /** Blocks side by side that are the same all over and still have to be filled in. */
    private int runStart;

    private int runEnd;
    private int runRow;
    private short runSample;

    private final int stride;
    private final int ring;

    /** For every coefficient in the order of the stream, its quantization times 64, plus its place; null before a scan. */
    private int[] steps;

    /** Block by block, as places, not yet multiplied; null where blocks are transformed as they come. */
    private short[] coefficients;

    /** The lowest bit of each coefficient, in the order of the stream, that scans brought; -1 if none did. */
    private final byte[] lowestBits = new byte[64];

    JpegPlane(int horizontal, int vertical, int columns, int rows) {
        this.horizontal = horizontal;
        this.vertical = vertical;
        this.columns = columns;
        this.rows = rows;
        this.across = (columns + 7) / 8;
        this.down = (rows + 7) / 8;
        this.stride = 8 * across;
        this.ring = Math.min(16 * vertical, 8 * down);
        this.lines = new short[stride * ring];
        Arrays.fill(lowestBits, (byte) -1);
    }

    /** Where a line is that was transformed not long ago. */
    int start(int y) {
        return y % ring * stride;
    }

    /** The place of a coefficient in its block. */
    static int place(int k) {
        return ZIGZAG[k];
    }

    /** Takes the quantization table that holds when the component's first scan starts. */
    void quantize(int[] table) {
        if (steps == null) {
            steps = new int[64];
            for (int k = 0; k < 64; k++) {
                steps[k] = table[k] << 6 | ZIGZAG[k];
            }
        }
    }

    /**
     * For every coefficient in the order of the stream, what a block takes in is multiplied with, times 64, plus its place:
     * the quantization, or 1 where coefficients are kept.
     */
    int[] steps() {
        return coefficients == null ? steps : PLACES;
    }

    /** Keeps coefficients from now on. */
    void keepCoefficients() throws CodecException {
        long length = 64L * across * down;
        if (length > Integer.MAX_VALUE - 16) {
            throw new CodecException("A JPEG frame in several scans with a component of " + columns + " x " + rows
                    + " samples is more than can be decoded in one piece.");
        }
        coefficients = new short[(int) length];
    }

    boolean keepsCoefficients() {
        return coefficients != null;
    }

    short[] coefficients() {
        return coefficients;
    }

    /** Whether a block is one of the frame's, and does not only fill an MCU. */
    boolean holds(int x, int y) {
        return x < across && y < down;
    }

    /** Where the coefficients of a block start. */
    int block(int x, int y) {
        return 64 * (y * across + x);
    }

    /**
     * Notes what a scan brings.
     *
     * @throws CodecException if it does not go on where those before it ended
     */
    void refine(int start, int end, int high, int low) throws CodecException {
        for (int k = start; k <= end; k++) {
            if (lowestBits[k] != (high == 0 ? -1 : high)) {
                throw new CodecException("The JPEG frame is damaged: its scans do not bring the bits of coefficient "
                        + k + " one after the other.");
            }
            lowestBits[k] = (byte) low;
        }
    }

    /** Whether scans brought all bits of all coefficients. */
    boolean isComplete() {
        for (byte lowest : lowestBits) {
            if (lowest != 0) {
                return false;
            }
        }
        return true;
    }

    /** Keeps a block, which is 0 afterwards. */
    void keep(int[] block, int x, int y) {
        int to = block(x, y);
        for (int i = 0; i < 64; i++) {
            coefficients[to + i] = (short) block[i];
            block[i] = 0;
        }
    }

    /** Makes samples of a block, which is 0 afterwards; some only until {@link #finishRow}. */
    void transform(JpegTransform transform, int[] block, long written, int x, int y) {
        if (written != 0) {
            transform.inverse(block, written, lines, start(8 * y) + 8 * x, stride);
            return;
        }
        short sample = transform.flat(block[0]);
        block[0] = 0;
        if (x != runEnd || y != runRow || sample != runSample) {
            finishRow();
            runStart = x;
            runRow = y;
            runSample = sample;
        }
        runEnd = x + 1;
    }

    /** Makes the samples that are still missing of the blocks so far. */
    void finishRow() {
        int from = start(8 * runRow) + 8 * runStart;
        int length = 8 * (runEnd - runStart);
        for (int i = 0; i < 8; i++) {
            Arrays.fill(lines, from + i * stride, from + i * stride + length, runSample);
        }
        runStart = runEnd;
    }

    /** Makes samples of a row of blocks whose coefficients were kept. */
    void transformRow(JpegTransform transform, int[] block, int y) {
        for (int x = 0; x < across; x++) {
            int from = block(x, y);
            long written = 0;
            for (int k = 0; k < 64; k++) {
                int step = steps[k];
                int place = step & 63;
                int value = coefficients[from + place];
                if (value != 0) {
                    block[place] = value * (step >> 6);
                    written |= 1L << place;
                }
            }
            transform(transform, block, written & ~1L, x, y);
        }
        finishRow();
    }
}
