package org.credence.training.onnx.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.credence.segmentation.ModelCard;
import org.credence.segmentation.onnx.OnnxRuntime;
import org.credence.training.TrainingPlan;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class InferenceGraphTest {

    private static final OnnxRuntime RUNTIME = new OnnxRuntime();
    private static final Normalization NORMALIZATION = new Normalization(0.4, 0.25);

    @AfterAll
    static void close() {
        RUNTIME.close();
    }

    @Test
    void theDeployedGraphSaysWhatTheTrainingGraphSays() throws Exception {
        // With the statistics of exactly this batch, running and batch normalisation are the same function.
        TrainingPlan plan = new TrainingPlan(32, 32, 4, 2, 1, 3, 0.001, 1, 1, 1, false);
        Network network = Network.unet(plan, 2);
        byte[] step = TrainingGraph.write(
                network, plan.batch(), NORMALIZATION, new TrainingGraph.Loss(new float[] {1, 1}, 1));
        Random random = new Random(8);
        float[] theta = network.initialWeights(2);
        for (int i = 0; i < theta.length; i++) {
            theta[i] += (float) (0.1 * random.nextGaussian());
        }
        byte[] image = new byte[plan.batch() * 32 * 32];
        random.nextBytes(image);
        float[] logits;
        float[] batchStatistics;
        try (TrainingStep training =
                new TrainingStep(RUNTIME, network, plan.batch(), step, theta, network.initialStatistics())) {
            training.image().put(0, image);
            logits = training.peek("logits");
            batchStatistics = batchStatistics(network, plan, training.peek("statistics_next"));
        }
        byte[] deployed = new InferenceGraph(network, theta, batchStatistics).write(NORMALIZATION, card());
        float[] probabilities = run(deployed, image, plan.batch());
        assertEquals(logits.length, probabilities.length);
        for (int i = 0; i < logits.length; i++) {
            assertEquals(1 / (1 + Math.exp(-logits[i])), probabilities[i], 2e-4, "value " + i);
        }
    }

    @Test
    void aNormalizationThatFollowsNoConvolutionIsKept() throws Exception {
        Network network = new Network(
                new Network.Shape(1, 32, 32),
                List.of(new Layer.BatchNorm(0), new Layer.Relu(1), new Layer.Conv(2, 2, 1, true)));
        float[] theta = {3, 0.5f, 1, -1, 0, 0.25f};
        float[] statistics = {-0.2f, 4};
        byte[] image = new byte[32 * 32];
        image[5] = (byte) 200;
        float[] said = run(new InferenceGraph(network, theta, statistics).write(NORMALIZATION, card()), image, 1);
        double x = (200 / 255.0 - 0.4) / 0.25;
        double z = Math.max(0, 3 * (x + 0.2) / Math.sqrt(4 + 1e-5) + 0.5);
        assertEquals(1 / (1 + Math.exp(-z)), said[5], 1e-5);
        assertEquals(1 / (1 + Math.exp(z - 0.25)), said[32 * 32 + 5], 1e-5);
    }

    @Test
    void bytesStandForProbabilitiesAndOneForNoNumber() throws Exception {
        Network network =
                new Network(new Network.Shape(1, 32, 32), List.of(new Layer.Conv(0, 2, 1, true), new Layer.Relu(1)));
        byte[] image = new byte[32 * 32];
        for (int i = 0; i < 256; i++) {
            image[i] = (byte) i;
        }
        float[] theta = {2, Float.NaN, 0.1f, 0};
        float[] floats = run(new InferenceGraph(network, theta, new float[0]).write(NORMALIZATION, card()), image, 1);
        byte[] bytes = levels(new InferenceGraph(network, theta, new float[0]).write(NORMALIZATION, inLevels()), image);
        for (int i = 0; i < 32 * 32; i++) {
            assertEquals(floats[i], (bytes[i] & 0xff) / 250.0, 0.5 / 250 + 1e-6, "value " + i);
            assertEquals(255, bytes[32 * 32 + i] & 0xff, "no number");
        }
    }

    private static byte[] levels(byte[] model, byte[] image) throws Exception {
        OrtEnvironment environment = RUNTIME.environment();
        ByteBuffer gray = ByteBuffer.allocateDirect(image.length)
                .order(ByteOrder.nativeOrder())
                .put(0, image);
        try (var options = RUNTIME.sessionOptions();
                OrtSession session = environment.createSession(model, options);
                OnnxTensor tensor =
                        OnnxTensor.createTensor(environment, gray, new long[] {1, 1, 32, 32}, OnnxJavaType.UINT8);
                OrtSession.Result result = session.run(Map.of("image", tensor))) {
            ByteBuffer said = ((OnnxTensor) result.get(0)).getByteBuffer();
            byte[] copy = new byte[said.remaining()];
            said.get(copy);
            return copy;
        }
    }

    private static ModelCard inLevels() {
        return card(new ModelCard.Output("probabilities", "sigmoid", null, 250));
    }

    /** Undoes momentum and the factor n/(n-1) of one step from mean 0 and variance 1. */
    private static float[] batchStatistics(Network network, TrainingPlan plan, float[] next) {
        float[] exact = next.clone();
        for (int i = 0; i < network.statistics().size(); i++) {
            Network.Slot slot = network.statistics().get(i);
            double count =
                    (double) plan.batch() * network.shape(slot.layer() + 1).pixels();
            for (int k = slot.offset(); k < slot.offset() + slot.length(); k++) {
                exact[k] = i % 2 == 0
                        ? (float) (next[k] / TrainingGraph.MOMENTUM)
                        : (float) ((next[k] - (1 - TrainingGraph.MOMENTUM))
                                / TrainingGraph.MOMENTUM
                                * (count - 1)
                                / count);
            }
        }
        return exact;
    }

    private static float[] run(byte[] model, byte[] image, int frames) throws Exception {
        OrtEnvironment environment = RUNTIME.environment();
        ByteBuffer gray = ByteBuffer.allocateDirect(image.length)
                .order(ByteOrder.nativeOrder())
                .put(0, image);
        try (var options = RUNTIME.sessionOptions();
                OrtSession session = environment.createSession(model, options);
                OnnxTensor tensor =
                        OnnxTensor.createTensor(environment, gray, new long[] {frames, 1, 32, 32}, OnnxJavaType.UINT8);
                OrtSession.Result result = session.run(Map.of("image", tensor))) {
            var values = ((OnnxTensor) result.get(0)).getFloatBuffer();
            float[] copy = new float[values.remaining()];
            values.get(copy);
            return copy;
        }
    }

    private static ModelCard card() {
        return card(new ModelCard.Output("probabilities", "sigmoid"));
    }

    private static ModelCard card(ModelCard.Output output) {
        ModelCard.Code code = new ModelCard.Code("A", "99CREDENCE", "Anything");
        return new ModelCard(
                "Fixture",
                "1",
                "",
                List.of(
                        new ModelCard.SegmentEntry(1, "One", 0, code, code),
                        new ModelCard.SegmentEntry(2, "Two", 0, code, code)),
                new ModelCard.Input("image", 32, 32, 1, Normalization.SCALE, 0.4, 0.25),
                output,
                60,
                "",
                "",
                Map.of(),
                "",
                "");
    }
}
