package org.credence.annotation.ui.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.credence.annotation.ConfidenceLayer;
import org.credence.imaging.Frame;
import org.credence.imaging.OverlayPlane;
import org.credence.imaging.PixelRect;
import org.credence.imaging.Window;
import org.junit.jupiter.api.Test;

class FrameComposerTest {

    private static final Window FULL = Window.spanning(0, 255);

    @Test
    void showsTheFramesOwnColorsAtItsOwnSize() {
        byte[] rgb = {10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120};
        FrameComposer composer = new FrameComposer(2, 2);
        composer.compose(picture(Frame.color(2, 2, rgb), List.of(), ViewTransform.fit(2, 2, 1, 2, 2)), all(composer));
        assertArrayEquals(rgb, composer.pixels());
    }

    @Test
    void surroundsTheImageWithTheBackground() {
        FrameComposer composer = new FrameComposer(6, 2);
        composer.compose(picture(gray(2, 2, 200), List.of(), ViewTransform.fit(2, 2, 1, 6, 2)), all(composer));
        assertEquals(FrameComposer.BACKGROUND, at(composer, 0, 0));
        assertEquals(0xC8C8C8, at(composer, 2, 0));
        assertEquals(0xC8C8C8, at(composer, 3, 1));
        assertEquals(FrameComposer.BACKGROUND, at(composer, 4, 1));
    }

    @Test
    void averagesWhenTheImageIsShownSmaller() {
        Frame frame = Frame.gray(2, 2, new byte[] {0, 100, 100, (byte) 200});
        FrameComposer composer = new FrameComposer(1, 1);
        composer.compose(picture(frame, List.of(), ViewTransform.fit(2, 2, 1, 1, 1)), all(composer));
        assertEquals(0x646464, at(composer, 0, 0));
    }

    @Test
    void showsPlainPixelsWhenTheyAreLarge() {
        Frame frame = Frame.gray(2, 1, new byte[] {0, (byte) 255});
        FrameComposer composer = new FrameComposer(20, 10);
        composer.compose(picture(frame, List.of(), ViewTransform.fit(2, 1, 1, 20, 10)), all(composer));
        assertEquals(0x000000, at(composer, 9, 5));
        assertEquals(0xFFFFFF, at(composer, 10, 5));
    }

    @Test
    void showsGrayAsColorOfEqualChannels() {
        Random random = new Random(5);
        byte[] pixels = new byte[40 * 30];
        random.nextBytes(pixels);
        Frame frame = Frame.gray(40, 30, pixels);
        for (double scale : new double[] {0.4, 1, 2.3, 8}) {
            ViewTransform view = new ViewTransform(scale, scale, 3.2, 1.7);
            FrameComposer gray = new FrameComposer(90, 70);
            gray.compose(new Picture(frame.gray8(FULL), 40, 30, List.of(), view, 1), all(gray));
            FrameComposer color = new FrameComposer(90, 70);
            color.compose(new Picture(frame.rgb8(FULL), 40, 30, List.of(), view, 1), all(color));
            assertArrayEquals(color.pixels(), gray.pixels(), "at scale " + scale);
        }
    }

    @Test
    void tintsByConfidence() {
        ConfidenceLayer layer = ConfidenceLayer.of(3, 1, new byte[] {0, 50, 100});
        FrameComposer composer = new FrameComposer(3, 1);
        composer.compose(
                picture(gray(3, 1, 0), List.of(Overlay.painted(layer, 0x00FF00)), ViewTransform.fit(3, 1, 1, 3, 1)),
                all(composer));
        assertEquals(0, at(composer, 0, 0));
        int half = at(composer, 1, 0) >> 8;
        int full = at(composer, 2, 0) >> 8;
        assertEquals((0.08 + 0.54 * 0.5) * 255, half, 1);
        assertEquals((0.08 + 0.54) * 255, full, 1);
    }

    @Test
    void showsAtAThresholdOnlyWhatReachesIt() {
        ConfidenceLayer layer = ConfidenceLayer.of(3, 1, new byte[] {59, 60, 61});
        FrameComposer composer = new FrameComposer(3, 1);
        composer.compose(
                picture(gray(3, 1, 0), List.of(Overlay.binary(layer, 0xFF0000, 60)), ViewTransform.fit(3, 1, 1, 3, 1)),
                all(composer));
        assertEquals(0, at(composer, 0, 0));
        assertTrue(at(composer, 1, 0) > 0x400000);
        assertTrue(at(composer, 2, 0) > 0x400000);
    }

