package org.credence.imaging;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FrameTest {

    @Test
    void signedValuesKeepTheirSignAndScale() {
        Frame frame = Frame.gray(2, 1, new short[] {-1000, 1000}, meaning(true, 2, -24, false, null));
        assertEquals(-1000, frame.stored(0, 0));
        assertEquals(-2024, frame.value(0, 0));
        assertEquals(1976, frame.value(1, 0));
        assertArrayEquals(new byte[] {0, (byte) 255}, frame.gray8(frame.defaultWindow()));
    }

    @Test
    void unsignedBytesAndShortsAreNotTakenForNegative() {
        assertEquals(200, Frame.gray(1, 1, new byte[] {(byte) 200}).stored(0, 0));
        assertEquals(
                50_000,
                Frame.gray(1, 1, new short[] {(short) 50_000}, GrayValues.PLAIN).stored(0, 0));
    }

    @Test
    void monochrome1IsShownInverted() {
        Frame frame = Frame.gray(2, 1, new byte[] {0, (byte) 255}, meaning(false, 1, 0, true, null));
        assertArrayEquals(new byte[] {(byte) 255, 0}, frame.gray8(frame.defaultWindow()));
    }

    @Test
    void aGrayStoredAsColorKeepsItsLevelAsLuma() {
        byte[] rgb = new byte[3 * 256];
        for (int v = 0; v < 256; v++) {
            rgb[3 * v] = rgb[3 * v + 1] = rgb[3 * v + 2] = (byte) v;
        }
        Frame frame = Frame.color(256, 1, rgb);
        for (int v = 0; v < 256; v++) {
            assertEquals(v, frame.stored(v, 0));
        }
        assertArrayEquals(rgb, frame.rgb8(frame.defaultWindow()));
    }

    @Test
    void wrongNumbersOfPixelsAreRefused() {
        var refused = assertThrows(IllegalArgumentException.class, () -> Frame.gray(3, 2, new byte[5]));
        assertEquals("A frame of 3 x 2 pixels got 5", refused.getMessage());
    }

    @Test
    void paddingIsBlackAndLeftOutOfTheRange() {
        short[] stored = {-2000, 0, 100, 50};
        GrayValues meaning = meaning(true, 1, 0, true, new GrayValues.Padding(-2000, -1500));
        Frame frame = Frame.gray(4, 1, stored, meaning);
        assertEquals(Window.spanning(0, 100), frame.defaultWindow());
        assertArrayEquals(new byte[] {0, (byte) 255, 0, 127}, frame.gray8(frame.defaultWindow()));
    }

    @Test
    void invertingExchangesBrightAndDarkAndLeavesPaddingBlack() {
        short[] stored = {-2000, 0, 100};
        Frame frame = Frame.gray(3, 1, stored, meaning(true, 1, 0, false, new GrayValues.Padding(-2000, -2000)));
        Window full = frame.fullWindow();
        assertArrayEquals(new byte[] {0, 0, (byte) 255}, frame.gray8(full));
        assertArrayEquals(new byte[] {0, (byte) 255, 0}, frame.inverted().gray8(full));
        assertArrayEquals(frame.gray8(full), frame.inverted().inverted().gray8(full));
        byte[] rgb = {1, 2, 3};
        assertArrayEquals(rgb, Frame.color(1, 1, rgb).inverted().rgb8(Window.spanning(0, 255)), "colours stay");
    }

    @Test
    void theFullWindowSpansAllValuesWhateverWindowTheFileAsksFor() {
        GrayValues asked = meaning(true, 2, -24, false, null)
                .withWindows(List.of(new GrayValues.Preset("NARROW", new Window(40, 80))));
        Frame frame = Frame.gray(2, 1, new short[] {-1000, 1000}, asked);
        assertEquals(new Window(40, 80), frame.defaultWindow());
        assertEquals(Window.spanning(-2024, 1976), frame.fullWindow());
    }

    @Test
    void realValuesKeepTheirFractions() {
        Frame frame = Frame.gray(3, 1, new float[] {0.25f, 0.75f, Float.NaN}, GrayValues.PLAIN);
        assertEquals(0.75, frame.value(1, 0));
        assertArrayEquals(new byte[] {0, (byte) 255, 0}, frame.gray8(frame.defaultWindow()));
    }

    @Test
    void valuesCloserThanOneUseAllLevels() {
        Frame frame = Frame.gray(2, 1, new short[] {10, 12}, meaning(true, 0.001, 0, false, null));
        assertArrayEquals(new byte[] {0, (byte) 255}, frame.gray8(frame.defaultWindow()));
        assertEquals(0.002, frame.defaultWindow().width(), 1e-9);
    }

    @Test
    void drawingsLieOverTheFrameAndNotInIt() {
        OverlayPlane drawing = new OverlayPlane("", new PixelRect(1, -1, 2, 2), new byte[] {0b1001});
        Frame frame = Frame.gray(2, 2, new byte[4]).withOverlays(List.of(drawing));
        assertEquals(0, frame.value(1, 0));
        assertTrue(frame.overlays().get(0).at(1, -1));
        assertTrue(frame.overlays().get(0).at(2, 0));
        assertFalse(frame.overlays().get(0).at(1, 0));
        assertFalse(frame.overlays().get(0).at(0, 0));
    }

    private static GrayValues meaning(
            boolean signed, double slope, double intercept, boolean inverted, GrayValues.Padding padding) {
        return new GrayValues(signed, slope, intercept, inverted, Optional.ofNullable(padding), List.of());
    }
}
