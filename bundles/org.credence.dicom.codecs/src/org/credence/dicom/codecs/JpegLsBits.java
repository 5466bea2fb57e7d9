package org.credence.dicom.codecs;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The bits of JPEG-LS data: after a byte FF the next one has seven (ITU-T T.87, 9.1). Used by one thread. */
final class JpegLsBits {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] data;
    private int start;
    private int position;

    /** The next bits, from the highest one on; behind {@link #count} there may be more of them, but no others. */
    private long buffer;

    private int count;

    JpegLsBits(byte[] data, int position) {
        this.data = data;
        this.start = position;
        this.position = position;
    }

    int bit() throws CodecException {
        return bits(1);
    }

    /** The next {@code n} bits, 0 to 32, as an unsigned number. */
    int bits(int n) throws CodecException {
        if (count < n) {
            fill();
            if (count < n) {
                throw cutOff();
            }
        }
        int value = (int) (buffer >>> 1 >>> 63 - n);
        buffer <<= n;
        count -= n;
        return value;
    }

    /**
     * A Golomb code of limited length (A.5.3).
     *
     * @param k bits behind the one that ends the zeros
     * @param most zeros behind which the value follows in full
     * @param full bits that it then takes
     */
    int golomb(int k, int most, int full) throws CodecException {
        if (count < 32) {
            fill();
        }
        int zeros = Long.numberOfLeadingZeros(buffer);
        int length = zeros + 1 + k;
        if (zeros < most && length <= count) {
            long rest = buffer << zeros << 1;
            buffer = rest << k;
            count -= length;
            return zeros << k | (int) (rest >>> 1 >>> 63 - k);
        }
        return longGolomb(k, most, full);
    }

    private int longGolomb(int k, int most, int full) throws CodecException {
        int zeros = 0;
        while (bits(1) == 0) {
            if (++zeros > 64) {
                throw new CodecException("The JPEG-LS frame is damaged: a code is longer than 64 bits.");
            }
        }
        return zeros < most ? zeros << k | bits(k) : bits(full) + 1;
    }

    /** Goes on behind the restart marker with this number, which must come next. */
    void restart(int number) throws CodecException {
        int marker = endOfScan();
        if (marker + 1 >= data.length || (data[marker + 1] & 0xff) != 0xd0 + number) {
            throw new CodecException(
                    "JPEG-LS restart marker " + number + " is missing at byte " + marker + " of the frame.");
        }
        start = marker + 2;
        position = start;
        buffer = 0;
        count = 0;
    }

    /** The offset of the next marker. */
    int endOfScan() {
        for (int p = position; p + 1 < data.length; p++) {
            if ((data[p] & 0xff) == 0xff && (data[p + 1] & 0x80) != 0) {
                return p;
            }
        }
        return data.length;
    }

    /** Takes in as many bytes as there is room for, fewer before a marker and at the end. */
    private void fill() {
        boolean afterFf = position > start && data[position - 1] == -1;
        if (!afterFf && position + 8 <= data.length) {
            long next = (long) LONG.get(data, position);
            boolean noFf = (~next - 0x0101010101010101L & next & 0x8080808080808080L) == 0;
            if (noFf) {
                buffer |= next >>> count;
                int bytes = 64 - count >> 3;
                position += bytes;
                count += 8 * bytes;
                return;
            }
        }
        while (count <= 56 && position < data.length) {
            int b = data[position] & 0xff;
            if (afterFf) {
                buffer |= (long) b << 57 - count;
                count += 7;
            } else {
                if (b == 0xff && position + 1 < data.length && data[position + 1] < 0) {
                    return;
                }
                buffer |= (long) b << 56 - count;
                count += 8;
            }
            afterFf = b == 0xff;
            position++;
        }
    }

    private static CodecException cutOff() {
        return new CodecException("The JPEG-LS frame is cut off: its data ends too early.");
    }
}
