package org.credence.dicom.internal;

import java.io.IOException;
import java.util.Optional;

/** Tells compressed streams by how they start. */
final class CodeStreams {

    private static final int MAX_SEGMENTS = 1000;

    private CodeStreams() {}

    /** Whether a JPEG, JPEG-LS or JPEG 2000 stream starts with these bytes, at least three. */
    static boolean starts(byte[] bytes) {
        return (bytes[0] & 0xff) == 0xff && (bytes[2] & 0xff) == 0xff && (isJpeg(bytes) || (bytes[1] & 0xff) == 0x4f);
    }

    private static boolean isJpeg(byte[] bytes) {
        return (bytes[1] & 0xff) == 0xd8;
    }

    /**
     * A transfer syntax of the process that a stream is of, if its start tells that beyond doubt.
     *
     * @param at where the stream starts
     * @param length its bytes
     */
    static Optional<String> transferSyntax(DataSetParser in, long at, long length) throws IOException {
        byte[] start = in.peek(at, (int) Math.min(4, length));
        if (start.length < 4 || !starts(start)) {
            return Optional.empty();
        }
        if (!isJpeg(start)) {
            return (start[3] & 0xff) == 0x51 ? Optional.of("1.2.840.10008.1.2.4.90") : Optional.empty();
        }
        long marker = at + 2;
        for (int i = 0; i < MAX_SEGMENTS; i++) {
            byte[] head = in.peek(marker, (int) Math.min(4, at + length - marker));
            if (head.length < 4 || (head[0] & 0xff) != 0xff) {
                return Optional.empty();
            }
            switch (head[1] & 0xff) {
                case 0xc0:
                    return Optional.of("1.2.840.10008.1.2.4.50");
                case 0xc1:
                    return Optional.of("1.2.840.10008.1.2.4.51");
                case 0xc2:
                    return Optional.of("1.2.840.10008.1.2.4.55");
                case 0xc3:
                    return Optional.of("1.2.840.10008.1.2.4.70");
                case 0xf7:
                    return Optional.of("1.2.840.10008.1.2.4.80");
                case 0xff:
                    marker++;
                    break;
                default:
                    marker += 2 + ((head[2] & 0xff) << 8 | head[3] & 0xff);
            }
        }
        return Optional.empty();
    }

    /** Whether a stream's last bytes, a pad byte aside, are the mark of its end: EOI or EOC. */
    static boolean ends(byte[] last) {
        int n = last.length;
        return n >= 2 && isEnd(last, n - 2) || n >= 3 && last[n - 1] == 0 && isEnd(last, n - 3);
    }

    private static boolean isEnd(byte[] bytes, int at) {
        return (bytes[at] & 0xff) == 0xff && (bytes[at + 1] & 0xff) == 0xd9;
    }
}
