package org.credence.dicom;

import java.nio.file.Path;
import java.util.List;
import org.credence.annotation.AnnotationException;
import org.credence.annotation.AnnotationSnapshot;
import org.credence.annotation.Measurement;
import org.credence.annotation.spi.MeasurementWriter;
import org.credence.dicom.internal.MeasurementReport;
import org.credence.imaging.ImageSeries;
import org.osgi.service.component.annotations.Component;

/**
 * Writes measurements as DICOM Comprehensive 3D SR by template TID 1500, Measurement Report: a group by TID 1411 for each
 * segment, which refers to it in its Segmentation. Stateless and thread-safe.
 */
@Component(service = MeasurementWriter.class)
public final class DicomMeasurementWriter implements MeasurementWriter {

    public DicomMeasurementWriter() {}

    @Override
    public void write(
            AnnotationSnapshot annotation,
            ImageSeries series,
            Path segmentation,
            List<Measurement.OfSegment> measurements,
            Path file)
            throws AnnotationException {
        MeasurementReport.write(annotation, series, segmentation, measurements, file);
    }
}
