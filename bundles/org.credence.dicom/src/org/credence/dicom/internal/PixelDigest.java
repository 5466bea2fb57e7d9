package org.credence.dicom.internal;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.credence.dicom.DicomException;

/**
 * The fingerprint of decoded pixels: SHA-256 over the stored samples of all frames, in the layout of
 * {@link PixelData#samples}. Two decoders that agree on every sample agree on it.
 */
final class PixelDigest {

    private PixelDigest() {}

    /** The digest in hexadecimal; decodes all frames, one at a time. */
    static String of(PixelData pixels) throws DicomException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (int frame = 0; frame < pixels.frames(); frame++) {
                digest.update(pixels.samples(frame));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }
}
