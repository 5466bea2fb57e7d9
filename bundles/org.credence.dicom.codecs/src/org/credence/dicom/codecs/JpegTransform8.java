package org.credence.dicom.codecs;

import java.util.Arrays;

/**
 * The transform for 8 bits in integers. Rounding twice, after columns and after rows, and wrapping levels around that are
 * off by more than 512, it gives every sample exactly as the accurate transform of libjpeg does, which nearly all software
 * decodes with: the same file has the same samples everywhere.
 */
final class JpegTransform8 implements JpegTransform {

    /** Bits behind the point of the factors, and of what is between the passes. */
    private static final int FACTOR_BITS = 13;

    private static final int BETWEEN_BITS = 2;
    private static final int COLUMN_SHIFT = FACTOR_BITS - BETWEEN_BITS;
    // A transform of eight in each direction is the root of 8 too large.
    private static final int ROW_SHIFT = FACTOR_BITS + BETWEEN_BITS + 3;
    private static final int COLUMN_HALF = 1 << COLUMN_SHIFT - 1;
    private static final int ROW_HALF = 1 << ROW_SHIFT - 1;

    /** With ck the cosine of k sixteenths of pi, times the root of 2: */
    private static final int C6 = 4433;

    private static final int C2_MINUS_C6 = 6270;
    private static final int C2_PLUS_C6 = 15137;
    private static final int C3 = 9633;
    private static final int C5_PLUS_C7_MINUS_C1_MINUS_C3 = -16069;
    private static final int C5_MINUS_C3 = -3196;
    private static final int C7_MINUS_C3 = -7373;
    private static final int C1_PLUS_C3 = -20995;
    private static final int ODD_7 = 2446;
    private static final int ODD_5 = 16819;
    private static final int ODD_3 = 25172;
    private static final int ODD_1 = 12299;

    /** Frequencies below this one are most often all there are. */
    private static final int FEW = 6;

    private static final long FIRST_COLUMN = 0x0101010101010101L;

    private static final long HIGH_COLUMNS = 0xc0c0c0c0c0c0c0c0L;
    private static final long HIGH_ROWS = 0xffff000000000000L;

    private static final int LEVELS_MASK = 1023;

    /** Levels from -512 to 511, at their lowest ten bits, as samples. */
    private static final short[] SAMPLES = new short[LEVELS_MASK + 1];

    static {
        for (int level = -512; level < 512; level++) {
            SAMPLES[level & LEVELS_MASK] = (short) Math.max(0, Math.min(255, level + 128));
        }
    }

    @Override
    public short flat(int first) {
        return SAMPLES[first + 4 >> 3 & LEVELS_MASK];
    }

    @Override
    public void inverse(int[] block, long written, short[] out, int at, int stride) {
        boolean few = (written & HIGH_COLUMNS) == 0;
        int columns = few ? FEW : 8;
        for (int x = 0; x < columns; x++) {
            long frequencies = written & FIRST_COLUMN << x & ~1L;
            if (frequencies == 0) {
                int level = block[x] << BETWEEN_BITS;
                for (int i = x; i < 64; i += 8) {
                    block[i] = level;
                }
            } else if ((frequencies & HIGH_ROWS) == 0) {
                columnOfFew(block, x);
            } else {
                column(block, x);
            }
        }
        for (int y = 0; y < 8; y++) {
            if (few) {
                rowOfFew(block, 8 * y, out, at + y * stride);
            } else {
                row(block, 8 * y, out, at + y * stride);
            }
        }
        Arrays.fill(block, 0);
    }

