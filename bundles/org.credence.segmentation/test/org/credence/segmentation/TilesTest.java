package org.credence.segmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.credence.imaging.Frame;
import org.credence.imaging.PixelSpacing;
import org.credence.imaging.ProbabilityMap;
import org.credence.imaging.Progress;
import org.credence.segmentation.spi.InferenceSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks that go over large frames in tiles. */
class TilesTest {

    private static final int TILE = 64;

    /** Says the mean of the pixels around each, as far as this, black beyond the grid: a convolution with its padding. */
    private static final class Mean implements InferenceSession {
        final ModelCard card;
        final int reach;
        final List<Integer> runs = new ArrayList<>();
        final List<float[]> statistics = new ArrayList<>();

        Mean(ModelCard card, int reach) {
            this.card = card;
            this.reach = reach;
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
        public void run(int frames, ByteBuffer gray, FloatBuffer figures, ByteBuffer answers, Progress progress) {
            runs.add(frames);
            int columns = card.input().columns();
            int rows = card.input().rows();
            int all = (2 * reach + 1) * (2 * reach + 1);
            for (int n = 0; n < frames; n++) {
                if (figures != null) {
                    statistics.add(new float[] {figures.get(2 * n), figures.get(2 * n + 1)});
                }
                for (int y = 0; y < rows; y++) {
                    for (int x = 0; x < columns; x++) {
                        int sum = 0;
                        for (int v = Math.max(0, y - reach); v <= Math.min(rows - 1, y + reach); v++) {
                            for (int u = Math.max(0, x - reach); u <= Math.min(columns - 1, x + reach); u++) {
                                sum += gray.get((n * rows + v) * columns + u) & 0xff;
                            }
                        }
                        answers.putFloat(4 * ((n * rows + y) * columns + x), sum / (255f * all));
                    }
                }
            }
        }

        @Override
        public void close() {
            // Nothing to free.
        }
    }

    @Test
    void tilesSayWhatOnePassSaysWhereTheNetworkSeesNoFurtherThanTheirInside() throws Exception {
        Frame frame = noise(TILE + 3 * 32, TILE + 2 * 32);
        assertEquals(
                percents(onePass(frame, 12), frame),
                percents(tiled(frame, 12, 50, null), frame),
                "12 of the 32 columns that overlap");
        assertNotEquals(
                percents(onePass(frame, 20), frame),
                percents(tiled(frame, 20, 50, null), frame),
                "a network that sees further than the tiles' insides");
    }

