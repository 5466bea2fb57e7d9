package org.credence.annotation.spi;

import java.io.IOException;
import java.nio.file.Path;
import org.credence.annotation.AnnotationException;
import org.credence.annotation.AnnotationSnapshot;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.Progress;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Keeps annotations in files of one format. Implemented by format bundles and registered as an OSGi service. Stateless and
 * thread-safe; every method blocks. That files appear whole, and that nobody's are overwritten, is the work of
 * {@link org.credence.annotation.AnnotationStores}.
 */
@ConsumerType
public interface AnnotationStore {

    /** The format's name for people, such as "DICOM Segmentation". */
    String name();

    /**
     * Whether this file is an annotation that {@link #load} can read for this series: of this format, and painted on its
     * frames. Anything else, even unreadable, is false; so are copies that say less than an annotation, such as those cut
     * at a threshold.
     */
    boolean accepts(Path file, ImageSeries series);

    /**
     * Reads an annotation.
     *
     * @param series the series it was painted on
     * @throws AnnotationException if the file is damaged, of another format or refers to frames of another series
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    AnnotationSnapshot load(Path file, ImageSeries series, Progress progress) throws AnnotationException;

    /**
     * Writes an annotation to a new file, reads it back and compares. Whatever of the file there is after a failure is
     * deleted by the caller.
     *
     * @param series the series it was painted on
     * @param file where to; does not exist yet, and is moved to its real name afterwards
     * @throws AnnotationException if the annotation is not of the series, or does not read back the same
     * @throws IOException if the file cannot be written
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    void write(AnnotationSnapshot annotation, ImageSeries series, Path file, Progress progress) throws IOException;
}
