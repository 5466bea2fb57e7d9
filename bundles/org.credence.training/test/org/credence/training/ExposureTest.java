package org.credence.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ExposureTest {

    @Test
    void aHardThresholdCutsAtThePercentItself() {
        Exposure exposure = new Exposure.HardThreshold(60);
        assertPixel(exposure, 59, 0, 1);
        assertPixel(exposure, 60, 1, 1);
        assertPixel(exposure, 0, 0, 1);
        assertEquals(60, exposure.thresholdPercent());
    }

    @Test
    void softTargetsAreTheConfidence() {
        assertPixel(new Exposure.Soft(), 35, 0.35f, 1);
        assertPixel(new Exposure.Soft(), 100, 1, 1);
        assertEquals(50, new Exposure.Soft().thresholdPercent());
    }

    @Test
    void weightedPixelsCountAsMuchAsTheirReaderWasSure() {
        Exposure exposure = new Exposure.ConfidenceWeighted(60);
        assertPixel(exposure, 90, 1, 0.9f);
        assertPixel(exposure, 60, 1, 0.6f);
        assertPixel(exposure, 50, 0, 0.5f);
        assertPixel(exposure, 0, 0, 1);
    }

    @Test
    void anIgnoredBandTeachesNothing() {
        Exposure exposure = new Exposure.IgnoreBand(40, 60);
        assertPixel(exposure, 39, 0, 1);
        assertEquals(0, exposure.weight(40));
        assertEquals(0, exposure.weight(59));
        assertPixel(exposure, 60, 1, 1);
    }

    @Test
    void everyPercentHasATargetAndAWeightInRange() {
        for (Exposure exposure : new Exposure[] {
            new Exposure.HardThreshold(50),
            new Exposure.Soft(),
            new Exposure.ConfidenceWeighted(50),
            new Exposure.IgnoreBand(30, 70)
        }) {
            for (int p = 0; p <= 100; p++) {
                assertEquals(exposure.target(p), Math.min(1, Math.max(0, exposure.target(p))));
                assertEquals(exposure.weight(p), Math.min(1, Math.max(0, exposure.weight(p))));
            }
        }
    }

    @Test
    void nonsenseIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Exposure.HardThreshold(0));
        assertThrows(IllegalArgumentException.class, () -> new Exposure.HardThreshold(101));
        assertThrows(IllegalArgumentException.class, () -> new Exposure.IgnoreBand(60, 40));
    }

    private static void assertPixel(Exposure exposure, int percent, float target, float weight) {
        assertEquals(target, exposure.target(percent), 1e-6f, "target of " + percent);
        assertEquals(weight, exposure.weight(percent), 1e-6f, "weight of " + percent);
    }

    @Test
    void aBandSaysInWordsWhatItLeavesOut() {
        assertEquals("labels cut at 60 %, 40 to 59 % left out", new Exposure.IgnoreBand(40, 60).description());
        assertEquals("labels cut at 60 %, 59 % left out", new Exposure.IgnoreBand(59, 60).description());
        assertEquals("labels cut at 60 %", new Exposure.IgnoreBand(60, 60).description());
    }
}
