package org.credence.segmentation.onnx.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.credence.imaging.Frame;
import org.credence.imaging.ProbabilityMap;
import org.credence.imaging.Progress;
import org.credence.segmentation.Model;
import org.credence.segmentation.ModelDraft;
import org.credence.segmentation.ModelImport;
import org.credence.segmentation.NetworkInput.Kind;
import org.credence.segmentation.NetworkInput.Normalization;
import org.credence.segmentation.SegmentationEngines;
import org.credence.segmentation.SegmentationException;
import org.credence.segmentation.Segmenter;
import org.credence.segmentation.onnx.OnnxRuntime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Imported networks run, and see what they were trained to see. */
class ImportedModelTest {

    private static final OnnxRuntime RUNTIME = new OnnxRuntime();
    private static final SegmentationEngines ENGINES = new SegmentationEngines(List.of(new OnnxEngine(RUNTIME)));

    private static final int SIZE = 4;

    /** Half of the pixels of this frame are 50, half 150: mean 100, deviation 50. */
    private static final Frame FRAME = halves(50, 150);

    @TempDir
    private Path folder;

    @AfterAll
    static void close() {
        RUNTIME.close();
    }

    @Test
    void grayIsScaledShiftedAndDivided() throws Exception {
        ProbabilityMap map = segment(gray(1, 0), Normalization.fixed(0.01, 1, 0.5), FRAME);
        assertEquals(sigmoid((0.5 - 1) / 0.5), map.probability(0, 0, 0), 1e-6);
        assertEquals(sigmoid((1.5 - 1) / 0.5), map.probability(0, 3, 3), 1e-6);
    }

    @Test
    void grayIsClippedToPercentilesFirst() throws Exception {
        Normalization n = new Normalization(Kind.FIXED, 60, 120, 1, List.of(100.0), List.of(20.0));
        ProbabilityMap map = segment(gray(1, 0), n, FRAME);
        assertEquals(sigmoid(-2), map.probability(0, 0, 0), 1e-6);
        assertEquals(sigmoid(1), map.probability(0, 3, 3), 1e-6);
    }

    @Test
    void theImagesOwnMeanAndDeviationBecomeZeroAndOne() throws Exception {
        ProbabilityMap map = segment(gray(1, 0), Normalization.ofImage(Kind.ZSCORE), FRAME);
        assertEquals(sigmoid(-1), map.probability(0, 0, 0), 1e-6);
        assertEquals(sigmoid(1), map.probability(0, 3, 3), 1e-6);
    }

    @Test
    void theImagesOwnRangeBecomesZeroToOne() throws Exception {
        ProbabilityMap map = segment(gray(2, -1), Normalization.ofImage(Kind.RANGE), FRAME);
        assertEquals(sigmoid(-1), map.probability(0, 0, 0), 1e-6);
        assertEquals(sigmoid(1), map.probability(0, 3, 3), 1e-6);
    }

    @Test
    void anImageOfOneGrayHasNoDeviationAndGivesNumbersAllTheSame() throws Exception {
        for (Kind kind : List.of(Kind.ZSCORE, Kind.RANGE)) {
            ProbabilityMap map = segment(gray(1, 0.5f), Normalization.ofImage(kind), halves(7, 7));
            assertEquals(sigmoid(0.5), map.probability(0, 0, 0), 1e-6);
        }
    }

    @Test
    void threeChannelsAreCopiesUnderFiguresOfTheirOwn() throws Exception {
        Normalization n = new Normalization(Kind.FIXED, 0, 255, 0.01, List.of(0.1, 0.2, 0.3), List.of(1.0, 2.0, 4.0));
        byte[] network = ForeignOnnx.network(0, SIZE, new float[][] {{1, 10, 100}}, new float[1], null);
        ProbabilityMap map = segment(network, draft("A").normalization(n), FRAME);
        assertEquals(sigmoid(0.4 + 10 * 0.3 / 2 + 100 * 0.2 / 4), map.probability(0, 0, 0), 1e-5);
    }