    private static void column(int[] f, int at) {
        int sum26 = (f[at + 16] + f[at + 48]) * C6;
        int inner = sum26 - f[at + 48] * C2_PLUS_C6;
        int outer = sum26 + f[at + 16] * C2_MINUS_C6;
        int sum04 = (f[at] + f[at + 32] << FACTOR_BITS) + COLUMN_HALF;
        int difference04 = (f[at] - f[at + 32] << FACTOR_BITS) + COLUMN_HALF;
        int e0 = sum04 + outer;
        int e1 = difference04 + inner;
        int e2 = difference04 - inner;
        int e3 = sum04 - outer;
        int f1 = f[at + 8];
        int f3 = f[at + 24];
        int f5 = f[at + 40];
        int f7 = f[at + 56];
        int all = (f1 + f3 + f5 + f7) * C3;
        int s37 = all + (f3 + f7) * C5_PLUS_C7_MINUS_C1_MINUS_C3;
        int s15 = all + (f1 + f5) * C5_MINUS_C3;
        int s17 = (f1 + f7) * C7_MINUS_C3;
        int s35 = (f3 + f5) * C1_PLUS_C3;
        int o0 = f1 * ODD_1 + s17 + s15;
        int o1 = f3 * ODD_3 + s35 + s37;
        int o2 = f5 * ODD_5 + s35 + s15;
        int o3 = f7 * ODD_7 + s17 + s37;
        f[at] = e0 + o0 >> COLUMN_SHIFT;
        f[at + 8] = e1 + o1 >> COLUMN_SHIFT;
        f[at + 16] = e2 + o2 >> COLUMN_SHIFT;
        f[at + 24] = e3 + o3 >> COLUMN_SHIFT;
        f[at + 32] = e3 - o3 >> COLUMN_SHIFT;
        f[at + 40] = e2 - o2 >> COLUMN_SHIFT;
        f[at + 48] = e1 - o1 >> COLUMN_SHIFT;
        f[at + 56] = e0 - o0 >> COLUMN_SHIFT;
    }

    /** A column without frequencies above 5. */
    private static void columnOfFew(int[] f, int at) {
        int outer = f[at + 16] * (C6 + C2_MINUS_C6);
        int inner = f[at + 16] * C6;
        int sum04 = (f[at] + f[at + 32] << FACTOR_BITS) + COLUMN_HALF;
        int difference04 = (f[at] - f[at + 32] << FACTOR_BITS) + COLUMN_HALF;
        int e0 = sum04 + outer;
        int e1 = difference04 + inner;
        int e2 = difference04 - inner;
        int e3 = sum04 - outer;
        int f1 = f[at + 8];
        int f3 = f[at + 24];
        int f5 = f[at + 40];
        int all = (f1 + f3 + f5) * C3;
        int s37 = all + f3 * C5_PLUS_C7_MINUS_C1_MINUS_C3;
        int s15 = all + (f1 + f5) * C5_MINUS_C3;
        int s17 = f1 * C7_MINUS_C3;
        int s35 = (f3 + f5) * C1_PLUS_C3;
        int o0 = f1 * ODD_1 + s17 + s15;
        int o1 = f3 * ODD_3 + s35 + s37;
        int o2 = f5 * ODD_5 + s35 + s15;
        int o3 = s17 + s37;
        f[at] = e0 + o0 >> COLUMN_SHIFT;
        f[at + 8] = e1 + o1 >> COLUMN_SHIFT;
        f[at + 16] = e2 + o2 >> COLUMN_SHIFT;
        f[at + 24] = e3 + o3 >> COLUMN_SHIFT;
        f[at + 32] = e3 - o3 >> COLUMN_SHIFT;
        f[at + 40] = e2 - o2 >> COLUMN_SHIFT;
        f[at + 48] = e1 - o1 >> COLUMN_SHIFT;
        f[at + 56] = e0 - o0 >> COLUMN_SHIFT;
    }

