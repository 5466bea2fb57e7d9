package org.credence.imaging;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.credence.imaging.internal.FolderWalk;
import org.credence.imaging.spi.ImageSource;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Opens images through whichever source knows their format. Thread-safe.
 *
 * <p>Policy: the source with the highest service ranking is asked first; the first that accepts a file reads it.
 */
@Component(service = ImageSources.class)
public final class ImageSources {

    /**
     * What a scan found.
     *
     * @param series all images, grouped
     * @param presentations how somebody wants images to be shown
     * @param others what else stands beside the images: reports, documents, segmentations
     * @param problems files that looked like images and could not be read, and unreadable folders, one sentence each
     */
    public record Scan(
            List<ImageSeries> series,
            List<PresentationState> presentations,
            List<OtherObject> others,
            List<Problem> problems) {
        public Scan {
            series = List.copyOf(series);
            presentations = List.copyOf(presentations);
            others = List.copyOf(others);
            problems = List.copyOf(problems);
        }
    }

    /**
     * What a search for files found.
     *
     * @param files of known formats, in the order of their names
     * @param problems files and folders that could not be looked at, one sentence each
     */
    public record Finding(List<Path> files, List<Problem> problems) {
        public Finding {
            files = List.copyOf(files);
            problems = List.copyOf(problems);
        }
    }

    /** A file or folder that could not be read, and why. */
    public record Problem(Path file, String message) {}

    private final List<ImageSource> sources;
    private final Optional<ImageCache> cache;

    /**
     * Remembers nothing and opens no zip files, which need a place to be unpacked to.
     *
     * @param byRank as Declarative Services orders services: highest ranking first
     */
    public ImageSources(List<ImageSource> byRank) {
        this.sources = List.copyOf(byRank);
        this.cache = Optional.empty();
    }

    /**
     * @param byRank as Declarative Services orders services: highest ranking first
     * @param cache where to remember what folders hold, and to unpack zip files
     */
    @Activate
    public ImageSources(
            @Reference(policyOption = ReferencePolicyOption.GREEDY) List<ImageSource> byRank,
            @Reference ImageCache cache) {
        this.sources = List.copyOf(byRank);
        this.cache = Optional.of(cache);
    }

    /**
     * Opens one image.
     *
     * @throws ImagingException if the file is missing, empty, of no known format, damaged, or holds something else
     */
    public ImageInstance open(Path file) throws ImagingException {
        return imageOf(read(file));
    }

    /** The image that was read, or a sentence that there is none. */
    static ImageInstance imageOf(ImageFile read) throws ImagingException {
        Path file = read.file();
        return switch (read) {
            case ImageInstance image -> image;
            case ImageDirectory directory ->
                throw new ImagingException("File " + file + " is a directory of "
                        + directory.members().size() + " files and no image; open the images.");
            case PresentationState state ->
                throw new ImagingException("File " + file + " says how images shall be shown (\"" + state.label()
                        + "\") and is no image; open the folder with its images.");
            case OtherObject other ->
                throw new ImagingException("File " + file + " holds no image but: " + other.kind()
                        + (other.title().isEmpty() ? "" : " \"" + other.title() + "\"")
                        + "; choose a file with pixels.");
        };
    }

    /**
     * Reads the header of one file.
     *
     * @throws ImagingException if it is missing, empty, of no known format, or damaged
     */
    public ImageFile read(Path file) throws ImagingException {
        return sourceOf(file).read(file);
    }

    /**
     * Says what one file holds; see {@link ImageSource#describe}.
     *
     * @throws ImagingException if it is missing, empty, of no known format, or damaged
     */
    public FileDescription describe(Path file, Set<FileDescription.Detail> details) throws ImagingException {
        return sourceOf(file).describe(file, details);
    }

    /**
     * Whether a file is of a known format, by its content; an empty file is not.
     *
     * @throws ImagingException if the file cannot be read at all
     */
    public boolean knows(Path file) throws ImagingException {
        return accepting(file).isPresent();
    }