    @Test
    void drawsAProposalOtherThanPaintOfTheSameConfidence() {
        byte[] full = new byte[900];
        Arrays.fill(full, (byte) 100);
        FrameComposer proposed = composed(Overlay.proposed(ConfidenceLayer.of(30, 30, full), 0xE69F00));
        FrameComposer painted = composed(Overlay.painted(ConfidenceLayer.of(30, 30, full), 0xE69F00));
        assertEquals(1, distinctColors(painted));
        assertTrue(distinctColors(proposed) > 1);
    }

    @Test
    void drawsTheLinesOfAFileEvenWhereTheImageIsShownMuchSmaller() {
        // One column of 40, the 13th.
        byte[] bits = new byte[40 * 40 / 8];
        for (int row = 0; row < 40; row++) {
            bits[(row * 40 + 13) / 8] |= (byte) (1 << (row * 40 + 13) % 8);
        }
        OverlayPlane line = new OverlayPlane("", new PixelRect(0, 0, 40, 40), bits);
        FrameComposer composer = new FrameComposer(8, 8);
        composer.compose(
                picture(gray(40, 40, 0), List.of(Overlay.drawn(line)), ViewTransform.fit(40, 40, 1, 8, 8)),
                all(composer));
        for (int y = 0; y < 8; y++) {
            for (int x = 0; x < 8; x++) {
                assertEquals(x == 13 / 5, at(composer, x, y) != 0, x + ", " + y);
            }
        }
    }

    @Test
    void drawsExactImagePixelsAndThoseOfAPlaneThatBeginsOutside() {
        OverlayPlane corner = new OverlayPlane("", new PixelRect(-1, -1, 2, 2), new byte[] {0b1000});
        FrameComposer composer = new FrameComposer(16, 16);
        composer.compose(
                picture(gray(2, 2, 0), List.of(Overlay.drawn(corner)), ViewTransform.fit(2, 2, 1, 16, 16)),
                all(composer));
        assertNotEquals(0, at(composer, 7, 7));
        assertEquals(0, at(composer, 8, 7));
        assertEquals(0, at(composer, 7, 8));
    }

    @Test
    void exchangesBrightAndDarkOfGrayAndNotOfColors() {
        assertArrayEquals(
                new byte[] {(byte) 255, 0}, Picture.samples(Frame.gray(2, 1, new byte[] {0, (byte) 255}), FULL, true));
        byte[] rgb = {1, 2, 3};
        assertArrayEquals(rgb, Picture.samples(Frame.color(1, 1, rgb), FULL, true));
    }

    @Test
    void composesAPartExactlyAsTheWhole() {
        Random random = new Random(3);
        byte[] pixels = new byte[64 * 48];
        byte[] percents = new byte[64 * 48];
        random.nextBytes(pixels);
        byte[] bits = new byte[40 * 50 / 8];
        for (int i = 0; i < bits.length; i += 5) {
            bits[i] = (byte) random.nextInt(256);
        }
        for (int i = 0; i < percents.length; i++) {
            percents[i] = (byte) random.nextInt(101);
        }
        Frame frame = Frame.gray(64, 48, pixels);
        ConfidenceLayer layer = ConfidenceLayer.of(64, 48, percents);
        List<Overlay> overlays = List.of(
                Overlay.painted(layer, 0x56B4E9),
                Overlay.binary(layer, 0x009E73, 60),
                Overlay.colored(layer, ColorRamp.of(0xD55E00)),
                Overlay.outlined(layer, 0xF0E442, List.of(30, 60, 90)),
                Overlay.map(percents, 64, 48, ColorRamp.HEAT),
                Overlay.proposed(layer, 0xE69F00),
                Overlay.drawn(new OverlayPlane("", new PixelRect(5, -3, 40, 50), bits)));
        for (double scale : new double[] {0.37, 1, 2.6, 9}) {
            ViewTransform view = new ViewTransform(scale, scale, 11.3, -7.9);
            Picture picture = picture(frame, overlays, view);
            FrameComposer whole = new FrameComposer(150, 120);
            whole.compose(picture, all(whole));
            FrameComposer parts = new FrameComposer(150, 120);
            for (int y = 0; y < 120; y += 17) {
                for (int x = 0; x < 150; x += 23) {
                    parts.compose(picture, new PixelRect(x, y, 23, 17));
                }
            }
            assertArrayEquals(whole.pixels(), parts.pixels(), "at scale " + scale);
        }
    }

    @Test
    void composesALargePaneInBandsExactlyAsRowByRow() {
        Random random = new Random(4);
        byte[] pixels = new byte[200 * 150];
        byte[] percents = new byte[200 * 150];
        random.nextBytes(pixels);
        for (int i = 0; i < percents.length; i++) {
            percents[i] = (byte) random.nextInt(101);
        }
        Overlay lines = Overlay.outlined(ConfidenceLayer.of(200, 150, percents), 0xF0E442, List.of(50));
        Picture picture =
                picture(Frame.gray(200, 150, pixels), List.of(lines), new ViewTransform(2.7, 2.7, 11.3, -7.9));
        FrameComposer bands = new FrameComposer(560, 430);
        bands.compose(picture, all(bands));
        FrameComposer rows = new FrameComposer(560, 430);
        for (int y = 0; y < 430; y++) {
            rows.compose(picture, new PixelRect(0, y, 560, 1));
        }
        assertArrayEquals(rows.pixels(), bands.pixels());
    }

