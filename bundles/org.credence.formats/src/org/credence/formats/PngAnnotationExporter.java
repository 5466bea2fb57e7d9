package org.credence.formats;

import java.nio.file.Path;
import java.util.List;
import org.credence.annotation.AnnotatedSeries;
import org.credence.annotation.AnnotationException;
import org.credence.annotation.AnnotationExport;
import org.credence.annotation.spi.AnnotationExporter;
import org.credence.formats.internal.AnnotationPngs;
import org.credence.imaging.Progress;
import org.osgi.service.component.annotations.Component;

/**
 * Writes gray PNG: without a threshold {@code NAME-FRAME-sN.png} per painted layer, whose values are the percents themselves,
 * 0 to 100; else {@code NAME-FRAME.png} per frame, whose values are the segments' numbers. Frames count from 1. Stateless.
 */
@Component(service = AnnotationExporter.class)
public final class PngAnnotationExporter implements AnnotationExporter {

    public PngAnnotationExporter() {}

    @Override
    public String format() {
        return "png";
    }

    @Override
    public String description() {
        return "8-bit gray PNG per frame and segment with the percents, or labels per frame at a threshold.";
    }

    @Override
    public boolean isSet() {
        return false;
    }

    @Override
    public List<Path> write(List<AnnotatedSeries> annotated, AnnotationExport export, Path folder, Progress progress)
            throws AnnotationException {
        return AnnotationPngs.write(annotated, export, folder, progress);
    }
}
