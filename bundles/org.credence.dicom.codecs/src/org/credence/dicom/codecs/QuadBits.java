package org.credence.dicom.codecs;

/**
 * The four kinds of bits in a high-throughput code-block (ISO/IEC 15444-15, 7.1), each read from its own end of a segment.
 * Bits come lowest first, but those of runs. Not thread-safe.
 */
abstract sealed class QuadBits {

    final byte[] data;
    int at;
    private long buffer;
    private int count;

    private QuadBits(byte[] data, int at) {
        this.data = data;
        this.at = at;
    }

    /** Puts the bits of the next byte behind those that are there; says how many. */
    abstract int next();

    /** The byte that {@link #next} took, without the bit that is stuffed. */
    int taken;

    private void fill(int n) {
        while (count < n) {
            int bits = next();
            buffer |= (long) taken << count;
            count += bits;
        }
    }

    /** The next bits, up to 32, without taking them. */
    final int peek(int n) {
        fill(n);
        return (int) (buffer & (1L << n) - 1);
    }

    final void skip(int n) {
        fill(n);
        buffer >>>= n;
        count -= n;
    }

    final int bits(int n) {
        int value = peek(n);
        skip(n);
        return value;
    }

    /** Starts with bits that are not a whole byte. */
    final void put(int bits, int n) {
        buffer = bits;
        count = n;
    }

    /** From the start of a range on; after a byte FF, the next one holds seven bits. */
    static final class Forward extends QuadBits {

        private final int end;
        private final int padding;
        private boolean stuffed;

        Forward(byte[] data, int start, int end, int padding) {
            super(data, start);
            this.end = end;
            this.padding = padding;
        }

        @Override
        int next() {
            int b = at < end ? data[at++] & 0xff : padding;
            int bits = stuffed ? 7 : 8;
            taken = stuffed ? b & 0x7f : b;
            stuffed = b == 0xff;
            return bits;
        }
    }

    /** From the end of a range back; a byte x1111111 before one above 8F, in order of reading after it, holds seven bits. */
    static final class Backward extends QuadBits {

        private final int start;
        private boolean stuffing;

        /** Reads from byte {@code end - 1} back; a byte above 8F came before. */
        Backward(byte[] data, int start, int end) {
            super(data, end - 1);
            this.start = start;
            this.stuffing = true;
        }

        /** Starts with the upper half of byte {@code end - 1}, whose lower half belongs elsewhere. */
        static Backward fromHalfByte(byte[] data, int start, int end) {
            Backward bits = new Backward(data, start, end - 1);
            int b = data[end - 1] & 0xff;
            bits.put(b >> 4 & ((b >> 4 & 7) == 7 ? 7 : 15), (b >> 4 & 7) == 7 ? 3 : 4);
            bits.stuffing = (b | 15) > 0x8f;
            return bits;
        }

        @Override
        int next() {
            int b = at >= start ? data[at--] & 0xff : 0;
            boolean seven = stuffing && (b & 0x7f) == 0x7f;
            taken = seven ? 0x7f : b;
            stuffing = b > 0x8f;
            return seven ? 7 : 8;
        }
    }

    /** Adaptive runs of zeros, highest bit first (7.1.3). */
    static final class Runs {

        private static final int[] EXPONENTS = {0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 4, 5};

        private final byte[] data;
        private final int end;
        private int at;
        private int current;
        private int left;
        private int state;
        private int zeros;
        private boolean one;

        Runs(byte[] data, int start, int end) {
            this.data = data;
            this.at = start;
            this.end = end;
        }

        private int bit() {
            if (left == 0) {
                left = current == 0xff ? 7 : 8;
                current = at < end ? data[at++] & 0xff : 0xff;
            }
            left--;
            return current >> left & 1;
        }

        boolean next() {
            if (zeros == 0 && !one) {
                int exponent = EXPONENTS[state];
                if (bit() == 1) {
                    zeros = 1 << exponent;
                    state = Math.min(12, state + 1);
                } else {
                    for (int i = 0; i < exponent; i++) {
                        zeros = zeros << 1 | bit();
                    }
                    state = Math.max(0, state - 1);
                    one = true;
                }
            }
            if (zeros > 0) {
                zeros--;
                return false;
            }
            one = false;
            return true;
        }
    }
}
