package org.credence.dicom.internal;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.credence.dicom.DicomException;
import org.credence.imaging.ImageRegion;
import org.credence.imaging.PixelRect;
import org.credence.imaging.PixelSpacing;

/** The calibrated regions of ultrasound images (PS3.3, C.8.5.5). */
final class UltrasoundRegions {

    private static final String CENTIMETERS = "cm";
    private static final String TISSUE = "Tissue";

    /** PS3.3, C.8.5.5.1.15. */
    private static final String[] UNITS = {
        "", "%", "dB", CENTIMETERS, "s", "Hz", "dB/s", "cm/s", "cm2", "cm2/s", "cm3", "cm3/s", "degrees"
    };

    /** PS3.3, C.8.5.5.1.2. */
    private static final String[] CONTENTS = {
        "",
        TISSUE,
        "Color Flow",
        "PW Spectral Doppler",
        "CW Spectral Doppler",
        "Doppler Mean Trace",
        "Doppler Mode Trace",
        "Doppler Max Trace",
        "Volume Trace",
        "d(Volume)/dt Trace",
        "ECG Trace",
        "Pulse Trace",
        "Phonocardiogram Trace",
        "Gray bar",
        "Color bar",
        "Integrated Backscatter",
        "Area Trace",
        "d(Area)/dt",
        "Other Physiological"
    };

    private UltrasoundRegions() {}

    /** The regions that have a place, in the order of the file. */
    static List<ImageRegion> of(DataSet d) throws DicomException {
        List<ImageRegion> regions = new ArrayList<>();
        for (DataSet item : d.items(Tag.SEQUENCE_OF_ULTRASOUND_REGIONS)) {
            double x0 = item.number(Tag.REGION_LOCATION_MIN_X0);
            double y0 = item.number(Tag.REGION_LOCATION_MIN_Y0);
            double x1 = item.number(Tag.REGION_LOCATION_MAX_X1);
            double y1 = item.number(Tag.REGION_LOCATION_MAX_Y1);
            if (!(x0 >= 0 && y0 >= 0 && x1 >= x0 && y1 >= y0 && x1 <= 65535 && y1 <= 65535)) {
                continue;
            }
            regions.add(new ImageRegion(
                    new PixelRect((int) x0, (int) y0, (int) (x1 - x0) + 1, (int) (y1 - y0) + 1),
                    kind(item.integer(Tag.REGION_SPATIAL_FORMAT, 1)),
                    entry(CONTENTS, item.integer(Tag.REGION_DATA_TYPE, 1)),
                    entry(UNITS, item.integer(Tag.PHYSICAL_UNITS_X_DIRECTION, 0)),
                    entry(UNITS, item.integer(Tag.PHYSICAL_UNITS_Y_DIRECTION, 0)),
                    orZero(item.number(Tag.PHYSICAL_DELTA_X)),
                    orZero(item.number(Tag.PHYSICAL_DELTA_Y)),
                    orZero(item.number(Tag.REFERENCE_PIXEL_X0)),
                    orZero(item.number(Tag.REFERENCE_PIXEL_Y0)),
                    orZero(item.number(Tag.REFERENCE_PIXEL_PHYSICAL_VALUE_X)),
                    orZero(item.number(Tag.REFERENCE_PIXEL_PHYSICAL_VALUE_Y))));
        }
        return regions;
    }

    /** The calibration of the largest two-dimensional region in cm, of tissue where there is one. */
    static Optional<PixelSpacing> spacing(List<ImageRegion> regions) {
        Optional<PixelSpacing> best = Optional.empty();
        double bestArea = -1;
        for (ImageRegion region : regions) {
            if (region.kind() != ImageRegion.Kind.TWO_DIMENSIONAL
                    || !region.unitX().equals(CENTIMETERS)
                    || !region.unitY().equals(CENTIMETERS)) {
                continue;
            }
            double x = millimeters(Math.abs(region.deltaX()));
            double y = millimeters(Math.abs(region.deltaY()));
            double area = (double) region.bounds().width() * region.bounds().height();
            if (region.content().equals(TISSUE)) {
                area += 1e12;
            }
            if (Geometry.usable(x) && Geometry.usable(y) && area > bestArea) {
                bestArea = area;
                best = Optional.of(new PixelSpacing(x, y));
            }
        }
        return best;
    }

    private static ImageRegion.Kind kind(int format) {
        return switch (format) {
            case 1 -> ImageRegion.Kind.TWO_DIMENSIONAL;
            case 2 -> ImageRegion.Kind.M_MODE;
            case 3 -> ImageRegion.Kind.SPECTRAL;
            case 4 -> ImageRegion.Kind.WAVEFORM;
            case 5 -> ImageRegion.Kind.GRAPHICS;
            default -> ImageRegion.Kind.OTHER;
        };
    }

    private static String entry(String[] table, int index) {
        return index >= 0 && index < table.length ? table[index] : "";
    }

    private static double orZero(double value) {
        return Double.isFinite(value) ? value : 0;
    }

    private static double millimeters(double cm) {
        return new BigDecimal(Double.toString(cm)).movePointRight(1).doubleValue();
    }
}
