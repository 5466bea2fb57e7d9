package org.credence.segmentation;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.credence.imaging.Frame;
import org.credence.imaging.ProbabilityMap;
import org.credence.imaging.Progress;
import org.credence.segmentation.spi.InferenceSession;

/**
 * A model at work: frames in, probability maps of the frames' own size out. Thread-safe; calls wait for each other.
 */
public final class Segmenter implements AutoCloseable {

    private static final int BATCH = 4;

    /** How far beyond 0 and 1 a runtime's sigmoid may come to lie: ONNX Runtime's fast one gives 1.0000001 for large logits. */
    private static final float ROUNDING = 1e-5f;

    private final Model model;
    private final InferenceSession session;
    private final int batch;
    private final ByteBuffer gray;
    private final FloatBuffer probabilities;
    private boolean closed;

    /** A segmenter on a loaded model; it owns the session and closes it. */
    public Segmenter(Model model, InferenceSession session) {
        this.model = model;
        this.session = session;
        int values = pixels() * model.card().segments().size();
        this.batch = Math.max(1, Math.min(BATCH, ModelCard.MAX_VALUES / values));
        this.gray = ByteBuffer.allocateDirect(batch * pixels());
        this.probabilities = ByteBuffer.allocateDirect(4 * batch * values)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    public Model model() {
        return model;
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
     * hand long clips over in parts.
     *
     * @return one map per frame, in the frames' order, with a plane per segment of the model's card
     * @throws SegmentationException if the model fails
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public synchronized List<ProbabilityMap> segment(List<Frame> frames, Progress progress)
            throws SegmentationException {
        if (closed) {
            throw new IllegalStateException("This segmenter was closed.");
        }
        List<ProbabilityMap> maps = new ArrayList<>(frames.size());
        for (int begin = 0; begin < frames.size(); begin += batch) {
            progress.checkCancelled();
            progress.report((double) begin / frames.size(), "Segmenting, " + begin + " of " + frames.size());
            List<Frame> some = frames.subList(begin, Math.min(frames.size(), begin + batch));
            List<Letterbox> boxes = new ArrayList<>();
            for (int n = 0; n < some.size(); n++) {
                Frame frame = some.get(n);
                Letterbox box = box(frame);
                boxes.add(box);
                gray.put(n * pixels(), box.fit(frame.gray8(frame.defaultWindow())));
            }
            session.run(some.size(), gray, probabilities);
            for (int n = 0; n < some.size(); n++) {
                maps.add(map(n, boxes.get(n)));
            }
        }
        progress.report(1, frames.size() + " frames segmented");
        return maps;
    }

    /** Frees the model. Idempotent. */
    @Override
    public synchronized void close() {
        closed = true;
        session.close();
    }

    private Letterbox box(Frame frame) {
        return new Letterbox(
                frame.columns(),
                frame.rows(),
                model.card().input().columns(),
                model.card().input().rows());
    }

    private ProbabilityMap map(int n, Letterbox box) throws SegmentationException {
        int segments = model.card().segments().size();
        float[][] planes = new float[segments][];
        float[] plane = new float[pixels()];
        for (int s = 0; s < segments; s++) {
            probabilities.get((n * segments + s) * pixels(), plane);
            for (float p : plane) {
                if (!(p >= -ROUNDING && p <= 1 + ROUNDING)) {
                    throw new SegmentationException("Model " + model.card().name() + " gave " + p
                            + " where a probability was due; its weights are damaged, or its graph lacks the sigmoid.");
                }
            }
            planes[s] = box.unfit(plane);
            for (int i = 0; i < planes[s].length; i++) {
                // Interpolation rounds too.
                planes[s][i] = Math.min(1, Math.max(0, planes[s][i]));
            }
        }
        return new ProbabilityMap(
                box.frameColumns(), box.frameRows(), model.card().labels(), planes);
    }

    private int pixels() {
        return model.card().input().columns() * model.card().input().rows();
    }
}
