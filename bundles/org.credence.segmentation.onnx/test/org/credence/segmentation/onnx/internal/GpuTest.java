package org.credence.segmentation.onnx.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.credence.imaging.Frame;
import org.credence.imaging.ProbabilityMap;
import org.credence.imaging.Progress;
import org.credence.segmentation.Accelerator;
import org.credence.segmentation.Model;
import org.credence.segmentation.SegmentationEngines;
import org.credence.segmentation.SegmentationException;
import org.credence.segmentation.Segmenter;
import org.credence.segmentation.onnx.CudaSettings;
import org.credence.segmentation.onnx.OnnxRuntime;
import org.credence.segmentation.spi.InferenceSession;
import org.credence.segmentation.spi.SegmentationEngine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What holds on a CUDA device; skipped with the reason where none can be used. Needs nothing but a class path. */
@Tag("gpu")
@Timeout(300)
class GpuTest {

    private static final Accelerator CUDA = Accelerator.parse("cuda:0");
    private static final OnnxRuntime RUNTIME = new OnnxRuntime();
    private static final OnnxEngine ENGINE = new OnnxEngine(RUNTIME);

    @TempDir
    private Path folder;

    @AfterAll
    static void close() {
        RUNTIME.close();
    }

    @BeforeEach
    void aDeviceIsThere() throws SegmentationException {
        String obstacle = ENGINE.accelerators().get(0).obstacle();
        assumeTrue(obstacle.isEmpty(), () -> "CUDA cannot be used: " + obstacle);
    }

    @Test
    void everyDeviceSaysWhatTheCpuSays() throws Exception {
        Model model = unet(256, 16);
        List<Frame> frames = noise(5, 256);
        List<ProbabilityMap> cpu = segment(ENGINE, model, Accelerator.CPU, frames);
        assertTrue(spread(cpu.get(0)) > 0.1, "the model says the same everywhere");
        for (Accelerator.Found device : ENGINE.accelerators()) {
            if (device.usable()) {
                double difference = difference(cpu, segment(ENGINE, model, device.accelerator(), frames));
                assertTrue(difference <= 1e-3, device.accelerator() + " differs by " + difference);
            }
        }
    }

    @Test
    void batchesOfAllSizesSayTheSame() throws Exception {
        Model model = unet(128, 16);
        List<Frame> frames = noise(64, 128);
        List<ProbabilityMap> alone = segment(batches(ENGINE, 1, new ArrayList<>()), model, CUDA, frames);
        for (int batch : new int[] {8, 32}) {
            List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
            double difference = difference(alone, segment(batches(ENGINE, batch, seen), model, CUDA, frames));
            assertEquals(Collections.nCopies(64 / batch, batch), seen);
            // Other sizes may have other kernels, which add up in another order.
            assertTrue(difference <= 1e-3, "batches of " + batch + " differ by " + difference);
        }
    }

    @Test
    void tooLittleDeviceMemoryHalvesTheBatch() throws Exception {
        Model model = unet(256, 16);
        List<Frame> frames = noise(32, 256);
        // A layer of one frame takes 4 MiB and of 32 frames 128 MiB, and several of them are alive at a time.
        try (OnnxRuntime small = new OnnxRuntime(new CudaSettings(192L << 20, false))) {
            List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
            List<ProbabilityMap> maps = segment(batches(new OnnxEngine(small), 32, seen), model, CUDA, frames);
            assertEquals(32, seen.get(0));
            assertEquals(16, seen.get(1));
            double difference = difference(segment(ENGINE, model, CUDA, frames), maps);
            assertTrue(difference <= 1e-3, "after halving it differs by " + difference);
        }
    }

    @Test
    void deviceMemoryStaysAsItIsOverManyFrames() throws Exception {
        long before = usedMib();
        assumeTrue(before >= 0, "device memory cannot be told: there is no nvidia-smi");
        List<Frame> frames = noise(8, 256);
        try (Segmenter segmenter = new SegmentationEngines(List.of(ENGINE)).open(unet(256, 16), CUDA)) {
            run(segmenter, frames, 200);
            long warm = usedMib();
            run(segmenter, frames, 10_000);
            long after = usedMib();
            assertOnCuda(segmenter);
            assertTrue(after - warm <= 16, "from " + warm + " to " + after + " MiB over 10 000 frames");
        }
    }

    @Test
    void aDeviceThatIsNotThereIsRefusedByItsName() throws Exception {
        Model model = unet(64, 4);
        SegmentationException e = assertThrows(
                SegmentationException.class,
                () -> new SegmentationEngines(List.of(ENGINE)).open(model, Accelerator.parse("cuda:99")));
        assertTrue(
                e.getMessage().startsWith("Accelerator cuda:99 cannot be used: there is no CUDA device of this number"),
                e.getMessage());
        assertTrue(e.getMessage().contains("cuda:0"), e.getMessage());
    }

    @Test
    void theRuntimeSaysThatANumberIsTooHighInWordsThatAreUnderstood() throws Exception {
        List<Accelerator.Found> found = ENGINE.accelerators();
        // Else the search went on to its bound.
        assertTrue(found.size() <= 16, found.toString());
        for (Accelerator.Found device : found) {
            assertEquals("", device.obstacle(), device.toString());
        }
    }

