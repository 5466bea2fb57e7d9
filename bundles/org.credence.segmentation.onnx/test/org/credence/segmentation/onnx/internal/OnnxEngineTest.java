package org.credence.segmentation.onnx.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.credence.imaging.Frame;
import org.credence.imaging.ProbabilityMap;
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
import org.junit.jupiter.api.io.TempDir;

class OnnxEngineTest {

    private static final OnnxRuntime RUNTIME = new OnnxRuntime();
    private static final SegmentationEngines ENGINES = new SegmentationEngines(List.of(new OnnxEngine(RUNTIME)));

    @TempDir
    private Path folder;

    @AfterAll
    static void close() {
        RUNTIME.close();
    }

    @Test
    void aModelRunsOnFramesOfItsOwnAndOfOtherSizes() throws Exception {
        Model model = write(TinyOnnx.model(TinyOnnx.card(8, 16), "image", "probabilities", 8, 16));
        try (Segmenter segmenter = ENGINES.open(model)) {
            List<ProbabilityMap> maps =
                    segmenter.segment(List.of(flat(16, 8, 255), flat(100, 30, 51), flat(3, 3, 0)), Progress.NONE);
            assertEquals(1, maps.get(0).probability(0, 15, 7), 1e-6);
            assertEquals(0.2, maps.get(1).probability(0, 99, 29), 1e-6);
            assertEquals(0, maps.get(2).probability(0, 1, 1), 1e-6);
        }
    }

    @Test
    void workThatFailsWithoutAMessageIsStillNamed() {
        SegmentationException e = assertThrows(
                SegmentationException.class,
                () -> RUNTIME.onInferenceThread(Accelerator.CPU, () -> {
                    throw new IllegalStateException();
                }));
        assertEquals("ONNX Runtime failed: java.lang.IllegalStateException.", e.getMessage());
    }

    @Test
    void severalThreadsShareOneSegmenter() throws Exception {
        Model model = write(TinyOnnx.model(TinyOnnx.card(8, 8), "image", "probabilities", 8, 8));
        try (Segmenter segmenter = ENGINES.open(model);
                var pool = Executors.newFixedThreadPool(3)) {
            List<Callable<Float>> work = IntStream.range(0, 30)
                    .<Callable<Float>>mapToObj(
                            i -> () -> segmenter.segment(flat(8, 8, 8 * i)).probability(0, 4, 4))
                    .toList();
            List<Future<Float>> done = pool.invokeAll(work);
            for (int i = 0; i < 30; i++) {
                assertEquals(8 * i / 255f, done.get(i).get(), 1e-6);
            }
        }
    }

    @Test
    void aCardThatNamesAnotherTensorIsRefusedWithBothNames() throws Exception {
        assertRefused(TinyOnnx.model(TinyOnnx.card(8, 8), "picture", "probabilities", 8, 8), "input image", "picture");
        assertRefused(TinyOnnx.model(TinyOnnx.card(8, 8), "image", "masks", 8, 8), "output probabilities", "masks");
    }

    @Test
    void aCardOfAnotherSizeIsRefusedWithBothShapes() throws Exception {
        byte[] model = TinyOnnx.model(TinyOnnx.card(8, 8), "image", "probabilities", 8, 16);
        assertRefused(model, "[N, 1, 8, 8]", "[N, 1, 8, 16]");
    }

    @Test
    void aDamagedGraphIsRefusedByName() throws Exception {
        byte[] model = TinyOnnx.model(TinyOnnx.card(8, 8), "image", "probabilities", 8, 8);
        int mul = new String(model, StandardCharsets.ISO_8859_1).lastIndexOf("Mul");
        model[mul] = 'X';
        assertRefused(model, "lacks", "Xul");
    }

    @Test
    void theAcceleratorSaysWhyItIsNotCuda() throws Exception {
        String accelerator = ENGINES.accelerator();
        assertTrue(
                accelerator.startsWith("CUDA") || accelerator.matches("CPU, \\d+ threads \\(CUDA: .+\\)"), accelerator);
    }

    private void assertRefused(byte[] bytes, String expected, String found) throws Exception {
        SegmentationException e = assertThrows(SegmentationException.class, () -> ENGINES.open(write(bytes)));
        assertTrue(e.getMessage().contains(folder.resolve("model.onnx").toString()), e.getMessage());
        assertTrue(e.getMessage().contains(expected), e.getMessage());
        assertTrue(e.getMessage().contains(found), e.getMessage());
    }

    private Model write(byte[] bytes) throws Exception {
        Path file = folder.resolve("model.onnx");
        Files.write(file, bytes);
        Model model = Model.read(file);
        assertEquals(ModelCard.class, model.card().getClass());
        return model;
    }

    private static Frame flat(int columns, int rows, int gray) {
        byte[] pixels = new byte[columns * rows];
        Arrays.fill(pixels, (byte) gray);
        return Frame.gray(columns, rows, pixels);
    }
}
