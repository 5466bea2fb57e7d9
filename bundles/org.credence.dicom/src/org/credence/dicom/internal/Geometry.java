package org.credence.dicom.internal;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.credence.dicom.DicomException;
import org.credence.imaging.FrameTiming;
import org.credence.imaging.ImageGeometry;
import org.credence.imaging.ImageGeometry.Calibration;
import org.credence.imaging.ImagePlane;
import org.credence.imaging.ImageRegion;
import org.credence.imaging.PixelSpacing;
import org.credence.imaging.Vector3;

/** Where a file's pixels lie in space and time. Values that cannot be are passed over. */
final class Geometry {

    private Geometry() {}

    static ImageGeometry of(DataSet d, int frames) throws DicomException {
        List<ImageRegion> regions = UltrasoundRegions.of(d);
        Calibration calibration = Calibration.REGION;
        Optional<PixelSpacing> spacing = UltrasoundRegions.spacing(regions);
        FunctionalGroups groups = FunctionalGroups.of(d);
        Optional<DataSet> measures = groups.group(0, Tag.PIXEL_MEASURES_SEQUENCE);
        if (spacing.isEmpty()) {
            calibration = Calibration.PATIENT;
            spacing = measures.isPresent() ? pair(measures.get(), Tag.PIXEL_SPACING) : Optional.empty();
        }
        if (spacing.isEmpty()) {
            spacing = pair(d, Tag.PIXEL_SPACING);
        }
        if (spacing.isEmpty()) {
            calibration = Calibration.DETECTOR;
            spacing = pair(d, Tag.IMAGER_PIXEL_SPACING);
        }
        if (spacing.isEmpty()) {
            calibration = Calibration.NONE;
        }
        double aspect =
                spacing.isPresent() ? spacing.get().rowMm() / spacing.get().columnMm() : aspectRatio(d);
        double between = Math.abs(measures.orElse(d).number(Tag.SPACING_BETWEEN_SLICES));
        return new ImageGeometry(
                spacing, calibration, aspect, usable(between) ? between : 0, planes(d, groups, frames), regions);
    }

    /** Height by width of a pixel; the file writes the height first. */
    private static double aspectRatio(DataSet d) throws DicomException {
        double[] ratio = d.numbers(Tag.PIXEL_ASPECT_RATIO);
        double aspect = ratio.length == 2 ? ratio[0] / ratio[1] : 1;
        return aspect > 1e-3 && aspect < 1e3 ? aspect : 1;
    }

    /** A plane for each frame, or none where not all frames have one. */
    private static List<ImagePlane> planes(DataSet d, FunctionalGroups groups, int frames) throws DicomException {
        List<ImagePlane> planes = new ArrayList<>();
        // Without groups per frame there is one plane, and many frames would all lie in it.
        int count = groups.perFrame().isEmpty() ? 1 : frames;
        for (int f = 0; f < count; f++) {
            Optional<ImagePlane> plane = plane(d, groups, f);
            if (plane.isEmpty()) {
                return List.of();
            }
            planes.add(plane.get());
        }
        return planes.size() == frames ? planes : List.of();
    }

    /** The plane of a frame, counted from 0, if it has one. */
    static Optional<ImagePlane> plane(DataSet d, FunctionalGroups groups, int f) throws DicomException {
        double[] o = groups.group(f, Tag.PLANE_ORIENTATION_SEQUENCE).orElse(d).numbers(Tag.IMAGE_ORIENTATION_PATIENT);
        double[] p = groups.group(f, Tag.PLANE_POSITION_SEQUENCE).orElse(d).numbers(Tag.IMAGE_POSITION_PATIENT);
        if (o.length != 6 || p.length != 3) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ImagePlane(
                    new Vector3(p[0], p[1], p[2]), new Vector3(o[0], o[1], o[2]), new Vector3(o[3], o[4], o[5])));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Moves the decimal point, so that a length written in cm reads back in mm as it was. */
    static double centimeters(double mm) {
        return new BigDecimal(Double.toString(mm)).movePointLeft(1).doubleValue();
    }

    /** The file writes the distance of rows first. */
    private static Optional<PixelSpacing> pair(DataSet d, int tag) throws DicomException {
        double[] values = d.numbers(tag);
        return values.length == 2 && usable(values[0]) && usable(values[1])
                ? Optional.of(new PixelSpacing(values[1], values[0]))
                : Optional.empty();
    }

    static boolean usable(double mm) {
        return mm > 0 && mm < 1e6;
    }

    static FrameTiming timing(DataSet d, int frames) throws DicomException {
        double time = d.number(Tag.FRAME_TIME);
        if (time > 1e-3 && time < 1e9) {
            return FrameTiming.every(time);
        }
        // The first number is before the first frame.
        double[] vector = d.numbers(Tag.FRAME_TIME_VECTOR);
        List<Double> increments = new ArrayList<>();
        double sum = 0;
        for (int i = 1; i < vector.length && vector[i] >= 0; i++) {
            increments.add(vector[i]);
            sum += vector[i];
        }
        if (sum > 0 && sum < 1e12 && increments.size() == vector.length - 1) {
            double mean = sum / increments.size();
            return increments.size() == frames - 1 ? new FrameTiming(mean, increments) : FrameTiming.every(mean);
        }
        for (int tag : new int[] {Tag.CINE_RATE, Tag.RECOMMENDED_DISPLAY_FRAME_RATE}) {
            double rate = d.number(tag);
            if (rate > 0 && rate < 1e6) {
                return FrameTiming.every(1000 / rate);
            }
        }
        return FrameTiming.UNKNOWN;
    }
}
