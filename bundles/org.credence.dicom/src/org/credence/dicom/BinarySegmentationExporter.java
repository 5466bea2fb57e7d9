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
 * Writes the pixels with at least a percent as a BINARY DICOM Segmentation, for viewers that refuse fractional ones: a file
 * {@code NAME-THRESHOLD.seg.dcm} per annotation, single bits without compression, frames without a pixel left out, segments
 * may overlap. It is no annotation of Credence: it says what threshold it was cut at, and nothing of frames' states.
 * Stateless.
 */
@Component(service = AnnotationExporter.class)
public final class BinarySegmentationExporter implements AnnotationExporter {

    public BinarySegmentationExporter() {}

    @Override
    public String format() {
        return "seg-binary";
    }

    @Override
    public String description() {
        return "DICOM Segmentation (BINARY) of the pixels with at least a threshold; percents and states are lost.";
    }

    @Override
    public boolean isSet() {
        return false;
    }

    @Override
    public List<Path> write(List<AnnotatedSeries> annotated, AnnotationExport export, Path folder, Progress progress)
            throws AnnotationException {
        return SegmentationExports.binary(annotated, export, folder, progress);
    }
}
