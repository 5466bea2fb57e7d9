package org.credence.formats.internal;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.credence.imaging.FrameRef;
import org.credence.imaging.ImageExport;
import org.credence.imaging.ImageInstance;
import org.credence.imaging.ImagePlane;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.ImagingException;
import org.credence.imaging.PixelSpacing;
import org.credence.imaging.Vector3;

/**
 * The frames of an export as one block of pixels: what the third axis is, and where the block lies in the patient.
 *
 * @param columnMm distance of columns, or of pixels in units of {@code rowMm} where {@code sized} is false
 * @param rowMm distance of rows
 * @param sized whether these are millimetres
 * @param third what goes from frame to frame
 * @param stepMs time from frame to frame where that is time, 0 where it is not known
 * @param affine where it lies
 */
record Volume(double columnMm, double rowMm, boolean sized, Third third, double stepMs, Optional<Affine> affine) {

    /** Slices may be off their place by this much of their distance. */
    private static final double TOLERANCE = 0.01;

    /** What goes from frame to frame. */
    enum Third {
        /** A step in space, the same between all. */
        SLICES,
        /** Time. */
        TIME,
        /** Neither is known. */
        LIST
    }

    /**
     * Millimetres in the patient, to the left, the back and the head, from one pixel to the next.
     *
     * @param origin centre of the first pixel
     */
    record Affine(Vector3 perColumn, Vector3 perRow, Vector3 perSlice, Vector3 origin) {}

    /**
     * Looks where the frames lie.
     *
     * @throws ImagingException if they lie in the patient, but not at equal distances
     */
    static Volume of(ImageSeries series, ImageExport export) throws ImagingException {
        Optional<PixelSpacing> spacing = series.spacing();
        double columnMm = spacing.map(PixelSpacing::columnMm).orElse(1.0);
        double rowMm = spacing.map(PixelSpacing::rowMm).orElse(series.pixelAspect());
        boolean clip = series.instances().size() == 1 && series.frames().size() > 1;
        List<ImagePlane> planes =
                export.positions().stream().flatMap(p -> plane(series, p)).toList();
        if (planes.size() < export.positions().size() || spacing.isEmpty()) {
            Third third = clip ? Third.TIME : Third.LIST;
            return new Volume(
                    columnMm, rowMm, spacing.isPresent(), third, series.timing().meanMs(), Optional.empty());
        }
        ImagePlane first = planes.get(0);
        int n = planes.size();
        Vector3 way = planes.get(n - 1).origin().minus(first.origin());
        boolean still = n > 1
                && planes.stream()
                        .allMatch(p -> p.origin().minus(first.origin()).length() < 1e-3);
        Vector3 step;
        if (n == 1 || still) {
            double thickness = series.instances().get(0).geometry().sliceSpacingMm();
            step = first.normal().times(thickness > 0 ? thickness : 1);
        } else {
            step = way.times(1.0 / (n - 1));
            checkEqualSteps(series, planes, step);
        }
        Affine affine =
                new Affine(first.alongRow().times(columnMm), first.alongColumn().times(rowMm), step, first.origin());
        return new Volume(
                columnMm,
                rowMm,
                true,
                still ? Third.TIME : Third.SLICES,
                still ? series.timing().meanMs() : 0,
                Optional.of(affine));
    }

    private static void checkEqualSteps(ImageSeries series, List<ImagePlane> planes, Vector3 step)
            throws ImagingException {
        ImagePlane first = planes.get(0);
        // Along the normal, or slices would lie within each other.
        boolean apart = Math.abs(step.dot(first.normal())) > 0.1 * step.length();
        for (int i = 0; i < planes.size(); i++) {
            Vector3 expected = first.origin().plus(step.times(i));
            double off = planes.get(i).origin().minus(expected).length();
            if (!apart || !planes.get(i).isParallel(first) || !(off <= TOLERANCE * step.length())) {
                throw new ImagingException("The frames of " + series
                        + " do not lie at equal distances in parallel: frame " + (i + 1) + " is "
                        + String.format(java.util.Locale.ROOT, "%.3f", off)
                        + " mm off; choose frames that do, or write tiff or dicom.");
            }
        }
    }

    private static Stream<ImagePlane> plane(ImageSeries series, int position) {
        FrameRef frame = series.frames().get(position);
        // Frames of one image need not be stored in viewing order.
        ImageInstance instance = series.instances().size() == 1
                ? series.instances().get(0)
                : series.instances().get(position);
        List<ImagePlane> planes = instance.geometry().planes();
        return planes.isEmpty() ? Stream.empty() : Stream.of(planes.get(frame.frameNumber() - 1));
    }
}
