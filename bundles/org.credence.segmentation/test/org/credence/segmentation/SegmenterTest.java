package org.credence.segmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.credence.imaging.Frame;
import org.credence.imaging.ProbabilityMap;
import org.credence.imaging.Progress;
import org.credence.segmentation.spi.InferenceSession;
import org.credence.segmentation.spi.SegmentationEngine;
import org.junit.jupiter.api.Test;

class SegmenterTest {

    private static final int SIZE = 8;
    private static final Model MODEL =
            new Model(Path.of("fixture.onnx"), ModelCardTest.card(SIZE, "Bright", "Dark"), "");

    /** Says that gray is the probability of Bright, and the rest that of Dark. */
    private static class GrayIsProbability implements InferenceSession {
        final List<Integer> batches = new ArrayList<>();
        boolean closed;

        @Override
        public void run(int frames, ByteBuffer gray, FloatBuffer statistics, ByteBuffer answers, Progress progress) {
            FloatBuffer probabilities = answers.asFloatBuffer();
            batches.add(frames);
            for (int n = 0; n < frames; n++) {
                for (int i = 0; i < SIZE * SIZE; i++) {
                    float p = (gray.get(n * SIZE * SIZE + i) & 0xff) / 255f;
                    probabilities.put(2 * n * SIZE * SIZE + i, p);
                    probabilities.put((2 * n + 1) * SIZE * SIZE + i, 1 - p);
                }
            }
        }

        @Override
        public int batch() {
            return 4;
        }

        @Override
        public String accelerator() {
            return "Fixture";
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @Test
    void mapsHaveTheSizeOfTheirFramesAndTheLabelsOfTheCard() throws Exception {
        try (Segmenter segmenter = new Segmenter(MODEL, new GrayIsProbability())) {
            ProbabilityMap map = segmenter.segment(flat(30, 20, 51));
            assertEquals(30, map.columns());
            assertEquals(20, map.rows());
            assertEquals(List.of("Bright", "Dark"), map.segments());
            assertEquals(0.2f, map.probability(0, 0, 0), 1e-6);
            assertEquals(0.8f, map.probability(1, 29, 19), 1e-6);
        }
    }

    @Test
    void aCardsCleanUpTakesSmallRegionsOutOfWhatIsSaid() throws Exception {
        ModelCard plain = ModelCardTest.card(SIZE, "Bright", "Dark");
        ModelCard cleaned = new ModelCard(
                "Cleaned",
                "1",
                "",
                plain.segments(),
                plain.input(),
                new ModelCard.Output("probabilities", "sigmoid", null, null, new ModelCard.Cleanup(3, 50)),
                60,
                "",
                "",
                Map.of(),
                "",
                "");
        // Twice the grid: 3 pixels of it are 12 of the frame.
        byte[] gray = new byte[4 * SIZE * SIZE];
        square(gray, 0, 0, 2, 200);
        square(gray, 8, 8, 6, 200);
        square(gray, 0, 8, 2, 50);
        Frame frame = Frame.gray(2 * SIZE, 2 * SIZE, gray);
        Model model = new Model(Path.of("fixture.onnx"), cleaned, "");
        try (Segmenter segmenter = new Segmenter(model, new GrayIsProbability());
                Segmenter all = new Segmenter(MODEL, new GrayIsProbability())) {
            ProbabilityMap map = segmenter.segment(frame);
            assertEquals(200 / 255.0, all.segment(frame).probability(0, 0, 0), 1e-6);
            assertEquals(0, map.probability(0, 0, 0), "4 pixels are too few");
            assertEquals(200 / 255.0, map.probability(0, 10, 10), 1e-6, "36 are enough");
            assertEquals(
                    all.segment(frame).probability(0, 0, 8),
                    map.probability(0, 0, 8),
                    "what is below the floor is no region");
            assertTrue(map.probability(0, 0, 8) > 0.1, "and is there");
            segmenter.stream(
                    1,
                    n -> frame,
                    (n, f, percent) -> {
                        assertEquals(0, percent[0][0]);
                        assertEquals(78, percent[0][10 * 2 * SIZE + 10]);
                    },
                    Progress.NONE);
        }
    }

    private static void square(byte[] gray, int column, int row, int size, int level) {
        for (int y = row; y < row + size; y++) {
            Arrays.fill(gray, y * 2 * SIZE + column, y * 2 * SIZE + column + size, (byte) level);
        }
    }

    @Test
    void framesOfManySizesKeepTheirOrderOverBatches() throws Exception {
        GrayIsProbability session = new GrayIsProbability();
        List<Frame> frames = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            frames.add(flat(5 + i, 9, 10 * i));
        }
        try (Segmenter segmenter = new Segmenter(MODEL, session)) {
            List<ProbabilityMap> maps = segmenter.segment(frames, Progress.NONE);
            for (int i = 0; i < 10; i++) {
                assertEquals(5 + i, maps.get(i).columns());
                assertEquals(10 * i / 255f, maps.get(i).probability(0, 2, 2), 1e-6);
            }
        }
        assertEquals(10, session.batches.stream().mapToInt(b -> b).sum());
        assertTrue(session.closed);
    }

