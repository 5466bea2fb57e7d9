package org.credence.imaging;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * A file that appears whole or not at all: written beside its place, put on the disk, then moved. What was there before
 * stays until then, and whatever fails leaves nothing behind. For all who write results.
 */
public final class WholeFile {

    /** Writes the content of a file to another name. */
    @FunctionalInterface
    public interface Content {
        /**
         * @param unfinished where to; does not exist yet
         */
        void writeTo(Path unfinished) throws IOException;
    }

    /** Has the last word, once a file is complete and on the disk, on whether it may take its place. */
    @FunctionalInterface
    public interface Guard {
        /** @throws IOException if it may not; nothing is changed then */
        void check() throws IOException;
    }

    private WholeFile() {}

    /**
     * Writes a file; an existing one is replaced. Its folder is made if it does not exist. Blocks.
     *
     * @throws IOException if that fails, or what {@code content} throws
     */
    public static void write(Path file, Content content) throws IOException {
        write(file, content, () -> {
            // Whatever is there is replaced.
        });
    }

    /**
     * Writes a file as {@link #write(Path, Content)} does, and asks {@code guard} just before it is moved into place.
     *
     * @throws IOException if that fails, or what {@code content} or {@code guard} throws
     */
    public static void write(Path file, Content content, Guard guard) throws IOException {
        beside(file, content, unfinished -> {
            guard.check();
            move(unfinished, file);
        });
    }

    /**
     * Writes a file where none is. Where the file system has hard links, one that appears at the same time is never
     * replaced; elsewhere a look just before the move has to do.
     *
     * @throws FileAlreadyExistsException if there is one, even if it appeared meanwhile
     * @throws IOException if writing fails, or what {@code content} throws
     */
    public static void create(Path file, Content content) throws IOException {
        beside(file, content, unfinished -> {
            try {
                Files.createLink(file, unfinished);
            } catch (FileAlreadyExistsException e) {
                throw e;
            } catch (UnsupportedOperationException | FileSystemException e) {
                Files.move(unfinished, file);
            }
        });
    }

    private static void beside(Path file, Content content, Content place) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new ImagingException(file + " is no place for a file; name a file in a folder.");
        }
        Files.createDirectories(folder);
        // Not createTempFile, whose files only their owner may read: results are shared. A short name always fits.
        Path unfinished = folder.resolve("." + UUID.randomUUID() + ".part");
        try {
            content.writeTo(unfinished);
            try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
                // On the disk before the file takes its place, or a power cut could leave neither.
                channel.force(true);
            }
            place.writeTo(unfinished);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /** Writes these bytes as a file; see {@link #write(Path, Content)}. */
    public static void write(Path file, byte[] content) throws IOException {
        write(file, unfinished -> Files.write(unfinished, content));
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            // Some network file systems; replacing is then the best there is.
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
