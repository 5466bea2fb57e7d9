package org.credence.formats.internal;

import java.util.List;
import org.credence.annotation.AnnotatedSeries;
import org.credence.annotation.AnnotationException;
import org.credence.annotation.AnnotationExport;
import org.credence.annotation.Segment;
import org.credence.imaging.FrameRef;

/** The frames of an annotation as one number per pixel, that of its segment; 0 where there is none. */
final class LabelMap {

    private final AnnotatedSeries annotated;
    private final int threshold;
    private final SampleType type;

    LabelMap(AnnotatedSeries annotated, AnnotationExport export, String format) throws AnnotationException {
        if (export.ignoreUnsure()) {
            throw new AnnotationException(
                    format + " has no number for pixels to be ignored; write nnunet, or leave that out.");
        }
        this.annotated = annotated;
        this.threshold = export.threshold().orElseThrow();
        int highest = annotated.annotation().scheme().segments().stream()
                .mapToInt(Segment::number)
                .max()
                .orElseThrow();
        this.type = highest <= 255 ? SampleType.U8 : SampleType.U16;
    }

    SampleType type() {
        return type;
    }

    /**
     * The labels of a frame, little-endian.
     *
     * @param position in viewing order, from 0
     * @throws AnnotationException if a pixel belongs to several segments
     */
    byte[] of(int position) throws AnnotationException {
        FrameRef frame = annotated.series().frames().get(position);
        int pixels = annotated.series().columns() * annotated.series().rows();
        byte[] labels = new byte[pixels * type.bytes];
        List<Segment> segments = annotated.annotation().scheme().segments();
        for (Segment s : segments) {
            byte[] percents = annotated.annotation().layer(frame, s.number()).percents();
            for (int i = 0; i < pixels; i++) {
                if (percents[i] >= threshold) {
                    int there = at(labels, type, i);
                    if (there != 0) {
                        throw overlap(position, i, there, s.number());
                    }
                    labels[i * type.bytes] = (byte) s.number();
                    if (type == SampleType.U16) {
                        labels[2 * i + 1] = (byte) (s.number() >> 8);
                    }
                }
            }
        }
        return labels;
    }

    private static int at(byte[] labels, SampleType type, int i) {
        return type == SampleType.U8 ? labels[i] & 0xff : labels[2 * i] & 0xff | (labels[2 * i + 1] & 0xff) << 8;
    }

    private AnnotationException overlap(int position, int pixel, int one, int other) {
        int columns = annotated.series().columns();
        return new AnnotationException("Segments " + one + " and " + other + " of " + annotated.name()
                + " overlap at " + threshold + " % on frame " + (position + 1) + ", pixel (" + pixel % columns + ", "
                + pixel / columns + "), which a label map cannot say; write without a threshold, or seg-binary.");
    }
}