    @Test
    void aSoftmaxLeavesOutItsBackground() throws Exception {
        byte[] network = ForeignOnnx.network(0, SIZE, new float[][] {{0}, {0}, {0}}, new float[] {1, 2, 3}, null);
        ModelDraft draft = new ModelDraft()
                .segments(List.of("A", "C"))
                .background(1)
                .activation("softmax")
                .floats(true)
                .normalization(Normalization.fixed(1, 0, 1));
        ProbabilityMap map = segment(network, draft, FRAME);
        double sum = Math.exp(1) + Math.exp(2) + Math.exp(3);
        assertEquals(Math.exp(1) / sum, map.probability(0, 0, 0), 1e-6);
        assertEquals(Math.exp(3) / sum, map.probability(1, 0, 0), 1e-6);
    }

    @Test
    void aNetworkForOneFrameAtATimeTakesAnyNumber() throws Exception {
        byte[] network = ForeignOnnx.network(1, SIZE, new float[][] {{1}, {2}}, new float[] {0, 1}, null);
        List<Frame> frames = List.of(halves(0, 100), halves(20, 30), FRAME, halves(1, 2), halves(90, 91));
        try (Segmenter segmenter =
                ENGINES.open(write(network, draft("A", "B").normalization(Normalization.fixed(0.01, 0, 1))))) {
            List<ProbabilityMap> maps = segmenter.segment(frames, Progress.NONE);
            assertEquals(sigmoid(0.2), maps.get(1).probability(0, 0, 0), 1e-6);
            assertEquals(sigmoid(1 + 2 * 1.5), maps.get(2).probability(1, 3, 3), 1e-6);
            assertEquals(sigmoid(1 + 2 * 0.91), maps.get(4).probability(1, 3, 3), 1e-6);
        }
    }

    @Test
    void aNetworkOfAnyGridRunsOnTheOneThatIsSaid() throws Exception {
        byte[] network = ForeignOnnx.network(0, 0, new float[][] {{1}}, new float[1], null);
        Model model = write(network, draft("A").grid(SIZE, SIZE).normalization(Normalization.fixed(0.01, 0, 1)));
        try (Segmenter segmenter = ENGINES.open(model)) {
            assertEquals(sigmoid(1.5), segmenter.segment(FRAME).probability(0, 3, 3), 1e-6);
        }
    }

    @Test
    void weightsThatLayBesideTheNetworkAreUsed() throws Exception {
        byte[] beside = new byte[8];
        System.arraycopy(ForeignOnnx.weights(new float[][] {{3}}), 0, beside, 4, 4);
        Files.write(folder.resolve("weights.bin"), beside);
        byte[] network = ForeignOnnx.network(1, SIZE, new float[][] {{3}}, new float[1], "weights.bin");
        Model model = write(network, draft("A").normalization(Normalization.fixed(0.01, 0, 1)));
        Files.delete(folder.resolve("weights.bin"));
        try (Segmenter segmenter = ENGINES.open(model)) {
            assertEquals(sigmoid(4.5), segmenter.segment(FRAME).probability(0, 3, 3), 1e-6);
        }
    }

    @Test
    void weightsThatAreNoNumbersAreFoundInWhatTheyGive() throws Exception {
        for (float weight : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            for (boolean floats : new boolean[] {true, false}) {
                ModelDraft draft = draft("A").floats(floats).normalization(Normalization.fixed(1, 0, 1));
                SegmentationException e =
                        assertThrows(SegmentationException.class, () -> segment(gray(weight, 0), draft, halves(0, 1)));
                assertTrue(e.getMessage().contains("NaN"), e.getMessage());
            }
        }
    }

    @Test
    void aNetworkInTilesSaysWhatItSaysInOnePass() throws Exception {
        int columns = 64 + 3 * 32;
        int rows = 64 + 32;
        byte[] gray = new byte[columns * rows];
        new Random(7).nextBytes(gray);
        Frame frame = Frame.gray(columns, rows, gray);
        for (Normalization n : List.of(Normalization.fixed(0.01, 1, 0.5), Normalization.ofImage(Kind.ZSCORE))) {
            ProbabilityMap whole =
                    segment(ForeignOnnx.deep(5), draft("A").grid(columns, rows).normalization(n), frame);
            ProbabilityMap tiles = segment(
                    ForeignOnnx.deep(5),
                    draft("A").grid(64, 64).overlapPercent(50).normalization(n),
                    frame);
            float least = 1;
            float most = 0;
            for (int y = 0; y < rows; y++) {
                for (int x = 0; x < columns; x++) {
                    float p = whole.probability(0, x, y);
                    least = Math.min(least, p);
                    most = Math.max(most, p);
                    assertEquals(p, tiles.probability(0, x, y), 1e-6, x + ", " + y);
                }
            }
            assertTrue(least < 0.3 && most > 0.7, "it says something: " + least + " to " + most);
        }
    }

