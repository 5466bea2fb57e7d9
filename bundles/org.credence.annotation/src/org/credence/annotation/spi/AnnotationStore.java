package org.credence.annotation.spi;

import java.nio.file.Path;
import org.credence.annotation.AnnotationException;
import org.credence.annotation.AnnotationSnapshot;
import org.credence.imaging.ImageSeries;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Keeps annotations in files of one format. Implemented by format bundles and registered as an OSGi service. Stateless and
 * thread-safe; every method blocks.
 */
@ConsumerType
public interface AnnotationStore {

    /** The format's name for people, such as "DICOM Segmentation". */
    String name();

    /**
     * Whether this file is an annotation that {@link #load} can read for this series: of this format, and painted on its
     * frames. Anything else, even unreadable, is false.
     */
    boolean accepts(Path file, ImageSeries series);

    /**
     * Reads an annotation.
     *
     * @param series the series it was painted on
     * @throws AnnotationException if the file is damaged, of another format or refers to frames of another series
     */
    AnnotationSnapshot load(Path file, ImageSeries series) throws AnnotationException;

    /**
     * Writes an annotation. The file is written under another name, read back, compared and moved into place, so that a
     * failure leaves what was there before.
     *
     * @param series the series it was painted on
     * @param file where to; an existing file is replaced
     * @throws AnnotationException if it cannot be written, or does not read back the same
     */
    void save(AnnotationSnapshot annotation, ImageSeries series, Path file) throws AnnotationException;
}
