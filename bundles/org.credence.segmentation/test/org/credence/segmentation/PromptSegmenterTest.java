package org.credence.segmentation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.credence.imaging.Frame;
import org.credence.imaging.FrameRef;
import org.credence.imaging.Progress;
import org.credence.segmentation.spi.InferenceSession;
import org.credence.segmentation.spi.PromptSession;
import org.credence.segmentation.spi.SegmentationEngine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes into a session and what comes out of it, on a grid of 16. */
class PromptSegmenterTest {

    private static final Accelerator CUDA = Accelerator.parse("cuda:0");
    private static final int EMBEDDING_BYTES = 4 * 3 * 4 * 4;

    @TempDir
    private Path folder;

    private PromptModel model;
    private final List<String> calls = new ArrayList<>();
    private final List<PromptSession.Question> questions = new ArrayList<>();
    private byte[] seen;
    private float[] embedded;
    private Optional<float[]> mask = Optional.empty();
    private float gives = 0.75f;
    private String fails = "";
    private boolean cpuOnly = true;

    /** Embeds the first pixel of a frame, and finds the same probability everywhere. */
    private final class Session implements PromptSession {
        private final Accelerator device;

        Session(Accelerator device) {
            this.device = device;
        }

        @Override
        public String accelerator() {
            return device.toString();
        }

        @Override
        public void encode(ByteBuffer gray, int columns, int rows, FloatBuffer embeddings, Progress progress)
                throws SegmentationException {
            calls.add(device + " encode " + columns + " x " + rows);
            failOn("encode");
            seen = new byte[columns * rows];
            gray.get(0, seen);
            embeddings.put(0, gray.get(0));
            progress.checkCancelled();
        }

        @Override
        public float decode(FloatBuffer embeddings, Question question, FloatBuffer probabilities, FloatBuffer coarse)
                throws SegmentationException {
            calls.add(device + " decode");
            failOn("decode");
            questions.add(question);
            embedded = new float[embeddings.capacity()];
            embeddings.get(0, embedded);
            mask = question.mask().map(m -> {
                float[] values = new float[m.capacity()];
                m.get(0, values);
                return values;
            });
            for (int i = 0; i < probabilities.capacity(); i++) {
                probabilities.put(i, gives);
            }
            for (int i = 0; i < coarse.capacity(); i++) {
                coarse.put(i, questions.size());
            }
            return 0.9f;
        }

        private void failOn(String what) throws AcceleratorException {
            if (device.equals(CUDA) && fails.equals(what)) {
                throw new AcceleratorException("The GPU broke.", false, null);
            }
        }

        @Override
        public void close() {
            calls.add(device + " closed");
        }
    }

    private final class Engine implements SegmentationEngine {
        @Override
        public String name() {
            return "Engine";
        }

        @Override
        public List<Accelerator.Found> accelerators() {
            Accelerator.Found cpu = new Accelerator.Found(Accelerator.CPU, "CPU", "");
            return cpuOnly ? List.of(cpu) : List.of(new Accelerator.Found(CUDA, "CUDA", ""), cpu);
        }

        @Override
        public InferenceSession open(Model other, Accelerator accelerator) throws SegmentationException {
            throw new SegmentationException("This engine only answers prompts.");
        }

        @Override
        public PromptSession openPrompts(PromptModel of, Accelerator accelerator) throws SegmentationException {
            if (fails.equals("open") && accelerator.equals(CUDA)) {
                throw new AcceleratorException("cuDNN is missing.", false, null);
            }
            return new Session(accelerator);
        }
    }

    @BeforeEach
    void aModel() throws Exception {
        model = PromptPair.model(folder);
    }

    @Test
    void aFramesLongerSideFillsTheGridFromItsUpperLeftCorner() throws Exception {
        try (PromptSegmenter segmenter = open()) {
            ask(segmenter, 1, frame(32, 8));
            assertEquals("cpu encode 16 x 4", calls.get(0));
            assertEquals(40, seen[0]);
            ask(segmenter, 2, frame(4, 8));
            assertEquals("cpu encode 8 x 16", calls.get(2));
            assertTrue(seen[seen.length - 1] > 0, "the frame and nothing beside it");
        }
    }

