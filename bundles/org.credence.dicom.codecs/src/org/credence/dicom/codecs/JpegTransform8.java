package org.credence.dicom.codecs;

import java.util.Arrays;

/**
 * The transform for 8 bits in integers. Rounding twice, after columns and after rows, and wrapping levels around that are
 * off by more than 512, it gives every sample exactly as the accurate transform of libjpeg does, which nearly all software
 * decodes with: the same file has the same samples everywhere. Used by one thread.
 */
final class JpegTransform8 implements JpegTransform {

    /** Bits behind the point of the factors, and of what is between the passes. */
    private static final int FACTOR_BITS = 13;

    private static final int BETWEEN_BITS = 2;
    private static final int COLUMN_SHIFT = FACTOR_BITS - BETWEEN_BITS;
    // A transform of eight in each direction is the root of 8 too large.
    private static final int ROW_SHIFT = FACTOR_BITS + BETWEEN_BITS + 3;
    private static final int COLUMN_HALF = 1 << COLUMN_SHIFT - 1;

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

    /** Makes two of one number, in both halves of a long. */
    private static final long TWICE = 0x100000001L;

    /** Half of what is rounded to in both halves, and so much in the lower one that it is never negative. */
    private static final long ROW_HALVES = (1L << ROW_SHIFT - 1) * TWICE + (1L << 31);

    private static final int LEVELS_MASK = 1023;

    /** Levels from -512 to 511, at their lowest ten bits, as samples. */
    private static final short[] SAMPLES = new short[LEVELS_MASK + 1];

    static {
        for (int level = -512; level < 512; level++) {
            SAMPLES[level & LEVELS_MASK] = (short) Math.max(0, Math.min(255, level + 128));
        }
    }

