package org.credence.dicom.codecs;

import java.util.Arrays;

/**
 * The adaptive binary arithmetic decoder of JPEG 2000 (ISO/IEC 15444-1, Annex C), with the contexts of one code-block. It
 * never fails: past the end of its bytes it reads ones, as the standard wants it. Not thread-safe.
 *
 * <p>As long as the more probable symbol comes and nothing has to be renormalized, the interval A and the code C both shrink
 * by the same probability. So only their slack goes from decision to decision, in a local variable of the caller: the lesser
 * of A - 8000H and C. A decision is out of the ordinary when the slack gets negative. All numbers have nine bits after the
 * point: eight of C that were read ahead, and the lowest bit, in which the slack carries the last decision.
 */
final class MqDecoder {

    /** Table C.2, a row per state: probability of the less probable symbol, next states after the more and after it. */
    private static final int[][] TABLE = {
        {0x5601, 1, 1}, {0x3401, 2, 6}, {0x1801, 3, 9}, {0x0ac1, 4, 12}, {0x0521, 5, 29}, {0x0221, 38, 33},
        {0x5601, 7, 6}, {0x5401, 8, 14}, {0x4801, 9, 14}, {0x3801, 10, 14}, {0x3001, 11, 17}, {0x2401, 12, 18},
        {0x1c01, 13, 20}, {0x1601, 29, 21}, {0x5601, 15, 14}, {0x5401, 16, 14}, {0x5101, 17, 15}, {0x4801, 18, 16},
        {0x3801, 19, 17}, {0x3401, 20, 18}, {0x3001, 21, 19}, {0x2801, 22, 19}, {0x2401, 23, 20}, {0x2201, 24, 21},
        {0x1c01, 25, 22}, {0x1801, 26, 23}, {0x1601, 27, 24}, {0x1401, 28, 25}, {0x1201, 29, 26}, {0x1101, 30, 27},
        {0x0ac1, 31, 28}, {0x09c1, 32, 29}, {0x08a1, 33, 30}, {0x0521, 34, 31}, {0x0441, 35, 32}, {0x02a1, 36, 33},
        {0x0221, 37, 34}, {0x0141, 38, 35}, {0x0111, 39, 36}, {0x0085, 40, 37}, {0x0049, 41, 38}, {0x0025, 42, 39},
        {0x0015, 43, 40}, {0x0009, 44, 41}, {0x0005, 45, 42}, {0x0001, 45, 43}, {0x5601, 46, 46},
    };

    private static final int POINT = 9;
    private static final int HALF = 0x8000 << POINT;
    private static final int PROBABILITY = 0xffff << POINT;
    private static final int INDEX = 127;

    /** What a context can be: the probability of the less probable symbol, and in the lowest bit the more probable one. */
    private static final int[] STATES = new int[2 * TABLE.length];

    /** By the seven low bits of a context, and whether the less probable symbol came: the context after it. */
    private static final int[] NEXT = new int[2 * STATES.length];

    static {
        for (int i = 0; i < STATES.length; i++) {
            STATES[i] = TABLE[i >> 1][0] << POINT | i;
        }
        for (int i = 0; i < STATES.length; i++) {
            int[] row = TABLE[i >> 1];
            // States 0, 6 and 14 exchange the meanings of the symbols.
            int exchange = i < 2 || i >> 1 == 6 || i >> 1 == 14 ? 1 : 0;
            NEXT[2 * i] = STATES[2 * row[1] + (i & 1)];
            NEXT[2 * i + 1] = STATES[2 * row[2] + (i & 1 ^ exchange)];
        }
    }

    private final int[] contexts;

    private byte[] data;
    private int at;
    private int count;

    // Interval and code without the slack.
    private int interval;
    private int code;

    /** A decoder with a number of contexts, all in state 0. */
    MqDecoder(int contexts) {
        this.contexts = new int[contexts];
        Arrays.fill(this.contexts, STATES[0]);
    }

    /** Puts a context into a state, with 0 as the more probable symbol. */
    void set(int context, int state) {
        contexts[context] = STATES[2 * state];
    }

    /**
     * Starts at a codeword segment.
     *
     * @param bytes that hold it; the two bytes after it have to be FF FF
     * @param start of the segment
     * @return the slack for the first decision
     */
    int start(byte[] bytes, int start) {
        data = bytes;
        at = start;
        code = read((bytes[start] & 0xff) << POINT) << 7;
        count -= 7;
        interval = HALF;
        return 0;
    }

    /** Adds the next byte to the code. */
    private int read(int c) {
        int following = data[at + 1] & 0xff;
        if (data[at] != -1) {
            at++;
            count = 8;
            return c + (following << 1);
        }
        if (following > 0x8f) {
            count = 8;
            return c + (0xff << 1);
        }
        at++;
        count = 7;
        return c + (following << 2);
    }

    /**
     * The next decision in a context.
     *
     * @param slack as it came from the decision before, or from {@link #start}
     * @return the slack after it, whose lowest bit is the decision
     */
    int decode(int context, int slack) {
        int state = contexts[context];
        int left = (slack & ~1) - (state & PROBABILITY);
        return left >= 0 ? left | state & 1 : exchange(context, left);
    }

    /** A decision that is the less probable symbol, or makes the interval smaller than 8000H; without any branch for it. */
    private int exchange(int context, int slack) {
        int state = contexts[context];
        int less = state & PROBABILITY;
        int a = interval + slack;
        int c = code + slack;
        // Below zero, the code is in the lower part of the interval; the longer part has the more probable symbol.
        int lower = c >> 31;
        int unlikely = (a - less ^ c) >>> 31;
        c += less & lower;
        a += less - a & lower;
        contexts[context] = NEXT[(state & INDEX) << 1 | unlikely];
        int shift = Integer.numberOfLeadingZeros(a) - Integer.numberOfLeadingZeros(HALF);
        a <<= shift;
        while (shift > count) {
            shift -= count;
            c = read(c << count);
        }
        c <<= shift;
        count -= shift;
        int left = Math.min(a - HALF, c);
        interval = a - left;
        code = c - left;
        return left | (state ^ unlikely) & 1;
    }
}
