package org.credence.dicom.internal;

import java.util.Optional;

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

    /** How the frames of a video are compressed; they depend on each other. */
    enum Video {
        MPEG2,
        H264,
        HEVC
    }

    /** The kind of video, where pixels are one; in a single fragment or, by identifiers that end in .1, in several. */
    Optional<Video> video() {
        return switch (uid.replaceFirst("(\\.10[0-6])\\.1$", "$1")) {
            case "1.2.840.10008.1.2.4.100", "1.2.840.10008.1.2.4.101" -> Optional.of(Video.MPEG2);
            case "1.2.840.10008.1.2.4.102",
                    "1.2.840.10008.1.2.4.103",
                    "1.2.840.10008.1.2.4.104",
                    "1.2.840.10008.1.2.4.105",
                    "1.2.840.10008.1.2.4.106" -> Optional.of(Video.H264);
            case "1.2.840.10008.1.2.4.107", "1.2.840.10008.1.2.4.108" -> Optional.of(Video.HEVC);
            default -> Optional.empty();
        };
    }

    /** Its name and identifier. */
    String describe() {
        return DataDictionary.standard().uidName(uid).orElse("Unknown Transfer Syntax") + " (" + uid + ")";
    }
}
