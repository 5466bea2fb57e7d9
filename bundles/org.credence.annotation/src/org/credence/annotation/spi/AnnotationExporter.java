package org.credence.annotation.spi;

import java.nio.file.Path;
import java.util.List;
import org.credence.annotation.AnnotatedSeries;
import org.credence.annotation.AnnotationException;
import org.credence.annotation.AnnotationExport;
import org.credence.imaging.Progress;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Writes annotations in a format for other programs. Implemented by format bundles and registered as an OSGi service.
 * Stateless and thread-safe; blocks.
 */
@ConsumerType
public interface AnnotationExporter {

    /** The format's short name in lower case, as it is asked for, such as "nrrd". */
    String format();

    /** One sentence for people: what is written, and what is lost. */
    String description();

    /** Whether all annotations go into one set, such as one to train on; else each has files of its own. */
    boolean isSet();

    /**
     * Writes annotations, with their images where the format has them. Every file appears whole or not at all; existing
     * files are replaced.
     *
     * @param annotated at least one; all with segments of the same meaning where the format is of many series
     * @param folder where to; is made if it does not exist
     * @return the files written, in order
     * @throws AnnotationException if the format cannot hold them exactly, an image cannot be read, or a file cannot be
     *     written; files that were complete by then stay
     * @throws java.util.concurrent.CancellationException if cancelled; nothing half-written is left
     */
    List<Path> write(List<AnnotatedSeries> annotated, AnnotationExport export, Path folder, Progress progress)
            throws AnnotationException;
}
