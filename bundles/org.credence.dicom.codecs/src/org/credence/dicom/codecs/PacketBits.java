package org.credence.dicom.codecs;

/** The bits of packet headers (ISO/IEC 15444-1, B.10.1): after a byte FF, the next one holds seven. Not thread-safe. */
final class PacketBits {

    private final byte[] data;
    private final int end;
    private int at;
    private int current;
    private int left;

    PacketBits(byte[] data, int start, int end) {
        this.data = data;
        this.at = start;
        this.end = end;
    }

    int bit() throws CodecException {
        if (left == 0) {
            left = current == 0xff ? 7 : 8;
            current = next();
        }
        left--;
        return current >> left & 1;
    }

    /** A number of up to 31 bits. */
    int bits(int n) throws CodecException {
        int value = 0;
        for (int i = 0; i < n; i++) {
            value = value << 1 | bit();
        }
        return value;
    }

    private int next() throws CodecException {
        if (at >= end) {
            throw new CodecException(
                    "The JPEG 2000 frame is cut off: a packet header ends at byte " + at + " of its tile.");
        }
        return data[at++] & 0xff;
    }

    /** Ends a packet header, with the byte that a last FF needs after it. */
    void align() throws CodecException {
        if (current == 0xff) {
            next();
        }
        current = 0;
        left = 0;
    }

    /** Whether a marker comes next; only between packet headers. */
    boolean isAt(int marker) {
        return at + 2 <= end && (data[at] & 0xff) == marker >> 8 && (data[at + 1] & 0xff) == (marker & 0xff);
    }

    /** Leaves bytes out and says where they start. */
    int skip(int bytes) throws CodecException {
        if (bytes > end - at) {
            throw new CodecException("The JPEG 2000 frame is cut off: " + bytes + " bytes should follow byte " + at
                    + " of a tile that has " + end + ".");
        }
        int start = at;
        at += bytes;
        return start;
    }
}
