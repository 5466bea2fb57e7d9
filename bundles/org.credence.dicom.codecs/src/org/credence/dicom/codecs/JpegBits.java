package org.credence.dicom.codecs;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The bits of entropy-coded JPEG data: bytes without the zeros stuffed after FF, up to a marker. Used by one thread. */
final class JpegBits {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private static final String CUT_OFF = "The JPEG frame is cut off: its entropy-coded data ends too early.";

    private final byte[] data;
    private final int end;
    private int position;

    /** The next bits, from the highest one on; behind {@link #count} there may be more of them, but no others. */
    private long buffer;

    private int count;

    /** The bits from {@code position} on, of the bytes before {@code end}. */
    JpegBits(byte[] data, int position, int end) {
        this.data = data;
        this.position = position;
        this.end = end;
    }

    /** The next 16 bits, zeros behind the end of the data. */
    int peek16() {
        if (count < 16) {
            fill();
        }
        return (int) (buffer >>> 48);
    }

    /** Goes on by up to 16 bits that were peeked at. */
    void skip(int n) throws CodecException {
        if (n > count) {
            throw new CodecException(CUT_OFF);
        }
        buffer <<= n;
        count -= n;
    }

    /** The next {@code n} bits, 0 to 16. */
    int bits(int n) throws CodecException {
        int bits = peek16() >>> 16 - n;
        skip(n);
        return bits;
    }

    /** The next {@code n} bits, 0 to 16, as a signed value. */
    private int value(int n) throws CodecException {
        return extended(bits(n), n);
    }

    /** What {@code n} bits stand for as a signed value (T.81, F.2.2.1, EXTEND). */
    static int extended(int bits, int n) {
        return n == 0 || bits >= 1 << n - 1 ? bits : bits - (1 << n) + 1;
    }

    /** The next difference, -32767 to 32768 (T.81, F.2.2.1 and H.1.2.2). */
    int difference(HuffmanTable table) throws CodecException {
        if (count < 32) {
            fill();
        }
        int entry = table.entry(buffer);
        int length = HuffmanTable.length(entry);
        if (length != 0 && length <= count) {
            buffer <<= length;
            count -= length;
            return entry >> 16;
        }
        return longDifference(table);
    }

    private int longDifference(HuffmanTable table) throws CodecException {
        int size = table.decode(this);
        if (size > 16) {
            throw new CodecException("The JPEG frame is damaged: a difference has " + size + " bits.");
        }
        return size == 16 ? 32768 : value(size);
    }

    /** Fills a line with differences of components that take turns, each with its table. */
    void differences(HuffmanTable[] tables, int[] line) throws CodecException {
        // Bits in local variables make this loop a third faster than one around difference().
        long bits = buffer;
        int left = count;
        int component = 0;
        for (int i = 0; i < line.length; i++) {
            if (left < 32) {
                buffer = bits;
                count = left;
                fill();
                bits = buffer;
                left = count;
            }
            HuffmanTable table = tables[component];
            component = component + 1 == tables.length ? 0 : component + 1;
            int entry = table.entry(bits);
            int length = HuffmanTable.length(entry);
            if (length != 0 && length <= left) {
                bits <<= length;
                left -= length;
                line[i] = entry >> 16;
            } else {
                buffer = bits;
                count = left;
                line[i] = longDifference(table);
                bits = buffer;
                left = count;
            }
        }
        buffer = bits;
        count = left;
    }

    /** The next AC coefficient in the upper half, 0 at the end of its block, and the zeros before it in the second byte. */
    int coefficient(HuffmanTable table) throws CodecException {
        if (count < 32) {
            fill();
        }
        int entry = table.entry(buffer);
        int length = HuffmanTable.length(entry);
        if (length != 0 && length <= count) {
            buffer <<= length;
            count -= length;
            return HuffmanTable.withoutEnd(entry);
        }
        int symbol = table.decode(this);
        return value(symbol & 15) << 16 | symbol >> 4 << 8;
    }

