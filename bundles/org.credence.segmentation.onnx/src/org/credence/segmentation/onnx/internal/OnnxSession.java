package org.credence.segmentation.onnx.internal;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.RunOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.credence.imaging.Progress;
import org.credence.segmentation.Accelerator;
import org.credence.segmentation.AcceleratorException;
import org.credence.segmentation.ModelCard;
import org.credence.segmentation.SegmentationException;
import org.credence.segmentation.onnx.OnnxRuntime;
import org.credence.segmentation.spi.InferenceSession;

/** A model loaded in ONNX Runtime. Frames and probabilities stay in the caller's buffers: nothing is copied in Java. */
final class OnnxSession implements InferenceSession {

    /**
     * Pixels per call. What a graph keeps between its layers grows with them, and several frames of this size or larger
     * are hardly quicker in one call, or slower (docs/performance.md).
     */
    private static final int CPU_PIXELS = 1 << 14;

    /** A guess that fills a GPU; where its memory is too small for it, fewer are tried. */
    private static final int GPU_PIXELS = 1 << 22;

    private static final int MOST_FRAMES = 16;

    private static final String TERMINATED = "terminate flag";

    private final OnnxRuntime runtime;
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final ModelCard card;
    private final Accelerator device;
    private final String description;
    private final int batch;
    private boolean closed;

    /** @param graphFrames how many frames the graph takes at a time, or -1 where that is open */
    OnnxSession(
            OnnxRuntime runtime,
            OrtEnvironment environment,
            OrtSession session,
            ModelCard card,
            Accelerator device,
            String description,
            long graphFrames) {
        this.runtime = runtime;
        this.environment = environment;
        this.session = session;
        this.card = card;
        this.device = device;
        this.description = description;
        int pixels = device.kind() == Accelerator.Kind.CPU ? CPU_PIXELS : GPU_PIXELS;
        int fits = pixels / (card.input().columns() * card.input().rows());
        batch = graphFrames > 0 ? (int) graphFrames : Math.clamp(fits, 1, MOST_FRAMES);
    }

    @Override
    public int batch() {
        return batch;
    }

    @Override
    public String accelerator() {
        return description;
    }

    @Override
    public synchronized void run(
            int frames, ByteBuffer gray, FloatBuffer statistics, ByteBuffer answers, Progress progress)
            throws SegmentationException {
        if (closed) {
            throw new IllegalStateException("This session was closed.");
        }
        int pixels = card.input().columns() * card.input().rows();
        boolean bytes = card.output().levels() != null;
        long size = (long) frames * card.segments().size() * pixels * (bytes ? 1 : Float.BYTES);
        boolean figures = card.input().statistics() != null;
        if (frames < 1
                || !gray.isDirect()
                || !answers.isDirect()
                || figures && !(statistics.isDirect() && statistics.order() == ByteOrder.nativeOrder())
                || gray.capacity() < (long) frames * pixels
                || figures && statistics.capacity() < 2 * frames
                || answers.capacity() < size) {
            throw new IllegalArgumentException("Buffers for " + frames + " frames are direct, in native order and hold "
                    + (long) frames * pixels + " bytes, " + (figures ? 2 * frames + " figures" : "no figures")
                    + " and " + size + " bytes of answers");
        }
        try (RunOptions how = new RunOptions()) {
            runtime.onInferenceThread(
                    device,
                    () -> {
                        // Slices begin where the tensor does, and keep the order.
                        try (OnnxTensor image = OnnxTensor.createTensor(
                                        environment,
                                        gray.slice(0, frames * pixels).order(ByteOrder.nativeOrder()),
                                        shape(frames, card.input().channels()),
                                        OnnxJavaType.UINT8);
                                OnnxTensor figure = figures
                                        ? OnnxTensor.createTensor(
                                                environment,
                                                statistics.slice(0, 2 * frames),
                                                new long[] {frames, 2, 1, 1})
                                        : null;
                                OnnxTensor result = OnnxTensor.createTensor(
                                        environment,
                                        answers.slice(0, (int) size).order(ByteOrder.nativeOrder()),
                                        shape(frames, card.segments().size()),
                                        bytes ? OnnxJavaType.UINT8 : OnnxJavaType.FLOAT);
                                OrtSession.Result done = session.run(
                                        figures
                                                ? Map.of(
                                                        card.input().name(),
                                                        image,
                                                        card.input().statistics(),
                                                        figure)
                                                : Map.of(card.input().name(), image),
                                        Set.of(),
                                        Map.of(card.output().name(), result),
                                        how)) {
                            return done.size();
                        } catch (OrtException e) {
                            throw failed(frames, e);
                        }
                    },
                    progress,
                    () -> stop(how));
        } catch (OrtException e) {
            throw new SegmentationException("ONNX Runtime failed: " + OnnxRuntime.reason(e) + ".", e);
        }
    }

    private long[] shape(int frames, int planes) {
        return new long[] {frames, planes, card.input().rows(), card.input().columns()};
    }

    private static void stop(RunOptions how) {
        try {
            how.setTerminate(true);
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime cannot be told to stop: " + OnnxRuntime.reason(e), e);
        }
    }

    private SegmentationException failed(int frames, OrtException e) {
        return failed(card.name(), device, " with " + frames + " frames at a time", e);
    }

    /**
     * What a failure of a model means.
     *
     * @param how it was run, a phrase to follow the device
     * @throws CancellationException if it was told to stop
     */
    static SegmentationException failed(String model, Accelerator device, String how, OrtException e) {
        String reason = OnnxRuntime.reason(e);
        if (reason.contains(TERMINATED)) {
            throw new CancellationException("Cancelled.");
        }
        String said = "Model " + model + " failed on " + device + how + ": ";
        boolean memory = Cuda.isOutOfMemory(reason);
        if (memory || device.kind() != Accelerator.Kind.CPU) {
            return new AcceleratorException(
                    said + Cuda.obstacle(reason)
                            + ". Close other programs that use the accelerator, or use a smaller model.",
                    memory,
                    e);
        }
        return new SegmentationException(said + reason + ". Use another model.", e);
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime cannot free model " + card.name(), e);
        }
    }
}
