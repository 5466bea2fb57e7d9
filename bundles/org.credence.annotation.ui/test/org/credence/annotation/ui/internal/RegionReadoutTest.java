package org.credence.annotation.ui.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.credence.imaging.ImageRegion;
import org.credence.imaging.PixelRect;
import org.junit.jupiter.api.Test;

class RegionReadoutTest {

    private final ImageRegion tissue = new ImageRegion(
            new PixelRect(0, 0, 400, 200),
            ImageRegion.Kind.TWO_DIMENSIONAL,
            "Tissue",
            "cm",
            "cm",
            0.02,
            0.02,
            0,
            0,
            0,
            0);
    private final ImageRegion motion = new ImageRegion(
            new PixelRect(100, 200, 300, 100), ImageRegion.Kind.M_MODE, "Tissue", "s", "cm", 0.01, 0.05, 0, 0, 0, 0);
    private final ImageRegion doppler = new ImageRegion(
            new PixelRect(100, 300, 300, 100),
            ImageRegion.Kind.SPECTRAL,
            "PW Spectral Doppler",
            "s",
            "cm/s",
            0.01,
            -2,
            0,
            40,
            0,
            0);
    private final List<ImageRegion> all = List.of(tissue, motion, doppler);

    @Test
    void saysTimeAndDepthInAnMMode() {
        assertEquals("M-mode: 1.23 s, 4.50 cm", RegionReadout.describe(all, 223, 290));
    }

    @Test
    void saysTimeAndSpeedInADopplerSpectrumWithItsBaseLine() {
        assertEquals("PW Spectral Doppler: 0.00 s, 40 cm/s", RegionReadout.describe(all, 100, 320));
        assertEquals("PW Spectral Doppler: 2.99 s, -118 cm/s", RegionReadout.describe(all, 399, 399));
    }

    @Test
    void saysNothingInACutOrOutsideOfRegions() {
        assertEquals("", RegionReadout.describe(all, 10, 10));
        assertEquals("", RegionReadout.describe(all, 99, 250));
        assertEquals("", RegionReadout.describe(all, 400, 250));
        assertEquals("", RegionReadout.describe(List.of(), 0, 0));
    }

    @Test
    void theSmallestOfOverlappingRegionsCounts() {
        ImageRegion screen = new ImageRegion(
                new PixelRect(0, 0, 640, 480), ImageRegion.Kind.OTHER, "Other", "%", "%", 1, 1, 0, 0, 0, 0);
        assertEquals("M-mode: 0.00 s, 0.00 cm", RegionReadout.describe(List.of(screen, motion), 100, 200));
    }
}