    @Test
    void whatIsNoProbabilityIsAnErrorAndNotAMap() {
        try (Segmenter segmenter = new Segmenter(MODEL, new GrayIsProbability() {
            @Override
            public void run(
                    int frames, ByteBuffer gray, FloatBuffer statistics, ByteBuffer answers, Progress progress) {
                FloatBuffer probabilities = answers.asFloatBuffer();
                probabilities.put(3, Float.NaN);
            }
        })) {
            assertThrows(SegmentationException.class, () -> segmenter.segment(flat(8, 8, 0)));
        }
    }

    @Test
    void aHairBeyondOneIsTheRoundingOfAFastSigmoidAndMoreIsAnError() throws Exception {
        try (Segmenter segmenter = new Segmenter(MODEL, answering(1.0000001f))) {
            assertEquals(1, segmenter.segment(flat(8, 8, 0)).probability(0, 3, 0));
        }
        try (Segmenter segmenter = new Segmenter(MODEL, answering(-1e-7f))) {
            assertEquals(0, segmenter.segment(flat(8, 8, 0)).probability(0, 3, 0));
        }
        try (Segmenter segmenter = new Segmenter(MODEL, answering(1.001f))) {
            assertThrows(SegmentationException.class, () -> segmenter.segment(flat(8, 8, 0)));
        }
    }

    private static InferenceSession answering(float value) {
        return new GrayIsProbability() {
            @Override
            public void run(
                    int frames, ByteBuffer gray, FloatBuffer statistics, ByteBuffer answers, Progress progress) {
                FloatBuffer probabilities = answers.asFloatBuffer();
                probabilities.put(3, value);
            }
        };
    }

    @Test
    void cancellationStopsBeforeTheNextBatch() {
        GrayIsProbability session = new GrayIsProbability();
        Progress cancelled = new Progress() {
            @Override
            public void report(double fraction, String message) {}

            @Override
            public boolean isCancelled() {
                return true;
            }
        };
        try (Segmenter segmenter = new Segmenter(MODEL, session)) {
            assertThrows(CancellationException.class, () -> segmenter.segment(List.of(flat(8, 8, 0)), cancelled));
        }
        assertEquals(List.of(), session.batches);
    }

    @Test
    void withoutAnEngineTheMessageNamesWhatToInstall() {
        SegmentationException e =
                assertThrows(SegmentationException.class, () -> new SegmentationEngines(List.of()).open(MODEL));
        assertTrue(e.getMessage().contains("org.credence.segmentation.onnx"), e.getMessage());
    }

    @Test
    void anEngineThatDoesNotLoadGivesWayToTheNext() throws Exception {
        SegmentationEngine good = engine("good", null);
        assertEquals(good, new SegmentationEngines(List.of(engine("bad", "no library"), good)).best());
        SegmentationException e = assertThrows(
                SegmentationException.class,
                () -> new SegmentationEngines(List.of(engine("bad", "no library"), engine("worse", "nothing"))).best());
        assertEquals("no library", e.getMessage());
    }

    private static SegmentationEngine engine(String name, String failure) {
        return new SegmentationEngine() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public List<Accelerator.Found> accelerators() throws SegmentationException {
                if (failure != null) {
                    throw new SegmentationException(failure);
                }
                return List.of(new Accelerator.Found(Accelerator.CPU, "test", ""));
            }

            @Override
            public InferenceSession open(Model model, Accelerator accelerator) {
                return new GrayIsProbability();
            }
        };
    }

    private static Frame flat(int columns, int rows, int gray) {
        byte[] pixels = new byte[columns * rows];
        Arrays.fill(pixels, (byte) gray);
        return Frame.gray(columns, rows, pixels);
    }
}
