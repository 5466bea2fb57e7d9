package org.credence.dicom.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.IntStream;
import org.credence.imaging.Progress;

/**
 * Work on frames that do not depend on each other: results come in order, some are worked out ahead by this thread and the
 * JVM's common pool (docs/decisions/0015). Used by one thread; never holds more than some dozens of frames.
 */
final class FramesAhead<R> {

    /** Enough that cores hardly wait for each other, and few enough to hold. */
    private static final int BATCH = 64;

    /** Works on one frame; called by several threads at once. */
    @FunctionalInterface
    interface Work<R> {
        /** @param frame from 0 */
        R on(int frame) throws IOException;
    }

    private final int count;
    private final Work<R> work;
    private final Progress progress;
    private final String doing;
    private int first;
    private List<R> ready = List.of();

    /**
     * @param progress told on the thread that asks for results; its cancellation is seen there, too
     * @param doing what is being done, for people
     */
    FramesAhead(int count, Work<R> work, Progress progress, String doing) {
        this.count = count;
        this.work = work;
        this.progress = progress;
        this.doing = doing;
    }

    /**
     * The result for a frame.
     *
     * @param frame the next one, from 0
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    R next(int frame) throws IOException {
        if (frame >= first + ready.size()) {
            progress.checkCancelled();
            progress.report((double) frame / count, doing + " frame " + (frame + 1) + " of " + count);
            first = frame;
            try {
                ready = IntStream.range(frame, Math.min(count, frame + BATCH))
                        .parallel()
                        .mapToObj(this::result)
                        .toList();
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
        return ready.get(frame - first);
    }

    private R result(int frame) {
        try {
            return work.on(frame);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
