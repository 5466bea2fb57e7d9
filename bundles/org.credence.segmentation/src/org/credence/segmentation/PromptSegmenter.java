package org.credence.segmentation;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.credence.imaging.Frame;
import org.credence.imaging.FrameRef;
import org.credence.imaging.ProbabilityMap;
import org.credence.imaging.Progress;
import org.credence.segmentation.spi.PromptSession;

/**
 * A model that answers prompts at work: points and boxes on a frame in, what is meant out. The encoder looks at each frame
 * once, as what it gives is kept for the frames that were asked about last. Thread-safe; calls wait for each other.
 *
 * <p>A frame is seen as gray under its default window, with its longer side fitted to the encoder's grid and its upper left corner
 * on that of the grid.
 */
public final class PromptSegmenter implements AutoCloseable {

    /** What is kept of frames by default: 64 of them with 4 MiB each, as most models of the kind have it. */
    public static final long CACHE_BYTES = 256L << 20;

    /** How far beyond 0 and 1 a runtime's sigmoid may come to lie. */
    private static final float ROUNDING = 1e-5f;

    private static final int ON = 1;
    private static final int BESIDE = 0;
    private static final int UPPER_LEFT = 2;
    private static final int LOWER_RIGHT = 3;
    private static final int NONE = -1;

    private final PromptModel model;
    private final PromptSession session;
    private final long cacheBytes;
    // Its own lock, so that whoever only asks what is known does not wait for an answer.
    private final Map<FrameRef, float[]> kept = new LinkedHashMap<>(16, 0.75f, true);
    private final FloatBuffer embeddings;
    private final FloatBuffer mask;
    private final FloatBuffer coarse;
    private FrameRef loaded;
    private FloatBuffer probabilities = floats(1);
    private boolean closed;

    /**
     * A segmenter on a loaded model; it owns the session and closes it.
     *
     * @param cacheBytes how much may be kept of frames; the last one always is
     */
    public PromptSegmenter(PromptModel model, PromptSession session, long cacheBytes) {
        this.model = model;
        this.session = session;
        this.cacheBytes = cacheBytes;
        embeddings = floats(model.card().embeddings().values());
        mask = floats(model.card().coarse().values());
        coarse = floats(model.card().coarse().values());
    }

    public PromptModel model() {
        return model;
    }

    /** What the model runs on now, for people, with the reasons against what would be faster. */
    public String accelerator() {
        return session.accelerator();
    }

    /** Whether an answer about a frame comes without looking at it first. Waits for nobody. */
    public boolean knows(FrameRef frame) {
        synchronized (kept) {
            return kept.containsKey(frame);
        }
    }

    /**
     * Says what is meant; blocks. The first answer about a frame takes as long as looking at it, others a fraction of that.
     *
     * @param reference under which the frame is known again; the same for the same pixels
     * @param frame the pixels
     * @param prompts places within the frame
     * @param progress told when the frame is looked at, which can be cancelled
     * @throws IllegalArgumentException if a prompt lies outside of the frame, or the previous mask is another model's
     * @throws SegmentationException if the model fails
     * @throws java.util.concurrent.CancellationException if cancelled; the segmenter can be used again
     */
    public synchronized PromptAnswer answer(FrameRef reference, Frame frame, Prompts prompts, Progress progress)
            throws SegmentationException {
        if (closed) {
            throw new IllegalStateException("This segmenter was closed.");
        }
        long pixels = (long) frame.columns() * frame.rows();
        if (pixels > ModelCard.MAX_VALUES) {
            throw new SegmentationException("Model " + model.card().name() + " answers about frames of at most "
                    + ModelCard.MAX_VALUES + " pixels; this one has " + frame.columns() + " x " + frame.rows() + ".");
        }
        int grid = model.card().input().grid();
        Letterbox box = new Letterbox(frame.columns(), frame.rows(), grid, grid);
        PromptSession.Question question = question(prompts, box);
        progress.checkCancelled();
        load(reference, frame, box, progress);
        progress.checkCancelled();
        if (probabilities.capacity() != pixels) {
            probabilities = floats((int) pixels);
        }
        float quality = session.decode(embeddings, question, probabilities, coarse);
        return new PromptAnswer(map(prompts.segment(), frame), quality, new CoarseMask(copy(coarse, quality)));
    }

    /** Frees the model and what is kept of frames. Idempotent. */
    @Override
    public synchronized void close() {
        closed = true;
        synchronized (kept) {
            kept.clear();
        }
        session.close();
    }

