package org.credence.dicom.video;

import java.util.concurrent.atomic.AtomicInteger;
import org.credence.dicom.spi.VideoStream;

/** Bytes as a stream; counts how often it is open. */
record ByteStream(byte[] bytes, AtomicInteger opened) implements VideoStream {

    ByteStream(byte[] bytes) {
        this(bytes, new AtomicInteger());
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public Reading open() {
        opened.incrementAndGet();
        return new Reading() {
            @Override
            public int read(long offset, byte[] target, int from, int length) {
                if (offset >= bytes.length) {
                    return -1;
                }
                int n = (int) Math.min(length, bytes.length - offset);
                System.arraycopy(bytes, (int) offset, target, from, n);
                return n;
            }

            @Override
            public void close() {
                opened.decrementAndGet();
            }
        };
    }
}
