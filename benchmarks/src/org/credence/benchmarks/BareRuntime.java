package org.credence.benchmarks;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Random;
import org.credence.segmentation.Accelerator;
import org.credence.segmentation.Model;
import org.credence.segmentation.ModelCard;
import org.credence.segmentation.onnx.OnnxRuntime;

/** The runtime with nothing around it: the same graph, options and device, and tensors that are made once. */
final class BareRuntime implements AutoCloseable {

    private final OrtSession session;
    private final ModelCard card;
    private final OnnxTensor in;
    private final OnnxTensor out;

    /** @param batch frames per call */
    BareRuntime(OnnxRuntime runtime, Model model, Accelerator device, int batch) throws IOException, OrtException {
        OrtEnvironment environment = runtime.environment();
        card = model.card();
        ModelCard.Input input = card.input();
        int pixels = batch * input.rows() * input.columns();
        byte[] noise = new byte[pixels];
        new Random(1).nextBytes(noise);
        try (var options = runtime.sessionOptions(device)) {
            session = environment.createSession(model.file().toString(), options);
        }
        in = OnnxTensor.createTensor(
                environment,
                ByteBuffer.allocateDirect(pixels).put(0, noise),
                new long[] {batch, 1, input.rows(), input.columns()},
                OnnxJavaType.UINT8);
        boolean bytes = card.output().levels() != null;
        int values = card.segments().size() * pixels;
        out = OnnxTensor.createTensor(
                environment,
                ByteBuffer.allocateDirect(bytes ? values : 4 * values).order(ByteOrder.nativeOrder()),
                new long[] {batch, card.segments().size(), input.rows(), input.columns()},
                bytes ? OnnxJavaType.UINT8 : OnnxJavaType.FLOAT);
    }

    void run(int times) throws OrtException {
        for (int i = 0; i < times; i++) {
            session.run(Map.of(card.input().name(), in), Map.of(card.output().name(), out))
                    .close();
        }
    }

    @Override
    public void close() throws OrtException {
        in.close();
        out.close();
        session.close();
    }
}
