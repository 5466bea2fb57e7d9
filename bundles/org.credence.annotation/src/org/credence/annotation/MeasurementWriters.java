package org.credence.annotation;

import java.nio.file.Path;
import java.util.List;
import org.credence.annotation.spi.MeasurementWriter;
import org.credence.imaging.ImageSeries;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Writes what was measured of annotations, through whichever writer is installed. Thread-safe.
 *
 * <p>Policy: the writer with the highest service ranking writes.
 */
@Component(service = MeasurementWriters.class)
public final class MeasurementWriters {

    private final List<MeasurementWriter> writers;

    /**
     * @param byRank as Declarative Services orders services: the first writes
     */
    @Activate
    public MeasurementWriters(@Reference(policyOption = ReferencePolicyOption.GREEDY) List<MeasurementWriter> byRank) {
        this.writers = List.copyOf(byRank);
    }

    /**
     * Writes measurements; see {@link MeasurementWriter#write}.
     *
     * @throws AnnotationException also if no writer is installed
     */
    public void write(
            AnnotationSnapshot annotation,
            ImageSeries series,
            Path segmentation,
            List<Measurement.OfSegment> measurements,
            Path file)
            throws AnnotationException {
        if (writers.isEmpty()) {
            throw new AnnotationException(
                    "Measurements cannot be written: no writer is installed; install the bundle org.credence.dicom.");
        }
        writers.get(0).write(annotation, series, segmentation, measurements, file);
    }
}
