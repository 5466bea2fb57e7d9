package org.credence.dicom.internal;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** A part of a source as a stream, which marks and skips over any distance without holding it. Used by one thread. */
final class PartStream extends InputStream {

    private final ByteSource.Reading in;
    private final long end;
    private final byte[] window = new byte[1 << 13];
    private long windowStart;
    private int windowLength;
    private long position;
    private long marked;

    /**
     * @param from the first byte
     * @param to the byte after the last one
     */
    PartStream(ByteSource source, long from, long to) throws IOException {
        this.in = source.open();
        this.end = to;
        this.position = from;
        this.marked = from;
        this.windowStart = from;
    }

    @Override
    public int read() throws IOException {
        return fill() == 0 ? -1 : window[(int) (position++ - windowStart)] & 0xff;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        Objects.checkFromIndexSize(from, length, target.length);
        if (length == 0) {
            return 0;
        }
        boolean inWindow = position >= windowStart && position < windowStart + windowLength;
        if (!inWindow && length >= window.length) {
            int n = (int) Math.min(length, end - position);
            if (n == 0) {
                return -1;
            }
            in.read(position, target, from, n);
            position += n;
            return n;
        }
        int there = fill();
        if (there == 0) {
            return -1;
        }
        int n = Math.min(there, length);
        System.arraycopy(window, (int) (position - windowStart), target, from, n);
        position += n;
        return n;
    }

    /** Bytes in the window from the position on, after reading some if there were none; 0 at the end. */
    private int fill() throws IOException {
        if (position < windowStart || position >= windowStart + windowLength) {
            int n = (int) Math.min(window.length, end - position);
            windowLength = 0;
            in.read(position, window, 0, n);
            windowStart = position;
            windowLength = n;
        }
        return (int) (windowStart + windowLength - position);
    }

    @Override
    public long skip(long count) {
        long n = Math.max(0, Math.min(count, end - position));
        position += n;
        return n;
    }

    @Override
    public int available() {
        return (int) Math.min(Integer.MAX_VALUE, end - position);
    }

    @Override
    public boolean markSupported() {
        return true;
    }

    @Override
    public void mark(int limit) {
        marked = position;
    }

    @Override
    public void reset() {
        position = marked;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
