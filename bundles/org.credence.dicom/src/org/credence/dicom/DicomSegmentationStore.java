package org.credence.dicom;

import java.io.IOException;
import java.nio.file.Path;
import org.credence.annotation.AnnotationException;
import org.credence.annotation.AnnotationSnapshot;
import org.credence.annotation.spi.AnnotationStore;
import org.credence.dicom.internal.SegmentationFiles;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.Progress;
import org.osgi.service.component.annotations.Component;

/**
 * Keeps annotations as DICOM Segmentations: FRACTIONAL, PROBABILITY, maximum 100, so that every percent is exact; native up
 * to 16 MiB of pixels, RLE beyond. Stateless and thread-safe.
 *
 * <p>Frames are keyed by the SOP instance and frame number of their source image. The reader's id, the scheme's name and the
 * frames' states lie in a private block. Segments are MANUAL, but AUTOMATIC with the reader's name as the algorithm's where
 * the reader's id is {@code model} or starts with {@code model-}.
 *
 * <p>Other tools' segmentations of the series are read too: BINARY and LABELMAP as 100 %, FRACTIONAL with any maximum scaled
 * to the nearest percent; the frames that they paint on count as in progress. Their frames lie on the image frame that they
 * name, or on the only one in the same plane of the same frame of reference; a file that says neither is refused.
 */
@Component(service = AnnotationStore.class)
public final class DicomSegmentationStore implements AnnotationStore {

    public DicomSegmentationStore() {}

    @Override
    public String name() {
        return "DICOM Segmentation";
    }

    @Override
    public boolean accepts(Path file, ImageSeries series) {
        return SegmentationFiles.accepts(file, series);
    }

    @Override
    public AnnotationSnapshot load(Path file, ImageSeries series, Progress progress) throws AnnotationException {
        return SegmentationFiles.load(file, series, progress);
    }

    @Override
    public void write(AnnotationSnapshot annotation, ImageSeries series, Path file, Progress progress)
            throws IOException {
        SegmentationFiles.write(annotation, series, file, progress);
    }
}
