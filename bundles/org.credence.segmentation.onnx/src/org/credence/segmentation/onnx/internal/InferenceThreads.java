package org.credence.segmentation.onnx.internal;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.credence.segmentation.Accelerator;
import org.credence.segmentation.SegmentationException;

/**
 * One thread per accelerator, begun when it is first needed and kept: devices run side by side, calls on one of them wait for
 * each other. The runtime's memory grows when calls hop between threads, so a device never changes its. Thread-safe.
 */
public final class InferenceThreads implements AutoCloseable {

    private final Map<Accelerator, ExecutorService> threads = new HashMap<>();
    private boolean closed;

    /**
     * Has the device's thread do this once it has done what came before; does not wait for it.
     *
     * @throws SegmentationException if these threads were ended
     */
    public synchronized void execute(Accelerator accelerator, Runnable work) throws SegmentationException {
        if (closed) {
            throw new SegmentationException("ONNX Runtime was shut down; open the model again.");
        }
        threads.computeIfAbsent(accelerator, InferenceThreads::begin).execute(work);
    }

    private static ExecutorService begin(Accelerator accelerator) {
        return Executors.newSingleThreadExecutor(work -> {
            Thread thread = new Thread(work, "Credence inference " + accelerator);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Ends the threads once they have done what they were given. */
    @Override
    public synchronized void close() {
        closed = true;
        threads.values().forEach(ExecutorService::shutdown);
    }
}
