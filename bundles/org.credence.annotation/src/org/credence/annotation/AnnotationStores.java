package org.credence.annotation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.credence.annotation.spi.AnnotationStore;
import org.credence.imaging.ImageSeries;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Keeps and finds annotations through whichever store is installed. Thread-safe.
 *
 * <p>Policy: the store with the highest service ranking writes; the first by ranking that accepts a file reads it. One file
 * per reader and series, named after both.
 */
@Component(service = AnnotationStores.class)
public final class AnnotationStores {

    private final List<AnnotationStore> stores;

    /**
     * @param byRank as Declarative Services orders services: the first writes, and is asked first
     */
    @Activate
    public AnnotationStores(@Reference(policyOption = ReferencePolicyOption.GREEDY) List<AnnotationStore> byRank) {
        this.stores = List.copyOf(byRank);
    }

    /**
     * Where a reader's annotation of a series belongs within a folder of annotations; always in the folder itself, whatever
     * an image's file says that its identity is.
     */
    public static Path fileFor(Path folder, Reader reader, ImageSeries series) {
        String uid = series.instances().get(0).sopInstanceUid();
        return folder.resolve(uid.replaceAll("[^0-9A-Za-z._-]", "_") + "." + reader.id() + ".seg.dcm");
    }

    /**
     * Writes an annotation to {@code file}; see {@link AnnotationStore#save}.
     *
     * @throws AnnotationException if there is no store, or it fails
     */
    public void save(AnnotationSnapshot annotation, ImageSeries series, Path file) throws AnnotationException {
        if (stores.isEmpty()) {
            throw new AnnotationException(
                    "Annotations cannot be saved: no store is installed; install the bundle org.credence.dicom.");
        }
        stores.get(0).save(annotation, series, file);
    }

    /**
     * Reads an annotation.
     *
     * @throws AnnotationException if there is no store or no such file, no store knows the file as an annotation of this
     *     series, or it is damaged
     */
    public AnnotationSnapshot load(Path file, ImageSeries series) throws AnnotationException {
        if (stores.isEmpty()) {
            throw new AnnotationException(
                    "Annotations cannot be read: no store is installed; install the bundle org.credence.dicom.");
        }
        if (!Files.exists(file)) {
            throw new AnnotationException("Annotation " + file + " does not exist; check the path.");
        }
        if (!Files.isReadable(file)) {
            throw new AnnotationException("Annotation " + file + " cannot be read; check its permissions.");
        }
        for (AnnotationStore store : stores) {
            if (store.accepts(file, series)) {
                return store.load(file, series);
            }
        }
        // Damaged, of another format or of another series: the best store says which.
        return stores.get(0).load(file, series);
    }

    /**
     * The annotation of a series by one reader within a folder of annotations.
     *
     * @throws AnnotationException if it is there and damaged
     */
    public Optional<AnnotationSnapshot> find(Path folder, Reader reader, ImageSeries series)
            throws AnnotationException {
        Path file = fileFor(folder, reader, series);
        return Files.exists(file) ? Optional.of(load(file, series)) : Optional.empty();
    }

    /**
     * The files of a folder that hold an annotation of a series, by any reader.
     *
     * @throws AnnotationException if the folder cannot be read; a folder that does not exist has none
     */
    public List<Path> list(Path folder, ImageSeries series) throws AnnotationException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(f -> stores.stream().anyMatch(s -> s.accepts(f, series)))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw new AnnotationException("Folder " + folder + " cannot be read; check its permissions.", e);
        }
    }
}
