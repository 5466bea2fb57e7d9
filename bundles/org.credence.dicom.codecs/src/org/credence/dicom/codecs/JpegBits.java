package org.credence.dicom.codecs;

/** The bits of entropy-coded JPEG data: bytes without the zeros stuffed after FF, up to a marker. Used by one thread. */
final class JpegBits {

    private final byte[] data;
    private int position;
    private int buffer;
    private int count;

    /** Bits of the buffer that are not of the data but stand in for what lies behind its end. */
    private int missing;

    JpegBits(byte[] data, int position) {
        this.data = data;
        this.position = position;
    }

    /** The next 16 bits, zeros behind the end of the data. */
    int peek16() {
        if (count < 16) {
            fill();
        }
        return buffer >>> 16;
    }

    /** Goes on by up to 16 bits that were peeked at. */
    void skip(int n) throws CodecException {
        buffer <<= n;
        count -= n;
        if (count < missing) {
            throw new CodecException("The JPEG frame is cut off: its entropy-coded data ends too early.");
        }
    }

    /** The next {@code n} bits, 0 to 16, as an unsigned number. */
    int take(int n) throws CodecException {
        if (n == 0) {
            return 0;
        }
        int value = peek16() >>> 16 - n;
        skip(n);
        return value;
    }

    /** The next {@code n} bits, 0 to 16, as a difference (T.81, F.2.2.1, EXTEND). */
    int difference(int n) throws CodecException {
        int value = take(n);
        return n == 0 || value >= 1 << n - 1 ? value : value - (1 << n) + 1;
    }

    /** Goes on behind the restart marker that must come next. */
    void restart() throws CodecException {
        int marker = endOfScan();
        if (marker + 1 >= data.length || (data[marker + 1] & 0xf8) != 0xd0) {
            throw new CodecException("A JPEG restart marker is missing at byte " + marker + " of the frame.");
        }
        position = marker + 2;
        buffer = 0;
        count = 0;
        missing = 0;
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

    private void fill() {
        while (count <= 24) {
            int b = 0;
            boolean end = position >= data.length;
            if (!end) {
                b = data[position] & 0xff;
                if (b == 0xff) {
                    end = position + 1 >= data.length || data[position + 1] != 0;
                }
            }
            if (end) {
                b = 0;
                missing += 8;
            } else {
                position += b == 0xff ? 2 : 1;
            }
            buffer |= b << 24 - count;
            count += 8;
        }
    }
}
