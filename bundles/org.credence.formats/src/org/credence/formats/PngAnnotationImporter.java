package org.credence.formats;

import java.nio.file.Path;
import java.util.List;
import org.credence.annotation.AnnotationException;
import org.credence.annotation.AnnotationSnapshot;
import org.credence.annotation.LabelScheme;
import org.credence.annotation.Reader;
import org.credence.annotation.spi.AnnotationImporter;
import org.credence.formats.internal.AnnotationPngs;
import org.credence.formats.internal.VolumeImport;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.Progress;
import org.osgi.service.component.annotations.Component;

/**
 * Reads gray PNG files that are named as {@link PngAnnotationExporter} names them: percents with a segment in the name, else
 * labels. Stateless.
 */
@Component(service = AnnotationImporter.class)
public final class PngAnnotationImporter implements AnnotationImporter {

    public PngAnnotationImporter() {}

    @Override
    public String format() {
        return "png";
    }

    @Override
    public boolean accepts(Path file) {
        return VolumeImport.isPng(file);
    }

    @Override
    public AnnotationSnapshot read(
            List<Path> files, ImageSeries series, LabelScheme scheme, Reader reader, Progress progress)
            throws AnnotationException {
        return AnnotationPngs.read(files, series, scheme, reader, progress);
    }
}
