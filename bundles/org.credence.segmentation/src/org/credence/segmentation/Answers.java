package org.credence.segmentation;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * A buffer of what a model says, frame by frame of its grid, as floats or as bytes that stand for them. Several threads may take
 * from it at a time.
 */
final class Answers {

    /** How far beyond 0 and 1 a runtime's sigmoid may come to lie: ONNX Runtime's fast one gives 1.0000001 for large logits. */
    private static final float ROUNDING = 1e-5f;

    private final ModelCard card;
    private final ByteBuffer bytes;
    private final FloatBuffer floats;
    private final float[] probabilities;

    /** @param frames for how many there is room */
    Answers(ModelCard card, int frames) {
        this.card = card;
        bytes = ByteBuffer.allocateDirect(Math.multiplyExact(frames, card.answerBytes()))
                .order(ByteOrder.nativeOrder());
        floats = bytes.asFloatBuffer();
        Integer most = card.output().levels();
        probabilities = new float[256];
        for (int level = 0; most != null && level < 256; level++) {
            probabilities[level] = level <= most ? (float) level / most : Float.NaN;
        }
    }

    ByteBuffer bytes() {
        return bytes;
    }

    /**
     * Puts what was said of a segment into a plane of the grid, as bytes; only where the card has levels.
     *
     * @throws SegmentationException if it is no probability
     */
    void take(int frame, int segment, byte[] levels) throws SegmentationException {
        bytes.get((frame * card.segments().size() + segment) * levels.length, levels);
        int most = 0;
        for (byte level : levels) {
            most = Math.max(most, level & 0xff);
        }
        if (most > card.output().levels()) {
            throw nonsense(Float.NaN);
        }
    }

    /**
     * Puts what was said of a segment into a plane of the grid, as probabilities.
     *
     * @throws SegmentationException if it is no probability
     */
    void take(int frame, int segment, float[] plane) throws SegmentationException {
        int from = (frame * card.segments().size() + segment) * plane.length;
        float least = 0;
        float most = 0;
        if (card.output().levels() == null) {
            floats.get(from, plane);
        } else {
            for (int i = 0; i < plane.length; i++) {
                plane[i] = probabilities[bytes.get(from + i) & 0xff];
            }
        }
        for (float p : plane) {
            // What is no number stays no number.
            least = Math.min(least, p);
            most = Math.max(most, p);
        }
        if (!(least >= -ROUNDING && most <= 1 + ROUNDING)) {
            throw nonsense(least >= -ROUNDING ? most : least);
        }
    }

    private SegmentationException nonsense(float given) {
        return new SegmentationException("Model " + card.name() + " gave " + given
                + " where a probability was due; its weights are damaged, or its graph lacks the sigmoid.");
    }
}
