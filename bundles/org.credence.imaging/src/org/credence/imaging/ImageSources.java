package org.credence.imaging;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

    /**
     * @param byRank as Declarative Services orders services: highest ranking first
     */
    @Activate
    public ImageSources(@Reference(policyOption = ReferencePolicyOption.GREEDY) List<ImageSource> byRank) {
        this.sources = List.copyOf(byRank);
    }

    /**
     * Opens one image.
     *
     * @throws ImagingException if the file is missing, empty, of no known format, damaged, or holds something else
     */
    public ImageInstance open(Path file) throws ImagingException {
        return switch (read(file)) {
            case ImageInstance image -> image;
            case ImageDirectory directory ->
                throw new ImagingException("File " + file + " is a directory of " + directory.members().size()
                        + " files and no image; open the images.");
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
     * Finds all images in files and folders (searched in depth); blocks.
     *
     * <p>A file named directly must be an image; inside folders, files of other kinds are passed over and damaged images
     * are reported as problems, as are subfolders that cannot be read.
     *
     * @throws ImagingException if a path is missing or unreadable, a named file is no image, or nothing was found
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public Scan scan(List<Path> paths, Progress progress) throws ImagingException {
        List<ImageInstance> instances = new ArrayList<>();
        List<PresentationState> presentations = new ArrayList<>();
        List<OtherObject> others = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        List<Path> files = new ArrayList<>();
        for (Path path : paths) {
            if (!Files.isDirectory(path)) {
                instances.add(open(path));
                continue;
            }
            files.addAll(files(path, problems, progress));
        }
        for (int i = 0; i < files.size(); i++) {
            progress.checkCancelled();
            progress.report((double) i / files.size(), "Reading headers, " + (i + 1) + " of " + files.size());
            Path file = files.get(i);
            try {
                Optional<ImageSource> source = accepting(file);
                if (source.isPresent()) {
                    switch (source.get().read(file)) {
                        case ImageInstance image -> instances.add(image);
                        case PresentationState state -> presentations.add(state);
                        case OtherObject other -> others.add(other);
                        case ImageDirectory directory -> {
                            // What it lists lies in the same folder and is found there.
                        }
                    }
                }
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
        return new Scan(ImageSeries.group(instances), presentations, others, problems);
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
        for (Path file : files(folder, problems, progress)) {
            progress.checkCancelled();
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

    /** The files below a folder, sorted; a link to a folder is followed where it is named, and not further down. */
    private static List<Path> files(Path folder, List<Problem> problems, Progress progress) throws ImagingException {
        progress.report(0, "Looking through " + folder.getFileName());
        List<Path> files = new ArrayList<>();
        try {
            Files.walkFileTree(
                    folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult preVisitDirectory(Path within, BasicFileAttributes attributes) {
                            progress.checkCancelled();
                            return !within.equals(folder) && Files.isSymbolicLink(within)
                                    ? FileVisitResult.SKIP_SUBTREE
                                    : FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                            progress.checkCancelled();
                            if (attributes.isRegularFile()) {
                                files.add(file);
                            }
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                            if (file.equals(folder)) {
                                throw e;
                            }
                            // A link back up is no file; a subfolder of somebody else must not cost all the others.
                            if (!(e instanceof FileSystemLoopException)) {
                                problems.add(new Problem(file, file + " cannot be read; check its permissions."));
                            }
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult postVisitDirectory(Path within, IOException e) {
                            if (e != null) {
                                problems.add(new Problem(
                                        within, "Folder " + within + " could not be read to its end; scan it again."));
                            }
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (NoSuchFileException e) {
            throw new ImagingException("Folder " + folder + " does not exist; check the path.", e);
        } catch (IOException e) {
            throw new ImagingException("Folder " + folder + " cannot be read; check its permissions.", e);
        }
        files.sort(null);
        return files;
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
