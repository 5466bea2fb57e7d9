package org.credence.segmentation.onnx.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.credence.imaging.Frame;
import org.credence.imaging.Progress;
import org.credence.segmentation.Accelerator;
import org.credence.segmentation.Model;
import org.credence.segmentation.ModelCard;
import org.credence.segmentation.SegmentationEngines;
import org.credence.segmentation.SegmentationException;
import org.credence.segmentation.Segmenter;
import org.credence.segmentation.onnx.OnnxRuntime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How the runtime is used: devices, batches, memory, cancellation. */
@Timeout(120)
class RunningTest {

    private static final OnnxRuntime RUNTIME = new OnnxRuntime();
    private static final OnnxEngine ENGINE = new OnnxEngine(RUNTIME);
    private static final SegmentationEngines ENGINES = new SegmentationEngines(List.of(ENGINE));

    @TempDir
    private Path folder;

    @AfterAll
    static void close() {
        RUNTIME.close();
    }

    @Test
    void theCpuCanBeAskedForAndIsAlwaysThere() throws Exception {
        List<Accelerator.Found> found = ENGINE.accelerators();
        Accelerator.Found last = found.get(found.size() - 1);
        assertEquals(Accelerator.CPU, last.accelerator());
        assertTrue(last.usable());
        try (Segmenter segmenter = ENGINES.open(tiny(32), Accelerator.CPU)) {
            assertTrue(segmenter.accelerator().startsWith("CPU, "), segmenter.accelerator());
        }
    }

    @Test
    void cudaThatIsNotThereIsRefusedWithItsReasonAndTheCpuRunsAfterwards() throws Exception {
        Accelerator cuda = Accelerator.parse("cuda:0");
        assumeTrue(ENGINE.accelerators().stream().anyMatch(f -> f.accelerator().equals(cuda) && !f.usable()));
        SegmentationException e = assertThrows(SegmentationException.class, () -> ENGINES.open(tiny(32), cuda));
        assertTrue(e.getMessage().startsWith("Accelerator cuda:0 cannot be used: "), e.getMessage());
        SegmentationException other =
                assertThrows(SegmentationException.class, () -> ENGINE.open(tiny(32), Accelerator.parse("cuda:1")));
        assertTrue(other.getMessage().startsWith("Accelerator cuda:1 cannot be used: "), other.getMessage());
        try (Segmenter segmenter = ENGINES.open(tiny(32))) {
            assertEquals(1, segmenter.segment(noise(1, 32), Progress.NONE).size());
        }
    }

    @Test
    void batchesAreBoundedByThePixelsThatTheyHold() throws Exception {
        for (int[] expected : new int[][] {{32, 16}, {64, 4}, {128, 1}, {512, 1}}) {
            try (var session = ENGINE.open(tiny(expected[0]), Accelerator.CPU)) {
                assertEquals(expected[1], session.batch());
            }
        }
    }

    @Test
    void aBatchSaysExactlyWhatItsFramesSayOneByOne() throws Exception {
        List<Frame> frames = noise(21, 50);
        try (Segmenter segmenter = ENGINES.open(manySteps(64, 3), Accelerator.CPU)) {
            var together = segmenter.segment(frames, Progress.NONE);
            for (int i = 0; i < frames.size(); i++) {
                var alone = segmenter.segment(frames.get(i));
                for (int p = 0; p < 50 * 50; p++) {
                    assertEquals(
                            alone.probability(0, p % 50, p / 50),
                            together.get(i).probability(0, p % 50, p / 50));
                }
            }
        }
    }

    @Test
    void aGraphOfOneFrameAtATimeRunsThemOneByOne() throws Exception {
        Model model = write(TinyOnnx.modelOfOneFrame(TinyOnnx.card(8, 8), 8, 8));
        List<Frame> frames = noise(5, 8);
        try (Segmenter segmenter = ENGINES.open(model)) {
            var maps = segmenter.segment(frames, Progress.NONE);
            for (int i = 0; i < 5; i++) {
                assertEquals(
                        (frames.get(i).stored(3, 2) & 0xff) / 255f, maps.get(i).probability(0, 3, 2), 1e-6);
            }
        }
    }