    /**
     * What is between the passes, two rows at a time, for sums and products of both halves of a long are those of the whole:
     * row {@code y} plus row {@code 7 - y} times 2 to the power of 32.
     */
    private final long[] pairs = new long[32];

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
                long level = (block[x] << BETWEEN_BITS) * TWICE;
                for (int i = x; i < 32; i += 8) {
                    pairs[i] = level;
                }
            } else if ((frequencies & HIGH_ROWS) == 0) {
                columnOfFew(block, x, pairs);
            } else {
                column(block, x, pairs);
            }
        }
        for (int y = 0; y < 4; y++) {
            if (few) {
                rowsOfFew(pairs, 8 * y, out, at + y * stride, at + (7 - y) * stride);
            } else {
                rows(pairs, 8 * y, out, at + y * stride, at + (7 - y) * stride);
            }
        }
        Arrays.fill(block, 0);
    }

    private static void column(int[] f, int at, long[] pairs) {
        int sum26 = (f[at + 16] + f[at + 48]) * C6;
        int inner = sum26 - f[at + 48] * C2_PLUS_C6;
        int outer = sum26 + f[at + 16] * C2_MINUS_C6;
        int sum04 = (f[at] + f[at + 32] << FACTOR_BITS) + COLUMN_HALF;
        int difference04 = (f[at] - f[at + 32] << FACTOR_BITS) + COLUMN_HALF;
        int f1 = f[at + 8];
        int f3 = f[at + 24];
        int f5 = f[at + 40];
        int f7 = f[at + 56];
        int all = (f1 + f3 + f5 + f7) * C3;
        int s37 = all + (f3 + f7) * C5_PLUS_C7_MINUS_C1_MINUS_C3;
        int s15 = all + (f1 + f5) * C5_MINUS_C3;
        int s17 = (f1 + f7) * C7_MINUS_C3;
        int s35 = (f3 + f5) * C1_PLUS_C3;
        pairs[at] = pair(sum04 + outer, f1 * ODD_1 + s17 + s15);
        pairs[at + 8] = pair(difference04 + inner, f3 * ODD_3 + s35 + s37);
        pairs[at + 16] = pair(difference04 - inner, f5 * ODD_5 + s35 + s15);
        pairs[at + 24] = pair(sum04 - outer, f7 * ODD_7 + s17 + s37);
    }

    /** A column without frequencies above 5. */
    private static void columnOfFew(int[] f, int at, long[] pairs) {
        int inner = f[at + 16] * C6;
        int outer = f[at + 16] * (C6 + C2_MINUS_C6);
        int sum04 = (f[at] + f[at + 32] << FACTOR_BITS) + COLUMN_HALF;
        int difference04 = (f[at] - f[at + 32] << FACTOR_BITS) + COLUMN_HALF;
        int f1 = f[at + 8];
        int f3 = f[at + 24];
        int f5 = f[at + 40];
        int all = (f1 + f3 + f5) * C3;
        int s37 = all + f3 * C5_PLUS_C7_MINUS_C1_MINUS_C3;
        int s15 = all + (f1 + f5) * C5_MINUS_C3;
        int s17 = f1 * C7_MINUS_C3;
        int s35 = (f3 + f5) * C1_PLUS_C3;
        pairs[at] = pair(sum04 + outer, f1 * ODD_1 + s17 + s15);
        pairs[at + 8] = pair(difference04 + inner, f3 * ODD_3 + s35 + s37);
        pairs[at + 16] = pair(difference04 - inner, f5 * ODD_5 + s35 + s15);
        pairs[at + 24] = pair(sum04 - outer, s17 + s37);
    }

    /** Two samples of a column, as far from its middle above and below. */
    private static long pair(int even, int odd) {
        return ((long) (even - odd >> COLUMN_SHIFT) << 32) + (even + odd >> COLUMN_SHIFT);
    }

    private static void rows(long[] f, int at, short[] out, int upper, int lower) {
        long sum26 = (f[at + 2] + f[at + 6]) * C6;
        long inner = sum26 - f[at + 6] * C2_PLUS_C6;
        long outer = sum26 + f[at + 2] * C2_MINUS_C6;
        long sum04 = (f[at] + f[at + 4] << FACTOR_BITS) + ROW_HALVES;
        long difference04 = (f[at] - f[at + 4] << FACTOR_BITS) + ROW_HALVES;
        long f1 = f[at + 1];
        long f3 = f[at + 3];
        long f5 = f[at + 5];
        long f7 = f[at + 7];
        long all = (f1 + f3 + f5 + f7) * C3;
        long s37 = all + (f3 + f7) * C5_PLUS_C7_MINUS_C1_MINUS_C3;
        long s15 = all + (f1 + f5) * C5_MINUS_C3;
        long s17 = (f1 + f7) * C7_MINUS_C3;
        long s35 = (f3 + f5) * C1_PLUS_C3;
        put(sum04 + outer, f1 * ODD_1 + s17 + s15, out, upper, lower, 7);
        put(difference04 + inner, f3 * ODD_3 + s35 + s37, out, upper + 1, lower + 1, 5);
        put(difference04 - inner, f5 * ODD_5 + s35 + s15, out, upper + 2, lower + 2, 3);
        put(sum04 - outer, f7 * ODD_7 + s17 + s37, out, upper + 3, lower + 3, 1);
    }

    /** Two rows without frequencies above 5. */
    private static void rowsOfFew(long[] f, int at, short[] out, int upper, int lower) {
        long inner = f[at + 2] * C6;
        long outer = f[at + 2] * (C6 + C2_MINUS_C6);
        long sum04 = (f[at] + f[at + 4] << FACTOR_BITS) + ROW_HALVES;
        long difference04 = (f[at] - f[at + 4] << FACTOR_BITS) + ROW_HALVES;
        long f1 = f[at + 1];
        long f3 = f[at + 3];
        long f5 = f[at + 5];
        long all = (f1 + f3 + f5) * C3;
        long s37 = all + f3 * C5_PLUS_C7_MINUS_C1_MINUS_C3;
        long s15 = all + (f1 + f5) * C5_MINUS_C3;
        long s17 = f1 * C7_MINUS_C3;
        long s35 = (f3 + f5) * C1_PLUS_C3;
        put(sum04 + outer, f1 * ODD_1 + s17 + s15, out, upper, lower, 7);
        put(difference04 + inner, f3 * ODD_3 + s35 + s37, out, upper + 1, lower + 1, 5);
        put(difference04 - inner, f5 * ODD_5 + s35 + s15, out, upper + 2, lower + 2, 3);
        put(sum04 - outer, s17 + s37, out, upper + 3, lower + 3, 1);
    }

    /** Puts samples into two rows, and those as far from the end of the rows, {@code mirrored} behind them. */
    private static void put(long even, long odd, short[] out, int upper, int lower, int mirrored) {
        long left = even + odd;
        long right = even - odd;
        out[upper] = SAMPLES[(int) (left >> ROW_SHIFT) & LEVELS_MASK];
        out[lower] = SAMPLES[(int) (left >> 32 + ROW_SHIFT) & LEVELS_MASK];
        out[upper + mirrored] = SAMPLES[(int) (right >> ROW_SHIFT) & LEVELS_MASK];
        out[lower + mirrored] = SAMPLES[(int) (right >> 32 + ROW_SHIFT) & LEVELS_MASK];
    }
}
