package org.credence.benchmarks;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.credence.imaging.Frame;
import org.credence.imaging.Progress;
import org.credence.segmentation.Accelerator;
import org.credence.segmentation.AcceleratorException;
import org.credence.segmentation.Model;
import org.credence.segmentation.SegmentationEngines;
import org.credence.segmentation.Segmenter;
import org.credence.segmentation.onnx.OnnxRuntime;
import org.credence.segmentation.onnx.internal.OnnxEngine;
import org.credence.segmentation.spi.InferenceSession;
import org.credence.segmentation.spi.SegmentationEngine;

/**
 * How many frames a second a device does, ours against {@code session.run} of the same graph on the same device, for square
 * grids and batches of several sizes. {@code benchmarks/gpu} starts it.
 *
 * <p>Arguments: DEVICE BASE SIZES BATCHES FRAMES ROUNDS fp32|fp16 bytes|floats, where sizes and batches are lists with commas. Prints a row per size
 * and batch; ends with code 1 and the reason where the device cannot be used.
 */
public final class DeviceMain {

    private static final int SEGMENTS = 6;

    private DeviceMain() {}

    public static void main(String[] args) throws IOException, OrtException, InterruptedException {
        Accelerator device = Accelerator.parse(args[0]);
        int base = Integer.parseInt(args[1]);
        int frames = Integer.parseInt(args[4]);
        int rounds = Integer.parseInt(args[5]);
        boolean half = args[6].equals("fp16");
        boolean bytes = !args[7].equals("floats");
        boolean refused = false;
        Path folder = Files.createTempDirectory("credence-device");
        Path file = folder.resolve("unet.onnx");
        try (OnnxRuntime runtime = new OnnxRuntime()) {
            System.out.printf(
                    "U-Net base %d, %d segments, %s, answers in %s, on %s, %d frames, median of %d rounds%n",
                    base,
                    SEGMENTS,
                    half ? "fp16" : "fp32",
                    bytes ? "bytes" : "floats",
                    runtime.usable(device).description(),
                    frames,
                    rounds);
            System.out.println(
                    "| grid | batch | bare, frames/s | ours, frames/s | time, ours / bare | busy, bare | busy, ours"
                            + " | memory before, MiB | after |");
            System.out.println("|---|---|---|---|---|---|---|---|---|");
            for (int size : numbers(args[2])) {
                UnetFile.write(file, new UnetFile.Shape(base, SEGMENTS, size, bytes, half));
                Model model = Model.read(file);
                for (int batch : numbers(args[3])) {
                    System.out.println(row(runtime, model, device, batch, frames, rounds));
                }
            }
        } catch (AcceleratorException e) {
            System.err.println(e.getMessage());
            refused = true;
        } finally {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
        if (refused) {
            System.exit(1);
        }
    }

    private static int[] numbers(String list) {
        return Arrays.stream(list.split(",")).mapToInt(Integer::parseInt).toArray();
    }

    private static String row(OnnxRuntime runtime, Model model, Accelerator device, int batch, int frames, int rounds)
            throws IOException, OrtException, InterruptedException {
        int size = model.card().input().columns();
        // So that there is no smaller batch at the end, which a device may prepare for anew.
        int count = (frames + batch - 1) / batch * batch;
        int[] least = {batch};
        SegmentationEngines engines = new SegmentationEngines(List.of(batches(new OnnxEngine(runtime), least)));
        List<Frame> clip = noise(Math.min(count, 16), size);
        try (Segmenter segmenter = engines.open(model, device);
                BareRuntime bare = new BareRuntime(runtime, model, device, batch)) {
            String asked = segmenter.accelerator();
            bare.run(2);
            stream(segmenter, clip, 2 * batch);
            DeviceLoad load = new DeviceLoad(device);
            long before = load.memoryMib();
            List<Double> alone = new ArrayList<>();
            List<Double> ours = new ArrayList<>();
            List<Double> busyAlone = new ArrayList<>();
            List<Double> busyOurs = new ArrayList<>();
            for (int i = 0; i < rounds; i++) {
                load.begin();
                alone.add(seconds(() -> bare.run(count / batch)));
                busyAlone.add(load.end());
                load.begin();
                ours.add(seconds(() -> stream(segmenter, clip, count)));
                busyOurs.add(load.end());
            }
            long after = load.memoryMib();
            String said = segmenter.accelerator().equals(asked) ? "" : " " + segmenter.accelerator();
            return String.format(
                    Locale.ROOT,
                    "| %d x %d | %d%s | %.1f | %.1f | %.3f | %s | %s | %s | %s |%s",
                    size,
                    size,
                    batch,
                    least[0] < batch ? ", then " + least[0] : "",
                    count / median(alone),
                    count / median(ours),
                    median(ours) / median(alone),
                    share(median(busyAlone)),
                    share(median(busyOurs)),
                    before < 0 ? "?" : before,
                    after < 0 ? "?" : after,
                    said);
        }
    }

    private static String share(double share) {
        return share < 0 ? "?" : Math.round(100 * share) + " %";
    }

    private static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private interface Work {
        void run() throws IOException, OrtException;
    }

    private static double seconds(Work work) throws IOException, OrtException {
        long begun = System.nanoTime();
        work.run();
        return (System.nanoTime() - begun) / 1e9;
    }

    private static void stream(Segmenter segmenter, List<Frame> clip, int count) throws IOException {
        segmenter.stream(count, n -> clip.get(n % clip.size()), (n, frame, percent) -> {}, Progress.NONE);
    }

    /** The same engine with batches as large as {@code least} says, which is set to the smallest that it is called with. */
    private static SegmentationEngine batches(SegmentationEngine engine, int[] least) {
        int batch = least[0];
        return proxy(
                SegmentationEngine.class,
                engine,
                (result, name, arguments) -> result instanceof InferenceSession session
                        ? proxy(InferenceSession.class, session, (said, of, with) -> {
                            if (of.equals("run")) {
                                least[0] = Math.min(least[0], (Integer) with[0]);
                            }
                            return of.equals("batch") ? batch : said;
                        })
                        : result);
    }

    private interface Change {
        Object of(Object result, String method, Object[] arguments);
    }

    /** By reflection, so that it asks nothing of methods that it does not change. */
    private static <T> T proxy(Class<T> type, T behind, Change change) {
        return type.cast(Proxy.newProxyInstance(
                behind.getClass().getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    try {
                        return change.of(method.invoke(behind, arguments), method.getName(), arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    private static List<Frame> noise(int count, int size) {
        Random random = new Random(1);
        List<Frame> frames = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] gray = new byte[size * size];
            random.nextBytes(gray);
            frames.add(Frame.gray(size, size, gray));
        }
        return frames;
    }
}
