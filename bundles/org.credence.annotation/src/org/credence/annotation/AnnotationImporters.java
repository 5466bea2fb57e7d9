package org.credence.annotation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.credence.annotation.spi.AnnotationImporter;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.Progress;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Reads annotations that other programs wrote, through whichever importer knows the files. Thread-safe.
 *
 * <p>Policy: the first by service ranking that accepts all of the files.
 */
@Component(service = AnnotationImporters.class)
public final class AnnotationImporters {

    private final List<AnnotationImporter> importers;

    /**
     * @param byRank as Declarative Services orders services: highest ranking first
     */
    @Activate
    public AnnotationImporters(
            @Reference(policyOption = ReferencePolicyOption.GREEDY) List<AnnotationImporter> byRank) {
        this.importers = List.copyOf(byRank);
    }

    /**
     * Reads files; see {@link AnnotationImporter#read}.
     *
     * @throws AnnotationException if a file does not exist, none knows the files, or one that does refuses them
     */
    public AnnotationSnapshot read(
            List<Path> files, ImageSeries series, LabelScheme scheme, Reader reader, Progress progress)
            throws AnnotationException {
        if (files.isEmpty()) {
            throw new AnnotationException("There are no files to import; name some.");
        }
        for (Path file : files) {
            if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
                throw new AnnotationException("File " + file + " cannot be read; check its path and permissions.");
            }
        }
        for (AnnotationImporter importer : importers) {
            if (files.stream().allMatch(importer::accepts)) {
                return importer.read(files, series, scheme, reader, progress);
            }
        }
        throw new AnnotationException("File " + files.get(0)
                + (files.size() > 1
                        ? " and the others are not all of one format that is known"
                        : " is of no known format")
                + "; known are "
                + String.join(
                        ", ",
                        importers.stream()
                                .map(AnnotationImporter::format)
                                .sorted()
                                .toList())
                + ".");
    }
}