    @Test
    void drawsALineWhereverAPercentIsPassedAndNothingBetween() {
        byte[] percents = new byte[11];
        for (int i = 0; i < percents.length; i++) {
            percents[i] = (byte) (10 * i);
        }
        ConfidenceLayer layer = ConfidenceLayer.of(11, 1, percents);
        FrameComposer composer = new FrameComposer(11, 1);
        composer.compose(
                picture(
                        gray(11, 1, 0),
                        List.of(Overlay.outlined(layer, 0xFFFFFF, List.of(30, 80))),
                        ViewTransform.fit(11, 1, 1, 11, 1)),
                all(composer));
        // Above the only row nothing is painted, so a row of percents from 30 on is at its own edge.
        for (int x = 0; x < 11; x++) {
            assertEquals(percents[x] >= 30, at(composer, x, 0) != 0, "at " + percents[x] + " %");
        }
    }

    @Test
    void leavesPaintOfAStepUnlinedInside() {
        byte[] percents = new byte[20 * 20];
        for (int i = 0; i < percents.length; i++) {
            percents[i] = (byte) (i % 20 < 10 ? 40 : 70);
        }
        FrameComposer composer = new FrameComposer(20, 20);
        composer.compose(
                picture(
                        gray(20, 20, 0),
                        List.of(Overlay.outlined(ConfidenceLayer.of(20, 20, percents), 0xFFFFFF, List.of(60))),
                        ViewTransform.fit(20, 20, 1, 20, 20)),
                all(composer));
        for (int x = 0; x < 20; x++) {
            assertEquals(x == 10, at(composer, x, 10) != 0, "column " + x);
        }
    }

    @Test
    void showsEveryPercentOfAMapInItsColor() {
        ColorRamp ramp = ColorRamp.HEAT;
        byte[] percents = {0, 1, 50, 100};
        FrameComposer composer = new FrameComposer(4, 1);
        composer.compose(
                picture(gray(4, 1, 0), List.of(Overlay.map(percents, 4, 1, ramp)), ViewTransform.fit(4, 1, 1, 4, 1)),
                all(composer));
        assertEquals(0, at(composer, 0, 0));
        for (int x = 1; x < 4; x++) {
            int red = ramp.at(percents[x]) >> 16 & 0xff;
            assertEquals(red * 0.62, at(composer, x, 0) >> 16 & 0xff, 2);
        }
    }

    @Test
    void leavesAloneWhatLiesOutsideTheRectangle() {
        FrameComposer composer = new FrameComposer(10, 10);
        composer.compose(
                picture(gray(10, 10, 255), List.of(), ViewTransform.fit(10, 10, 1, 10, 10)),
                new PixelRect(8, 8, 50, 50));
        assertEquals(0, at(composer, 7, 7));
        assertNotEquals(0, at(composer, 9, 9));
    }

    private static FrameComposer composed(Overlay overlay) {
        FrameComposer composer = new FrameComposer(30, 30);
        composer.compose(
                picture(gray(30, 30, 0), List.of(overlay), ViewTransform.fit(30, 30, 1, 30, 30)), all(composer));
        return composer;
    }

    private static long distinctColors(FrameComposer composer) {
        // The rim is left out: a proposal has an outline there.
        return IntStream.range(0, 28 * 28)
                .map(i -> at(composer, 1 + i % 28, 1 + i / 28))
                .distinct()
                .count();
    }

    private static Picture picture(Frame frame, List<Overlay> overlays, ViewTransform view) {
        return new Picture(Picture.samples(frame, FULL, false), frame.columns(), frame.rows(), overlays, view, 1);
    }

    private static Frame gray(int columns, int rows, int level) {
        byte[] pixels = new byte[columns * rows];
        Arrays.fill(pixels, (byte) level);
        return Frame.gray(columns, rows, pixels);
    }

    private static PixelRect all(FrameComposer composer) {
        return new PixelRect(0, 0, composer.width(), composer.height());
    }

    private static int at(FrameComposer composer, int x, int y) {
        int i = 3 * (y * composer.width() + x);
        byte[] p = composer.pixels();
        return (p[i] & 0xff) << 16 | (p[i + 1] & 0xff) << 8 | p[i + 2] & 0xff;
    }
}
