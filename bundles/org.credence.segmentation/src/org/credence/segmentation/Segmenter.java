package org.credence.segmentation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import org.credence.imaging.Frame;
import org.credence.imaging.ProbabilityMap;
import org.credence.imaging.Progress;
import org.credence.segmentation.spi.InferenceSession;

/**
 * A model at work: frames in, what it says about each of the frames' own pixels out. Thread-safe; calls wait for each other.
 */
public final class Segmenter implements AutoCloseable {

    /** More would keep more frames than they are worth. */
    private static final int MOST_HELPERS = 4;

    /** Frames of a clip or a folder, decoded when they are asked for. */
    @FunctionalInterface
    public interface Source {
        /**
         * Called by several threads at a time.
         *
         * @param n from 0 on, as counted by whoever segments
         */
        Frame frame(int n) throws IOException;
    }

    /** Takes what a model says, frame by frame in their order, by one thread at a time. */
    @FunctionalInterface
    public interface Sink {
        /**
         * @param n the frame's number at its source
         * @param frame it
         * @param percent a plane per segment of the model's card, of columns x rows probabilities in whole percent; used
         *     again once this returns
         */
        void take(int n, Frame frame, byte[][] percent) throws IOException;
    }

    private final Model model;
    private final InferenceSession session;
    private final List<Batch> batches = new ArrayList<>();
    private final List<Lane> lanes = new ArrayList<>();
    private Batch.Shape shape;
    private boolean closed;

    /** A segmenter on a loaded model; it owns the session and closes it. */
    public Segmenter(Model model, InferenceSession session) {
        this.model = model;
        this.session = session;
        lanes.add(new Lane(model.card()));
        batches(1);
    }

    public Model model() {
        return model;
    }

    /** What the model runs on now, for people, with the reasons against what would be faster. */
    public String accelerator() {
        return session.accelerator();
    }

    /**
     * Segments one frame; blocks.
     *
     * @throws SegmentationException if the model fails
     */
    public ProbabilityMap segment(Frame frame) throws SegmentationException {
        return segment(List.of(frame), Progress.NONE).get(0);
    }

    /**
     * Segments frames, which may differ in size, several at a time; blocks. The maps of one call are all in memory, so
     * hand long clips to {@link #stream}.
     *
     * @return one map per frame, in the frames' order, with a plane per segment of the model's card
     * @throws SegmentationException if the model fails
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public synchronized List<ProbabilityMap> segment(List<Frame> frames, Progress progress)
            throws SegmentationException {
        Batch batch = batches(1).get(0);
        List<ProbabilityMap> maps = new ArrayList<>(frames.size());
        int most = shape.frames();
        for (int begin = 0; begin < frames.size(); begin += most) {
            progress.checkCancelled();
            progress.report((double) begin / frames.size(), "Segmenting, " + begin + " of " + frames.size());
            int some = Math.min(most, frames.size() - begin);
            for (int place = 0; place < some; place++) {
                batch.put(place, frames.get(begin + place));
            }
            batch.run(some, session, progress);
            for (int place = 0; place < some; place++) {
                maps.add(batch.map(place, lanes.get(0)));
            }
        }
        progress.report(1, frames.size() + " frames segmented");
        return maps;
    }

    /**
     * Segments any number of frames with memory for a few: while the model works on some, the next are decoded and the
     * answers about those before are taken. Blocks. The percents are those of the maps that {@link #segment} gives, but for
     * what lies halfway between two of them.
     *
     * <p>This thread reports progress, with the time that is left; helpers of the JVM's common pool call source and sink
     * too.
     *
     * @param count of frames; they are asked for from 0 to count - 1 and answered in this order, so a source that begins
     *     with the frame that somebody looks at has it answered first
     * @throws IOException if the model, the source or the sink fails; what was taken by then stays taken
     * @throws java.util.concurrent.CancellationException if cancelled; source and sink are at rest then
     */
    public synchronized void stream(int count, Source source, Sink sink, Progress progress) throws IOException {
        int helpers = Math.clamp(ForkJoinPool.getCommonPoolParallelism(), 1, MOST_HELPERS);
        List<Batch> ring = batches(Math.min(helpers + 2, Math.max(1, count)));
        while (lanes.size() < Math.min(helpers, shape.frames())) {
            lanes.add(new Lane(model.card()));
        }
        if (count > 0) {
            new Pipeline(session, ring, lanes, shape.frames(), count, source, sink, progress).run();
        }
        progress.report(1, count + " frames segmented");
    }

    /** Frees the model. Idempotent. */
    @Override
    public synchronized void close() {
        closed = true;
        batches.clear();
        session.close();
    }

    /** As many batches as this, or as memory has room for, each of as many frames as the session wants now. */
    private List<Batch> batches(int count) {
        if (closed) {
            throw new IllegalStateException("This segmenter was closed.");
        }
        Batch.Shape wanted = Batch.Shape.of(model.card(), session);
        if (!wanted.equals(shape)) {
            batches.clear();
            shape = wanted;
        }
        try {
            while (batches.size() < count) {
                batches.add(shape.make(model.card()));
            }
        } catch (OutOfMemoryError e) {
            if (batches.isEmpty()) {
                throw e;
            }
            // One is enough; with fewer, less is done at the same time.
        }
        return batches;
    }
}
