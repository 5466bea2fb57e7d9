package org.credence.segmentation.onnx.internal;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;
import org.credence.segmentation.ModelCard;
import org.credence.segmentation.SegmentationException;
import org.credence.segmentation.onnx.OnnxRuntime;
import org.credence.segmentation.spi.InferenceSession;

/** A model loaded in ONNX Runtime. Frames and probabilities stay in the caller's buffers: nothing is copied in Java. */
final class OnnxSession implements InferenceSession {

    private final OnnxRuntime runtime;
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final ModelCard card;
    private boolean closed;

    OnnxSession(OnnxRuntime runtime, OrtEnvironment environment, OrtSession session, ModelCard card) {
        this.runtime = runtime;
        this.environment = environment;
        this.session = session;
        this.card = card;
    }

    @Override
    public synchronized void run(int frames, ByteBuffer gray, FloatBuffer probabilities) throws SegmentationException {
        if (closed) {
            throw new IllegalStateException("This session was closed.");
        }
        int pixels = card.input().columns() * card.input().rows();
        long values = (long) frames * card.segments().size() * pixels;
        if (frames < 1
                || !gray.isDirect()
                || !probabilities.isDirect()
                || probabilities.order() != ByteOrder.nativeOrder()
                || gray.capacity() < (long) frames * pixels
                || probabilities.capacity() < values) {
            throw new IllegalArgumentException("Buffers for " + frames + " frames are direct, in native order and hold "
                    + (long) frames * pixels + " bytes and " + values + " floats");
        }
        long[] in = {
            frames, card.input().channels(), card.input().rows(), card.input().columns()
        };
        long[] out = {
            frames, card.segments().size(), card.input().rows(), card.input().columns()
        };
        ByteBuffer images =
                gray.duplicate().order(ByteOrder.nativeOrder()).clear().limit(frames * pixels);
        FloatBuffer results = probabilities.duplicate().clear().limit((int) values);
        runtime.onInferenceThread(() -> {
            try (OnnxTensor image = OnnxTensor.createTensor(environment, images, in, OnnxJavaType.UINT8);
                    OnnxTensor result = OnnxTensor.createTensor(environment, results, out);
                    OrtSession.Result done = session.run(
                            Map.of(card.input().name(), image),
                            Map.of(card.output().name(), result))) {
                return done.size();
            } catch (OrtException e) {
                throw new SegmentationException(
                        "Model " + card.name() + " failed on " + frames + " frames: " + OnnxRuntime.reason(e)
                                + ". Close other programs that use the accelerator, or use a smaller model.",
                        e);
            }
        });
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
