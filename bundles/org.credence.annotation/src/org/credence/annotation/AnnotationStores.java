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
import org.credence.imaging.Progress;
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

    private static final String EXTENSION = ".seg.dcm";
    private static final int ATTEMPTS = 3;

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
     * an image's file says that its identity is. No two readers share a file, on disks that ignore case neither: capitals
     * and dots of the id follow a plus sign, capitals as small letters ({@code Anna} becomes {@code +anna}). A file that an
     * earlier version named without these signs keeps its name.
     */
    public static Path fileFor(Path folder, Reader reader, ImageSeries series) {
        String uid = series.instances().get(0).sopInstanceUid().replaceAll("[^0-9A-Za-z._-]", "_");
        Path file = folder.resolve(uid + "." + encoded(reader.id()) + EXTENSION);
        Path earlier = folder.resolve(uid + "." + reader.id() + EXTENSION);
        return !earlier.equals(file) && !Files.exists(file) && isNamed(earlier) ? earlier : file;
    }

    private static String encoded(String readerId) {
        StringBuilder name = new StringBuilder();
        for (char c : readerId.toCharArray()) {
            if (c >= 'A' && c <= 'Z' || c == '.') {
                name.append('+');
            }
            name.append(Character.toLowerCase(c));
        }
        return name.toString();
    }

    /** Whether a file is there under this very name; some disks find it under others too. */
    private static boolean isNamed(Path file) {
        try {
            return file.toRealPath().getFileName().equals(file.getFileName());
        } catch (IOException e) {
            // Not there, or not to be looked at, which the real name will tell.
            return false;
        }
    }

    /**
     * Writes an annotation in place of whatever is there; for results that are made anew. Who goes on with what was read
     * before uses {@link #save(AnnotationSnapshot, ImageSeries, Path, FileStamp, Progress)}.
     *
     * @return what the file holds now
     * @throws AnnotationException if there is no store, or it fails; what was there is then as it was
     */
    public FileStamp save(AnnotationSnapshot annotation, ImageSeries series, Path file) throws AnnotationException {
        return save(annotation, series, new SaveFile(file, Optional.empty()), Progress.NONE);
    }

    /**
     * Writes an annotation, but only in place of what was last read or written here. The file is written under another
     * name, put on the disk, read back and compared before it is moved; whatever fails, what was there stays as it was and
     * nothing else is left.
     *
     * @param last what the file was then: of {@link StoredAnnotation} or of the last save; {@link FileStamp#ABSENT} to write
     *     a file that must not exist yet
     * @return what the file holds now
     * @throws AnnotationException of kind {@code CONFLICT} if somebody else changed, deleted or made the file meanwhile;
     *     {@code NOT_WRITABLE} or {@code NO_SPACE} where the disk is to blame
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public FileStamp save(
            AnnotationSnapshot annotation, ImageSeries series, Path file, FileStamp last, Progress progress)
            throws AnnotationException {
        return save(annotation, series, new SaveFile(file, Optional.of(last)), progress);
    }

    private FileStamp save(AnnotationSnapshot annotation, ImageSeries series, SaveFile file, Progress progress)
            throws AnnotationException {
        if (stores.isEmpty()) {
            throw new AnnotationException(
                    "Annotations cannot be saved: no store is installed; install the bundle org.credence.dicom.");
        }
        return file.write(unfinished -> {
            stores.get(0).write(annotation, series, unfinished, progress);
            progress.checkCancelled();
        });
    }

    /** Reads an annotation; see {@link #open}, which also says how to save it without overwriting others. */
    public AnnotationSnapshot load(Path file, ImageSeries series) throws AnnotationException {
        return load(file, series, Progress.NONE);
    }

    /**
     * Reads an annotation together with the stamp of the bytes that were read.
     *
     * @throws AnnotationException if there is no store or no such file, no store knows the file as an annotation of this
     *     series, or it is damaged or changes all the time
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public StoredAnnotation open(Path file, ImageSeries series, Progress progress) throws AnnotationException {
        try {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                SaveFile.Look before = SaveFile.Look.at(file);
                AnnotationSnapshot annotation = load(file, series, progress);
                FileStamp stamp = FileStamp.of(file);
                if (SaveFile.Look.at(file).equals(before)) {
                    return new StoredAnnotation(annotation, stamp);
                }
            }
        } catch (AnnotationException e) {
            throw e;
        } catch (IOException e) {
            throw new AnnotationException(
                    "Annotation " + file + " cannot be read: " + e.getMessage() + "; check its permissions.", e);
        }
        throw new AnnotationException(
                "Annotation " + file + " changes while it is read; wait until whoever writes it is done.");
    }

    private AnnotationSnapshot load(Path file, ImageSeries series, Progress progress) throws AnnotationException {
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
            // With one store its own answer is as good, and the file is looked at once.
            if (stores.size() == 1 || store.accepts(file, series)) {
                return store.load(file, series, progress);
            }
        }
        // Damaged, of another format or of another series: the best store says which.
        return stores.get(0).load(file, series, progress);
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
