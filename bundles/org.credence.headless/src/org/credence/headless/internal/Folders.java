package org.credence.headless.internal;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.credence.imaging.ImagingException;

/** The folders that results go to. */
final class Folders {

    private Folders() {}

    /**
     * Makes a folder with all those above it, unless it is there.
     *
     * @throws ImagingException if that cannot be done
     */
    static void make(Path folder) throws ImagingException {
        try {
            Files.createDirectories(folder);
        } catch (FileAlreadyExistsException e) {
            throw new ImagingException(
                    e.getFile() + " is a file and no folder; name another place for the results.", e);
        } catch (FileSystemException e) {
            throw new ImagingException(
                    "Folder " + folder + " cannot be made"
                            + (e.getReason() == null ? "" : " (" + e.getFile() + ": " + e.getReason() + ")")
                            + "; check its permissions, or name another place.",
                    e);
        } catch (IOException e) {
            throw new ImagingException("Folder " + folder + " cannot be made; check its permissions.", e);
        }
    }
}
