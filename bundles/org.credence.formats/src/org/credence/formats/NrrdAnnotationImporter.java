package org.credence.formats;

import java.nio.file.Path;
import java.util.List;
import org.credence.annotation.AnnotationException;
import org.credence.annotation.AnnotationSnapshot;
import org.credence.annotation.LabelScheme;
import org.credence.annotation.Reader;
import org.credence.annotation.spi.AnnotationImporter;
import org.credence.formats.internal.VolumeImport;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.Progress;
import org.osgi.service.component.annotations.Component;

/**
 * Reads NRRD of all frames of a series: real numbers from 0 to 1 are probabilities, rounded to percents, of the segment that
 * the file's name ends in ({@code NAME-s2}); whole numbers are labels, each of which becomes 100 % of its segment. A file
 * that lies elsewhere than the images is refused. Stateless.
 */
@Component(service = AnnotationImporter.class)
public final class NrrdAnnotationImporter implements AnnotationImporter {

    public NrrdAnnotationImporter() {}

    @Override
    public String format() {
        return "nrrd";
    }

    @Override
    public boolean accepts(Path file) {
        return VolumeImport.isNrrd(file);
    }

    @Override
    public AnnotationSnapshot read(
            List<Path> files, ImageSeries series, LabelScheme scheme, Reader reader, Progress progress)
            throws AnnotationException {
        return VolumeImport.nrrd(files, series, scheme, reader, progress);
    }
}
