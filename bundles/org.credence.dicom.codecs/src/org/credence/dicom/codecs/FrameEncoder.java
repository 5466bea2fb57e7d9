package org.credence.dicom.codecs;

import java.util.Optional;

/**
 * Encodes frames in one transfer syntax without loss: {@link FrameCodec} decodes to the same samples again. Implemented in
 * this bundle only; stateless and thread-safe.
 */
public sealed interface FrameEncoder permits RleEncoder, JpegLsEncoder, DeflatedFrameEncoder {

    /**
     * Encodes one frame.
     *
     * @param samples {@code format.sizeBytes()} bytes in the layout that {@link FrameCodec#decode} gives: pixel-interleaved
     *     little-endian samples, single bits as bytes of 0 or 1; in whatever order they are to be stored for the deflated
     *     transfer syntax
     * @param format what the data set will declare
     * @param bitsStored bits of a sample that count, from its lowest one, 1 to {@code format.bitsAllocated()}. JPEG-LS codes
     *     these alone, as an unsigned number; the others must be zeros or copies of the highest of them. RLE and deflate
     *     keep them all.
     * @return an even number of bytes, as the only fragment of a frame needs them
     * @throws CodecException if the transfer syntax cannot hold such samples
     * @throws IllegalArgumentException if the number of bytes or of stored bits does not go with {@code format}
     */
    byte[] encode(byte[] samples, FrameFormat format, int bitsStored) throws CodecException;

    /** The encoder of a transfer syntax: RLE, JPEG-LS lossless, or deflated image frame. */
    static Optional<FrameEncoder> forTransferSyntax(String uid) {
        return switch (uid) {
            case "1.2.840.10008.1.2.5" -> Optional.of(new RleEncoder());
            case "1.2.840.10008.1.2.4.80" -> Optional.of(new JpegLsEncoder());
            case "1.2.840.10008.1.2.8.1" -> Optional.of(new DeflatedFrameEncoder());
            default -> Optional.empty();
        };
    }

    /** Checks what every encoder takes. */
    static void check(byte[] samples, FrameFormat format, int bitsStored) {
        if (samples.length != format.sizeBytes()) {
            throw new IllegalArgumentException("A frame of " + format.columns() + " x " + format.rows() + " x "
                    + format.samples() + " samples with " + format.bitsAllocated() + " bits takes " + format.sizeBytes()
                    + " bytes, got: " + samples.length);
        }
        if (bitsStored < 1 || bitsStored > format.bitsAllocated()) {
            throw new IllegalArgumentException(
                    "Of " + format.bitsAllocated() + " allocated bits, 1 to as many are stored, got: " + bitsStored);
        }
    }
}
