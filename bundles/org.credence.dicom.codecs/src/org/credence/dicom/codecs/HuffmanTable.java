package org.credence.dicom.codecs;

import java.util.Arrays;

/** A Huffman table of JPEG (ITU-T T.81, Annex C), made for decoding. Immutable. */
final class HuffmanTable {

    private static final int FAST_BITS = 10;

    /** Added to the zeros before a value, where there is none because the block has ended. */
    private static final int END = 64;

    /**
     * For every start of 10 bits: in the upper half the value that follows the code, or its size if its bits do not fit in;
     * then the zeros before the value; in the lowest byte the length of the code, and that of code and value, which is 0 if
     * they do not fit in. All is 0 where the code is longer than the start.
     */
    private final int[] fast = new int[1 << FAST_BITS];

    /** Per length: the largest code of that length, -1 if there is none, and what to add to a code to find its value. */
    private final int[] largest = new int[17];

    private final int[] shift = new int[17];
    private final byte[] values;

    /**
     * @param counts codes of the lengths 1 to 16
     * @param values one per code: the size of a value in the lower four bits and, but for differences, the number of zeros
     *     before it in the upper ones
     * @param differences whether values are sizes of differences, 0 to 16
     * @throws CodecException if there are more codes of a length than bits can tell apart
     */
    HuffmanTable(int[] counts, byte[] values, boolean differences) throws CodecException {
        this.values = values;
        int code = 0;
        int index = 0;
        for (int length = 1; length <= 16; length++) {
            int n = counts[length - 1];
            if (code + n > 1 << length || index + n > values.length) {
                throw new CodecException("A JPEG Huffman table has too many codes of " + length + " bits: " + n + ".");
            }
            shift[length] = index - code;
            for (int i = 0; i < n && length <= FAST_BITS; i++) {
                enter(code + i, length, values[index + i] & 0xff, differences);
            }
            code += n;
            index += n;
            largest[length] = n == 0 ? -1 : code - 1;
            code <<= 1;
        }
    }

    private void enter(int code, int length, int symbol, boolean differences) {
        int size = symbol & 15;
        int rest = FAST_BITS - length;
        int start = code << rest;
        int known = run(symbol, differences) << 8 | length << 4;
        if (size > rest || differences && symbol > 15) {
            Arrays.fill(fast, start, start + (1 << rest), size << 16 | known);
            return;
        }
        for (int bits = 0; bits < 1 << size; bits++) {
            int from = start + (bits << rest - size);
            int entry = JpegBits.extended(bits, size) << 16 | known | length + size;
            Arrays.fill(fast, from, from + (1 << rest - size), entry);
        }
    }

    private static int run(int symbol, boolean differences) {
        int run = symbol >> 4;
        return (symbol & 15) == 0 && run < 15 && !differences ? run | END : run;
    }

    /** What is known of the code that the highest bits of {@code bits} start with. */
    int entry(long bits) {
        return fast[(int) (bits >>> 64 - FAST_BITS)];
    }

    /** Bits that an entry stands for, 0 if it is not of a whole value. */
    static int length(int entry) {
        return entry & 15;
    }

    /** Bits of an entry's code, 0 if it is longer than can be looked up. */
    static int codeLength(int entry) {
        return entry >> 4 & 15;
    }

    /** Zeros before an entry's value, 64 and more if it ends its block. */
    static int run(int entry) {
        return entry >> 8 & 127;
    }

    /** The value of an entry that is of a whole one; of others, its size. */
    static int value(int entry) {
        return entry >> 16;
    }

    /** An entry of coefficients, with value and zeros alone. */
    static int withoutEnd(int entry) {
        return entry & ~(END << 8);
    }

    /** The next code as an entry without its value. */
    int next(JpegBits bits) throws CodecException {
        int symbol = decode(bits);
        return (symbol & 15) << 16 | run(symbol, false) << 8;
    }

    /** The next symbol, 0 to 255. */
    int decode(JpegBits bits) throws CodecException {
        int next = bits.peek16();
        int entry = fast[next >> 16 - FAST_BITS];
        if (codeLength(entry) != 0) {
            bits.skip(codeLength(entry));
            int size = length(entry) == 0 ? value(entry) : length(entry) - codeLength(entry);
            return (run(entry) & 15) << 4 | size;
        }
        for (int length = FAST_BITS + 1; length <= 16; length++) {
            int code = next >>> 16 - length;
            if (code <= largest[length]) {
                bits.skip(length);
                return values[code + shift[length]] & 0xff;
            }
        }
        throw new CodecException("The JPEG frame is damaged: its data holds a code that its tables do not.");
    }
}
