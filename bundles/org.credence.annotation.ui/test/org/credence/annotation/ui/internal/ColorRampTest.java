package org.credence.annotation.ui.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ColorRampTest {

    private static final int[] HUES = {0x56B4E9, 0x009E73, 0xE69F00, 0xCC79A7, 0x0072B2, 0xF0E442, 0xD55E00, 0xFF0000};

    /** CIE lightness, computed another way than the ramp does. */
    private static double lightness(int rgb) {
        double y = 0.2126 * linear(rgb >> 16 & 0xff) + 0.7152 * linear(rgb >> 8 & 0xff) + 0.0722 * linear(rgb & 0xff);
        return y > 0.008856 ? 116 * Math.cbrt(y) - 16 : 903.3 * y;
    }

    private static double linear(int level) {
        double share = level / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }

    @Test
    void everyStepIsBrighterAndNearlyAsMuchAsAnyOther() {
        for (int hue : HUES) {
            ColorRamp ramp = ColorRamp.of(hue);
            double whole = lightness(ramp.at(100)) - lightness(ramp.at(0));
            assertTrue(whole > 55, "lightness rises by " + whole);
            for (int percent = 10; percent <= 100; percent += 10) {
                double step = lightness(ramp.at(percent)) - lightness(ramp.at(percent - 10));
                assertEquals(
                        whole / 10,
                        step,
                        whole / 10 * 0.35,
                        "step to " + percent + " % of " + Integer.toHexString(hue));
            }
        }
    }

    @Test
    void theHueIsThatOfTheColor() {
        int blue = ColorRamp.of(0x0000FF).at(50);
        assertTrue((blue & 0xff) > (blue >> 16 & 0xff) && (blue & 0xff) > (blue >> 8 & 0xff));
        int red = ColorRamp.of(0xFF0000).at(50);
        assertTrue((red >> 16 & 0xff) > (red & 0xff) && (red >> 16 & 0xff) > (red >> 8 & 0xff));
    }
}
