package org.credence.dicom.internal;

import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Arrays for the samples of a frame that are used again: new ones for every frame of a clip would be gigabytes of memory that
 * the system has to clear first. Thread-safe.
 */
final class FrameBuffers {

    private final int bytes;
    private final Queue<byte[]> free = new ConcurrentLinkedQueue<>();

    FrameBuffers(int bytes) {
        this.bytes = bytes;
    }

    /** Does something with a buffer, which has any content. */
    @FunctionalInterface
    interface Use<R> {
        R with(byte[] buffer) throws IOException;
    }

    /** Lends a buffer for the time of {@code use}. */
    <R> R use(Use<R> use) throws IOException {
        byte[] known = free.poll();
        byte[] buffer = known != null ? known : new byte[bytes];
        R result = use.with(buffer);
        free.add(buffer);
        return result;
    }
}