    @Test
    void pointsArriveOnTheGridAndCountFromTheCentresOfItsPixels() throws Exception {
        try (PromptSegmenter segmenter = open()) {
            Prompts prompts = Prompts.of("B-line", new Prompts.Point(31, 3, true), new Prompts.Point(0, 8, false));
            segmenter.answer(reference(1), frame(32, 8), prompts, Progress.NONE);
            assertArrayEquals(
                    new float[] {31 / 2f - 0.5f, 1, -0.5f, 3.5f, 0, 0},
                    questions.get(0).coordinates());
            assertArrayEquals(
                    new float[] {1, 0, -1}, questions.get(0).labels(), "without a box there is a point that is none");
            assertEquals(32, questions.get(0).columns());
            assertEquals(8, questions.get(0).rows());
        }
    }

    @Test
    void aBoxIsItsCornersAfterThePointsAndNoOtherPoint() throws Exception {
        try (PromptSegmenter segmenter = open()) {
            Prompts prompts = new Prompts(
                    "B-line",
                    List.of(new Prompts.Point(4, 4, false)),
                    Optional.of(new Prompts.Box(2, 1, 30, 7)),
                    Optional.empty());
            segmenter.answer(reference(1), frame(32, 8), prompts, Progress.NONE);
            assertArrayEquals(
                    new float[] {1.5f, 1.5f, 0.5f, 0, 14.5f, 3},
                    questions.get(0).coordinates());
            assertArrayEquals(new float[] {0, 2, 3}, questions.get(0).labels());
        }
    }

    @Test
    void theAnswerIsAMapOfTheFramesPixelsForTheSegment() throws Exception {
        try (PromptSegmenter segmenter = open()) {
            gives = 1.0000002f;
            PromptAnswer answer = ask(segmenter, 1, frame(32, 8));
            assertEquals(List.of("B-line"), answer.map().segments());
            assertEquals(32, answer.map().columns());
            assertEquals(1, answer.map().probability(0, 31, 7));
            assertEquals(0.9f, answer.quality());
        }
    }

    @Test
    void aFrameIsLookedAtOnceAndItsEmbeddingsComeBack() throws Exception {
        try (PromptSegmenter segmenter = open()) {
            assertFalse(segmenter.knows(reference(1)));
            ask(segmenter, 1, flat(7));
            ask(segmenter, 1, flat(7));
            ask(segmenter, 2, flat(9));
            assertTrue(segmenter.knows(reference(1)));
            ask(segmenter, 1, flat(7));
            assertEquals(7, embedded[0]);
            assertEquals(2, calls.stream().filter(c -> c.contains("encode")).count(), calls.toString());
        }
    }

    @Test
    void whatWasAskedAboutLongestAgoIsForgottenFirst() throws Exception {
        try (PromptSegmenter segmenter =
                new PromptSegmenter(model, new Session(Accelerator.CPU), 2 * EMBEDDING_BYTES)) {
            ask(segmenter, 1, flat(1));
            ask(segmenter, 2, flat(2));
            ask(segmenter, 1, flat(1));
            ask(segmenter, 3, flat(3));
            assertTrue(segmenter.knows(reference(1)));
            assertFalse(segmenter.knows(reference(2)));
            assertTrue(segmenter.knows(reference(3)));
        }
        try (PromptSegmenter segmenter = new PromptSegmenter(model, new Session(Accelerator.CPU), 0)) {
            ask(segmenter, 1, flat(1));
            assertTrue(segmenter.knows(reference(1)), "the last frame is always known");
        }
    }

    @Test
    void anAnswerIsMadeBetterFromItsCoarseMask() throws Exception {
        try (PromptSegmenter segmenter = open()) {
            PromptAnswer first = ask(segmenter, 1, flat(1));
            assertTrue(mask.isEmpty());
            Prompts next = new Prompts(
                    "B-line", List.of(new Prompts.Point(1, 1, true)), Optional.empty(), Optional.of(first.coarse()));
            segmenter.answer(reference(1), flat(1), next, Progress.NONE);
            float[] ones = new float[PromptPair.COARSE * PromptPair.COARSE];
            Arrays.fill(ones, 1);
            assertArrayEquals(ones, mask.orElseThrow());
        }
    }

    @Test
    void lookingCanBeCancelledAndBegunAgain() throws Exception {
        Progress cancelled = new Progress() {
            private boolean looking;

            @Override
            public void report(double fraction, String message) {
                looking = true;
            }

            @Override
            public boolean isCancelled() {
                return looking;
            }
        };
        try (PromptSegmenter segmenter = open()) {
            assertThrows(
                    CancellationException.class, () -> segmenter.answer(reference(1), flat(1), point(), cancelled));
            assertEquals(List.of("cpu encode 16 x 16"), calls);
            assertFalse(segmenter.knows(reference(1)));
            ask(segmenter, 1, flat(1));
            assertEquals(List.of("cpu encode 16 x 16", "cpu encode 16 x 16", "cpu decode"), calls);
        }
    }

