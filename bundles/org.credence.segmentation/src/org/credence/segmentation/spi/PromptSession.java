package org.credence.segmentation.spi;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Optional;
import org.credence.imaging.Progress;
import org.credence.segmentation.SegmentationException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A loaded model that answers prompts. Thread-safe: calls wait for each other where the accelerator wants it so.
 *
 * <p>Implemented by the adapters that implement {@link SegmentationEngine}. Buffers are direct, in native order, and counted
 * from 0; sizes that are not said are those of the model's card.
 */
@ConsumerType
public interface PromptSession extends AutoCloseable {

    /**
     * What is asked about a frame.
     *
     * @param coordinates column and row of each prompt on the encoder's grid; whole numbers are the centres of its pixels
     * @param labels per prompt: 1 on what is meant, 0 beside it, 2 and 3 the upper left and lower right corner of a box, -1 none
     * @param mask rows x columns logits of the coarse mask to go on from
     * @param columns of the frame
     * @param rows of the frame
     */
    record Question(float[] coordinates, float[] labels, Optional<FloatBuffer> mask, int columns, int rows) {
        public Question {
            if (labels.length < 1 || coordinates.length != 2 * labels.length || columns < 1 || rows < 1) {
                throw new IllegalArgumentException("A question has prompts with two coordinates each, got: "
                        + coordinates.length + " coordinates of " + labels.length + " prompts on " + columns + " x "
                        + rows + " pixels");
            }
        }
    }

    /** What it runs on, for people. */
    String accelerator();

    /**
     * Looks at a frame; blocks, for seconds on a CPU.
     *
     * @param gray rows x columns bytes
     * @param columns of the frame as it lies on the encoder's grid, at most the grid's
     * @param rows of it, at most the grid's
     * @param embeddings receives the embeddings
     * @param progress asked while it runs whether that is still wanted; nothing is reported to it
     * @throws org.credence.segmentation.AcceleratorException if the device fails; the embeddings are undefined then
     * @throws SegmentationException if the runtime fails otherwise; the embeddings are undefined then
     * @throws java.util.concurrent.CancellationException if cancelled, within half a second of it; the session can be used
     *     again
     */
    void encode(ByteBuffer gray, int columns, int rows, FloatBuffer embeddings, Progress progress)
            throws SegmentationException;

    /**
     * Answers a question; blocks, for a fraction of the time that looking takes.
     *
     * @param embeddings of the frame
     * @param probabilities receives the best mask: the frame's rows x columns floats from 0 to 1
     * @param coarse receives that mask's logits
     * @return the predicted overlap of that mask with what was meant
     * @throws org.credence.segmentation.AcceleratorException if the device fails; what was received is undefined then
     * @throws SegmentationException if the runtime fails otherwise; what was received is undefined then
     */
    float decode(FloatBuffer embeddings, Question question, FloatBuffer probabilities, FloatBuffer coarse)
            throws SegmentationException;

    /** Frees the model. Idempotent. */
    @Override
    void close();
}
