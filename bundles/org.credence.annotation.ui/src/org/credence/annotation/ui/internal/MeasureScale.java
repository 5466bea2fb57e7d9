package org.credence.annotation.ui.internal;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.credence.imaging.ImageGeometry;
import org.credence.imaging.ImageRegion;

/**
 * What a pixel measures where something is measured.
 *
 * @param perColumn units from one column to the next
 * @param unitX such as "mm" or "s"; "px" where nothing is known
 * @param perRow units from one row to the next
 * @param unitY such as "mm" or "cm/s"; "px" where nothing is known
 */
record MeasureScale(double perColumn, String unitX, double perRow, String unitY) {

    private static final String PIXELS = "px";
    private static final double MM_PER_CM = 10;

    /**
     * The scale at some points of an image: that of the smallest calibrated region that holds them all; else the image's own
     * spacing, unless that is only known from regions, which say nothing about what lies outside.
     */
    static MeasureScale at(ImageGeometry geometry, List<double[]> points) {
        Optional<ImageRegion> region = geometry.regions().stream()
                .filter(r ->
                        r.kind() != ImageRegion.Kind.GRAPHICS && points.stream().allMatch(p -> holds(r, p[0], p[1])))
                .min(Comparator.comparingLong(
                        r -> (long) r.bounds().width() * r.bounds().height()));
        if (region.isPresent() && region.get().deltaX() != 0 && region.get().deltaY() != 0) {
            ImageRegion r = region.get();
            return new MeasureScale(
                    factor(r.deltaX(), r.unitX()), unit(r.unitX()), factor(r.deltaY(), r.unitY()), unit(r.unitY()));
        }
        if (geometry.calibration() != ImageGeometry.Calibration.REGION
                && geometry.spacing().isPresent()) {
            return new MeasureScale(
                    geometry.spacing().get().columnMm(),
                    "mm",
                    geometry.spacing().get().rowMm(),
                    "mm");
        }
        return new MeasureScale(1, PIXELS, geometry.pixelAspect(), PIXELS);
    }

    /** Whether columns and rows measure the same kind of thing, so that there are lengths and areas. */
    boolean isLength() {
        return unitX.equals(unitY) && (unitX.equals("mm") || unitX.equals(PIXELS));
    }

    boolean isMillimetres() {
        return unitX.equals("mm") && unitY.equals("mm");
    }

    private static boolean holds(ImageRegion region, double column, double row) {
        return column >= region.bounds().column()
                && row >= region.bounds().row()
                && column <= region.bounds().column() + region.bounds().width()
                && row <= region.bounds().row() + region.bounds().height();
    }

    private static double factor(double delta, String unit) {
        return Math.abs(delta) * (unit.equals("cm") ? MM_PER_CM : 1);
    }

    private static String unit(String unit) {
        return unit.equals("cm") ? "mm" : unit.isEmpty() ? PIXELS : unit;
    }
}