    @Test
    void theBarsBesideAFrameDoNotCountForItsFigures() throws Exception {
        // Twice as wide as high: half of the grid is black.
        byte[] gray = new byte[2 * SIZE * SIZE];
        for (int i = 0; i < gray.length; i++) {
            gray[i] = (byte) (i < gray.length / 2 ? 50 : 150);
        }
        Frame wide = Frame.gray(2 * SIZE, SIZE, gray);
        ProbabilityMap map = segment(gray(1, 0), Normalization.ofImage(Kind.ZSCORE), wide);
        assertEquals(sigmoid(-1), map.probability(0, 0, 0), 1e-6);
        assertEquals(sigmoid(1), map.probability(0, 2 * SIZE - 1, SIZE - 1), 1e-6);
    }

    @Test
    void bytesSayWhatFloatsSayToHalfAStep() throws Exception {
        byte[] pixels = new byte[SIZE * SIZE];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i * 17);
        }
        Frame frame = Frame.gray(SIZE, SIZE, pixels);
        byte[] network = ForeignOnnx.network(0, SIZE, new float[][] {{1}, {-3}}, new float[] {0, 2}, null);
        Normalization n = Normalization.fixed(0.05, 6, 1);
        ProbabilityMap floats = segment(network, draft("A", "B").normalization(n), frame);
        ProbabilityMap bytes = segment(network, draft("A", "B").floats(false).normalization(n), frame);
        for (int s = 0; s < 2; s++) {
            for (int i = 0; i < pixels.length; i++) {
                assertEquals(
                        floats.probability(s, i % SIZE, i / SIZE),
                        bytes.probability(s, i % SIZE, i / SIZE),
                        0.5 / 250 + 1e-6);
            }
        }
        assertEquals(1, bytes.probability(1, 0, 0), "what is nearly certain");
    }

    @Test
    void anOutputOfAnotherShapeThanWasSaidIsAnErrorOfTheRun() throws Exception {
        // Sums of gray of 8 and 1600: a result that is larger than was said, and one of terabytes.
        for (Frame frame : List.of(halves(0, 1), FRAME)) {
            SegmentationException e = assertThrows(
                    SegmentationException.class,
                    () -> segment(ForeignOnnx.lying(), draft("A").normalization(Normalization.fixed(1, 0, 1)), frame));
            assertTrue(e.getMessage().contains("Model net failed on "), e.getMessage());
        }
    }

    private static byte[] gray(float weight, float bias) {
        return ForeignOnnx.network(0, SIZE, new float[][] {{weight}}, new float[] {bias}, null);
    }

    private ProbabilityMap segment(byte[] network, Normalization normalization, Frame frame) throws Exception {
        return segment(network, draft("A").normalization(normalization), frame);
    }

    private ProbabilityMap segment(byte[] network, ModelDraft draft, Frame frame) throws Exception {
        try (Segmenter segmenter = ENGINES.open(write(network, draft))) {
            return segmenter.segment(frame);
        }
    }

    private Model write(byte[] network, ModelDraft draft) throws Exception {
        Path source = Files.write(folder.resolve("net.onnx"), network);
        Path target = folder.resolve("model.onnx");
        Files.deleteIfExists(target);
        return ModelImport.read(source, draft).write(target);
    }

    private static ModelDraft draft(String... labels) {
        return new ModelDraft().segments(List.of(labels)).activation("sigmoid").floats(true);
    }

    private static Frame halves(int first, int second) {
        byte[] pixels = new byte[SIZE * SIZE];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i < pixels.length / 2 ? first : second);
        }
        return Frame.gray(SIZE, SIZE, pixels);
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