    /**
     * Reads a block of a sequential scan.
     *
     * @param steps for every coefficient in the order of the stream what to multiply it with, times 64, plus its place
     * @param block takes in its coefficients, the first one as a difference and not multiplied; all 0 before
     * @return a bit for every place but the first one that was written to
     */
    long block(HuffmanTable dc, HuffmanTable ac, int[] steps, int[] block) throws CodecException {
        block[0] = dcDifference(dc);
        // Bits in local variables make this loop a third faster than one around coefficient().
        long bits = buffer;
        int left = count;
        long written = 0;
        for (int k = 1; k < 64; k++) {
            if (left < 32) {
                buffer = bits;
                count = left;
                fill();
                bits = buffer;
                left = count;
            }
            int entry = ac.entry(bits);
            int length = HuffmanTable.length(entry);
            int value;
            if (length != 0) {
                bits <<= length;
                left -= length;
                value = HuffmanTable.value(entry);
            } else {
                if (entry == 0) {
                    buffer = bits;
                    count = left;
                    entry = longCode(ac);
                    bits = buffer;
                    left = count;
                } else {
                    length = HuffmanTable.codeLength(entry);
                    bits <<= length;
                    left -= length;
                }
                int size = HuffmanTable.value(entry);
                // Without a branch, for signs cannot be foretold: from a first bit of 0 on, less than all bits set.
                value = (int) (bits >>> 1 >>> 63 - size) + ((int) ~(bits >> 63) & (-1 << size) + 1);
                bits <<= size;
                left -= size;
            }
            if (left < 0) {
                throw new CodecException(CUT_OFF);
            }
            // At the end of the block, beyond its last coefficient.
            k += HuffmanTable.run(entry);
            if (k > 63) {
                if (value == 0) {
                    break;
                }
                throw new CodecException("The JPEG frame is damaged: a block has more than 64 coefficients.");
            }
            int step = steps[k];
            int place = step & 63;
            block[place] = value * (step >> 6);
            written |= 1L << place;
        }
        buffer = bits;
        count = left;
        return written;
    }

    /** The next difference of DC coefficients. */
    int dcDifference(HuffmanTable table) throws CodecException {
        int difference = difference(table);
        if (difference == 32768) {
            throw new CodecException("The JPEG frame is damaged: a DC difference has 16 bits.");
        }
        return difference;
    }

    private int longCode(HuffmanTable table) throws CodecException {
        int entry = table.next(this);
        if (count < 32) {
            fill();
        }
        return entry;
    }

    /**
     * The offset of the marker that follows what has been read, up to the bits that fill its last byte.
     *
     * @throws CodecException if there are more bytes before it, or none behind
     */
    int endOfData() throws CodecException {
        int marker = endOfScan();
        if (marker == end) {
            throw new CodecException(CUT_OFF);
        }
        int fillBytes = position;
        while (fillBytes < marker && data[fillBytes] == -1) {
            fillBytes++;
        }
        if (count > 7 || fillBytes < marker) {
            throw new CodecException("The JPEG frame is damaged: there is more entropy-coded data before byte " + marker
                    + " than its blocks take.");
        }
        return marker;
    }

    /** Goes on behind the restart marker with this number, which must come next. */
    void restart(int number) throws CodecException {
        int marker = endOfScan();
        if (marker + 1 >= end || (data[marker + 1] & 0xff) != 0xd0 + number) {
            throw new CodecException(
                    "JPEG restart marker " + number + " is missing at byte " + marker + " of the frame.");
        }
        position = marker + 2;
        buffer = 0;
        count = 0;
    }

    /** The offset of the next marker. */
    int endOfScan() {
        // Bytes in the buffer have no marker among them, and filling stops at one.
        int p = position;
        while (p + 1 < end) {
            int next = data[p + 1] & 0xff;
            if ((data[p] & 0xff) == 0xff && next != 0 && next != 0xff) {
                return p;
            }
            p++;
        }
        return end;
    }

    /** Takes in as many bytes as there is room for, fewer before a marker and at the end. */
    private void fill() {
        if (position + 8 <= data.length) {
            long next = (long) LONG.get(data, position);
            boolean noFf = (~next - 0x0101010101010101L & next & 0x8080808080808080L) == 0;
            // A whole stream has a marker at its end, where there is an FF.
            if (noFf && position + 8 <= end) {
                buffer |= next >>> count;
                int bytes = 64 - count >> 3;
                position += bytes;
                count += 8 * bytes;
                return;
            }
        }
        while (count <= 56 && position < end) {
            int b = data[position] & 0xff;
            if (b == 0xff && (position + 1 >= end || data[position + 1] != 0)) {
                return;
            }
            position += b == 0xff ? 2 : 1;
            buffer |= (long) b << 56 - count;
            count += 8;
        }
    }
}
