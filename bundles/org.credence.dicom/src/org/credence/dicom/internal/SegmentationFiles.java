package org.credence.dicom.internal;

import java.io.IOException;
import java.nio.file.Path;
import org.credence.annotation.AnnotationException;
import org.credence.annotation.AnnotationSnapshot;
import org.credence.dicom.DicomException;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.Progress;

/** Annotations in Segmentation files, with the errors that an annotation store throws. */
public final class SegmentationFiles {

    private SegmentationFiles() {}

    /** See {@link org.credence.dicom.DicomSegmentationStore#accepts}. */
    public static boolean accepts(Path file, ImageSeries series) {
        try {
            return SegmentationReader.accepts(file, series);
        } catch (DicomException e) {
            // A file that cannot be read is no annotation of this series; load says why it cannot.
            return false;
        }
    }

    /** See {@link org.credence.dicom.DicomSegmentationStore#load}. */
    public static AnnotationSnapshot load(Path file, ImageSeries series, Progress progress) throws AnnotationException {
        try {
            return SegmentationReader.read(file, series, progress);
        } catch (AnnotationException e) {
            throw e;
        } catch (IOException e) {
            throw new AnnotationException(e.getMessage(), e);
        }
    }

    /** See {@link org.credence.dicom.DicomSegmentationStore#write}. */
    public static void write(AnnotationSnapshot annotation, ImageSeries series, Path file, Progress progress)
            throws IOException {
        SegmentationWriter.write(annotation, series, SegmentationForm.FRACTIONAL, file, progress);
    }
}
