package org.credence.formats;

import java.nio.file.Path;
import java.util.List;
import org.credence.annotation.AnnotatedSeries;
import org.credence.annotation.AnnotationException;
import org.credence.annotation.AnnotationExport;
import org.credence.annotation.spi.AnnotationExporter;
import org.credence.formats.internal.NnUnetDataset;
import org.credence.imaging.Progress;
import org.osgi.service.component.annotations.Component;

/**
 * Writes a training set for nnU-Net v2 into a folder {@code DatasetNNN_NAME}: a two-dimensional case per complete frame, with
 * its image and its labels at the threshold; a file of names for both is {@code dataset.json}. Pixels that are painted, but
 * less than the threshold, can be given to its ignore label. Where segments overlap they become regions. Stateless.
 */
@Component(service = AnnotationExporter.class)
public final class NnUnetExporter implements AnnotationExporter {

    public NnUnetExporter() {}

    @Override
    public String format() {
        return "nnunet";
    }

    @Override
    public String description() {
        return "A training set for nnU-Net v2: complete frames and their labels at a threshold.";
    }

    @Override
    public boolean isSet() {
        return true;
    }

    @Override
    public List<Path> write(List<AnnotatedSeries> annotated, AnnotationExport export, Path folder, Progress progress)
            throws AnnotationException {
        return NnUnetDataset.write(annotated, export, folder, progress);
    }
}
