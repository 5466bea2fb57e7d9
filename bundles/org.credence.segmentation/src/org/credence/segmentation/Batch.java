package org.credence.segmentation;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.credence.imaging.Frame;
import org.credence.imaging.ProbabilityMap;

/**
 * Frames on their way through a model, in buffers that are used again for the next ones. One thread uses it at a time.
 */
final class Batch {

    /** How far beyond 0 and 1 a runtime's sigmoid may come to lie: ONNX Runtime's fast one gives 1.0000001 for large logits. */
    private static final float ROUNDING = 1e-5f;

    private final ModelCard card;
    private final int pixels;
    private final ByteBuffer gray;
    private final FloatBuffer probabilities;
    private final Fitting[] fittings;
    private final byte[] fitted;
    private final float[] plane;
    private byte[] shown = new byte[0];
    private byte[][] percent;

    /** @param most frames that it may hold at a time */
    Batch(ModelCard card, int most) {
        this.card = card;
        pixels = card.input().columns() * card.input().rows();
        int values = pixels * card.segments().size();
        gray = ByteBuffer.allocateDirect(most * pixels);
        probabilities = ByteBuffer.allocateDirect(4 * most * values)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        fittings = new Fitting[most];
        fitted = new byte[pixels];
        plane = new float[pixels];
        percent = new byte[card.segments().size()][0];
    }

    ByteBuffer gray() {
        return gray;
    }

    FloatBuffer probabilities() {
        return probabilities;
    }

    /** Puts a frame at a place in the batch, as gray under its default window. */
    void put(int place, Frame frame) {
        Fitting fitting = fittings[place];
        if (fitting == null
                || fitting.box().frameColumns() != frame.columns()
                || fitting.box().frameRows() != frame.rows()) {
            fitting = fittings[0] != null && fits(fittings[0], frame) ? fittings[0] : fitting(frame);
            fittings[place] = fitting;
        }
        if (shown.length != frame.columns() * frame.rows()) {
            shown = new byte[frame.columns() * frame.rows()];
        }
        frame.gray8(frame.defaultWindow(), shown);
        Arrays.fill(fitted, (byte) 0);
        fitting.fit(shown, fitted);
        gray.put(place * pixels, fitted);
    }

    private static boolean fits(Fitting fitting, Frame frame) {
        return fitting.box().frameColumns() == frame.columns() && fitting.box().frameRows() == frame.rows();
    }

    private Fitting fitting(Frame frame) {
        return new Fitting(new Letterbox(
                frame.columns(),
                frame.rows(),
                card.input().columns(),
                card.input().rows()));
    }

    /**
     * What was said about the frame at a place, in percent of its own pixels.
     *
     * @return a plane per segment; overwritten by the next call
     * @throws SegmentationException if the model gave what is no probability
     */
    byte[][] percent(int place) throws SegmentationException {
        Letterbox box = fittings[place].box();
        int size = box.frameColumns() * box.frameRows();
        for (int s = 0; s < percent.length; s++) {
            if (percent[s].length != size) {
                percent[s] = new byte[size];
            }
            take(place, s);
            fittings[place].unfitPercent(plane, percent[s]);
        }
        return percent;
    }

    /**
     * What was said about the frame at a place.
     *
     * @throws SegmentationException if the model gave what is no probability
     */
    ProbabilityMap map(int place) throws SegmentationException {
        Letterbox box = fittings[place].box();
        float[][] planes = new float[card.segments().size()][box.frameColumns() * box.frameRows()];
        for (int s = 0; s < planes.length; s++) {
            take(place, s);
            fittings[place].unfit(plane, planes[s]);
            for (int i = 0; i < planes[s].length; i++) {
                // Interpolation rounds too.
                planes[s][i] = Math.min(1, Math.max(0, planes[s][i]));
            }
        }
        return new ProbabilityMap(box.frameColumns(), box.frameRows(), card.labels(), planes);
    }

    private void take(int place, int segment) throws SegmentationException {
        probabilities.get((place * percent.length + segment) * pixels, plane);
        float least = 0;
        float most = 0;
        for (float p : plane) {
            // What is no number stays no number.
            least = Math.min(least, p);
            most = Math.max(most, p);
        }
        if (!(least >= -ROUNDING && most <= 1 + ROUNDING)) {
            throw new SegmentationException("Model " + card.name() + " gave "
                    + (least >= -ROUNDING ? most : least)
                    + " where a probability was due; its weights are damaged, or its graph lacks the sigmoid.");
        }
    }
}
