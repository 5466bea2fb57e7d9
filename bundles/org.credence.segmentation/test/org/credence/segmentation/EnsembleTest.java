package org.credence.segmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import org.credence.imaging.Frame;
import org.credence.imaging.ProbabilityMap;
import org.credence.imaging.Progress;
import org.credence.segmentation.spi.InferenceSession;
import org.junit.jupiter.api.Test;

class EnsembleTest {

    private static final int SIZE = 8;

    /** Says gray / 255 to a power; on the left half of its grid only, or everywhere. */
    private static final class Power implements InferenceSession {
        final double power;
        final boolean leftOnly;
        boolean closed;

        Power(double power, boolean leftOnly) {
            this.power = power;
            this.leftOnly = leftOnly;
        }

        @Override
        public int batch() {
            return 3;
        }

        @Override
        public String accelerator() {
            return "Fixture";
        }

        @Override
        public void run(int frames, ByteBuffer gray, FloatBuffer statistics, ByteBuffer answers, Progress progress) {
            FloatBuffer probabilities = answers.asFloatBuffer();
            for (int i = 0; i < frames * SIZE * SIZE; i++) {
                double p = Math.pow((gray.get(i) & 0xff) / 255.0, power);
                probabilities.put(i, (float) (leftOnly && i % SIZE >= SIZE / 2 ? 0 : p));
            }
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @Test
    void theMeanAndTheDeviationAreThoseOfWhatTheModelsSay() throws Exception {
        try (Ensemble ensemble = new Ensemble(List.of(power("A", 1), power("B", 2), power("C", 3)), false)) {
            Predictor.Prediction opinion = ensemble.predict(flat(SIZE, SIZE, 204), Progress.NONE);
            double[] said = {0.8, 0.64, 0.512};
            double mean = Arrays.stream(said).average().orElseThrow();
            double variance = Arrays.stream(said)
                    .map(p -> (p - mean) * (p - mean))
                    .average()
                    .orElseThrow();
            assertEquals(mean, opinion.mean().probability(0, 3, 3), 1e-6);
            assertEquals(Math.sqrt(variance), opinion.deviation().orElseThrow().probability(0, 3, 3), 1e-6);
        }
    }

    @Test
    void theUncertaintyOfTheMeanIsThatOfTheModelsAndOfTheirDisagreement() throws Exception {
        double[] said = {0.9, 0.81};
        try (Ensemble ensemble = new Ensemble(List.of(power("A", 1), power("B", 2)), false)) {
            byte[] gray = new byte[SIZE * SIZE];
            Arrays.fill(gray, (byte) Math.round(0.9 * 255));
            Predictor.Prediction opinion = ensemble.predict(Frame.gray(SIZE, SIZE, gray), Progress.NONE);
            double m = opinion.mean().probability(0, 0, 0);
            double epistemic = Math.pow(opinion.deviation().orElseThrow().probability(0, 0, 0), 2);
            double aleatoric =
                    Arrays.stream(said).map(p -> p * (1 - p)).average().orElseThrow();
            assertEquals(m * (1 - m), aleatoric + epistemic, 2e-3);
        }
    }

    @Test
    void whatIsSaidAboutAMirrorImageIsMirroredBack() throws Exception {
        byte[] gray = new byte[2 * SIZE * SIZE];
        for (int i = 0; i < gray.length; i++) {
            gray[i] = (byte) (100 + i);
        }
        Frame frame = Frame.gray(SIZE, 2 * SIZE, gray);
        try (Ensemble ensemble = new Ensemble(List.of(power("A", 1)), true);
                Segmenter alone = power("A", 1)) {
            ProbabilityMap one = alone.segment(frame);
            Predictor.Prediction opinion = ensemble.predict(frame, Progress.NONE);
            for (int y = 0; y < 2 * SIZE; y++) {
                for (int x = 0; x < SIZE; x++) {
                    assertEquals(one.probability(0, x, y), opinion.mean().probability(0, x, y), 1e-6);
                    assertEquals(0, opinion.deviation().orElseThrow().probability(0, x, y), 1e-3);
                }
            }
        }
    }

    @Test
    void aModelThatSeesOneSideOnlyDisagreesWithItsMirrorImage() throws Exception {
        Segmenter blind = new Segmenter(model("A", "Bright"), new Power(1, true));
        try (Ensemble ensemble = new Ensemble(List.of(blind), true)) {
            Predictor.Prediction opinion = ensemble.predict(flat(SIZE, SIZE, 255), Progress.NONE);
            assertEquals(0.5, opinion.mean().probability(0, 0, 0), 1e-6);
            assertEquals(0.5, opinion.deviation().orElseThrow().probability(0, 7, 0), 1e-6);
        }
    }

    @Test
    void aStreamSaysInPercentWhatFramesSayOneByOne() throws Exception {
        List<Frame> frames = new ArrayList<>();
        Random random = new Random(3);
        for (int n = 0; n < 70; n++) {
            byte[] gray = new byte[SIZE * SIZE];
            random.nextBytes(gray);
            frames.add(Frame.gray(SIZE, SIZE, gray));
        }
        Map<Integer, Integer> decoded = new ConcurrentHashMap<>();
        Map<Integer, byte[][]> said = new HashMap<>();
        List<Integer> order = new ArrayList<>();
        try (Ensemble ensemble = new Ensemble(List.of(power("A", 1), power("B", 3)), true)) {
            ensemble.stream(
                    frames.size(),
                    n -> {
                        decoded.merge(n, 1, Integer::sum);
                        return frames.get(n);
                    },
                    (n, frame, mean, deviation) -> {
                        order.add(n);
                        said.put(n, new byte[][] {mean[0].clone(), deviation[0].clone()});
                    },
                    Progress.NONE);
            assertEquals(java.util.stream.IntStream.range(0, 70).boxed().toList(), order);
            assertTrue(decoded.values().stream().allMatch(times -> times == 1), "each frame is decoded once");
            for (int n : new int[] {0, 1, 63, 64, 69}) {
                Predictor.Prediction opinion = ensemble.predict(frames.get(n), Progress.NONE);
                for (int i = 0; i < SIZE * SIZE; i++) {
                    assertEquals(100 * opinion.mean().probability(0, i % SIZE, i / SIZE), said.get(n)[0][i], 1.01);
                    assertEquals(
                            100 * opinion.deviation().orElseThrow().probability(0, i % SIZE, i / SIZE),
                            said.get(n)[1][i],
                            1.01);
                }
            }
        }
    }

    @Test
    void aFailingSourceAndACancelledRunEndIt() throws Exception {
        try (Ensemble ensemble = new Ensemble(List.of(power("A", 1)), true)) {
            Exception broken = assertThrows(
                    java.io.IOException.class,
                    () -> ensemble.stream(
                            5,
                            n -> {
                                if (n == 3) {
                                    throw new java.io.IOException("frame 4 is damaged");
                                }
                                return flat(SIZE, SIZE, n);
                            },
                            (n, f, m, d) -> {},
                            Progress.NONE));
            assertEquals("frame 4 is damaged", broken.getMessage());
            Progress cancelled = new Progress() {
                @Override
                public void report(double fraction, String message) {
                    // Nobody looks.
                }

                @Override
                public boolean isCancelled() {
                    return true;
                }
            };
            assertThrows(
                    CancellationException.class,
                    () -> ensemble.stream(5, n -> flat(SIZE, SIZE, n), (n, f, m, d) -> {}, cancelled));
        }
    }

    @Test
    void modelsOfOtherSegmentsAreRefusedWithBoth() {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> new ModelSet(List.of(model("A", "Bright"), model("Other", "Dark")), false));
        assertTrue(e.getMessage().contains("A with [Bright], Other with [Dark]"), e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new ModelSet(List.of(), true));
    }

