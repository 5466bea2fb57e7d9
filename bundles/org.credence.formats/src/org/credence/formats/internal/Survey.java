package org.credence.formats.internal;

import java.io.IOException;
import org.credence.imaging.Frame;
import org.credence.imaging.GrayValues;
import org.credence.imaging.ImageExport;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.ImagingException;
import org.credence.imaging.Progress;

/** What all frames of an export have in common, as a format with one header for all must know before. */
final class Survey {

    private final ImageExport export;
    private int frames;
    private boolean color;
    private SampleType stored;
    private GrayValues scale;
    private boolean sameScale = true;
    private boolean wholeScale = true;
    private double low = Double.POSITIVE_INFINITY;
    private double high = Double.NEGATIVE_INFINITY;

    private Survey(ImageExport export) {
        this.export = export;
    }

    /**
     * Looks at all frames, one at a time.
     *
     * @throws ImagingException if some are gray and some colour, or one cannot be decoded
     */
    static Survey of(Frames frames, ImageSeries series, ImageExport export, Progress progress) throws IOException {
        Survey survey = new Survey(export);
        if (export.shown()) {
            // Eight bits under a window, whatever the others are; but are they gray or colour?
            survey.take(frames.decode(0), series);
        } else {
            frames.each("Looking at", progress, (frame, i) -> survey.take(frame, series));
        }
        return survey;
    }

    private void take(Frame frame, ImageSeries series) throws ImagingException {
        if (frames++ == 0) {
            color = frame.isColor();
            scale = frame.grayValues();
        } else if (color != frame.isColor()) {
            throw mixed(series);
        }
        SampleType type = Samples.storedType(frame);
        stored = stored == null ? type : stored.and(type);
        if (color || export.shown()) {
            return;
        }
        GrayValues gray = frame.grayValues();
        sameScale &= gray.slope() == scale.slope() && gray.intercept() == scale.intercept();
        wholeScale &= isWhole(gray.slope()) && isWhole(gray.intercept());
        Object values = frame.storedValues();
        int count = frame.columns() * frame.rows();
        for (int i = 0; i < count; i++) {
            double v = gray.slope() * Samples.at(values, gray.signed(), i) + gray.intercept();
            if (v < low) {
                low = v;
            }
            if (v > high) {
                high = v;
            }
        }
    }

    private static ImagingException mixed(ImageSeries series) {
        return new ImagingException("Some frames of " + series
                + " are gray and some in colour, which one file of this format cannot hold; write them apart, or choose"
                + " tiff or png.");
    }

    private static boolean isWhole(double v) {
        return v == Math.rint(v) && Math.abs(v) < 1e9;
    }

    boolean isColor() {
        return color;
    }

    /** Whether stored values mean themselves in all frames. */
    boolean isPlain() {
        return export.shown() || color || sameScale && scale.slope() == 1 && scale.intercept() == 0;
    }

    /** Whether one slope and one intercept hold for all frames. */
    boolean hasOneScale() {
        return sameScale;
    }

    /** The scale of the first frame. */
    GrayValues scale() {
        return scale;
    }

    /** A type that holds what is stored in all frames, or shown. */
    SampleType storedType() {
        return export.shown() || color ? SampleType.U8 : stored;
    }

    /** A type that holds the values of all frames in modality units. */
    SampleType modalityType() {
        if (isPlain()) {
            return storedType();
        }
        SampleType whole =
                wholeScale && !stored.isReal() && low <= high ? SampleType.holding(low, high) : SampleType.F64;
        return whole.isReal() ? stored.scaled() : whole;
    }

    /** The samples of a frame: what is shown, or gray values in {@code type}, in modality units or as stored. */
    Samples samples(Frame frame, ImageSeries series, SampleType type, boolean modality) throws ImagingException {
        if (frame.isColor() != color) {
            throw mixed(series);
        }
        if (export.shown() || color) {
            return Samples.shown(frame, export);
        }
        return modality ? Samples.modality(frame, type) : Samples.stored(frame, type);
    }
}