    @Test
    void aRunIsCancelledWithinHalfASecondAndTheModelRunsAgain() throws Exception {
        Model model = write(TinyOnnx.modelOfManySteps(TinyOnnx.card(1024, 1024), 400));
        List<Frame> frames = Collections.nCopies(4000, noise(1, 1024).get(0));
        try (Segmenter segmenter = new SegmentationEngines(List.of(ENGINE)).open(model, CUDA)) {
            segmenter.segment(frames.get(0));
            long begun = System.nanoTime();
            long[] cancelled = new long[1];
            Progress impatient = new Progress() {
                @Override
                public void report(double fraction, String message) {
                    // Of no interest here.
                }

                @Override
                public synchronized boolean isCancelled() {
                    if (System.nanoTime() - begun > 300_000_000L && cancelled[0] == 0) {
                        cancelled[0] = System.nanoTime();
                    }
                    return cancelled[0] != 0;
                }
            };
            assertThrows(CancellationException.class, () -> segmenter.segment(frames, impatient));
            double seconds = (System.nanoTime() - cancelled[0]) / 1e9;
            assertTrue(seconds < 0.5, "stopped after " + seconds + " s");
            segmenter.segment(frames.get(0));
            assertOnCuda(segmenter);
        }
    }

    private static List<ProbabilityMap> segment(
            SegmentationEngine engine, Model model, Accelerator device, List<Frame> frames) throws IOException {
        try (Segmenter segmenter = new SegmentationEngines(List.of(engine)).open(model, device)) {
            List<ProbabilityMap> maps = segmenter.segment(frames, Progress.NONE);
            if (!device.equals(Accelerator.CPU)) {
                assertOnCuda(segmenter);
            }
            return maps;
        }
    }

    private static void run(Segmenter segmenter, List<Frame> frames, int count) throws IOException {
        for (int done = 0; done < count; done += frames.size()) {
            segmenter.segment(frames, Progress.NONE);
        }
    }

    /** That no failure had the CPU go on in its place. */
    private static void assertOnCuda(Segmenter segmenter) {
        assertTrue(segmenter.accelerator().matches("CUDA( device \\d+)?"), segmenter.accelerator());
    }

    /** The same engine with batches of this size, which notes the sizes that it is called with. */
    private static SegmentationEngine batches(SegmentationEngine engine, int batch, List<Integer> seen) {
        return proxy(SegmentationEngine.class, engine, (method, arguments) -> {
            Object result = call(engine, method, arguments);
            return result instanceof InferenceSession session
                    ? proxy(InferenceSession.class, session, (of, with) -> {
                        if (of.getName().equals("batch")) {
                            return batch;
                        }
                        if (of.getName().equals("run")) {
                            seen.add((Integer) with[0]);
                        }
                        return call(session, of, with);
                    })
                    : result;
        });
    }

    private interface Call {
        Object call(Method method, Object[] arguments) throws Throwable;
    }

    private static <T> T proxy(Class<T> type, T behind, Call call) {
        return type.cast(Proxy.newProxyInstance(
                behind.getClass().getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> call.call(method, arguments)));
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** Memory in use on the first device, by all processes; -1 where nothing tells. */
    private static long usedMib() throws InterruptedException {
        try {
            Process smi = new ProcessBuilder(
                            "nvidia-smi", "--id=0", "--query-gpu=memory.used", "--format=csv,noheader,nounits")
                    .start();
            String said = new String(smi.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            return smi.waitFor() == 0 ? Long.parseLong(said) : -1;
        } catch (IOException | NumberFormatException e) {
            return -1;
        }
    }

    private static double difference(List<ProbabilityMap> expected, List<ProbabilityMap> actual) {
        assertEquals(expected.size(), actual.size());
        double most = 0;
        for (int i = 0; i < expected.size(); i++) {
            ProbabilityMap map = expected.get(i);
            for (int y = 0; y < map.rows(); y++) {
                for (int x = 0; x < map.columns(); x++) {
                    most = Math.max(
                            most,
                            Math.abs(map.probability(0, x, y) - actual.get(i).probability(0, x, y)));
                }
            }
        }
        return most;
    }

    private static double spread(ProbabilityMap map) {
        double least = 1;
        double most = 0;
        for (int y = 0; y < map.rows(); y++) {
            for (int x = 0; x < map.columns(); x++) {
                least = Math.min(least, map.probability(0, x, y));
                most = Math.max(most, map.probability(0, x, y));
            }
        }
        return most - least;
    }

    private Model unet(int size, int channels) throws IOException {
        return write(SmallUnet.model(TinyOnnx.card(size, size), channels));
    }

    private Model write(byte[] bytes) throws IOException {
        return Model.read(Files.write(folder.resolve("model.onnx"), bytes));
    }

    private static List<Frame> noise(int count, int size) {
        Random random = new Random(7);
        List<Frame> frames = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] pixels = new byte[size * size];
            random.nextBytes(pixels);
            frames.add(Frame.gray(size, size, pixels));
        }
        return frames;
    }
}
