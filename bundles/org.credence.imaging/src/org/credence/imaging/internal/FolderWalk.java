package org.credence.imaging.internal;

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
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.credence.imaging.ImagingException;
import org.credence.imaging.Progress;

/** Finds the files below a folder. */
public final class FolderWalk extends SimpleFileVisitor<Path> {

    /**
     * A file as the walk saw it.
     *
     * @param name its path from the folder
     * @param modified time of its last change, in nanoseconds of the epoch
     */
    public record Found(Path path, String name, long size, long modified) {}

    private final Path folder;
    private final String prefix;
    private final BiConsumer<Path, String> problems;
    private final PacedProgress progress;
    private final List<Found> files = new ArrayList<>();

    private FolderWalk(Path folder, BiConsumer<Path, String> problems, Progress progress) {
        this.folder = folder;
        this.prefix = folder + folder.getFileSystem().getSeparator();
        this.problems = problems;
        this.progress = new PacedProgress(progress);
    }

    /**
     * The files below a folder, sorted; a link to a folder is followed where it is named, and not further down.
     *
     * @param problems takes what could not be looked at, with a sentence why
     * @throws ImagingException if the folder itself cannot be read
     */
    public static List<Found> files(Path folder, BiConsumer<Path, String> problems, Progress progress)
            throws ImagingException {
        FolderWalk walk = new FolderWalk(folder, problems, progress);
        progress.report(0, "Looking through " + folder.getFileName());
        try {
            Files.walkFileTree(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, walk);
        } catch (NoSuchFileException e) {
            throw new ImagingException("Folder " + folder + " does not exist; check the path.", e);
        } catch (IOException e) {
            throw new ImagingException("Folder " + folder + " cannot be read; check its permissions.", e);
        }
        // Comparators that the library makes out of a function are made anew in every process, which takes longer.
        walk.files.sort((a, b) -> a.name().compareTo(b.name()));
        return walk.files;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path within, BasicFileAttributes attributes) {
        progress.checkCancelled();
        if (progress.isDue()) {
            progress.report(0, "Looking through " + within.getFileName() + ", " + files.size() + " files so far");
        }
        return !within.equals(folder) && Files.isSymbolicLink(within)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        progress.checkCancelled();
        if (attributes.isRegularFile()) {
            files.add(new Found(
                    file,
                    name(file),
                    attributes.size(),
                    attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS)));
        }
        return FileVisitResult.CONTINUE;
    }

    private String name(Path file) {
        String whole = file.toString();
        // The walk makes its paths by adding to the folder's; relativize says the same and takes much longer.
        return whole.startsWith(prefix)
                ? whole.substring(prefix.length())
                : folder.relativize(file).toString();
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
        if (file.equals(folder)) {
            throw e;
        }
        // A link back up is no file; a subfolder of somebody else must not cost all the others.
        if (!(e instanceof FileSystemLoopException)) {
            problems.accept(file, file + " cannot be read; check its permissions.");
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path within, IOException e) {
        if (e != null) {
            problems.accept(within, "Folder " + within + " could not be read to its end; scan it again.");
        }
        return FileVisitResult.CONTINUE;
    }
}
