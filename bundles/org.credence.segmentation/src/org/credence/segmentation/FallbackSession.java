package org.credence.segmentation;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.credence.imaging.Progress;
import org.credence.segmentation.spi.InferenceSession;
import org.credence.segmentation.spi.SegmentationEngine;

/**
 * A session that goes on where a device gives up: with half as many frames at a time where its memory is too small, and
 * on the CPU where that does not help, or where it fails. Thread-safe.
 */
final class FallbackSession implements InferenceSession {

    private final SegmentationEngine engine;
    private final Model model;
    private InferenceSession session;
    private boolean onCpu;
    private String against;
    private int limit = Integer.MAX_VALUE;
    private boolean closed;

    private FallbackSession(
            SegmentationEngine engine, Model model, InferenceSession session, boolean onCpu, String against) {
        this.engine = engine;
        this.model = model;
        this.session = session;
        this.onCpu = onCpu;
        this.against = against;
    }

    /**
     * Loads a model on the best device that takes it.
     *
     * @throws SegmentationException if none does
     */
    static FallbackSession open(SegmentationEngine engine, Model model) throws SegmentationException {
        Loaded<InferenceSession> loaded =
                Loaded.best(engine, model.card().name(), device -> engine.open(model, device));
        return new FallbackSession(engine, model, loaded.session(), loaded.onCpu(), loaded.against());
    }

    /**
     * Loads a model on this device.
     *
     * @throws SegmentationException if that is not possible; the message says why
     */
    static FallbackSession open(SegmentationEngine engine, Model model, Accelerator wanted)
            throws SegmentationException {
        Loaded<InferenceSession> loaded = Loaded.on(engine, wanted, device -> engine.open(model, device));
        return new FallbackSession(engine, model, loaded.session(), loaded.onCpu(), loaded.against());
    }

    @Override
    public synchronized int batch() {
        return Math.min(limit, session.batch());
    }

    @Override
    public synchronized String accelerator() {
        return session.accelerator() + (against.isEmpty() ? "" : " (" + against + ")");
    }

    @Override
    public synchronized void run(
            int frames, ByteBuffer gray, FloatBuffer statistics, ByteBuffer answers, Progress progress)
            throws SegmentationException {
        if (closed) {
            throw new IllegalStateException("This session was closed.");
        }
        int pixels = model.card().pixels();
        int size = model.card().answerBytes();
        int done = 0;
        while (done < frames) {
            int some = Math.min(frames - done, batch());
            try {
                session.run(
                        some,
                        gray.slice(done * pixels, some * pixels),
                        statistics == null ? null : statistics.slice(2 * done, 2 * some),
                        answers.slice(done * size, some * size).order(ByteOrder.nativeOrder()),
                        progress);
                done += some;
            } catch (AcceleratorException e) {
                if (e.outOfMemory() && some > 1) {
                    limit = some / 2;
                } else if (!onCpu) {
                    fallBack(e);
                } else {
                    throw e;
                }
            }
        }
    }

    private void fallBack(AcceleratorException reason) throws SegmentationException {
        // The failed session stays until there is another: if none can be had now, the next call tries again.
        InferenceSession failed = session;
        session = engine.open(model, Accelerator.CPU);
        failed.close();
        onCpu = true;
        limit = Integer.MAX_VALUE;
        against = (against.isEmpty() ? "" : against + "; ") + reason.getMessage();
    }

    @Override
    public synchronized void close() {
        closed = true;
        session.close();
    }
}
