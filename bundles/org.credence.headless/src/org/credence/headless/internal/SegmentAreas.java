package org.credence.headless.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.credence.annotation.AnnotationSnapshot;
import org.credence.annotation.CodedConcept;
import org.credence.annotation.Measurement;
import org.credence.annotation.Segment;
import org.credence.imaging.FrameRef;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.PixelSpacing;

/** The areas of the segments of a clip: the mean and the largest of its frames. */
final class SegmentAreas {

    private static final CodedConcept AREA = new CodedConcept("42798000", "SCT", "Area");
    private static final CodedConcept AREA_FRACTION =
            new CodedConcept("area-fraction", "99CREDENCE", "Area as a fraction of the image");
    private static final CodedConcept MEAN = new CodedConcept("373098007", "SCT", "Mean");
    private static final CodedConcept MAXIMUM = new CodedConcept("56851009", "SCT", "Maximum");
    private static final CodedConcept SQUARE_MILLIMETERS = new CodedConcept("mm2", "UCUM", "mm2");
    private static final CodedConcept PERCENT = new CodedConcept("%", "UCUM", "Percent");

    private SegmentAreas() {}

    /**
     * Measures all segments.
     *
     * @param frames those to measure, at least one
     * @param cut pixels of at least this percent belong to a segment
     * @return in mm² where the series says how large a pixel is; as a fraction of the image always
     */
    static List<Measurement.OfSegment> of(
            ImageSeries series, AnnotationSnapshot annotation, List<FrameRef> frames, int cut) {
        double pixels = (double) series.columns() * series.rows();
        List<Measurement.OfSegment> all = new ArrayList<>();
        for (Segment segment : annotation.scheme().segments()) {
            double sum = 0;
            double most = 0;
            for (FrameRef frame : frames) {
                double count = annotation.layer(frame, segment.number()).count(cut);
                sum += count;
                most = Math.max(most, count);
            }
            double mean = sum / frames.size();
            List<Measurement> values = new ArrayList<>();
            if (series.spacing().isPresent()) {
                PixelSpacing spacing = series.spacing().get();
                double area = spacing.columnMm() * spacing.rowMm();
                values.add(new Measurement(AREA, Optional.of(MEAN), mean * area, SQUARE_MILLIMETERS));
                values.add(new Measurement(AREA, Optional.of(MAXIMUM), most * area, SQUARE_MILLIMETERS));
            }
            values.add(new Measurement(AREA_FRACTION, Optional.of(MEAN), 100 * mean / pixels, PERCENT));
            all.add(new Measurement.OfSegment(segment, values));
        }
        return all;
    }
}
