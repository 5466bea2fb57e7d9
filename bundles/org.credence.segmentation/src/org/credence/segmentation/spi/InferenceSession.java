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
     * Runs the model on a batch; blocks. All buffers are direct and in native order, and read or written from their index 0
     * on, whatever their positions and limits are.
     *
     * @param frames number of frames N in the batch, from 1 to {@link #batch}
     * @param gray N x rows x columns bytes: the frames on the model's grid
     * @param statistics N x 2 floats where the model's card names a tensor of statistics, else null
     * @param answers receives N x segments x rows x columns probabilities as the card's output says: floats, or bytes
     * @param progress asked while it runs whether that is still wanted; nothing is reported to it
     * @throws org.credence.segmentation.AcceleratorException if the device fails; the answers are undefined then
     * @throws SegmentationException if the runtime fails otherwise; the answers are undefined then
     * @throws java.util.concurrent.CancellationException if cancelled, within half a second of it; the session can be used
     *     again
     */
    void run(int frames, ByteBuffer gray, FloatBuffer statistics, ByteBuffer answers, Progress progress)
            throws SegmentationException;

    /** Frees the model. Idempotent. */
    @Override
    void close();
}