    /**
     * Finds all images in files, folders (searched in depth), DICOMDIRs and zip files; blocks. Headers are read by several
     * threads at once (decision 15); the result is the same whatever their number.
     *
     * <p>A file named directly must be sound: an image, a DICOMDIR (its members are opened, those that are missing are
     * problems), a zip file, or, if an image is named with it, something that stands beside images. Inside folders and zip
     * files, files of other kinds are passed over and damaged images are reported as problems, as are subfolders that cannot
     * be read. What folders hold is remembered where this was made with a cache.
     *
     * @throws ImagingException if a path is missing or unreadable, a named file is no image, or nothing was found
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public Scan scan(List<Path> paths, Progress progress) throws ImagingException {
        return new Scanning(this, cache, progress).scan(paths);
    }

    /**
     * Finds all files of known formats in a folder (searched in depth), image or not; blocks.
     *
     * @throws ImagingException if the folder is missing or unreadable, or nothing was found
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public Finding find(Path folder, Progress progress) throws ImagingException {
        List<Problem> problems = new ArrayList<>();
        List<Path> known = new ArrayList<>();
        BiConsumer<Path, String> refused = (file, why) -> problems.add(new Problem(file, why));
        for (FolderWalk.Found found : FolderWalk.files(folder, refused, progress)) {
            progress.checkCancelled();
            Path file = found.path();
            try {
                if (knows(file)) {
                    known.add(file);
                }
            } catch (ImagingException e) {
                problems.add(new Problem(file, e.getMessage()));
            }
        }
        if (known.isEmpty() && problems.isEmpty()) {
            throw new ImagingException("Folder " + folder
                    + " holds no files that can be read here; choose a folder with " + names() + " files.");
        }
        return new Finding(known, problems);
    }

    private ImageSource sourceOf(Path file) throws ImagingException {
        checkReadable(file);
        return accepting(file).orElseThrow(() -> unknown(file));
    }

    /** Refuses what is no file with content. */
    static void checkReadable(Path file) throws ImagingException {
        if (!Files.exists(file)) {
            throw new ImagingException("File " + file + " does not exist; check the path.");
        }
        if (Files.isDirectory(file)) {
            throw new ImagingException(file + " is a folder; name a file in it.");
        }
        if (!Files.isReadable(file)) {
            throw new ImagingException("File " + file + " cannot be read; check its permissions.");
        }
        try {
            if (Files.size(file) == 0) {
                throw new ImagingException("File " + file + " is empty; copy it again from where it came.");
            }
        } catch (ImagingException e) {
            throw e;
        } catch (IOException e) {
            throw new ImagingException("File " + file + " cannot be read: " + reason(e) + ".", e);
        }
    }

    ImagingException unknown(Path file) {
        return new ImagingException(
                "File " + file + " is no image that can be read here; known formats: " + names() + ".");
    }

    /** Reads the header of a file if any source knows it. */
    Optional<ImageFile> readIfKnown(Path file) throws ImagingException {
        for (ImageSource source : sources) {
            Optional<ImageFile> read = source.readIfAccepted(file);
            if (read.isPresent()) {
                return read;
            }
        }
        return Optional.empty();
    }

    /** The sources in words that change when they do: what one version could not read, the next may. */
    String stamp() {
        StringBuilder stamp = new StringBuilder();
        for (ImageSource source : sources) {
            stamp.append(source.name()).append(' ').append(source.getClass().getName());
            try {
                URL code =
                        source.getClass().getProtectionDomain().getCodeSource().getLocation();
                stamp.append(' ').append(code);
                stamp.append(' ').append(Files.getLastModifiedTime(Path.of(code.toURI())));
            } catch (IOException | URISyntaxException | RuntimeException e) {
                // Not a file, such as code made at run time; then the name must do, which has a version where it is a
                // bundle.
                stamp.append(" without place");
            }
            stamp.append('\n');
        }
        return stamp.toString();
    }

    private Optional<ImageSource> accepting(Path file) throws ImagingException {
        for (ImageSource source : sources) {
            if (source.accepts(file)) {
                return Optional.of(source);
            }
        }
        return Optional.empty();
    }

    String names() {
        return sources.isEmpty()
                ? "none (install the bundle org.credence.dicom)"
                : String.join(", ", sources.stream().map(ImageSource::name).toList());
    }

    private static String reason(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
