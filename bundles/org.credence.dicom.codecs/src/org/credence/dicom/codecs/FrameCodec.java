package org.credence.dicom.codecs;

import java.util.Optional;

/**
 * Decodes the frames of one or more transfer syntaxes; {@link FrameEncoder} is the way back for some. Implemented in this
 * bundle only; stateless and thread-safe.
 */
public sealed interface FrameCodec
        permits RleCodec, JpegCodec, JpegLosslessCodec, JpegLsCodec, Jpeg2000Codec, DeflatedFrameCodec {

    /**
     * Decodes one frame.
     *
     * @param data the frame's fragments joined together; a trailing pad byte does no harm
     * @param format what the data set declares
     * @return {@code format.sizeBytes()} bytes: pixel-interleaved little-endian samples in the stored colour space, high
     *     bits as they were stored; plane by plane only from {@link DeflatedFrameCodec}, where that is how they are stored
     * @throws CodecException if the data is damaged, of another kind, or does not agree with {@code format}
     */
    byte[] decode(byte[] data, FrameFormat format) throws CodecException;

    /** The codec of a transfer syntax, if there is one for it here. */
    static Optional<FrameCodec> forTransferSyntax(String uid) {
        return switch (uid) {
            case "1.2.840.10008.1.2.5" -> Optional.of(new RleCodec());
            case "1.2.840.10008.1.2.4.50",
                    "1.2.840.10008.1.2.4.51",
                    "1.2.840.10008.1.2.4.53",
                    "1.2.840.10008.1.2.4.55" -> Optional.of(new JpegCodec());
            case "1.2.840.10008.1.2.4.57", "1.2.840.10008.1.2.4.70" -> Optional.of(new JpegLosslessCodec());
            case "1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.81" -> Optional.of(new JpegLsCodec());
            case "1.2.840.10008.1.2.4.90",
                    "1.2.840.10008.1.2.4.91",
                    "1.2.840.10008.1.2.4.201",
                    "1.2.840.10008.1.2.4.202",
                    "1.2.840.10008.1.2.4.203" -> Optional.of(new Jpeg2000Codec());
            case "1.2.840.10008.1.2.8.1" -> Optional.of(new DeflatedFrameCodec());
            default -> Optional.empty();
        };
    }
}
