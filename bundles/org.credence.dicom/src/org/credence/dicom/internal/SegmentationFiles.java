package org.credence.dicom.internal;

import java.io.IOException;
import java.nio.file.Path;
import org.credence.annotation.AnnotationException;
import org.credence.annotation.AnnotationSnapshot;
import org.credence.dicom.DicomException;
import org.credence.imaging.ImageSeries;

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
    public static AnnotationSnapshot load(Path file, ImageSeries series) throws AnnotationException {
        try {
            return SegmentationReader.read(file, series);
        } catch (DicomException e) {
            throw new AnnotationException(e.getMessage(), e);
        }
    }

    /** See {@link org.credence.dicom.DicomSegmentationStore#save}. */
    public static void save(AnnotationSnapshot annotation, ImageSeries series, Path file) throws AnnotationException {
        try {
            SegmentationWriter.write(annotation, series, file);
        } catch (AnnotationException e) {
            throw e;
        } catch (IOException e) {
            throw new AnnotationException(
                    "The annotation cannot be saved to " + file + ": "
                            + DicomFile.reason(e).replaceFirst("\\.$", "")
                            + "; what was there before is kept, save to another place.",
                    e);
        }
    }
}
