package org.credence.imaging;

import java.util.List;
import org.credence.imaging.spi.ImageExporter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Finds the exporter of a format. Thread-safe.
 *
 * <p>Policy: of several for one format, that with the highest service ranking.
 */
@Component(service = ImageExporters.class)
public final class ImageExporters {

    private final List<ImageExporter> exporters;

    /**
     * @param byRank as Declarative Services orders services: highest ranking first
     */
    @Activate
    public ImageExporters(@Reference(policyOption = ReferencePolicyOption.GREEDY) List<ImageExporter> byRank) {
        this.exporters = List.copyOf(byRank);
    }

    /** All exporters, one per format. */
    public List<ImageExporter> all() {
        return exporters.stream()
                .filter(e -> exporters.stream()
                                .filter(o -> o.format().equals(e.format()))
                                .findFirst()
                                .orElseThrow()
                        == e)
                .toList();
    }

    /**
     * The exporter of a format.
     *
     * @throws ImagingException if there is none; it names those there are
     */
    public ImageExporter exporter(String format) throws ImagingException {
        return exporters.stream()
                .filter(e -> e.format().equals(format))
                .findFirst()
                .orElseThrow(() -> new ImagingException("Format \"" + format + "\" cannot be written; "
                        + (exporters.isEmpty()
                                ? "no exporter is installed, install the bundle org.credence.formats."
                                : "choose one of "
                                        + String.join(
                                                ", ",
                                                exporters.stream()
                                                        .map(ImageExporter::format)
                                                        .distinct()
                                                        .sorted()
                                                        .toList())
                                        + ".")));
    }
}
