package org.credence.dicom;

import java.nio.file.Path;
import java.util.List;
import org.credence.annotation.AnnotationException;
import org.credence.annotation.AnnotationSnapshot;
import org.credence.annotation.LabelScheme;
import org.credence.annotation.Reader;
import org.credence.annotation.spi.AnnotationImporter;
import org.credence.dicom.internal.DicomObjects;
import org.credence.dicom.internal.SegmentationExports;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.Progress;
import org.osgi.service.component.annotations.Component;

/** Reads one DICOM Segmentation, with its own segments, as {@link DicomSegmentationStore} does. Stateless. */
@Component(service = AnnotationImporter.class)
public final class SegmentationImporter implements AnnotationImporter {

    public SegmentationImporter() {}

    @Override
    public String format() {
        return "seg";
    }

    @Override
    public boolean accepts(Path file) {
        try {
            return DicomObjects.looksLike(file);
        } catch (DicomException e) {
            // What cannot be read is of no format; reading it says why.
            return false;
        }
    }

    @Override
    public AnnotationSnapshot read(
            List<Path> files, ImageSeries series, LabelScheme scheme, Reader reader, Progress progress)
            throws AnnotationException {
        return SegmentationExports.read(files, series, reader, progress);
    }
}
