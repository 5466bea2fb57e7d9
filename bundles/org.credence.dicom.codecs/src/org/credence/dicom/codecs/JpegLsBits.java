package org.credence.dicom.codecs;

/** The bits of JPEG-LS data: after a byte FF the next one has seven (ITU-T T.87, 9.1). Used by one thread. */
final class JpegLsBits {

    private final byte[] data;
    private int position;
    private long buffer;
    private int count;
    private boolean afterFf;

    JpegLsBits(byte[] data, int position) {
        this.data = data;
        this.position = position;
    }

    int bit() throws CodecException {
        if (count == 0) {
            fill();
        }
        count--;
        return (int) (buffer >>> count) & 1;
    }

    /** The next {@code n} bits, 0 to 32, as an unsigned number. */
    int bits(int n) throws CodecException {
        while (count < n) {
            fill();
        }
        count -= n;
        return (int) (buffer >>> count & (1L << n) - 1);
    }

    /** Zeros up to the next one, which is consumed too; at most {@code limit} of them. */
    int zeros(int limit) throws CodecException {
        int zeros = 0;
        while (bit() == 0) {
            if (++zeros > limit) {
                throw new CodecException("The JPEG-LS frame is damaged: a code is longer than " + limit + " bits.");
            }
        }
        return zeros;
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

    private void fill() throws CodecException {
        boolean marker =
                position + 1 < data.length && (data[position] & 0xff) == 0xff && (data[position + 1] & 0x80) != 0;
        if (position >= data.length || marker) {
            throw new CodecException("The JPEG-LS frame is cut off: its data ends too early.");
        }
        int b = data[position++] & 0xff;
        int n = afterFf ? 7 : 8;
        buffer = buffer << n | b;
        count += n;
        afterFf = b == 0xff;
    }
}
