package org.credence.annotation.spi;

import java.nio.file.Path;
import java.util.List;
import org.credence.annotation.AnnotationException;
import org.credence.annotation.AnnotationSnapshot;
import org.credence.annotation.LabelScheme;
import org.credence.annotation.Reader;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.Progress;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Reads what other programs, or an {@link AnnotationExporter}, say about the frames of a series. Implemented by format
 * bundles and registered as an OSGi service. Stateless and thread-safe; blocks.
 */
@ConsumerType
public interface AnnotationImporter {

    /** The format's short name in lower case, such as "nrrd". */
    String format();

    /** Whether a file looks like one of the format, by its name and first bytes. */
    boolean accepts(Path file);

    /**
     * Reads files as the annotation of one reader. Frames on which something is painted are in progress, since nobody
     * called them complete.
     *
     * @param files at least one; together they are the annotation
     * @param series the series that it lies on
     * @param scheme the segments; a format that brings its own uses those
     * @param reader whose annotation it becomes
     * @throws AnnotationException if a file is damaged, of another size or place than the series, or names segments that
     *     the scheme lacks
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    AnnotationSnapshot read(List<Path> files, ImageSeries series, LabelScheme scheme, Reader reader, Progress progress)
            throws AnnotationException;
}
