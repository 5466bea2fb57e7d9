package org.credence.dicom.codecs;

/** Pixels of one bit, as bytes and eight in a byte, the first one lowest (PS3.5, 8.1.1). */
final class SingleBits {

    private SingleBits() {}

    /** Bytes that this many pixels take. */
    static int packedLength(int pixels) {
        return (int) ((pixels + 7L) / 8);
    }

    static byte[] unpacked(byte[] packed, int pixels) {
        byte[] bytes = new byte[pixels];
        for (int i = 0; i < pixels; i++) {
            bytes[i] = (byte) (packed[i >> 3] >> (i & 7) & 1);
        }
        return bytes;
    }

    /**
     * Packs pixels.
     *
     * @throws CodecException if one is neither 0 nor 1
     */
    static byte[] packed(byte[] pixels) throws CodecException {
        byte[] packed = new byte[packedLength(pixels.length)];
        for (int i = 0; i < pixels.length; i++) {
            if ((pixels[i] & ~1) != 0) {
                throw new CodecException("A pixel of one bit is 0 or 1, got: " + (pixels[i] & 0xff) + ".");
            }
            packed[i >> 3] |= (byte) (pixels[i] << (i & 7));
        }
        return packed;
    }
}