    private PromptSession.Question question(Prompts prompts, Letterbox box) {
        List<float[]> asked = new ArrayList<>();
        for (Prompts.Point p : prompts.points()) {
            asked.add(prompt(p.column(), p.row(), p.foreground() ? ON : BESIDE, box));
        }
        prompts.box().ifPresent(b -> {
            asked.add(prompt(b.left(), b.top(), UPPER_LEFT, box));
            asked.add(prompt(b.right(), b.bottom(), LOWER_RIGHT, box));
        });
        if (prompts.box().isEmpty()) {
            // The network was trained to find one where there is no box.
            asked.add(new float[] {0, 0, NONE});
        }
        float[] coordinates = new float[2 * asked.size()];
        float[] labels = new float[asked.size()];
        for (int i = 0; i < labels.length; i++) {
            coordinates[2 * i] = asked.get(i)[0];
            coordinates[2 * i + 1] = asked.get(i)[1];
            labels[i] = asked.get(i)[2];
        }
        Optional<FloatBuffer> previous = prompts.previous().map(m -> {
            if (m.values() != mask.capacity()) {
                throw new IllegalArgumentException("A previous mask is one of model "
                        + model.card().name() + " with " + mask.capacity() + " values, got: " + m.values());
            }
            m.copyTo(mask);
            return mask;
        });
        return new PromptSession.Question(coordinates, labels, previous, box.frameColumns(), box.frameRows());
    }

    private static float[] prompt(double column, double row, int label, Letterbox box) {
        if (!(column >= 0 && row >= 0 && column <= box.frameColumns() && row <= box.frameRows())) {
            throw new IllegalArgumentException("A prompt lies within the " + box.frameColumns() + " x "
                    + box.frameRows() + " pixels of its frame, got: " + column + ", " + row);
        }
        // Models of the kind count from the centre of a pixel: they add half a pixel to what they are given.
        return new float[] {
            (float) (column * box.coveredColumns() / box.frameColumns() - 0.5),
            (float) (row * box.coveredRows() / box.frameRows() - 0.5),
            label
        };
    }

    /** Has the embeddings of a frame in the buffer: those that were kept, or new ones. */
    private void load(FrameRef reference, Frame frame, Letterbox box, Progress progress) throws SegmentationException {
        float[] known;
        synchronized (kept) {
            known = kept.get(reference);
        }
        if (known != null && reference.equals(loaded)) {
            return;
        }
        loaded = null;
        if (known != null) {
            embeddings.put(0, known);
        } else {
            progress.report(0, "Looking at the frame");
            session.encode(fitted(frame, box), box.coveredColumns(), box.coveredRows(), embeddings, progress);
            keep(reference, copy(embeddings, 0));
        }
        loaded = reference;
        progress.report(1, "Answering");
    }

    private void keep(FrameRef reference, float[] values) {
        long bytes = 4L * values.length;
        synchronized (kept) {
            kept.put(reference, values);
            Iterator<FrameRef> oldest = kept.keySet().iterator();
            while (kept.size() > 1 && kept.size() * bytes > cacheBytes) {
                oldest.next();
                oldest.remove();
            }
        }
    }

    /** The frame as it lies on the grid, without what is beside it. */
    private static ByteBuffer fitted(Frame frame, Letterbox box) {
        byte[] whole = box.fit(frame.gray8(frame.defaultWindow()));
        int columns = box.coveredColumns();
        ByteBuffer gray = ByteBuffer.allocateDirect(columns * box.coveredRows());
        for (int y = 0; y < box.coveredRows(); y++) {
            gray.put(y * columns, whole, (box.top() + y) * box.columns() + box.left(), columns);
        }
        return gray;
    }

    private ProbabilityMap map(String segment, Frame frame) throws SegmentationException {
        float[] plane = new float[probabilities.capacity()];
        probabilities.get(0, plane);
        for (int i = 0; i < plane.length; i++) {
            // What is no number stays none.
            float p = plane[i];
            plane[i] = p > 1 && p < 1 + ROUNDING ? 1 : p < 0 && p > -ROUNDING ? 0 : p;
            if (!(plane[i] >= 0 && plane[i] <= 1)) {
                throw nonsense(p);
            }
        }
        return new ProbabilityMap(frame.columns(), frame.rows(), List.of(segment), new float[][] {plane});
    }

    /** What a buffer holds, if it is numbers. */
    private float[] copy(FloatBuffer buffer, float also) throws SegmentationException {
        float[] values = new float[buffer.capacity()];
        buffer.get(0, values);
        if (!Float.isFinite(also)) {
            throw nonsense(also);
        }
        for (float v : values) {
            if (!Float.isFinite(v)) {
                throw nonsense(v);
            }
        }
        return values;
    }

    private SegmentationException nonsense(float value) {
        return new SegmentationException("Model " + model.card().name() + " gave " + value
                + " where another number was due; its weights are damaged. Choose another model.");
    }

    private static FloatBuffer floats(int values) {
        return ByteBuffer.allocateDirect(4 * values)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }
}
