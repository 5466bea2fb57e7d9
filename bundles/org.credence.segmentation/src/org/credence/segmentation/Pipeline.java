package org.credence.segmentation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.credence.imaging.Frame;
import org.credence.imaging.Progress;
import org.credence.imaging.TimeLeft;
import org.credence.segmentation.spi.InferenceSession;

/**
 * Decoding, inference and storing at the same time, each on other batches. The thread that runs it waits for inference;
 * helpers of the common pool (docs/decisions/0023) decode ahead and store behind it, and where none is free this thread does
 * it. Used once.
 */
final class Pipeline {

    /** How often cancellation is looked at while there is nothing else to do. */
    private static final int POLL_MS = 50;

    private final InferenceSession session;
    private final List<Batch> ring;
    private final List<Lane> lanes;
    private final Frame[][] frames;
    private final int size;
    private final int count;
    private final int last;
    private final Segmenter.Source source;
    private final Segmenter.Sink sink;
    private final Progress progress;
    private final List<FutureTask<Void>> prepared;
    private final List<FutureTask<Void>> stored;
    private volatile boolean stopped;

    /**
     * @param ring of batches, used in turn
     * @param lanes in which answers are brought to the frames' pixels, several at a time
     * @param size frames per batch
     * @param count of all frames, at least 1
     */
    Pipeline(
            InferenceSession session,
            List<Batch> ring,
            List<Lane> lanes,
            int size,
            int count,
            Segmenter.Source source,
            Segmenter.Sink sink,
            Progress progress) {
        this.session = session;
        this.ring = ring;
        this.lanes = lanes;
        this.size = size;
        this.count = count;
        this.last = (count - 1) / size;
        this.source = source;
        this.sink = sink;
        this.progress = progress;
        frames = new Frame[ring.size()][size];
        prepared = new ArrayList<>(Collections.nCopies(ring.size(), null));
        stored = new ArrayList<>(Collections.nCopies(ring.size(), null));
    }

    void run() throws IOException {
        try {
            work();
        } finally {
            // Buffers, source and sink are the caller's again: whoever still uses them must be done.
            stopped = true;
            for (int slot = 0; slot < ring.size(); slot++) {
                settle(prepared.get(slot));
                settle(stored.get(slot));
            }
        }
    }

    private void work() throws IOException {
        long begun = System.nanoTime();
        int asked = 0;
        for (int b = 0; b <= last; b++) {
            progress.checkCancelled();
            // One batch of the ring is in the model and one is being stored.
            for (; asked <= Math.min(last, b + Math.max(0, ring.size() - 2)); asked++) {
                prepare(asked);
            }
            int slot = b % ring.size();
            await(prepared.get(slot));
            progress.checkCancelled();
            ring.get(slot).run(length(b), session, progress);
            if (b > 0) {
                await(stored.get((b - 1) % ring.size()));
            }
            stored.set(slot, start(store(b)));
            report(Math.min(count, (b + 1) * size), System.nanoTime() - begun);
        }
        await(stored.get(last % ring.size()));
    }

    private int length(int b) {
        return Math.min(size, count - b * size);
    }

    private void prepare(int b) throws IOException {
        int slot = b % ring.size();
        await(stored.get(slot));
        FutureTask<Void> task = new FutureTask<>(() -> {
            for (int place = 0; place < length(b) && !stopped; place++) {
                Frame frame = source.frame(b * size + place);
                frames[slot][place] = frame;
                ring.get(slot).put(place, frame);
            }
            return null;
        });
        prepared.set(slot, start(task));
    }

    private FutureTask<Void> store(int b) {
        return new FutureTask<>(() -> {
            for (int begin = 0; begin < length(b) && !stopped; begin += lanes.size()) {
                store(b, begin, Math.min(lanes.size(), length(b) - begin));
            }
            return null;
        });
    }

    /** Brings some answers to their frames' pixels, all at once, and has them taken one after the other. */
    private void store(int b, int begin, int some) throws IOException {
        int slot = b % ring.size();
        List<FutureTask<Void>> brought = new ArrayList<>(some);
        for (int n = 0; n < some; n++) {
            int lane = n;
            FutureTask<Void> task = new FutureTask<>(() -> {
                ring.get(slot).percent(begin + lane, lanes.get(lane));
                return null;
            });
            // The first is done here.
            brought.add(n == 0 ? task : start(task));
        }
        try {
            for (int n = 0; n < some && !stopped; n++) {
                finish(brought.get(n));
                int place = begin + n;
                Frame frame = frames[slot][place];
                frames[slot][place] = null;
                sink.take(b * size + place, frame, lanes.get(n).percent());
            }
        } finally {
            brought.forEach(this::settle);
        }
    }

    private static FutureTask<Void> start(FutureTask<Void> task) {
        ForkJoinPool.commonPool().execute(task);
        return task;
    }

    /** Waits for a task, or does it where nobody has begun; what it throws is thrown here. */
    private void await(FutureTask<Void> task) throws IOException {
        if (task == null) {
            return;
        }
        finish(task);
        progress.checkCancelled();
    }

    private void finish(FutureTask<Void> task) throws IOException {
        task.run();
        try {
            get(task);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException cause -> throw cause;
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                default -> throw new IllegalStateException("Only these can be thrown here.", e.getCause());
            }
        }
    }

    private void settle(FutureTask<Void> task) {
        if (task == null) {
            return;
        }
        task.run();
        try {
            get(task);
        } catch (ExecutionException e) {
            // Said already, or of no interest any more: what stopped the work is on its way to the caller.
            return;
        }
    }

    private void get(FutureTask<Void> task) throws ExecutionException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    task.get(POLL_MS, TimeUnit.MILLISECONDS);
                    return;
                } catch (TimeoutException e) {
                    stopped |= progress.isCancelled();
                } catch (InterruptedException e) {
                    // The task uses buffers of this thread's, so it must end first.
                    interrupted = true;
                    Thread.currentThread().interrupt();
                    stopped |= progress.isCancelled();
                    Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Such as "Segmenting, 12 of 300, 40 s left". */
    static String said(double done, int count, long nanos) {
        return "Segmenting, " + (int) done + " of " + count
                + TimeLeft.words(done, count, nanos)
                        .map(t -> ", " + t + " left")
                        .orElse("");
    }

    private void report(int done, long nanos) {
        progress.report((double) done / count, said(done, count, nanos));
    }
}
