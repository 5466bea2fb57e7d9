package org.credence.dicom.codecs;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The bits of entropy-coded JPEG data: bytes without the zeros stuffed after FF, up to a marker. Used by one thread. */
final class JpegBits {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] data;
    private int position;

    /** The next bits, from the highest one on; behind {@link #count} there may be more of them, but no others. */
    private long buffer;

    private int count;

    JpegBits(byte[] data, int position) {
        this.data = data;
        this.position = position;
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
            throw new CodecException("The JPEG frame is cut off: its entropy-coded data ends too early.");
        }
        buffer <<= n;
        count -= n;
    }

    /** The next {@code n} bits, 0 to 16, as a signed value. */
    private int value(int n) throws CodecException {
        int bits = peek16() >>> 16 - n;
        skip(n);
        return extended(bits, n);
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
            return entry;
        }
        int symbol = table.decode(this);
        return value(symbol & 15) << 16 | symbol >> 4 << 8;
    }

    /** Goes on behind the restart marker with this number, which must come next. */
    void restart(int number) throws CodecException {
        int marker = endOfScan();
        if (marker + 1 >= data.length || (data[marker + 1] & 0xff) != 0xd0 + number) {
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
        while (p + 1 < data.length) {
            int next = data[p + 1] & 0xff;
            if ((data[p] & 0xff) == 0xff && next != 0 && next != 0xff) {
                return p;
            }
            p++;
        }
        return data.length;
    }

    /** Takes in as many bytes as there is room for, fewer before a marker and at the end. */
    private void fill() {
        if (position + 8 <= data.length) {
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
            if (b == 0xff && (position + 1 >= data.length || data[position + 1] != 0)) {
                return;
            }
            position += b == 0xff ? 2 : 1;
            buffer |= (long) b << 56 - count;
            count += 8;
        }
    }
}