    @Test
    void aSetIsNamedAfterItsFirstModelAndDigestedAsAWhole() {
        Model first = model("A", "Bright");
        assertEquals("A", ModelSet.of(first).name());
        assertEquals(first.sha256(), ModelSet.of(first).sha256());
        ModelSet mirrored = new ModelSet(List.of(first), true);
        ModelSet both = new ModelSet(List.of(first, model("B", "Bright")), true);
        assertEquals("A and 1 more, with mirror images", both.name());
        assertEquals(64, both.sha256().length());
        assertNotEquals(mirrored.sha256(), both.sha256());
        assertNotEquals(
                new ModelSet(List.of(first, first), false).sha256(),
                new ModelSet(List.of(first, first), true).sha256());
    }

    @Test
    void closingItClosesItsModels() throws Exception {
        Power session = new Power(1, false);
        new Ensemble(List.of(new Segmenter(model("A", "Bright"), session)), true).close();
        assertTrue(session.closed);
    }

    private static Segmenter power(String name, double power) {
        return new Segmenter(model(name, "Bright"), new Power(power, false));
    }

    private static Model model(String name, String label) {
        ModelCard card = ModelCardTest.card(SIZE, label);
        return new Model(
                Path.of("fixture.onnx"),
                new ModelCard(
                        name, "1", "", card.segments(), card.input(), card.output(), 50, "", "", Map.of(), "", ""),
                "");
    }

    private static Frame flat(int columns, int rows, int level) {
        byte[] gray = new byte[columns * rows];
        Arrays.fill(gray, (byte) level);
        return Frame.gray(columns, rows, gray);
    }
}
