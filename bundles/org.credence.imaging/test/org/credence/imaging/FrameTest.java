package org.credence.imaging;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class FrameTest {

    @Test
    void signedValuesKeepTheirSignAndScale() {
        Frame frame = Frame.gray(2, 1, new short[] {-1000, 1000}, true, 2, -24, false, null);
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
                Frame.gray(1, 1, new short[] {(short) 50_000}, false, 1, 0, false, null)
                        .stored(0, 0));
    }

    @Test
    void monochrome1IsShownInverted() {
        Frame frame = Frame.gray(2, 1, new byte[] {0, (byte) 255}, false, 1, 0, true, Window.spanning(0, 255));
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
}
