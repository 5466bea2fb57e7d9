package org.credence.segmentation.onnx.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.credence.imaging.Frame;
import org.credence.imaging.FrameRef;
import org.credence.imaging.Progress;
import org.credence.segmentation.Accelerator;
import org.credence.segmentation.ModelDraft;
import org.credence.segmentation.NetworkInput.Kind;
import org.credence.segmentation.NetworkInput.Normalization;
import org.credence.segmentation.PromptAnswer;
import org.credence.segmentation.PromptImport;
import org.credence.segmentation.PromptModel;
import org.credence.segmentation.PromptSegmenter;
import org.credence.segmentation.Prompts;
import org.credence.segmentation.SegmentationEngines;
import org.credence.segmentation.onnx.OnnxRuntime;
import org.credence.segmentation.spi.PromptSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Imported pairs run: frames and prompts arrive where the networks want them, and logits become the frame's pixels. */
class OnnxPromptsTest {

    private static final OnnxRuntime RUNTIME = new OnnxRuntime();
    private static final OnnxEngine ENGINE = new OnnxEngine(RUNTIME);
    private static final SegmentationEngines ENGINES = new SegmentationEngines(List.of(ENGINE));
    private static final int GRID = PairOnnx.GRID;
    private static final FrameRef REFERENCE = new FrameRef("1.2.3", 1);

    /** Gray 0 is 0 to the network, so that embeddings add nothing to what is said about black frames. */
    private static final Normalization PLAIN = Normalization.fixed(0.01, 0, 1);

    @TempDir
    private Path folder;

    @AfterAll
    static void close() {
        RUNTIME.close();
    }

