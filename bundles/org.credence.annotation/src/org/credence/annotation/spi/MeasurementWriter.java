package org.credence.annotation.spi;

import java.nio.file.Path;
import java.util.List;
import org.credence.annotation.AnnotationException;
import org.credence.annotation.AnnotationSnapshot;
import org.credence.annotation.Measurement;
import org.credence.imaging.ImageSeries;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Writes what was measured of the segments of an annotation. Implemented by format bundles and registered as an OSGi
 * service. Stateless and thread-safe.
 */
@ConsumerType
public interface MeasurementWriter {

    /**
     * Writes measurements; the file appears whole or not at all, an existing one is replaced. Blocks.
     *
     * @param annotation what was measured
     * @param series the series it was painted on
     * @param segmentation the file that holds the annotation, written before by a store of the same format
     * @param measurements at least one
     * @param file where to
     * @throws AnnotationException if it cannot be written, or {@code segmentation} is not the annotation's
     */
    void write(
            AnnotationSnapshot annotation,
            ImageSeries series,
            Path segmentation,
            List<Measurement.OfSegment> measurements,
            Path file)
            throws AnnotationException;
}
