package org.credence.segmentation.spi;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import org.credence.segmentation.SegmentationException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A loaded model. Thread-safe: calls wait for each other where the accelerator wants it so.
 *
 * <p>Implemented by the adapters that implement {@link SegmentationEngine}.
 */
@ConsumerType
public interface InferenceSession extends AutoCloseable {

    /**
     * Runs the model on a batch; blocks.
     *
     * @param frames number of frames N in the batch, at least 1
     * @param gray a direct buffer whose first N x rows x columns bytes, counted from 0, are the frames on the model's grid
     * @param probabilities a direct buffer in native order whose first N x segments x rows x columns floats, counted from
     *     0, receive the probabilities
     * @throws SegmentationException if the runtime fails; the probabilities are undefined then
     */
    void run(int frames, ByteBuffer gray, FloatBuffer probabilities) throws SegmentationException;

    /** Frees the model. Idempotent. */
    @Override
    void close();
}
