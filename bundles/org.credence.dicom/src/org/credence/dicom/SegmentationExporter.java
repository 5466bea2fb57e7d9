package org.credence.dicom;

import java.nio.file.Path;
import java.util.List;
import org.credence.annotation.AnnotatedSeries;
import org.credence.annotation.AnnotationException;
import org.credence.annotation.AnnotationExport;
import org.credence.annotation.spi.AnnotationExporter;
import org.credence.dicom.internal.SegmentationExports;
import org.credence.imaging.Progress;
import org.osgi.service.component.annotations.Component;

/**
 * Writes annotations as {@link DicomSegmentationStore} keeps them, a file {@code NAME.seg.dcm} each: every percent and every
 * frame's state. Stateless.
 */
@Component(service = AnnotationExporter.class)
public final class SegmentationExporter implements AnnotationExporter {

    public SegmentationExporter() {}

    @Override
    public String format() {
        return "seg";
    }

    @Override
    public String description() {
        return "DICOM Segmentation (FRACTIONAL, maximum 100): every percent and state, nothing is lost.";
    }

    @Override
    public boolean isSet() {
        return false;
    }

    @Override
    public List<Path> write(List<AnnotatedSeries> annotated, AnnotationExport export, Path folder, Progress progress)
            throws AnnotationException {
        return SegmentationExports.fractional(annotated, export, folder, progress);
    }
}