    @Test
    void aRunIsCancelledWithinHalfASecondAndTheModelRunsAgain() throws Exception {
        try (Segmenter segmenter = ENGINES.open(manySteps(1024, 400), Accelerator.CPU)) {
            long begun = System.nanoTime();
            long[] cancelled = new long[1];
            Progress impatient = new Progress() {
                @Override
                public void report(double fraction, String message) {
                    // Of no interest here.
                }

                @Override
                public boolean isCancelled() {
                    if (System.nanoTime() - begun > 200_000_000L && cancelled[0] == 0) {
                        cancelled[0] = System.nanoTime();
                    }
                    return cancelled[0] != 0;
                }
            };
            List<Frame> frames = noise(1, 1024);
            assertThrows(CancellationException.class, () -> segmenter.segment(frames, impatient));
            double seconds = (System.nanoTime() - cancelled[0]) / 1e9;
            assertTrue(seconds < 0.5, "stopped after " + seconds + " s");
        }
        try (Segmenter segmenter = ENGINES.open(manySteps(64, 2), Accelerator.CPU)) {
            assertThrows(
                    CancellationException.class,
                    () -> segmenter.stream(
                            4,
                            n -> noise(1, 64).get(0),
                            (n, frame, percent) -> assertEquals(1, percent.length),
                            CANCELLED));
            assertEquals(1, segmenter.segment(noise(1, 64), Progress.NONE).size());
        }
    }

    @Test
    void aFrameLeavesNextToNothingOnTheHeap() throws Exception {
        assertLeavesNextToNothing(tiny(512));
        assertLeavesNextToNothing(write(TinyOnnx.modelInBytes(512, 512)));
    }

    private static void assertLeavesNextToNothing(Model model) throws Exception {
        List<Frame> frames = noise(8, 300);
        byte[][] kept = new byte[1][];
        try (Segmenter segmenter = ENGINES.open(model, Accelerator.CPU)) {
            long least = Long.MAX_VALUE;
            for (int turn = 0; turn < 6; turn++) {
                long before = allocated();
                segmenter.stream(
                        400, n -> frames.get(n % frames.size()), (n, frame, percent) -> kept[0] = percent[0], QUIET);
                least = Math.min(least, (allocated() - before) / 400);
            }
            assertEquals(300 * 300, kept[0].length);
            assertTrue(least <= 4096, least + " bytes per frame");
        }
    }

    @Test
    void streamedPercentsAreThoseOfTheMaps() throws Exception {
        List<Frame> frames = noise(19, 70);
        try (Segmenter segmenter = ENGINES.open(manySteps(64, 2), Accelerator.CPU)) {
            var maps = segmenter.segment(frames, Progress.NONE);
            segmenter.stream(
                    19,
                    frames::get,
                    (n, frame, percent) -> assertArrayEquals(maps.get(n).percent(0), percent[0]),
                    Progress.NONE);
        }
    }

    private static final Progress QUIET = Progress.NONE;

    private static final Progress CANCELLED = new Progress() {
        @Override
        public void report(double fraction, String message) {
            // Of no interest here.
        }

        @Override
        public boolean isCancelled() {
            return true;
        }
    };

    /** Bytes that all threads have allocated so far; the interface that says so is no part of the Java platform. */
    private static long allocated() throws ReflectiveOperationException {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return (long) Class.forName("com.sun.management.ThreadMXBean")
                .getMethod("getTotalThreadAllocatedBytes")
                .invoke(threads);
    }

    private Model tiny(int size) throws Exception {
        ModelCard card = TinyOnnx.card(size, size);
        return write(TinyOnnx.model(card, "image", "probabilities", size, size));
    }

    private Model manySteps(int size, int steps) throws Exception {
        return write(TinyOnnx.modelOfManySteps(TinyOnnx.card(size, size), steps));
    }

    private Model write(byte[] bytes) throws Exception {
        return Model.read(Files.write(folder.resolve("model.onnx"), bytes));
    }

    private static List<Frame> noise(int count, int size) {
        Random random = new Random(3);
        List<Frame> frames = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] pixels = new byte[size * size];
            random.nextBytes(pixels);
            frames.add(Frame.gray(size, size, pixels));
        }
        return frames;
    }
}