    @Test
    void whatIsNoProbabilityIsAnError() throws Exception {
        try (PromptSegmenter segmenter = open()) {
            for (float nonsense : new float[] {Float.NaN, 1.5f, -0.2f}) {
                gives = nonsense;
                SegmentationException e = assertThrows(SegmentationException.class, () -> ask(segmenter, 1, flat(1)));
                assertTrue(e.getMessage().contains(Float.toString(nonsense)), e.getMessage());
            }
        }
    }

    @Test
    void promptsThatCannotBeAreRefused() throws Exception {
        assertThrows(IllegalArgumentException.class, () -> Prompts.of("B-line"));
        assertThrows(IllegalArgumentException.class, () -> Prompts.of(" ", new Prompts.Point(1, 1, true)));
        assertThrows(IllegalArgumentException.class, () -> new Prompts.Box(3, 1, 3, 2));
        assertThrows(IllegalArgumentException.class, () -> new Prompts.Point(Double.NaN, 1, true));
        try (PromptSegmenter segmenter = open()) {
            Prompts outside = Prompts.of("B-line", new Prompts.Point(8.5, 1, true));
            IllegalArgumentException e = assertThrows(
                    IllegalArgumentException.class,
                    () -> segmenter.answer(reference(1), flat(1), outside, Progress.NONE));
            assertTrue(e.getMessage().contains("8 x 8"), e.getMessage());
            assertTrue(calls.isEmpty());
        }
    }

    @Test
    void aDeviceThatFailsGivesWayToTheCpu() throws Exception {
        cpuOnly = false;
        for (String when : List.of("open", "encode", "decode")) {
            calls.clear();
            fails = when;
            try (PromptSegmenter segmenter = open()) {
                assertEquals(0.75f, ask(segmenter, 1, flat(5)).map().probability(0, 1, 1));
                assertEquals(5, embedded[0]);
                assertTrue(segmenter.accelerator().startsWith("cpu ("), segmenter.accelerator());
                assertEquals("cpu decode", calls.get(calls.size() - 1));
            }
            assertEquals("cpu closed", calls.get(calls.size() - 1));
        }
        assertTrue(calls.contains("cuda:0 closed"), calls.toString());
    }

    @Test
    void aDeviceThatWasAskedForIsUsed() throws Exception {
        cpuOnly = false;
        SegmentationEngines engines = new SegmentationEngines(List.of(new Engine()));
        try (PromptSegmenter segmenter = engines.open(model, Accelerator.CPU)) {
            assertEquals("cpu", segmenter.accelerator());
        }
        fails = "open";
        SegmentationException e = assertThrows(SegmentationException.class, () -> engines.open(model, CUDA));
        assertEquals("cuDNN is missing.", e.getMessage());
    }

    @Test
    void anEngineThatOnlySegmentsSaysSo() {
        SegmentationEngine other = new SegmentationEngine() {
            @Override
            public String name() {
                return "Other";
            }

            @Override
            public List<Accelerator.Found> accelerators() {
                return List.of(new Accelerator.Found(Accelerator.CPU, "CPU", ""));
            }

            @Override
            public InferenceSession open(Model of, Accelerator accelerator) throws SegmentationException {
                throw new SegmentationException("Not asked for.");
            }
        };
        SegmentationException e =
                assertThrows(SegmentationException.class, () -> new SegmentationEngines(List.of(other)).open(model));
        assertTrue(e.getMessage().contains("Other cannot run model Pair"), e.getMessage());
    }

    private PromptSegmenter open() throws SegmentationException {
        return new SegmentationEngines(List.of(new Engine())).open(model);
    }

    private static PromptAnswer ask(PromptSegmenter segmenter, int number, Frame frame) throws SegmentationException {
        return segmenter.answer(reference(number), frame, point(), Progress.NONE);
    }

    private static Prompts point() {
        return Prompts.of("B-line", new Prompts.Point(1, 1, true));
    }

    private static FrameRef reference(int number) {
        return new FrameRef("1.2.3", number);
    }

    private static Frame flat(int gray) {
        return frame(8, 8, gray);
    }

    private static Frame frame(int columns, int rows) {
        return frame(columns, rows, 40);
    }

    private static Frame frame(int columns, int rows, int gray) {
        byte[] pixels = new byte[columns * rows];
        Arrays.fill(pixels, (byte) gray);
        return Frame.gray(columns, rows, pixels);
    }
}
