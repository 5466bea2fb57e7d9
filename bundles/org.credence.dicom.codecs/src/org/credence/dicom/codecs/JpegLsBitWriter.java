package org.credence.dicom.codecs;

import java.util.Arrays;

/** Writes a JPEG-LS stream: marker segments as bytes, and bits, seven of them in the byte after FF. Used by one thread. */
final class JpegLsBitWriter {

    private byte[] out;
    private int length;
    private long buffer;
    private int count;
    private boolean afterFf;

    JpegLsBitWriter(int expectedBytes) {
        out = new byte[Math.max(64, expectedBytes)];
    }

    void bytes(int... values) throws CodecException {
        for (int value : values) {
            append(value);
        }
    }

    void number(int value) throws CodecException {
        bytes(value >> 8, value);
    }

    /** Appends the lowest {@code n} bits of a number, 0 to 32; the bits above them must be zeros. */
    void bits(int value, int n) throws CodecException {
        buffer = buffer << n | value & 0xffffffffL;
        count += n;
        if (count >= 32) {
            drain();
        }
    }

    /** Appends a Golomb code of limited length, as {@link JpegLsBits#golomb} reads it. */
    void golomb(int value, int k, int most, int full) throws CodecException {
        int zeros = value >>> k;
        if (zeros < most) {
            if (zeros + k < 32) {
                bits(1 << k | value & (1 << k) - 1, zeros + 1 + k);
                return;
            }
            zeros(zeros);
            bits(1 << k | value & (1 << k) - 1, k + 1);
        } else {
            zeros(most);
            bits(1, 1);
            bits(value - 1, full);
        }
    }

    private void zeros(int n) throws CodecException {
        bits(0, n / 2);
        bits(0, n - n / 2);
    }

    /** Ends the bits with zeros; a byte follows FF, or a marker could seem to start there. */
    void endBits() throws CodecException {
        drain();
        int n = afterFf ? 7 : 8;
        if (count > 0 || afterFf) {
            bits(0, n - count);
            append((int) buffer & (1 << n) - 1);
        }
        buffer = 0;
        count = 0;
        afterFf = false;
    }

    /** What was written, with a byte more where its length would be odd. */
    byte[] even() {
        return Arrays.copyOf(out, length + (length & 1));
    }

    private void drain() throws CodecException {
        while (count >= 8) {
            int n = afterFf ? 7 : 8;
            count -= n;
            int b = (int) (buffer >>> count) & (1 << n) - 1;
            append(b);
            afterFf = b == 0xff;
        }
    }

    private void append(int b) throws CodecException {
        if (length == out.length) {
            out = Arrays.copyOf(out, DeflatedFrameEncoder.grown(length));
        }
        out[length++] = (byte) b;
    }
}