    /** A row without frequencies above 5. */
    private static void rowOfFew(int[] f, int at, short[] out, int to) {
        int outer = f[at + 2] * (C6 + C2_MINUS_C6);
        int inner = f[at + 2] * C6;
        int sum04 = (f[at] + f[at + 4] << FACTOR_BITS) + ROW_HALF;
        int difference04 = (f[at] - f[at + 4] << FACTOR_BITS) + ROW_HALF;
        int e0 = sum04 + outer;
        int e1 = difference04 + inner;
        int e2 = difference04 - inner;
        int e3 = sum04 - outer;
        int f1 = f[at + 1];
        int f3 = f[at + 3];
        int f5 = f[at + 5];
        int all = (f1 + f3 + f5) * C3;
        int s37 = all + f3 * C5_PLUS_C7_MINUS_C1_MINUS_C3;
        int s15 = all + (f1 + f5) * C5_MINUS_C3;
        int s17 = f1 * C7_MINUS_C3;
        int s35 = (f3 + f5) * C1_PLUS_C3;
        int o0 = f1 * ODD_1 + s17 + s15;
        int o1 = f3 * ODD_3 + s35 + s37;
        int o2 = f5 * ODD_5 + s35 + s15;
        int o3 = s17 + s37;
        out[to] = SAMPLES[e0 + o0 >> ROW_SHIFT & LEVELS_MASK];
        out[to + 1] = SAMPLES[e1 + o1 >> ROW_SHIFT & LEVELS_MASK];
        out[to + 2] = SAMPLES[e2 + o2 >> ROW_SHIFT & LEVELS_MASK];
        out[to + 3] = SAMPLES[e3 + o3 >> ROW_SHIFT & LEVELS_MASK];
        out[to + 4] = SAMPLES[e3 - o3 >> ROW_SHIFT & LEVELS_MASK];
        out[to + 5] = SAMPLES[e2 - o2 >> ROW_SHIFT & LEVELS_MASK];
        out[to + 6] = SAMPLES[e1 - o1 >> ROW_SHIFT & LEVELS_MASK];
        out[to + 7] = SAMPLES[e0 - o0 >> ROW_SHIFT & LEVELS_MASK];
    }

    private static void row(int[] f, int at, short[] out, int to) {
        int sum26 = (f[at + 2] + f[at + 6]) * C6;
        int inner = sum26 - f[at + 6] * C2_PLUS_C6;
        int outer = sum26 + f[at + 2] * C2_MINUS_C6;
        int sum04 = (f[at] + f[at + 4] << FACTOR_BITS) + ROW_HALF;
        int difference04 = (f[at] - f[at + 4] << FACTOR_BITS) + ROW_HALF;
        int e0 = sum04 + outer;
        int e1 = difference04 + inner;
        int e2 = difference04 - inner;
        int e3 = sum04 - outer;
        int f1 = f[at + 1];
        int f3 = f[at + 3];
        int f5 = f[at + 5];
        int f7 = f[at + 7];
        int all = (f1 + f3 + f5 + f7) * C3;
        int s37 = all + (f3 + f7) * C5_PLUS_C7_MINUS_C1_MINUS_C3;
        int s15 = all + (f1 + f5) * C5_MINUS_C3;
        int s17 = (f1 + f7) * C7_MINUS_C3;
        int s35 = (f3 + f5) * C1_PLUS_C3;
        int o0 = f1 * ODD_1 + s17 + s15;
        int o1 = f3 * ODD_3 + s35 + s37;
        int o2 = f5 * ODD_5 + s35 + s15;
        int o3 = f7 * ODD_7 + s17 + s37;
        out[to] = SAMPLES[e0 + o0 >> ROW_SHIFT & LEVELS_MASK];
        out[to + 1] = SAMPLES[e1 + o1 >> ROW_SHIFT & LEVELS_MASK];
        out[to + 2] = SAMPLES[e2 + o2 >> ROW_SHIFT & LEVELS_MASK];
        out[to + 3] = SAMPLES[e3 + o3 >> ROW_SHIFT & LEVELS_MASK];
        out[to + 4] = SAMPLES[e3 - o3 >> ROW_SHIFT & LEVELS_MASK];
        out[to + 5] = SAMPLES[e2 - o2 >> ROW_SHIFT & LEVELS_MASK];
        out[to + 6] = SAMPLES[e1 - o1 >> ROW_SHIFT & LEVELS_MASK];
        out[to + 7] = SAMPLES[e0 - o0 >> ROW_SHIFT & LEVELS_MASK];
    }
}
