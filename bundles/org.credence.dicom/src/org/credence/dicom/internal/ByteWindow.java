package org.credence.dicom.internal;

import java.io.IOException;
import org.credence.dicom.DicomException;

/** Numbers at any place of a source, read through a small buffer that moves along. Used by one thread. */
final class ByteWindow implements AutoCloseable {

    private static final int LEAST_READ_BYTES = 512;

    private final String file;
    private final ByteSource.Reading in;
    private final byte[] window = new byte[1 << 14];
    private final long size;
    private long start;
    private int length;

    /**
     * @param file how messages name the file
     * @param in closed with this
     */
    ByteWindow(String file, long size, ByteSource.Reading in) {
        this.file = file;
        this.size = size;
        this.in = in;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** Bytes of the source. */
    long size() {
        return size;
    }

    int uint8(long offset) throws IOException {
        fill(offset, 1);
        return window[(int) (offset - start)] & 0xff;
    }

    /** Has a few bytes in the window. */
    private void fill(long offset, int count) throws IOException {
        if (offset >= start && offset + count <= start + length) {
            return;
        }
        // Reading on fills the window; a jump, such as from fragment to fragment, reads little.
        boolean onward = offset >= start && offset <= start + length + 16;
        int n = (int) Math.min(onward ? window.length : LEAST_READ_BYTES, size - offset);
        length = 0;
        if (n < count) {
            throw new DicomException("File " + file + " is cut off at byte " + Math.max(offset, size)
                    + "; copy the file again from where it came.");
        }
        in.read(offset, window, 0, n);
        start = offset;
        length = n;
    }

    /** Fills an array with bytes that are likely to be read again. */
    void peek(long offset, byte[] target) throws IOException {
        if (target.length > 0 && target.length <= LEAST_READ_BYTES) {
            fill(offset, target.length);
        }
        read(offset, target);
    }

    int uint16(long offset, boolean bigEndian) throws IOException {
        fill(offset, 2);
        int at = (int) (offset - start);
        int a = window[at] & 0xff;
        int b = window[at + 1] & 0xff;
        return bigEndian ? a << 8 | b : b << 8 | a;
    }

    long uint32(long offset, boolean bigEndian) throws IOException {
        fill(offset, 4);
        long a = uint16(offset, bigEndian);
        long b = uint16(offset + 2, bigEndian);
        return bigEndian ? a << 16 | b : b << 16 | a;
    }

    int tag(long offset, boolean bigEndian) throws IOException {
        fill(offset, 4);
        int at = (int) (offset - start);
        int a = window[at] & 0xff;
        int b = window[at + 1] & 0xff;
        int c = window[at + 2] & 0xff;
        int d = window[at + 3] & 0xff;
        return bigEndian ? a << 24 | b << 16 | c << 8 | d : b << 24 | a << 16 | d << 8 | c;
    }

    /** Fills an array with the bytes from an offset on. */
    void read(long offset, byte[] target) throws IOException {
        if (offset >= start && offset + target.length <= start + length) {
            System.arraycopy(window, (int) (offset - start), target, 0, target.length);
        } else {
            in.read(offset, target, 0, target.length);
        }
    }

    /** The first offset from {@code from} on whose byte is not 0, the size where all are. */
    long nonZero(long from) throws IOException {
        byte[] bytes = new byte[1 << 14];
        for (long at = from; at < size; at += bytes.length) {
            int n = (int) Math.min(bytes.length, size - at);
            in.read(at, bytes, 0, n);
            for (int i = 0; i < n; i++) {
                if (bytes[i] != 0) {
                    return at + i;
                }
            }
        }
        return size;
    }
}
