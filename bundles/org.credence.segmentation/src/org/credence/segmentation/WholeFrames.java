package org.credence.segmentation;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.credence.imaging.Frame;
import org.credence.imaging.Progress;
import org.credence.segmentation.spi.InferenceSession;

/** Frames that lie whole on the model's grid, each in its {@link Letterbox}. */
final class WholeFrames extends Batch {

    private final ByteBuffer gray;
    private final FloatBuffer statistics;
    private final Answers answers;
    private final Fitting[] fittings;
    private final byte[] fitted;

    WholeFrames(ModelCard card, int most) {
        super(card, most);
        gray = ByteBuffer.allocateDirect(most * card.pixels());
        statistics = card.input().statistics() == null ? null : floats(2 * most);
        answers = new Answers(card, most);
        fittings = new Fitting[most];
        fitted = new byte[card.pixels()];
    }

    static FloatBuffer floats(int count) {
        return ByteBuffer.allocateDirect(Float.BYTES * count)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    @Override
    void put(int place, Frame frame, byte[] shown) {
        if (!fits(fittings[place], frame)) {
            fittings[place] = fits(fittings[0], frame) ? fittings[0] : letterbox(frame);
        }
        Arrays.fill(fitted, (byte) 0);
        fittings[place].fit(shown, fitted, room());
        gray.put(place * fitted.length, fitted);
        if (statistics != null) {
            statistics.put(2 * place, statistics(place));
        }
    }

    private static boolean fits(Fitting fitting, Frame frame) {
        return fitting != null
                && fitting.box().frameColumns() == frame.columns()
                && fitting.box().frameRows() == frame.rows();
    }

    private Fitting letterbox(Frame frame) {
        ModelCard.Input input = card().input();
        return new Fitting(Placement.of(new Letterbox(frame.columns(), frame.rows(), input.columns(), input.rows())));
    }

    @Override
    void run(int frames, InferenceSession session, Progress progress) throws SegmentationException {
        session.run(frames, gray, statistics, answers.bytes(), progress);
    }

    @Override
    Fitting fitting(int place) {
        return fittings[place];
    }

    @Override
    void percent(int place, int segment, Lane lane, byte[] percent) throws SegmentationException {
        Integer most = card().output().levels();
        if (most == null) {
            super.percent(place, segment, lane, percent);
            return;
        }
        answers.take(place, segment, lane.levels());
        fittings[place].unfitPercent(lane.levels(), most, percent, lane.room());
    }

    @Override
    float[] plane(int place, int segment, Lane lane) throws SegmentationException {
        answers.take(place, segment, lane.plane());
        return lane.plane();
    }
}
