package org.credence.segmentation;

import java.io.IOException;
import java.util.Optional;
import org.credence.imaging.Frame;
import org.credence.imaging.ProbabilityMap;
import org.credence.imaging.Progress;

/**
 * A {@link ModelSet} at work. Thread-safe; calls wait for each other.
 *
 * <p>Where there are several opinions, what is said is their mean, and how far they are apart is their standard deviation:
 * the epistemic part of the uncertainty, which more training data could settle. The mean itself holds the aleatoric part,
 * what the image does not tell. (A yes under the mean m has the variance m (1 - m); the mean of p (1 - p) over the opinions p
 * plus their variance is exactly that.)
 */
public sealed interface Predictor extends AutoCloseable permits SinglePredictor, Ensemble {

    /**
     * What is said about a frame.
     *
     * @param mean probabilities of the segments
     * @param deviation the opinions' standard deviation, 0 to 0.5; empty where there is one opinion
     */
    record Prediction(ProbabilityMap mean, Optional<ProbabilityMap> deviation) {}

    /** Takes what is said, frame by frame in their order, by one thread at a time. */
    @FunctionalInterface
    interface Sink {
        /**
         * @param n the frame's number at its source
         * @param frame it
         * @param mean a plane per segment, of columns x rows probabilities in whole percent; used again once this returns
         * @param deviation the opinions' standard deviation in whole percent, 0 to 50, likewise; no planes where there is
         *     one opinion
         */
        void take(int n, Frame frame, byte[][] mean, byte[][] deviation) throws IOException;
    }

    /** Who is asked. */
    ModelSet models();

    /** What it runs on now, for people, with the reasons against what would be faster. */
    String accelerator();

    /**
     * Asks about one frame; blocks.
     *
     * @throws SegmentationException if a model fails
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    Prediction predict(Frame frame, Progress progress) throws SegmentationException;

    /**
     * Asks about any number of frames, with memory for some; blocks. This thread reports progress, with the time that is
     * left; helpers of the JVM's common pool call source and sink too.
     *
     * @param count of frames; they are asked for from 0 to count - 1, once each, and answered in this order
     * @throws IOException if a model, the source or the sink fails; what was taken by then stays taken
     * @throws java.util.concurrent.CancellationException if cancelled; source and sink are at rest then
     */
    void stream(int count, Segmenter.Source source, Sink sink, Progress progress) throws IOException;

    /** Frees the models. Idempotent. */
    @Override
    void close();
}
