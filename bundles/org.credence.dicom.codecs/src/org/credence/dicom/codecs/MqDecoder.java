package org.credence.dicom.codecs;

import java.util.Arrays;

/**
 * The adaptive binary arithmetic decoder of JPEG 2000 (ISO/IEC 15444-1, Annex C), with the contexts of one code-block. It
 * never fails: past the end of its bytes it reads ones, as the standard wants it. Not thread-safe.
 */
final class MqDecoder {

    /** Table C.2, a row per state: probability of the less probable symbol, next states after the more and after it. */
    private static final int[][] STATES = {
        {0x5601, 1, 1}, {0x3401, 2, 6}, {0x1801, 3, 9}, {0x0ac1, 4, 12}, {0x0521, 5, 29}, {0x0221, 38, 33},
        {0x5601, 7, 6}, {0x5401, 8, 14}, {0x4801, 9, 14}, {0x3801, 10, 14}, {0x3001, 11, 17}, {0x2401, 12, 18},
        {0x1c01, 13, 20}, {0x1601, 29, 21}, {0x5601, 15, 14}, {0x5401, 16, 14}, {0x5101, 17, 15}, {0x4801, 18, 16},
        {0x3801, 19, 17}, {0x3401, 20, 18}, {0x3001, 21, 19}, {0x2801, 22, 19}, {0x2401, 23, 20}, {0x2201, 24, 21},
        {0x1c01, 25, 22}, {0x1801, 26, 23}, {0x1601, 27, 24}, {0x1401, 28, 25}, {0x1201, 29, 26}, {0x1101, 30, 27},
        {0x0ac1, 31, 28}, {0x09c1, 32, 29}, {0x08a1, 33, 30}, {0x0521, 34, 31}, {0x0441, 35, 32}, {0x02a1, 36, 33},
        {0x0221, 37, 34}, {0x0141, 38, 35}, {0x0111, 39, 36}, {0x0085, 40, 37}, {0x0049, 41, 38}, {0x0025, 42, 39},
        {0x0015, 43, 40}, {0x0009, 44, 41}, {0x0005, 45, 42}, {0x0001, 45, 43}, {0x5601, 46, 46},
    };

    /**
     * By twice the state plus the more probable symbol: 16 bits of probability, the symbol, and 7 bits each of the index
     * after the more and the less probable one.
     */
    private static final int[] TRANSITIONS = new int[2 * STATES.length];

    static {
        for (int i = 0; i < STATES.length; i++) {
            for (int more = 0; more < 2; more++) {
                // States 0, 6 and 14 exchange the meanings of the symbols.
                int symbol = i == 0 || i == 6 || i == 14 ? 1 - more : more;
                int afterMore = 2 * STATES[i][1] + more;
                int afterLess = 2 * STATES[i][2] + symbol;
                TRANSITIONS[2 * i + more] = STATES[i][0] | more << 16 | afterMore << 17 | afterLess << 24;
            }
        }
    }

    /** An element of {@link #TRANSITIONS} each. */
    private final int[] contexts;

    private byte[] data;
    private int at;
    private int interval;
    private int code;
    private int count;

    /** A decoder with a number of contexts, all in state 0. */
    MqDecoder(int contexts) {
        this.contexts = new int[contexts];
        Arrays.fill(this.contexts, TRANSITIONS[0]);
    }

    /** Puts a context into a state, with 0 as the more probable symbol. */
    void set(int context, int state) {
        contexts[context] = TRANSITIONS[2 * state];
    }

    /**
     * Starts at a codeword segment.
     *
     * @param bytes that hold it; the two bytes after it have to be FF FF
     * @param start of the segment
     */
    void start(byte[] bytes, int start) {
        data = bytes;
        at = start;
        code = (bytes[start] & 0xff) << 16;
        next();
        code <<= 7;
        count -= 7;
        interval = 0x8000;
    }

    private void next() {
        int following = data[at + 1] & 0xff;
        if (data[at] == -1) {
            if (following > 0x8f) {
                code += 0xff00;
                count = 8;
            } else {
                at++;
                code += following << 9;
                count = 7;
            }
        } else {
            at++;
            code += following << 8;
            count = 8;
        }
    }

    /** The next decision in a context: 0 or 1. */
    int decode(int context) {
        int state = contexts[context];
        int less = state & 0xffff;
        int a = interval - less;
        int symbol = state >> 16 & 1;
        if (code >>> 16 < less) {
            if (a < less) {
                contexts[context] = TRANSITIONS[state >> 17 & 127];
            } else {
                symbol ^= 1;
                contexts[context] = TRANSITIONS[state >>> 24];
            }
            a = less;
        } else {
            code -= less << 16;
            if (a >= 0x8000) {
                interval = a;
                return symbol;
            }
            if (a < less) {
                symbol ^= 1;
                contexts[context] = TRANSITIONS[state >>> 24];
            } else {
                contexts[context] = TRANSITIONS[state >> 17 & 127];
            }
        }
        do {
            if (count == 0) {
                next();
            }
            int n = Math.min(Integer.numberOfLeadingZeros(a) - 16, count);
            a <<= n;
            code <<= n;
            count -= n;
        } while (a < 0x8000);
        interval = a;
        return symbol;
    }
}
