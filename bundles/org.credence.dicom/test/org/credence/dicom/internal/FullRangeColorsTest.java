package org.credence.dicom.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class FullRangeColorsTest {

    @Test
    void colorsAreThoseOfTheStandard() {
        byte[] p = new byte[3 * 256];
        Random random = new Random(5);
        for (int round = 0; round < 50; round++) {
            random.nextBytes(p);
            byte[] rgb = p.clone();
            FullRangeColors.convert(rgb);
            for (int i = 0; i < p.length; i += 3) {
                int y = p[i] & 0xff;
                int cb = (p[i + 1] & 0xff) - 128;
                int cr = (p[i + 2] & 0xff) - 128;
                assertEquals(level(y + 1.402 * cr), rgb[i] & 0xff, 0.51);
                assertEquals(level(y - 0.344136 * cb - 0.714136 * cr), rgb[i + 1] & 0xff, 0.51);
                assertEquals(level(y + 1.772 * cb), rgb[i + 2] & 0xff, 0.51);
            }
        }
    }

    private static double level(double value) {
        return Math.max(0, Math.min(255, value));
    }

    @Test
    void rowsBecomeWhatWholeFramesDo() {
        Random random = new Random(7);
        for (int columns = 1; columns < 300; columns++) {
            short[][] lines = new short[3][columns + 20];
            int[] starts = {random.nextInt(20), random.nextInt(20), random.nextInt(20)};
            byte[] expected = new byte[3 * columns];
            boolean colored = false;
            for (int x = 0; x < columns; x++) {
                // Gray and coloured stretches.
                colored ^= random.nextInt(90) == 0;
                for (int c = 0; c < 3; c++) {
                    int sample = c == 0 || colored ? random.nextInt(256) : 128;
                    lines[c][starts[c] + x] = (short) sample;
                    expected[3 * x + c] = (byte) sample;
                }
            }
            FullRangeColors.convert(expected);
            byte[] found = new byte[3 * columns + 10];
            new FullRangeColors().write(lines, starts, columns, found, 10);
            byte[] row = java.util.Arrays.copyOfRange(found, 10, found.length);
            assertArrayEquals(expected, row, columns + " columns");
        }
    }
}
