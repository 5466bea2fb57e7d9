package org.credence.imaging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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
     * @param problems files that looked like images and could not be read, one sentence each
     */
    public record Scan(List<ImageSeries> series, List<Problem> problems) {
        public Scan {
            series = List.copyOf(series);
            problems = List.copyOf(problems);
        }
    }

    /** A file that could not be read, and why. */
    public record Problem(Path file, String message) {}

    private final List<ImageSource> sources;

    /**
     * @param byRank as Declarative Services orders services: highest ranking first
     */
    @Activate
    public ImageSources(@Reference(policyOption = ReferencePolicyOption.GREEDY) List<ImageSource> byRank) {
        this.sources = List.copyOf(byRank);
    }

    /**
     * Opens one file.
     *
     * @throws ImagingException if it is missing, empty, of no known format, or damaged
     */
    public ImageInstance open(Path file) throws ImagingException {
        return sourceOf(file).open(file);
    }

    /**
     * Says what one file holds; see {@link ImageSource#describe}.
     *
     * @throws ImagingException if it is missing, empty, of no known format, or damaged
     */
    public FileDescription describe(Path file, boolean digest) throws ImagingException {
        return sourceOf(file).describe(file, digest);
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
     * Finds all images in files and folders (searched in depth); blocks.
     *
     * <p>A file named directly must be an image; inside folders, files of other kinds are passed over and damaged images
     * are reported as problems.
     *
     * @throws ImagingException if a path is missing or unreadable, a named file is no image, or nothing was found
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public Scan scan(List<Path> paths, Progress progress) throws ImagingException {
        List<ImageInstance> instances = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        List<Path> files = new ArrayList<>();
        for (Path path : paths) {
            if (!Files.isDirectory(path)) {
                instances.add(open(path));
                continue;
            }
            progress.report(0, "Looking through " + path.getFileName());
            try (Stream<Path> walk = Files.walk(path)) {
                walk.peek(p -> progress.checkCancelled())
                        .filter(Files::isRegularFile)
                        .sorted()
                        .forEach(files::add);
            } catch (IOException | UncheckedIOException e) {
                throw new ImagingException("Folder " + path + " cannot be read: " + reason(e) + ".", e);
            }
        }
        for (int i = 0; i < files.size(); i++) {
            progress.checkCancelled();
            progress.report((double) i / files.size(), "Reading headers, " + (i + 1) + " of " + files.size());
            Path file = files.get(i);
            try {
                Optional<ImageSource> source = accepting(file);
                if (source.isPresent()) {
                    instances.add(source.get().open(file));
                }
            } catch (NoImageException e) {
                // Reports, segmentations and the like live beside images; a folder may hold any number of them.
                continue;
            } catch (ImagingException e) {
                problems.add(new Problem(file, e.getMessage()));
            }
        }
        if (instances.isEmpty()) {
            throw new ImagingException("No images were found in "
                    + paths.stream()
                            .map(Path::toString)
                            .reduce((a, b) -> a + ", " + b)
                            .orElse("an empty list")
                    + (problems.isEmpty()
                            ? "; choose a folder with " + names() + " files."
                            : "; " + problems.size() + " files could not be read, the first because: "
                                    + problems.get(0).message()));
        }
        progress.report(1, instances.size() + " images");
        return new Scan(ImageSeries.group(instances), problems);
    }

    private ImageSource sourceOf(Path file) throws ImagingException {
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
        return accepting(file)
                .orElseThrow(() -> new ImagingException(
                        "File " + file + " is no image that can be read here; known formats: " + names() + "."));
    }

    private Optional<ImageSource> accepting(Path file) throws ImagingException {
        for (ImageSource source : sources) {
            if (source.accepts(file)) {
                return Optional.of(source);
            }
        }
        return Optional.empty();
    }

    private String names() {
        return sources.isEmpty()
                ? "none (install the bundle org.credence.dicom)"
                : String.join(", ", sources.stream().map(ImageSource::name).toList());
    }

    private static String reason(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
