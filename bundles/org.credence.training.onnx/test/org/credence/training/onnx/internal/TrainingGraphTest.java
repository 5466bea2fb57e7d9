package org.credence.training.onnx.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.credence.segmentation.onnx.OnnxRuntime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class TrainingGraphTest {

    private static final OnnxRuntime RUNTIME = new OnnxRuntime();
    private static final int BATCH = 2;
    private static final int SIZE = 8;

    @AfterAll
    static void close() {
        RUNTIME.close();
    }

    @Test
    void convolutionOf3HasTheGradientOfFiniteDifferences() throws Exception {
        check(0, new Layer.Conv(0, 3, 3, true), new Layer.Conv(1, 2, 3, false));
    }

    @Test
    void convolutionOf1HasTheGradientOfFiniteDifferences() throws Exception {
        check(0, new Layer.Conv(0, 3, 1, true), new Layer.Conv(1, 2, 1, true));
    }

    @Test
    void batchNormalizationHasTheGradientOfFiniteDifferences() throws Exception {
        check(0, new Layer.Conv(0, 3, 3, true), new Layer.BatchNorm(1), new Layer.Conv(2, 2, 3, true));
    }

    @Test
    void reluHasTheGradientOfFiniteDifferences() throws Exception {
        // Few gray levels under a 1 x 1 kernel give few values, none of them at the kink, where no gradient exists.
        check(grayLevels(3), 0, new Layer.Conv(0, 4, 1, true), new Layer.Relu(1), new Layer.Conv(2, 2, 3, true));
    }

    @Test
    void poolingHasTheGradientOfFiniteDifferences() throws Exception {
        // The four pixels of each window are far apart, so that no small step changes which is the greatest.
        check(apartInWindows(), 0, new Layer.Conv(0, 3, 1, true), new Layer.MaxPool(1), new Layer.Conv(2, 2, 3, true));
    }

    @Test
    void unfoldingHasTheGradientOfFiniteDifferences() throws Exception {
        check(0, new Layer.Conv(0, 8, 1, true), new Layer.Unfold(1), new Layer.Conv(2, 2, 3, true));
    }

    @Test
    void concatenationHasTheGradientOfFiniteDifferences() throws Exception {
        check(
                0,
                new Layer.Conv(0, 2, 3, true),
                new Layer.Conv(1, 3, 3, true),
                new Layer.Concat(1, 2),
                new Layer.Conv(3, 2, 1, true));
    }

    @Test
    void overlapLossHasTheGradientOfFiniteDifferences() throws Exception {
        check(1, new Layer.Conv(0, 3, 3, true), new Layer.Conv(1, 2, 1, true));
    }

    @Test
    void aWholeUnetHasTheGradientOfFiniteDifferencesAlongIt() throws Exception {
        check(
                1,
                new Layer.Conv(0, 3, 3, false),
                new Layer.BatchNorm(1),
                new Layer.Relu(2),
                new Layer.MaxPool(3),
                new Layer.Conv(4, 8, 1, true),
                new Layer.Unfold(5),
                new Layer.Concat(3, 6),
                new Layer.Conv(7, 2, 1, true));
    }

    @Test
    void lossIsTheWeightedCrossEntropy() throws Exception {
        Network network = new Network(new Network.Shape(1, 2, 2), List.of(new Layer.Conv(0, 1, 1, true)));
        byte[] graph =
                TrainingGraph.write(network, 1, new Normalization(0, 1), new TrainingGraph.Loss(new float[] {3}, 0));
        try (TrainingStep step = new TrainingStep(RUNTIME, network, 1, graph, new float[] {0, 0.5f}, new float[0])) {
            step.target().put(0, new float[] {1, 0, 0, 0});
            step.weight().put(0, new float[] {1, 1, 1, 0});
            double p = 1 / (1 + Math.exp(-0.5));
            double expected = (3 * -Math.log(p) - 2 * Math.log(1 - p)) / 4;
            assertEquals(expected, step.step(0.1), 1e-6);
        }
    }

    @Test
    void aPixelOfWeight0MovesNothing() throws Exception {
        Network network = new Network(new Network.Shape(1, 2, 2), List.of(new Layer.Conv(0, 1, 1, true)));
        byte[] graph =
                TrainingGraph.write(network, 1, new Normalization(0, 1), new TrainingGraph.Loss(new float[] {2}, 1));
        try (TrainingStep step = new TrainingStep(RUNTIME, network, 1, graph, new float[] {0.3f, 0.5f}, new float[0])) {
            step.image().put(0, new byte[] {9, 8, 7, 6});
            step.target().put(0, new float[] {1, 0, 1, 0});
            for (float g : step.peek("gradient")) {
                assertEquals(0, g, 0);
            }
        }
    }

    @Test
    void aSegmentThatTheBatchDoesNotShowHasNoOverlapTerm() throws Exception {
        Network network = new Network(new Network.Shape(1, 2, 2), List.of(new Layer.Conv(0, 1, 1, true)));
        float[][] gradients = new float[2][];
        for (int overlap = 0; overlap < 2; overlap++) {
            byte[] graph = TrainingGraph.write(
                    network, 1, new Normalization(0, 1), new TrainingGraph.Loss(new float[] {1}, overlap));
            try (TrainingStep step =
                    new TrainingStep(RUNTIME, network, 1, graph, new float[] {0.3f, 0.5f}, new float[0])) {
                step.image().put(0, new byte[] {100, 50, 20, 10});
                step.weight().put(0, new float[] {1, 1, 1, 1});
                gradients[overlap] = step.peek("gradient");
            }
        }
        assertArrayEquals(gradients[0], gradients[1], 1e-7f);
    }

    @Test
    void adamFollowsItsFormula() throws Exception {
        Network network = new Network(new Network.Shape(1, 2, 2), List.of(new Layer.Conv(0, 1, 1, true)));
        byte[] graph =
                TrainingGraph.write(network, 1, new Normalization(0, 1), new TrainingGraph.Loss(new float[] {1}, 0));
        try (TrainingStep step = new TrainingStep(RUNTIME, network, 1, graph, new float[] {0.3f, 0.5f}, new float[0])) {
            step.image().put(0, new byte[] {100, 50, 20, 10});
            step.target().put(0, new float[] {1, 0, 1, 0});
            step.weight().put(0, new float[] {1, 1, 1, 1});
            double[] theta = {0.3f, 0.5f};
            double[] m = new double[2];
            double[] v = new double[2];
            for (int t = 1; t <= 3; t++) {
                float[] g = step.peek("gradient");
                step.step(0.01);
                for (int i = 0; i < 2; i++) {
                    m[i] = 0.9 * m[i] + 0.1 * g[i];
                    v[i] = 0.999 * v[i] + 0.001 * g[i] * g[i];
                    theta[i] -= 0.01
                            * (m[i] / (1 - Math.pow(0.9, t)))
                            / (Math.sqrt(v[i] / (1 - Math.pow(0.999, t))) + 1e-8);
                    assertEquals(theta[i], step.state("theta")[i], 1e-5);
                }
            }
        }
    }

    /** Compares the graph's gradient with central differences of its loss, weight by weight. */
    private static void check(double overlapWeight, Layer... layers) throws Exception {
        check(grayLevels(256), overlapWeight, layers);
    }

    private static byte[] grayLevels(int levels) {
        Random random = new Random(11);
        byte[] image = new byte[BATCH * SIZE * SIZE];
        for (int i = 0; i < image.length; i++) {
            image[i] = (byte) (random.nextInt(levels) * (255 / (levels - 1)));
        }
        return image;
    }

    private static byte[] apartInWindows() {
        Random random = new Random(11);
        byte[] image = new byte[BATCH * SIZE * SIZE];
        for (int i = 0; i < image.length; i++) {
            int window = i / (2 * SIZE) + i % SIZE / 2;
            int corner = i / SIZE % 2 * 2 + i % 2;
            image[i] = (byte) (60 * ((corner + window) % 4) + random.nextInt(20));
        }
        return image;
    }

    private static void check(byte[] image, double overlapWeight, Layer... layers) throws Exception {
        Network network = new Network(new Network.Shape(1, SIZE, SIZE), List.of(layers));
        byte[] graph = TrainingGraph.write(
                network, BATCH, new Normalization(0.5, 0.3), new TrainingGraph.Loss(new float[] {3, 1}, overlapWeight));
        Random random = new Random(7);
        float[] theta = network.initialWeights(3);
        for (int i = 0; i < theta.length; i++) {
            theta[i] += (float) (0.1 * random.nextGaussian());
        }
        try (TrainingStep step = new TrainingStep(RUNTIME, network, BATCH, graph, theta, network.initialStatistics())) {
            step.image().put(0, image);
            for (int i = 0; i < step.target().capacity(); i++) {
                step.target().put(i, random.nextInt(3) == 0 ? 1 : 0.2f);
                step.weight().put(i, random.nextInt(5) == 0 ? 0 : random.nextFloat());
            }
            float[] gradient = step.peek("gradient");
            double scale = 0;
            for (float g : gradient) {
                scale = Math.max(scale, Math.abs(g));
            }
            assertTrue(scale > 1e-3, "a gradient to compare with, got " + scale);
            double h = 2e-3;
            for (int i = 0; i < theta.length; i++) {
                double up = lossAt(step, theta, i, h);
                double down = lossAt(step, theta, i, -h);
                assertEquals(
                        (up - down) / (2 * h), gradient[i], 0.01 * scale + 2e-4, "weight " + i + " of " + theta.length);
            }
        }
    }

    private static double lossAt(TrainingStep step, float[] theta, int index, double h) throws Exception {
        float[] moved = theta.clone();
        moved[index] += (float) h;
        step.setState("theta", moved);
        return step.peek("loss")[0];
    }
}