    @Test
    void whatIsSaidIsTheSameToTheBit() throws Exception {
        Frame frame = noise(TILE + 3 * 32, TILE + 2 * 32);
        ProbabilityMap one = onePass(frame, 12);
        ProbabilityMap tiles = tiled(frame, 12, 50, null);
        for (int y = 0; y < frame.rows(); y++) {
            for (int x = 0; x < frame.columns(); x++) {
                assertEquals(one.probability(0, x, y), tiles.probability(0, x, y), 0, x + ", " + y);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 50", "64, 64, 50", "65, 64, 50", "63, 200, 0", "200, 90, 25", "300, 65, 90", "131, 77, 75"})
    void everyPixelGetsItsAnswer(int columns, int rows, int overlap) throws Exception {
        Frame frame = noise(columns, rows);
        ProbabilityMap map = tiled(frame, 0, overlap, null);
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                assertEquals(frame.stored(x, y) / 255.0, map.probability(0, x, y), 1e-6, x + ", " + y);
            }
        }
    }

    @Test
    void framesAreResampledToTheSpacingOfTheNetwork() throws Exception {
        NetworkInput.Spacing spacing = new NetworkInput.Spacing("mm", 0.5, 1);
        // 200 x 100 mm: 400 x 100 pixels of the network, 12 tiles across and 3 down.
        Frame frame = flat(100, 50, 51).withSpacing(new PixelSpacing(2, 2));
        Mean session = new Mean(card(50, spacing, null), 0);
        try (Segmenter segmenter = new Segmenter(model(session.card), session)) {
            ProbabilityMap map = segmenter.segment(frame);
            assertEquals(100, map.columns());
            assertEquals(0.2, map.probability(0, 50, 25), 1e-6);
        }
        assertEquals(36, session.runs.stream().mapToInt(n -> n).sum());
        assertTrue(session.runs.stream().allMatch(n -> n <= session.batch()), session.runs.toString());
    }

    @Test
    void aFrameOfUnknownSpacingIsFittedWholeToTheGrid() throws Exception {
        Mean session = new Mean(card(50, new NetworkInput.Spacing("mm", 0.5, 0.5), null), 0);
        try (Segmenter segmenter = new Segmenter(model(session.card), session)) {
            assertEquals(0.2, segmenter.segment(flat(300, 200, 51)).probability(0, 150, 100), 1e-6);
        }
        assertEquals(List.of(1), session.runs);
    }

    @Test
    void aSpacingThatMakesAFrameEnormousIsRefusedWithTheFigures() {
        Mean session = new Mean(card(50, new NetworkInput.Spacing("mm", 0.001, 0.001), null), 0);
        try (Segmenter segmenter = new Segmenter(model(session.card), session)) {
            Frame frame = flat(300, 200, 51).withSpacing(new PixelSpacing(1, 1));
            SegmentationException e = assertThrows(SegmentationException.class, () -> segmenter.segment(frame));
            assertTrue(e.getMessage().contains("0.001 x 0.001 mm"), e.getMessage());
            assertTrue(e.getMessage().contains("300 x 200"), e.getMessage());
        }
    }

    @Test
    void aFrameThatIsEnormousByItselfIsRefusedToo() {
        Mean session = new Mean(card(50, null, null), 0);
        try (Segmenter segmenter = new Segmenter(model(session.card), session)) {
            Frame frame = flat(9000, 9000, 1);
            SegmentationException e = assertThrows(SegmentationException.class, () -> segmenter.segment(frame));
            assertTrue(e.getMessage().contains("9000 x 9000"), e.getMessage());
        }
    }

    @Test
    void figuresOfAFrameAreThoseOfItsPixelsInEveryTile() throws Exception {
        byte[] gray = new byte[160 * 64];
        Arrays.fill(gray, 0, gray.length / 2, (byte) 50);
        Arrays.fill(gray, gray.length / 2, gray.length, (byte) 150);
        for (NetworkInput.Kind kind : List.of(NetworkInput.Kind.ZSCORE, NetworkInput.Kind.RANGE)) {
            Mean session = new Mean(card(50, null, kind), 0);
            try (Segmenter segmenter = new Segmenter(model(session.card), session)) {
                segmenter.segment(Frame.gray(160, 64, gray.clone()));
            }
            assertEquals(4, session.statistics.size());
            for (float[] figures : session.statistics) {
                boolean zscore = kind == NetworkInput.Kind.ZSCORE;
                assertEquals(zscore ? 100 : 50, figures[0], 1e-4);
                assertEquals(zscore ? 50 : 100, figures[1], 1e-4);
            }
        }
    }

    @Test
    void clipsAreStreamedInTilesToo() throws Exception {
        List<Frame> frames = List.of(noise(100, 80), noise(70, 64), noise(10, 200));
        List<byte[]> streamed = new ArrayList<>();
        Mean session = new Mean(card(50, null, null), 2);
        try (Segmenter segmenter = new Segmenter(model(session.card), session)) {
            segmenter.stream(3, frames::get, (n, f, percent) -> streamed.add(percent[0].clone()), Progress.NONE);
            for (int n = 0; n < 3; n++) {
                assertFalse(streamed.get(n).length == 0);
                assertEquals(
                        Arrays.toString(segmenter.segment(frames.get(n)).percent(0)), Arrays.toString(streamed.get(n)));
            }
        }
    }

    private static ProbabilityMap tiled(Frame frame, int reach, int overlap, NetworkInput.Spacing spacing)
            throws SegmentationException {
        Mean session = new Mean(card(overlap, spacing, null), reach);
        try (Segmenter segmenter = new Segmenter(model(session.card), session)) {
            return segmenter.segment(frame);
        }
    }

    private static ProbabilityMap onePass(Frame frame, int reach) throws SegmentationException {
        ModelCard tile = ModelCardTest.card(TILE, "Mean");
        ModelCard card =
                with(tile, new ModelCard.Input("image", frame.columns(), frame.rows(), 1, 1 / 255.0, 0, 1, null, null));
        try (Segmenter segmenter = new Segmenter(model(card), new Mean(card, reach))) {
            return segmenter.segment(frame);
        }
    }

    /** @param kind the normalisation by the frame's own figures; null for none */
    private static ModelCard card(int overlap, NetworkInput.Spacing spacing, NetworkInput.Kind kind) {
        NetworkInput network = new NetworkInput(
                1,
                NetworkInput.Order.GRAY,
                kind == null ? NetworkInput.Normalization.fixed(1, 0, 1) : NetworkInput.Normalization.ofImage(kind),
                0,
                true,
                spacing,
                new NetworkInput.Tiling(TILE, TILE, overlap));
        return with(
                ModelCardTest.card(TILE, "Mean"),
                new ModelCard.Input("image", TILE, TILE, 1, 1, 0, 1, network, kind == null ? null : "statistics"));
    }

    private static ModelCard with(ModelCard card, ModelCard.Input input) {
        return new ModelCard(
                card.name(), card.version(), "", card.segments(), input, card.output(), 50, "", "", Map.of(), "", "");
    }

    private static Model model(ModelCard card) {
        return new Model(Path.of("fixture.onnx"), card, "");
    }

    private static String percents(ProbabilityMap map, Frame frame) {
        assertEquals(frame.columns(), map.columns());
        return Arrays.toString(map.percent(0));
    }

    private static Frame noise(int columns, int rows) {
        byte[] gray = new byte[columns * rows];
        new Random(columns * 31L + rows).nextBytes(gray);
        return Frame.gray(columns, rows, gray);
    }

    private static Frame flat(int columns, int rows, int level) {
        byte[] gray = new byte[columns * rows];
        Arrays.fill(gray, (byte) level);
        return Frame.gray(columns, rows, gray);
    }
}
