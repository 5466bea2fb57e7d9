package org.credence.segmentation;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.credence.imaging.Frame;
import org.credence.imaging.Progress;

/** One model, which has one opinion. */
final class SinglePredictor implements Predictor {

    private static final byte[][] NONE = new byte[0][];

    private final Segmenter segmenter;

    /** @param segmenter owned and closed */
    SinglePredictor(Segmenter segmenter) {
        this.segmenter = segmenter;
    }

    @Override
    public ModelSet models() {
        return ModelSet.of(segmenter.model());
    }

    @Override
    public String accelerator() {
        return segmenter.accelerator();
    }

    @Override
    public Prediction predict(Frame frame, Progress progress) throws SegmentationException {
        return new Prediction(segmenter.segment(List.of(frame), progress).get(0), Optional.empty());
    }

    @Override
    public void stream(int count, Segmenter.Source source, Sink sink, Progress progress) throws IOException {
        segmenter.stream(count, source, (n, frame, percent) -> sink.take(n, frame, percent, NONE), progress);
    }

    @Override
    public void close() {
        segmenter.close();
    }
}
