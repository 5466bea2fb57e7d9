package org.credence.segmentation;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import org.credence.imaging.Progress;
import org.credence.segmentation.spi.PromptSession;
import org.credence.segmentation.spi.SegmentationEngine;

/**
 * A session that goes on on the CPU where a device gives up. Embeddings lie in the caller's memory, so those of the device that
 * failed are used on. Thread-safe.
 */
final class FallbackPrompts implements PromptSession {

    private final SegmentationEngine engine;
    private final PromptModel model;
    private PromptSession session;
    private boolean onCpu;
    private String against;
    private boolean closed;

    private FallbackPrompts(SegmentationEngine engine, PromptModel model, Loaded<PromptSession> loaded) {
        this.engine = engine;
        this.model = model;
        this.session = loaded.session();
        this.onCpu = loaded.onCpu();
        this.against = loaded.against();
    }

    /**
     * Loads a model on the best device that takes it.
     *
     * @throws SegmentationException if none does
     */
    static FallbackPrompts open(SegmentationEngine engine, PromptModel model) throws SegmentationException {
        return new FallbackPrompts(
                engine, model, Loaded.best(engine, model.card().name(), device -> engine.openPrompts(model, device)));
    }

    /**
     * Loads a model on this device.
     *
     * @throws SegmentationException if that is not possible; the message says why
     */
    static FallbackPrompts open(SegmentationEngine engine, PromptModel model, Accelerator wanted)
            throws SegmentationException {
        return new FallbackPrompts(
                engine, model, Loaded.on(engine, wanted, device -> engine.openPrompts(model, device)));
    }

    @Override
    public synchronized String accelerator() {
        return session.accelerator() + (against.isEmpty() ? "" : " (" + against + ")");
    }

    @Override
    public synchronized void encode(ByteBuffer gray, int columns, int rows, FloatBuffer embeddings, Progress progress)
            throws SegmentationException {
        requireOpen();
        try {
            session.encode(gray, columns, rows, embeddings, progress);
        } catch (AcceleratorException e) {
            fallBack(e);
            session.encode(gray, columns, rows, embeddings, progress);
        }
    }

    @Override
    public synchronized float decode(
            FloatBuffer embeddings, Question question, FloatBuffer probabilities, FloatBuffer coarse)
            throws SegmentationException {
        requireOpen();
        try {
            return session.decode(embeddings, question, probabilities, coarse);
        } catch (AcceleratorException e) {
            fallBack(e);
            return session.decode(embeddings, question, probabilities, coarse);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("This session was closed.");
        }
    }

    private void fallBack(AcceleratorException reason) throws SegmentationException {
        if (onCpu) {
            throw reason;
        }
        // The failed session stays until there is another: if none can be had now, the next call tries again.
        PromptSession failed = session;
        session = engine.openPrompts(model, Accelerator.CPU);
        failed.close();
        onCpu = true;
        against = (against.isEmpty() ? "" : against + "; ") + reason.getMessage();
    }

    @Override
    public synchronized void close() {
        closed = true;
        session.close();
    }
}
