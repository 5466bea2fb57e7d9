package org.credence.annotation;

import java.util.List;
import org.credence.annotation.spi.AnnotationExporter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Finds the exporter of a format. Thread-safe.
 *
 * <p>Policy: of several for one format, that with the highest service ranking.
 */
@Component(service = AnnotationExporters.class)
public final class AnnotationExporters {

    private final List<AnnotationExporter> exporters;

    /**
     * @param byRank as Declarative Services orders services: highest ranking first
     */
    @Activate
    public AnnotationExporters(
            @Reference(policyOption = ReferencePolicyOption.GREEDY) List<AnnotationExporter> byRank) {
        this.exporters = List.copyOf(byRank);
    }

    /**
     * The exporter of a format.
     *
     * @throws AnnotationException if there is none; it names those there are
     */
    public AnnotationExporter exporter(String format) throws AnnotationException {
        return exporters.stream()
                .filter(e -> e.format().equals(format))
                .findFirst()
                .orElseThrow(() -> new AnnotationException("Annotations cannot be written as \"" + format + "\"; "
                        + (exporters.isEmpty()
                                ? "no exporter is installed, install the bundles org.credence.dicom and"
                                        + " org.credence.formats."
                                : "choose one of "
                                        + String.join(
                                                ", ",
                                                exporters.stream()
                                                        .map(AnnotationExporter::format)
                                                        .distinct()
                                                        .sorted()
                                                        .toList())
                                        + ".")));
    }
}
