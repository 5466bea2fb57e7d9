package org.credence.dicom.internal;

import java.math.BigDecimal;
import java.util.Optional;
import org.credence.dicom.DicomException;
import org.credence.imaging.PixelSpacing;

/** Where a file's pixels lie in space and time. */
final class Geometry {

    private static final int CENTIMETERS = 3;
    private static final int TWO_DIMENSIONAL = 1;
    private static final int TISSUE = 1;

    private Geometry() {}

    /**
     * The distance of pixels: ultrasound region calibration, else pixel spacing, else the spacing at the imager (which is
     * larger than in the patient by an unknown magnification). Values that cannot be are passed over.
     */
    static Optional<PixelSpacing> spacing(DataSet d) throws DicomException {
        Optional<PixelSpacing> found = regionSpacing(d);
        if (found.isEmpty()) {
            Optional<DataSet> measures = FunctionalGroups.of(d).group(0, Tag.PIXEL_MEASURES_SEQUENCE);
            found = measures.isPresent() ? pair(measures.get(), Tag.PIXEL_SPACING) : Optional.empty();
        }
        if (found.isEmpty()) {
            found = pair(d, Tag.PIXEL_SPACING);
        }
        return found.isPresent() ? found : pair(d, Tag.IMAGER_PIXEL_SPACING);
    }

    /** The calibration of the largest two-dimensional region in cm, of tissue where there is one. */
    private static Optional<PixelSpacing> regionSpacing(DataSet d) throws DicomException {
        Optional<PixelSpacing> best = Optional.empty();
        double bestArea = -1;
        for (DataSet region : d.items(Tag.SEQUENCE_OF_ULTRASOUND_REGIONS)) {
            if (region.integer(Tag.REGION_SPATIAL_FORMAT, TWO_DIMENSIONAL) != TWO_DIMENSIONAL
                    || region.integer(Tag.PHYSICAL_UNITS_X_DIRECTION, 0) != CENTIMETERS
                    || region.integer(Tag.PHYSICAL_UNITS_Y_DIRECTION, 0) != CENTIMETERS) {
                continue;
            }
            double x = millimeters(Math.abs(region.number(Tag.PHYSICAL_DELTA_X)));
            double y = millimeters(Math.abs(region.number(Tag.PHYSICAL_DELTA_Y)));
            double area = Math.max(
                            0, region.number(Tag.REGION_LOCATION_MAX_X1) - region.number(Tag.REGION_LOCATION_MIN_X0))
                    * Math.max(
                            0, region.number(Tag.REGION_LOCATION_MAX_Y1) - region.number(Tag.REGION_LOCATION_MIN_Y0));
            if (region.integer(Tag.REGION_DATA_TYPE, TISSUE) == TISSUE) {
                area += 1e12;
            }
            if (usable(x) && usable(y) && area > bestArea) {
                bestArea = area;
                best = Optional.of(new PixelSpacing(x, y));
            }
        }
        return best;
    }

    /** Moves the decimal point, so that a length written in cm reads back in mm as it was. */
    static double centimeters(double mm) {
        return new BigDecimal(Double.toString(mm)).movePointLeft(1).doubleValue();
    }

    private static double millimeters(double cm) {
        return Double.isFinite(cm)
                ? new BigDecimal(Double.toString(cm)).movePointRight(1).doubleValue()
                : Double.NaN;
    }

    /** The file writes the distance of rows first. */
    private static Optional<PixelSpacing> pair(DataSet d, int tag) throws DicomException {
        double[] values = d.numbers(tag);
        return values.length == 2 && usable(values[0]) && usable(values[1])
                ? Optional.of(new PixelSpacing(values[1], values[0]))
                : Optional.empty();
    }

    private static boolean usable(double mm) {
        return mm > 0 && mm < 1e6;
    }

    /** Time from one frame to the next in ms, 0 where the file gives none; the mean where it varies. */
    static double frameTimeMs(DataSet d) throws DicomException {
        double time = d.number(Tag.FRAME_TIME);
        if (time > 0 && time < 1e9) {
            return time;
        }
        double[] vector = d.numbers(Tag.FRAME_TIME_VECTOR);
        double sum = 0;
        for (int i = 1; i < vector.length; i++) {
            sum += vector[i];
        }
        if (sum > 0 && sum < 1e12) {
            return sum / (vector.length - 1);
        }
        for (int tag : new int[] {Tag.CINE_RATE, Tag.RECOMMENDED_DISPLAY_FRAME_RATE}) {
            double rate = d.number(tag);
            if (rate > 0 && rate < 1e6) {
                return 1000 / rate;
            }
        }
        return 0;
    }

    /** Position along the normal of the slice in mm; NaN where the file gives no position or orientation. */
    static double slicePositionMm(DataSet d) throws DicomException {
        FunctionalGroups groups = FunctionalGroups.of(d);
        double[] o = groups.group(0, Tag.PLANE_ORIENTATION_SEQUENCE).orElse(d).numbers(Tag.IMAGE_ORIENTATION_PATIENT);
        double[] p = groups.group(0, Tag.PLANE_POSITION_SEQUENCE).orElse(d).numbers(Tag.IMAGE_POSITION_PATIENT);
        if (o.length != 6 || p.length != 3) {
            return Double.NaN;
        }
        return (o[1] * o[5] - o[2] * o[4]) * p[0]
                + (o[2] * o[3] - o[0] * o[5]) * p[1]
                + (o[0] * o[4] - o[1] * o[3]) * p[2];
    }
}
