package org.credence.dicom.codecs;

import java.util.Arrays;
import java.util.zip.Deflater;

/** Deflated Image Frame Compression (PS3.5, A.4.13): the bytes of a native frame, deflated. */
final class DeflatedFrameEncoder implements FrameEncoder {

    @Override
    public byte[] encode(byte[] samples, FrameFormat format, int bitsStored) throws CodecException {
        FrameEncoder.check(samples, format, bitsStored);
        byte[] bytes = format.bitsAllocated() == 1 ? SingleBits.packed(samples) : samples;
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try {
            deflater.setInput(bytes);
            deflater.finish();
            byte[] out = new byte[Math.max(64, bytes.length / 4)];
            int n = 0;
            while (!deflater.finished()) {
                if (n == out.length) {
                    out = Arrays.copyOf(out, grown(n));
                }
                n += deflater.deflate(out, n, out.length - n);
            }
            return Arrays.copyOf(out, n + (n & 1));
        } finally {
            deflater.end();
        }
    }

    /** The next length of a full array. */
    static int grown(int length) throws CodecException {
        if (length > (Integer.MAX_VALUE - 16) / 2) {
            throw new CodecException("A frame encodes to more than " + length + " bytes, which is too much for one piece.");
        }
        return 2 * length;
    }
}
