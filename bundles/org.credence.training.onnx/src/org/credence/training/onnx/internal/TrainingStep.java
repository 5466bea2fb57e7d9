package org.credence.training.onnx.internal;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.credence.segmentation.SegmentationException;
import org.credence.segmentation.onnx.OnnxRuntime;

/**
 * A training-step graph loaded in ONNX Runtime, with the state that it advances. The state lives in two sets of buffers
 * that take turns as input and output, so nothing is copied between steps. One thread.
 */
final class TrainingStep implements AutoCloseable {

    private final OrtEnvironment environment;
    private final OrtSession session;
    private final List<OnnxTensor> tensors = new ArrayList<>();
    private final List<Map<String, OnnxTensor>> inputs = List.of(new HashMap<>(), new HashMap<>());
    private final List<Map<String, OnnxTensor>> outputs = List.of(new HashMap<>(), new HashMap<>());
    private final Map<String, FloatBuffer> floats = new HashMap<>();
    private final ByteBuffer image;
    private int turn;
    private int steps;

    TrainingStep(OnnxRuntime runtime, Network network, int batch, byte[] model, float[] theta, float[] statistics)
            throws OrtException, SegmentationException {
        environment = runtime.environment();
        try (var options = runtime.sessionOptions()) {
            session = environment.createSession(model, options);
        }
        try {
            image = allocate(network, batch, theta, statistics);
        } catch (OrtException | RuntimeException | OutOfMemoryError e) {
            close();
            throw e;
        }
    }

    /** Makes all tensors; the result is the image's buffer. */
    private ByteBuffer allocate(Network network, int batch, float[] theta, float[] statistics) throws OrtException {
        Network.Shape in = network.shape(0);
        Network.Shape out = network.output();
        ByteBuffer bytes =
                ByteBuffer.allocateDirect(batch * in.channels() * in.pixels()).order(ByteOrder.nativeOrder());
        long[] shape = {batch, in.channels(), in.rows(), in.columns()};
        OnnxTensor pixels = keep(OnnxTensor.createTensor(environment, bytes, shape, OnnxJavaType.UINT8));
        inputs.forEach(i -> i.put("image", pixels));
        for (String name : List.of("target", "weight")) {
            OnnxTensor tensor = floats(name, batch, out.channels(), out.rows(), out.columns());
            inputs.forEach(i -> i.put(name, tensor));
        }
        for (String name : List.of("rate", "c1", "c2")) {
            OnnxTensor tensor = floats(name, 1);
            inputs.forEach(i -> i.put(name, tensor));
        }
        OnnxTensor loss = floats("loss", 1);
        outputs.forEach(o -> o.put("loss", loss));
        state("theta", theta);
        state("m", new float[theta.length]);
        state("v", new float[theta.length]);
        if (statistics.length > 0) {
            state("statistics", statistics);
        }
        return bytes;
    }

    private OnnxTensor keep(OnnxTensor tensor) {
        tensors.add(tensor);
        return tensor;
    }

    private OnnxTensor floats(String name, long... shape) throws OrtException {
        long n = 1;
        for (long d : shape) {
            n *= d;
        }
        FloatBuffer buffer = ByteBuffer.allocateDirect(Math.toIntExact(4 * n))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        floats.put(name, buffer);
        return keep(OnnxTensor.createTensor(environment, buffer, shape));
    }

    private void state(String name, float[] initial) throws OrtException {
        for (int i = 0; i < 2; i++) {
            OnnxTensor tensor = floats(name + i, initial.length);
            floats.get(name + i).put(0, initial);
            inputs.get(i).put(name, tensor);
            outputs.get(1 - i).put(name + "_next", tensor);
        }
    }

    /** The batch's image, to be filled before a step. */
    ByteBuffer image() {
        return image;
    }

    FloatBuffer target() {
        return floats.get("target");
    }

    FloatBuffer weight() {
        return floats.get("weight");
    }

    /** Does one step on what the buffers hold; the result is the loss before it. */
    double step(double rate) throws OrtException {
        steps++;
        floats.get("rate").put(0, (float) rate);
        floats.get("c1").put(0, (float) (1 - Math.pow(0.9, steps)));
        floats.get("c2").put(0, (float) (1 - Math.pow(0.999, steps)));
        try (OrtSession.Result done = session.run(inputs.get(turn), outputs.get(turn))) {
            turn = 1 - turn;
            return done.size() == 0 ? Double.NaN : floats.get("loss").get(0);
        }
    }

    /** Computes other outputs of the graph on what the buffers hold, without advancing the state. */
    float[] peek(String output) throws OrtException {
        try (OrtSession.Result done = session.run(inputs.get(turn), Set.of(output))) {
            FloatBuffer values = ((OnnxTensor) done.get(0)).getFloatBuffer();
            float[] copy = new float[values.remaining()];
            values.get(copy);
            return copy;
        }
    }

    /** A vector of the state as it is now: theta, m, v or statistics. */
    float[] state(String name) {
        FloatBuffer buffer = floats.get(name + turn);
        if (buffer == null) {
            return new float[0];
        }
        float[] copy = new float[buffer.capacity()];
        buffer.get(0, copy);
        return copy;
    }

    /** Replaces a vector of the state. */
    void setState(String name, float[] values) {
        floats.get(name + turn).put(0, values);
    }

    @Override
    public void close() throws OrtException {
        tensors.forEach(OnnxTensor::close);
        session.close();
    }
}
