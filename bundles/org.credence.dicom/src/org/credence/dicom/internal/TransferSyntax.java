package org.credence.dicom.internal;

/**
 * How a data set and its pixels are encoded (PS3.5, chapter 10).
 *
 * @param uid its identifier
 * @param explicit whether value representations are written
 * @param bigEndian whether words are in big-endian order
 * @param deflated whether the data set is compressed as a whole
 * @param encapsulated whether pixels are compressed, frame by frame
 */
record TransferSyntax(String uid, boolean explicit, boolean bigEndian, boolean deflated, boolean encapsulated) {

    static final String IMPLICIT_LITTLE_ENDIAN = "1.2.840.10008.1.2";
    static final String EXPLICIT_LITTLE_ENDIAN = "1.2.840.10008.1.2.1";
    static final String EXPLICIT_BIG_ENDIAN = "1.2.840.10008.1.2.2";
    static final String DEFLATED_LITTLE_ENDIAN = "1.2.840.10008.1.2.1.99";

    /** The transfer syntax with this identifier; one that the standard does not know is taken as encapsulated. */
    static TransferSyntax of(String uid) {
        return switch (uid) {
            case IMPLICIT_LITTLE_ENDIAN -> new TransferSyntax(uid, false, false, false, false);
            case EXPLICIT_LITTLE_ENDIAN -> new TransferSyntax(uid, true, false, false, false);
            case EXPLICIT_BIG_ENDIAN -> new TransferSyntax(uid, true, true, false, false);
            case DEFLATED_LITTLE_ENDIAN -> new TransferSyntax(uid, true, false, true, false);
            default -> new TransferSyntax(uid, true, false, false, true);
        };
    }

    /** This transfer syntax, but with a data set that is written as it really is and not deflated. */
    TransferSyntax encodedAs(boolean reallyExplicit, boolean reallyBigEndian) {
        return new TransferSyntax(uid, reallyExplicit, reallyBigEndian, false, encapsulated);
    }

    /** Whether pixels may have been compressed with loss: JPEG with a cosine transform, JPEG-LS near-lossless, JPEG 2000. */
    boolean isLossy() {
        return uid.matches("1\\.2\\.840\\.10008\\.1\\.2\\.4\\.(5[0-6]|81|91|203)");
    }

    /** Whether frames are those of a video, which depend on each other: MPEG-2, H.264 and HEVC. */
    boolean isVideo() {
        return uid.matches("1\\.2\\.840\\.10008\\.1\\.2\\.4\\.10[0-8](\\.1)?");
    }

    /** Its name and identifier. */
    String describe() {
        return DataDictionary.standard().uidName(uid).orElse("Unknown Transfer Syntax") + " (" + uid + ")";
    }
}
