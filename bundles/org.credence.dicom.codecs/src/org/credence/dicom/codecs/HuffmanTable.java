package org.credence.dicom.codecs;

/** A Huffman table of JPEG (ITU-T T.81, Annex C), made for decoding. Immutable. */
final class HuffmanTable {

    private static final int FAST_BITS = 9;

    /** For every start of 9 bits: the symbol's value in the high byte and its length in the low one; 0 if it is longer. */
    private final short[] fast = new short[1 << FAST_BITS];

    /** Per length: the largest code of that length, -1 if there is none, and what to add to a code to find its value. */
    private final int[] largest = new int[17];

    private final int[] shift = new int[17];
    private final byte[] values;

    /**
     * @param counts codes of the lengths 1 to 16
     * @param values one per code
     * @throws CodecException if there are more codes of a length than bits can tell apart
     */
    HuffmanTable(int[] counts, byte[] values) throws CodecException {
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
                int start = code + i << FAST_BITS - length;
                short entry = (short) (values[index + i] << 8 | length);
                java.util.Arrays.fill(fast, start, start + (1 << FAST_BITS - length), entry);
            }
            code += n;
            index += n;
            largest[length] = n == 0 ? -1 : code - 1;
            code <<= 1;
        }
    }

    /** The next symbol, 0 to 255. */
    int decode(JpegBits bits) throws CodecException {
        int next = bits.peek16();
        int entry = fast[next >>> 16 - FAST_BITS];
        int length = entry & 0xff;
        if (length != 0) {
            bits.skip(length);
            return entry >> 8 & 0xff;
        }
        for (length = FAST_BITS + 1; length <= 16; length++) {
            int code = next >>> 16 - length;
            if (code <= largest[length]) {
                bits.skip(length);
                return values[code + shift[length]] & 0xff;
            }
        }
        throw new CodecException("The JPEG frame is damaged: its data holds a code that its tables do not.");
    }
}
