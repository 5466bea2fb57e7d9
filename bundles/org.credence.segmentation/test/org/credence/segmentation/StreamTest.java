package org.credence.segmentation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.credence.imaging.Frame;
import org.credence.imaging.ProbabilityMap;
import org.credence.imaging.Progress;
import org.credence.segmentation.spi.InferenceSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StreamTest {

    private static final int SIZE = 16;
    private static final Model MODEL =
            new Model(Path.of("fixture.onnx"), ModelCardTest.card(SIZE, "Bright", "Dark"), "");

    /** Says that gray is the probability of Bright, and the rest that of Dark. */
    private static class GrayIsProbability implements InferenceSession {
        @Override
        public int batch() {
            return 3;
        }

        @Override
        public String accelerator() {
            return "Fixture";
        }

        @Override
        public void run(int frames, ByteBuffer gray, FloatBuffer statistics, ByteBuffer answers, Progress progress)
                throws SegmentationException {
            FloatBuffer probabilities = answers.asFloatBuffer();
            int pixels = SIZE * SIZE;
            for (int n = 0; n < frames; n++) {
                for (int i = 0; i < pixels; i++) {
                    float p = (gray.get(n * pixels + i) & 0xff) / 255f;
                    probabilities.put(2 * n * pixels + i, p);
                    probabilities.put((2 * n + 1) * pixels + i, 1 - p);
                }
            }
        }

        @Override
        public void close() {
            // Nothing to free.
        }
    }

    @Test
    void everyFrameIsAnsweredInOrderWithThePercentsOfItsMap() throws Exception {
        List<Frame> frames = noise(20);
        List<Integer> order = new ArrayList<>();
        List<String> said = new ArrayList<>();
        try (Segmenter segmenter = new Segmenter(MODEL, new GrayIsProbability())) {
            List<ProbabilityMap> maps = segmenter.segment(frames, Progress.NONE);
            segmenter.stream(
                    frames.size(),
                    frames::get,
                    (n, frame, percent) -> {
                        order.add(n);
                        assertSame(frames.get(n), frame);
                        assertArrayEquals(maps.get(n).percent(0), percent[0]);
                        assertArrayEquals(maps.get(n).percent(1), percent[1]);
                    },
                    saying(said));
        }
        assertEquals(java.util.stream.IntStream.range(0, 20).boxed().toList(), order);
        assertTrue(said.get(0).matches("Segmenting, 3 of 20, \\d+ s left"), said.toString());
        assertEquals("20 frames segmented", said.get(said.size() - 1));
    }

    @Test
    void withMemoryForOneBatchFramesAreAnsweredOneBatchAfterTheOther() throws Exception {
        List<Frame> frames = noise(8);
        List<Integer> order = new ArrayList<>();
        Batch only = new Batch.Shape(3, 3, false).make(MODEL.card());
        List<ProbabilityMap> maps;
        try (Segmenter segmenter = new Segmenter(MODEL, new GrayIsProbability())) {
            maps = segmenter.segment(frames, Progress.NONE);
        }
        new Pipeline(
                        new GrayIsProbability(),
                        List.of(only),
                        List.of(new Lane(MODEL.card()), new Lane(MODEL.card())),
                        3,
                        frames.size(),
                        frames::get,
                        (n, frame, percent) -> {
                            order.add(n);
                            assertArrayEquals(maps.get(n).percent(0), percent[0], "frame " + n);
                        },
                        Progress.NONE)
                .run();
        assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7), order);
    }

    @Test
    void bytesBecomeThePercentsOfTheirMapsOnAllSizes() throws Exception {
        Model model = new Model(Path.of("fixture.onnx"), bytes(), "");
        InferenceSession session = new GrayIsProbability() {
            @Override
            public void run(int some, ByteBuffer gray, FloatBuffer statistics, ByteBuffer answers, Progress progress) {
                for (int i = 0; i < some * SIZE * SIZE; i++) {
                    answers.put(i, (byte) Math.min(250, gray.get(i) & 0xff));
                }
            }
        };
        for (int[] size : new int[][] {{16, 16}, {16, 7}, {5, 16}, {40, 33}, {16, 9}, {1, 1}, {31, 64}}) {
            byte[] gray = new byte[size[0] * size[1]];
            new Random(size[0]).nextBytes(gray);
            Frame frame = Frame.gray(size[0], size[1], gray);
            try (Segmenter segmenter = new Segmenter(model, session)) {
                byte[] expected = segmenter.segment(frame).percent(0);
                segmenter.stream(
                        1,
                        n -> frame,
                        (n, f, percent) -> {
                            for (int i = 0; i < expected.length; i++) {
                                // A fraction of a pixel is counted in 1/2048, which may tip a percent at its half.
                                assertEquals(expected[i], percent[0][i], 1, size[0] + " x " + size[1] + ", " + i);
                            }
                        },
                        Progress.NONE);
            }
        }
    }

    private static ModelCard bytes() {
        ModelCard plain = ModelCardTest.card(SIZE, "Bright");
        return new ModelCard(
                "Bytes",
                "1",
                "",
                plain.segments(),
                plain.input(),
                new ModelCard.Output("probabilities", "sigmoid", null, 250),
                50,
                "",
                "",
                Map.of(),
                "",
                "");
    }

    @Test
    void aByteBeyondTheLevelsIsNoProbability() {
        InferenceSession session = new GrayIsProbability() {
            @Override
            public void run(int some, ByteBuffer gray, FloatBuffer statistics, ByteBuffer answers, Progress progress) {
                answers.put(7, (byte) 255);
            }
        };
        try (Segmenter segmenter = new Segmenter(new Model(Path.of("fixture.onnx"), bytes(), ""), session)) {
            for (boolean streamed : new boolean[] {true, false}) {
                Frame frame = noise(1).get(0);
                SegmentationException e = assertThrows(SegmentationException.class, () -> {
                    if (streamed) {
                        segmenter.stream(1, n -> frame, (n, f, percent) -> {}, Progress.NONE);
                    } else {
                        segmenter.segment(frame);
                    }
                });
                assertTrue(e.getMessage().contains("NaN"), e.getMessage());
            }
        }
    }

    @Test
    void anEmptyClipIsNoWork() throws Exception {
        try (Segmenter segmenter = new Segmenter(MODEL, new GrayIsProbability())) {
            segmenter.stream(
                    0,
                    n -> {
                        throw new IOException("There is no frame.");
                    },
                    (n, frame, percent) -> {
                        throw new IOException("There is no answer.");
                    },
                    Progress.NONE);
        }
    }

    @Test
    void framesAreDecodedAheadWhileTheModelWorks() throws Exception {
        List<Frame> frames = noise(9);
        CountDownLatch decodedAhead = new CountDownLatch(4);
        InferenceSession patient = new GrayIsProbability() {
            @Override
            public void run(int some, ByteBuffer gray, FloatBuffer statistics, ByteBuffer answers, Progress progress)
                    throws SegmentationException {

                super.run(some, gray, statistics, answers, progress);
                try {
                    assertTrue(decodedAhead.await(30, TimeUnit.SECONDS), "a frame of the second batch");
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
        try (Segmenter segmenter = new Segmenter(MODEL, patient)) {
            segmenter.stream(
                    9,
                    n -> {
                        decodedAhead.countDown();
                        return frames.get(n);
                    },
                    (n, frame, percent) -> {
                        // Only the source is of interest.
                    },
                    Progress.NONE);
        }
    }

    @Test
    void whatSourceOrSinkThrowsEndsTheWorkAndIsThrown() throws Exception {
        List<Frame> frames = noise(30);
        AtomicInteger taken = new AtomicInteger();
        try (Segmenter segmenter = new Segmenter(MODEL, new GrayIsProbability())) {
            IOException damaged = new IOException("Frame 10 is damaged.");
            assertSame(
                    damaged,
                    assertThrows(
                            IOException.class,
                            () -> segmenter.stream(
                                    30,
                                    n -> {
                                        if (n == 10) {
                                            throw damaged;
                                        }
                                        return frames.get(n);
                                    },
                                    (n, frame, percent) -> taken.incrementAndGet(),
                                    Progress.NONE)));
            assertTrue(taken.get() <= 9, "taken: " + taken);
            IOException full = new IOException("The disk is full.");
            assertSame(
                    full,
                    assertThrows(
                            IOException.class,
                            () -> segmenter.stream(
                                    30,
                                    frames::get,
                                    (n, frame, percent) -> {
                                        throw full;
                                    },
                                    Progress.NONE)));
            assertEquals(
                    1, segmenter.segment(frames.subList(0, 1), Progress.NONE).size());
        }
    }

    @Test
    void afterCancellationNothingIsAskedForOrAnswered() throws Exception {
        List<Frame> frames = noise(300);
        AtomicInteger calls = new AtomicInteger();
        try (Segmenter segmenter = new Segmenter(MODEL, new GrayIsProbability())) {
            Progress cancelled = new Progress() {
                @Override
                public void report(double fraction, String message) {
                    // Of no interest here.
                }

                @Override
                public boolean isCancelled() {
                    return calls.get() > 50;
                }
            };
            assertThrows(
                    CancellationException.class,
                    () -> segmenter.stream(
                            300,
                            n -> {
                                calls.incrementAndGet();
                                return frames.get(n);
                            },
                            (n, frame, percent) -> calls.incrementAndGet(),
                            cancelled));
            int then = calls.get();
            Thread.sleep(100);
            assertEquals(then, calls.get());
            assertTrue(then < 150, "calls: " + then);
        }
    }

    private static Progress saying(List<String> said) {
        return new Progress() {
            @Override
            public void report(double fraction, String message) {
                said.add(message);
            }

            @Override
            public boolean isCancelled() {
                return false;
            }
        };
    }

    /** Frames of several sizes, larger and smaller than the model's grid. */
    private static List<Frame> noise(int count) {
        Random random = new Random(7);
        List<Frame> frames = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int columns = 9 + 11 * (i % 4);
            byte[] pixels = new byte[columns * 20];
            random.nextBytes(pixels);
            frames.add(Frame.gray(columns, 20, pixels));
        }
        return frames;
    }
}
