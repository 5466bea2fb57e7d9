package org.credence.analytics.internal;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.credence.analytics.AnalyticsException;

/** A file that appears whole or not at all: written beside its place, then moved. */
final class WholeFile {

    private WholeFile() {}

    static Path write(Path folder, String name, byte[] content) throws AnalyticsException {
        Path file = folder.resolve(name);
        try {
            Files.createDirectories(folder);
            Path unfinished =
                    folder.resolve("." + name + "." + ProcessHandle.current().pid() + ".part");
            try {
                Files.write(unfinished, content);
                move(unfinished, file);
            } finally {
                Files.deleteIfExists(unfinished);
            }
            return file;
        } catch (IOException e) {
            throw new AnalyticsException(
                    "The report " + file + " cannot be written (" + e.getClass().getSimpleName() + ": " + e.getMessage()
                            + "); check the folder's permissions and free space.",
                    e);
        }
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
