package org.credence.headless.internal;

import org.credence.analytics.Biomarkers;
import org.credence.analytics.ReportWriters;
import org.credence.annotation.AnnotationExporters;
import org.credence.annotation.AnnotationImporters;
import org.credence.annotation.AnnotationStores;
import org.credence.annotation.MeasurementWriters;
import org.credence.imaging.Deidentifiers;
import org.credence.imaging.ImageExporters;
import org.credence.imaging.ImageSinks;
import org.credence.imaging.ImageSources;
import org.credence.segmentation.SegmentationEngines;
import org.credence.training.Trainers;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What the commands work with, put together by Declarative Services or by a test. Immutable. */
@Component(service = Services.class)
public final class Services {

    private final ImageSources images;
    private final ImageSinks sinks;
    private final ImageExporters exporters;
    private final AnnotationStores annotations;
    private final SegmentationEngines engines;
    private final Trainers trainers;
    private final Biomarkers biomarkers;
    private final ReportWriters reports;
    private final Deidentifiers deidentifiers;
    private final MeasurementWriters measurements;
    private final AnnotationExporters annotationExporters;
    private final AnnotationImporters annotationImporters;

    @Activate
    public Services(
            @Reference ImageSources images,
            @Reference ImageSinks sinks,
            @Reference ImageExporters exporters,
            @Reference AnnotationStores annotations,
            @Reference SegmentationEngines engines,
            @Reference Trainers trainers,
            @Reference Biomarkers biomarkers,
            @Reference ReportWriters reports,
            @Reference Deidentifiers deidentifiers,
            @Reference MeasurementWriters measurements,
            @Reference AnnotationExporters annotationExporters,
            @Reference AnnotationImporters annotationImporters) {
        this.images = images;
        this.sinks = sinks;
        this.exporters = exporters;
        this.annotations = annotations;
        this.engines = engines;
        this.trainers = trainers;
        this.biomarkers = biomarkers;
        this.reports = reports;
        this.deidentifiers = deidentifiers;
        this.measurements = measurements;
        this.annotationExporters = annotationExporters;
        this.annotationImporters = annotationImporters;
    }

    ImageSources images() {
        return images;
    }

    ImageSinks sinks() {
        return sinks;
    }

    ImageExporters exporters() {
        return exporters;
    }

    AnnotationStores annotations() {
        return annotations;
    }

    SegmentationEngines engines() {
        return engines;
    }

    Trainers trainers() {
        return trainers;
    }

    Biomarkers biomarkers() {
        return biomarkers;
    }

    ReportWriters reports() {
        return reports;
    }

    Deidentifiers deidentifiers() {
        return deidentifiers;
    }

    MeasurementWriters measurements() {
        return measurements;
    }

    AnnotationExporters annotationExporters() {
        return annotationExporters;
    }

    AnnotationImporters annotationImporters() {
        return annotationImporters;
    }
}
