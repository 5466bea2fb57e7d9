package org.credence.formats;

import java.nio.file.Path;
import java.util.List;
import org.credence.annotation.AnnotatedSeries;
import org.credence.annotation.AnnotationException;
import org.credence.annotation.AnnotationExport;
import org.credence.annotation.spi.AnnotationExporter;
import org.credence.formats.internal.AnnotationVolumes;
import org.credence.imaging.Progress;
import org.osgi.service.component.annotations.Component;

/**
 * Writes NRRD where the images lie: without a threshold a file {@code NAME-sN.nrrd} of floats from 0 to 1 per segment, else
 * one of the segments' numbers, {@code NAME.nrrd}, in which they must not overlap. Stateless.
 */
@Component(service = AnnotationExporter.class)
public final class NrrdAnnotationExporter implements AnnotationExporter {

    public NrrdAnnotationExporter() {}

    @Override
    public String format() {
        return "nrrd";
    }

    @Override
    public String description() {
        return "NRRD: probabilities per segment, or labels at a threshold; frame states are lost.";
    }

    @Override
    public boolean isSet() {
        return false;
    }

    @Override
    public List<Path> write(List<AnnotatedSeries> annotated, AnnotationExport export, Path folder, Progress progress)
            throws AnnotationException {
        return AnnotationVolumes.write(annotated, export, AnnotationVolumes.Format.NRRD, folder, progress);
    }
}
