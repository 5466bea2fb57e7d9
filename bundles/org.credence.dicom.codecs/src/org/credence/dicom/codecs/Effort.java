package org.credence.dicom.codecs;

/**
 * What one frame may cause of work that takes few bytes, or none: headers of many code-blocks in empty layers, passes of
 * code-blocks without data, progressions that name the same packets again and again. No encoder comes near these limits.
 * Not thread-safe.
 */
final class Effort {

    // Looking at a precinct or a code-block takes some nanoseconds.
    private static final long MAX_VISITS = 1L << 26;

    // A sample takes some nanoseconds per pass. Even sparse images have a byte for some hundreds of them.
    private static final long MAX_SAMPLES = 1L << 28;
    private static final long MAX_SAMPLES_PER_BYTE = 1 << 10;

    private final int bytes;
    private long visits;
    private long samples;

    /** The effort for a frame of some bytes. */
    Effort(int bytes) {
        this.bytes = bytes;
    }

    /** Looks at precincts, or at code-blocks in a packet header. */
    void visit(long count) throws CodecException {
        visits += count;
        if (visits > MAX_VISITS) {
            throw new CodecException("The JPEG 2000 frame has more progressions, layers and code-blocks than can be"
                    + " followed; it is damaged.");
        }
    }

    /** Decodes samples, counted once for each pass. */
    void decode(long count) throws CodecException {
        samples += count;
        if (samples > MAX_SAMPLES + bytes * MAX_SAMPLES_PER_BYTE) {
            throw new CodecException("The JPEG 2000 frame of " + bytes
                    + " bytes has more coding passes than these can hold; it is damaged.");
        }
    }
}
