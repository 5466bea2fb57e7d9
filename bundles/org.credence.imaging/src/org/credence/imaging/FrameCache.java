package org.credence.imaging;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Decoded frames, the most recently used ones up to a number of bytes. Thread-safe; two threads that ask for the same
 * missing frame may both decode it.
 */
public final class FrameCache {

    private record Key(ImageSeries series, int position) {}

    private final long budgetBytes;
    private final LinkedHashMap<Key, Frame> frames = new LinkedHashMap<>(64, 0.75f, true);
    private long sizeBytes;

    /** A cache that holds frames of at most this many bytes in all, and always the latest one. */
    public FrameCache(long budgetBytes) {
        if (budgetBytes < 0) {
            throw new IllegalArgumentException("A cache has no negative budget, got: " + budgetBytes);
        }
        this.budgetBytes = budgetBytes;
    }

    /** The frame if it is in memory; never blocks on decoding. */
    public Optional<Frame> peek(ImageSeries series, int position) {
        synchronized (frames) {
            return Optional.ofNullable(frames.get(new Key(series, position)));
        }
    }

    /**
     * The frame, decoded on a miss; blocks.
     *
     * @throws ImagingException if it cannot be decoded; nothing is remembered then
     */
    public Frame get(ImageSeries series, int position) throws ImagingException {
        Optional<Frame> known = peek(series, position);
        if (known.isPresent()) {
            return known.get();
        }
        Frame frame = series.decode(position);
        synchronized (frames) {
            Frame earlier = frames.put(new Key(series, position), frame);
            sizeBytes += frame.sizeBytes() - (earlier == null ? 0 : earlier.sizeBytes());
            var eldest = frames.entrySet().iterator();
            while (sizeBytes > budgetBytes && frames.size() > 1) {
                Map.Entry<Key, Frame> entry = eldest.next();
                sizeBytes -= entry.getValue().sizeBytes();
                eldest.remove();
            }
        }
        return frame;
    }

    /** Bytes held now. */
    public long sizeBytes() {
        synchronized (frames) {
            return sizeBytes;
        }
    }
}
