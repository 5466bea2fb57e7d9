package org.credence.segmentation.spi;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import org.credence.imaging.Progress;
import org.credence.segmentation.SegmentationException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A loaded model. Thread-safe: calls wait for each other where the accelerator wants it so.
 *
 * <p>Implemented by the adapters that implement {@link SegmentationEngine}.
 */
@ConsumerType
public interface InferenceSession extends AutoCloseable {

    /** How many frames one call should have, at least 1: what the graph takes, and what is quick and bounded in memory. */
    int batch();

    /** What it runs on, for people. */
    String accelerator();

    /**
     * Runs the model on a batch; blocks.
     *
     * @param frames number of frames N in the batch, from 1 to {@link #batch}
     * @param gray a direct buffer whose first N x rows x columns bytes, counted from 0, are the frames on the model's grid
     * @param probabilities a direct buffer in native order whose first N x segments x rows x columns floats, counted from
     *     0, receive the probabilities
     * @param progress asked while it runs whether that is still wanted; nothing is reported to it
     * @throws org.credence.segmentation.AcceleratorException if the device fails; the probabilities are undefined then
     * @throws SegmentationException if the runtime fails otherwise; the probabilities are undefined then
     * @throws java.util.concurrent.CancellationException if cancelled, within half a second of it; the session can be used
     *     again
     */
    void run(int frames, ByteBuffer gray, FloatBuffer probabilities, Progress progress) throws SegmentationException;

    /** Frees the model. Idempotent. */
    @Override
    void close();
}
