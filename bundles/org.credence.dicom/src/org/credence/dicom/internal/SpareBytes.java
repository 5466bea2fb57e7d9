package org.credence.dicom.internal;

import java.lang.ref.SoftReference;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Arrays that held the compressed bytes of one frame and may serve for the next: as many as threads decode at a time, and
 * none where memory runs short. Thread-safe.
 */
final class SpareBytes {

    private final Deque<SoftReference<byte[]>> spare = new ArrayDeque<>();

    /** An array of at least this length, with anything in it. */
    byte[] take(int length) {
        byte[] found = poll();
        if (found != null && found.length >= length) {
            return found;
        }
        // The next frame may be somewhat larger.
        return new byte[(int) Math.min(Integer.MAX_VALUE - 16, length + length / 4L)];
    }

    private byte[] poll() {
        synchronized (spare) {
            SoftReference<byte[]> reference = spare.poll();
            return reference == null ? null : reference.get();
        }
    }

    /** Takes an array back that nobody uses any more. */
    void give(byte[] bytes) {
        synchronized (spare) {
            spare.push(new SoftReference<>(bytes));
        }
    }
}
