package org.credence.annotation.ui.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.credence.imaging.ImageGeometry;
import org.credence.imaging.ImageRegion;
import org.credence.imaging.PixelRect;
import org.credence.imaging.PixelSpacing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MeasureTest {

    /** Columns 0 to 200 a cut of 0.5 x 0.25 mm per pixel, columns 200 to 400 M-mode of 0.01 s and 0.5 mm. */
    private static final ImageGeometry TWO_REGIONS = new ImageGeometry(
            Optional.of(new PixelSpacing(0.5, 0.25)),
            ImageGeometry.Calibration.REGION,
            0.5,
            0,
            List.of(),
            List.of(
                    new ImageRegion(
                            new PixelRect(0, 0, 200, 100),
                            ImageRegion.Kind.TWO_DIMENSIONAL,
                            "Tissue",
                            "cm",
                            "cm",
                            0.05,
                            0.025,
                            0,
                            0,
                            0,
                            0),
                    new ImageRegion(
                            new PixelRect(200, 0, 200, 100),
                            ImageRegion.Kind.M_MODE,
                            "Tissue",
                            "s",
                            "cm",
                            0.01,
                            0.05,
                            0,
                            0,
                            0,
                            0)));

    private final Locale before = Locale.getDefault();

    @BeforeEach
    void pointsAsDecimals() {
        Locale.setDefault(Locale.ROOT);
    }

    @AfterEach
    void asBefore() {
        Locale.setDefault(before);
    }

    private static Measure measure(Measure.Kind kind, double... xy) {
        java.util.ArrayList<Measure.Point> points = new java.util.ArrayList<>();
        for (int i = 0; i < xy.length; i += 2) {
            points.add(new Measure.Point(xy[i], xy[i + 1]));
        }
        return new Measure(kind, points);
    }

    @Test
    void aRulerMeasuresMillimetresOfPixelsThatAreNotSquare() {
        // 30 columns of 0.5 mm and 80 rows of 0.25 mm: 15 and 20 mm.
        assertEquals("25.0 mm", measure(Measure.Kind.RULER, 10, 10, 40, 90).text(TWO_REGIONS));
    }

    @Test
    void anAreaIsThatOfItsCornersWhicheverWayRound() {
        // 20 x 10 mm.
        assertEquals(
                "2.00 cm\u00b2",
                measure(Measure.Kind.AREA, 0, 0, 40, 0, 40, 40, 0, 40).text(TWO_REGIONS));
        assertEquals(
                "2.00 cm\u00b2",
                measure(Measure.Kind.AREA, 0, 40, 40, 40, 40, 0, 0, 0).text(TWO_REGIONS));
        assertEquals(
                "50.0 mm\u00b2", measure(Measure.Kind.AREA, 0, 0, 20, 0, 0, 40).text(TWO_REGIONS));
    }

    @Test
    void anEllipseMeasuresItsAreaAndItsAxes() {
        // Axes of 4 and 2 mm: pi / 4 * 8.
        assertEquals(
                "6.28 mm\u00b2 (4.00 x 2.00 mm)",
                measure(Measure.Kind.ELLIPSE, 10, 10, 18, 18).text(TWO_REGIONS));
    }

    @Test
    void timeAndDepthAreNoLength() {
        assertEquals(
                "0.50 s across, 10.0 mm down",
                measure(Measure.Kind.RULER, 210, 10, 260, 30).text(TWO_REGIONS));
    }

    @Test
    void acrossTwoRegionsThereAreOnlyPixels() {
        assertEquals("100.0 px", measure(Measure.Kind.RULER, 150, 10, 250, 10).text(TWO_REGIONS));
    }

    @Test
    void withoutRegionsTheImagesSpacingCounts() {
        ImageGeometry spaced = ImageGeometry.of(new PixelSpacing(0.7, 0.7));
        assertEquals("7.00 mm", measure(Measure.Kind.RULER, 0, 0, 10, 0).text(spaced));
        assertEquals("10.0 px", measure(Measure.Kind.RULER, 0, 0, 10, 0).text(ImageGeometry.UNKNOWN));
    }

    @Test
    void aMereClickIsNoMeasure() {
        assertFalse(measure(Measure.Kind.RULER, 5, 5, 5.2, 5).isReal());
        assertFalse(measure(Measure.Kind.AREA, 5, 5, 9, 9).isReal());
        assertTrue(measure(Measure.Kind.ELLIPSE, 5, 5, 9, 9).isReal());
    }
}