    @Test
    void theEncoderSeesNormalizedChannelsAndZerosBesideTheFrame() throws Exception {
        float[] embeddings = encode(model(new ModelDraft()), GRID, GRID / 2, 100);
        double[] mean = {123.675, 116.28, 103.53};
        double[] deviation = {58.395, 57.12, 57.375};
        int side = GRID / 4;
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < side; y++) {
                double expected = y < side / 2 ? (100 - mean[c]) / deviation[c] : 0;
                assertEquals(
                        expected, embeddings[(c * side + y) * side + side - 1], 1e-6, "channel " + c + ", row " + y);
            }
        }
    }

    @Test
    void figuresOfAnImageAreThoseOfTheFrameAlone() throws Exception {
        PromptModel model = model(new ModelDraft().normalization(Normalization.ofImage(Kind.ZSCORE)));
        float[] embeddings = encode(model, GRID / 2, GRID, 100);
        for (float e : embeddings) {
            assertEquals(0, e, 1e-6, "one gray has no deviation, and what is beside the frame does not count");
        }
    }

    @Test
    void aPointOnWhatIsMeantIsTheMiddleOfTheAnswer() throws Exception {
        try (PromptSegmenter segmenter = ENGINES.open(model(plain()))) {
            PromptAnswer answer = segmenter.answer(REFERENCE, black(GRID, GRID), on(10.5, 20.5), Progress.NONE);
            assertEquals(sigmoid(1), answer.map().probability(0, 10, 20), 1e-5);
            assertEquals(0.5, answer.map().probability(0, 10 + (int) PairOnnx.RADIUS, 20), 1e-5);
            assertEquals(sigmoid(1 - (9 + 16) / 64.0), answer.map().probability(0, 13, 16), 1e-5);
            assertEquals(PairOnnx.QUALITY, answer.quality(), "the best of two masks");
        }
    }

    @Test
    void aFrameThatIsSmallerThanTheGridIsMeantInItsOwnPixels() throws Exception {
        try (PromptSegmenter segmenter = ENGINES.open(model(plain()))) {
            PromptAnswer answer = segmenter.answer(REFERENCE, black(GRID / 2, GRID / 4), on(10.5, 4.5), Progress.NONE);
            // A pixel is the mean of 2 x 2 of the grid, whose squared distances are larger by 1/4 along each axis.
            for (int[] place : new int[][] {{10, 4}, {13, 4}, {8, 2}, {10, 7}}) {
                double squared = 4 * (Math.pow(place[0] - 10, 2) + Math.pow(place[1] - 4, 2)) + 0.5;
                assertEquals(sigmoid(1 - squared / 64), answer.map().probability(0, place[0], place[1]), 1e-5);
            }
        }
    }

    @Test
    void pointsBesideAndBoxesCountAsTheNetworkHasThem() throws Exception {
        try (PromptSegmenter segmenter = ENGINES.open(model(plain()))) {
            Prompts both = Prompts.of("A", new Prompts.Point(10.5, 20.5, true), new Prompts.Point(18.5, 20.5, false));
            assertEquals(
                    sigmoid(1),
                    segmenter
                            .answer(REFERENCE, black(GRID, GRID), both, Progress.NONE)
                            .map()
                            .probability(0, 10, 20),
                    1e-5,
                    "1 for the point itself, and 0 for one beside it at the radius");
            Prompts box = Prompts.of("A", new Prompts.Box(6.5, 16.5, 14.5, 24.5));
            assertEquals(
                    sigmoid(1 - 32 / 64.0),
                    segmenter
                            .answer(REFERENCE, black(GRID, GRID), box, Progress.NONE)
                            .map()
                            .probability(0, 10, 20),
                    1e-5,
                    "the middle is as far from both corners");
        }
    }

    @Test
    void whatTheEncoderSawAndTheMaskBeforeAddUp() throws Exception {
        try (PromptSegmenter segmenter = ENGINES.open(model(plain()))) {
            PromptAnswer first = segmenter.answer(REFERENCE, flat(GRID, GRID, 50), on(10.5, 20.5), Progress.NONE);
            assertEquals(sigmoid(1 + 0.5), first.map().probability(0, 10, 20), 1e-5);
            Prompts again = new Prompts(
                    "A", List.of(new Prompts.Point(10.5, 20.5, true)), Optional.empty(), Optional.of(first.coarse()));
            PromptAnswer second = segmenter.answer(REFERENCE, flat(GRID, GRID, 50), again, Progress.NONE);
            assertEquals(sigmoid(2 * 1.5), second.map().probability(0, 10, 20), 1e-5);
        }
    }

    @Test
    void lookingIsStoppedWhenItIsNoLongerWanted() throws Exception {
        try (PromptSegmenter segmenter = ENGINES.open(model(16 * GRID, 300, plain()))) {
            Progress soon = new Progress() {
                private final long begin = System.nanoTime();

                @Override
                public void report(double fraction, String message) {
                    // Only the time counts.
                }

                @Override
                public boolean isCancelled() {
                    return System.nanoTime() - begin > 100_000_000L;
                }
            };
            assertThrows(
                    CancellationException.class,
                    () -> segmenter.answer(REFERENCE, black(16 * GRID, 16 * GRID), on(1, 1), soon));
            assertTrue(!segmenter.knows(REFERENCE), "what was not finished is not kept");
        }
    }

    private float[] encode(PromptModel model, int columns, int rows, int gray) throws Exception {
        try (PromptSession session = ENGINE.openPrompts(model, Accelerator.CPU)) {
            byte[] pixels = new byte[columns * rows];
            Arrays.fill(pixels, (byte) gray);
            FloatBuffer embeddings = ByteBuffer.allocateDirect(
                            4 * model.card().embeddings().values())
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
            session.encode(
                    ByteBuffer.allocateDirect(pixels.length).put(0, pixels), columns, rows, embeddings, Progress.NONE);
            float[] values = new float[embeddings.capacity()];
            embeddings.get(0, values);
            return values;
        }
    }

    private static ModelDraft plain() {
        return new ModelDraft().normalization(PLAIN);
    }

    private PromptModel model(ModelDraft draft) throws Exception {
        return model(GRID, 0, draft);
    }

    private PromptModel model(int grid, int steps, ModelDraft draft) throws Exception {
        Path encoder = Files.write(folder.resolve("e.onnx"), PairOnnx.encoder(grid, steps));
        Path decoder = Files.write(folder.resolve("d.onnx"), PairOnnx.decoder());
        return PromptImport.read(encoder, decoder, draft.text("name", "Pair")).write(folder.resolve("pair.onnx"));
    }

    private static Prompts on(double column, double row) {
        return Prompts.of("A", new Prompts.Point(column, row, true));
    }

    private static Frame black(int columns, int rows) {
        return flat(columns, rows, 0);
    }

    private static Frame flat(int columns, int rows, int gray) {
        byte[] pixels = new byte[columns * rows];
        Arrays.fill(pixels, (byte) gray);
        return Frame.gray(columns, rows, pixels);
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
