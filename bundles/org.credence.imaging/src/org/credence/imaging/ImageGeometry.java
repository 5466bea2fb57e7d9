package org.credence.imaging;

import java.util.List;
import java.util.Optional;

/**
 * Where the pixels of an image lie in space.
 *
 * @param spacing the distance of pixels, where the file gives one
 * @param calibration where that distance comes from
 * @param pixelAspect height of a pixel divided by its width; 1 where nothing is known
 * @param sliceSpacingMm distance of slices as the file says it, 0 where it does not
 * @param planes where each frame lies in the patient; none, or one per frame
 * @param regions the calibrated parts of an ultrasound image
 */
public record ImageGeometry(
        Optional<PixelSpacing> spacing,
        Calibration calibration,
        double pixelAspect,
        double sliceSpacingMm,
        List<ImagePlane> planes,
        List<ImageRegion> regions) {

    /** Where a pixel spacing comes from, the most trustworthy first. */
    public enum Calibration {
        /** The largest two-dimensional region of tissue of an ultrasound image. */
        REGION,
        /** In the patient: Pixel Spacing. */
        PATIENT,
        /** At the detector, larger than in the patient by an unknown magnification: Imager Pixel Spacing. */
        DETECTOR,
        /** None is known. */
        NONE
    }

    /** Nothing is known. */
    public static final ImageGeometry UNKNOWN =
            new ImageGeometry(Optional.empty(), Calibration.NONE, 1, 0, List.of(), List.of());

    public ImageGeometry {
        if (!(pixelAspect > 0) || Double.isInfinite(pixelAspect) || !(sliceSpacingMm >= 0)) {
            throw new IllegalArgumentException("A pixel aspect is above 0 and a slice spacing not below, got: "
                    + pixelAspect + ", " + sliceSpacingMm);
        }
        planes = List.copyOf(planes);
        regions = List.copyOf(regions);
    }

    /** Pixels of a known size and nothing else. */
    public static ImageGeometry of(PixelSpacing spacing) {
        return new ImageGeometry(
                Optional.of(spacing),
                Calibration.PATIENT,
                spacing.rowMm() / spacing.columnMm(),
                0,
                List.of(),
                List.of());
    }

    /** The same, with each frame's place in the patient. */
    public ImageGeometry withPlanes(List<ImagePlane> where) {
        return new ImageGeometry(spacing, calibration, pixelAspect, sliceSpacingMm, where, regions);
    }
}
