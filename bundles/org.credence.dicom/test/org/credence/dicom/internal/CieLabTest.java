package org.credence.dicom.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CieLabTest {

    @Test
    void everyColorComesBack() {
        for (int rgb = 0; rgb <= 0xffffff; rgb += 1009) {
            assertEquals(rgb, CieLab.toRgb(CieLab.ofRgb(rgb)));
        }
        assertEquals(0xffffff, CieLab.toRgb(CieLab.ofRgb(0xffffff)));
    }

    @Test
    void whiteAndBlackAreTheEndsOfLightness() {
        assertArrayEquals(new double[] {65535, 32896, 32896}, CieLab.ofRgb(0xffffff), 2);
        assertArrayEquals(new double[] {0, 32896, 32896}, CieLab.ofRgb(0), 2);
    }
}
