package org.credence.imaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/**
 * Takes de-identified copies of files, each as {@code PATIENT/STUDY/IMAGE.dcm}, named by the copy's own new identities, so
 * that no name tells whom it shows. Used by one thread at a time; blocks.
 */
public final class DeidentifiedFolder {

    private final Deidentifiers deidentifiers;
    private final Path folder;
    private final boolean overwrites;
    private final Set<Path> written = new HashSet<>();

    /**
     * @param folder where the copies go; made when the first comes
     * @param overwrites whether copies that are there already are replaced
     */
    public DeidentifiedFolder(Deidentifiers deidentifiers, Path folder, boolean overwrites) {
        this.deidentifiers = deidentifiers;
        this.folder = folder;
        this.overwrites = overwrites;
    }

    /**
     * Adds a copy of a file, which appears whole or not at all.
     *
     * @return what was done, with the copy as its target
     * @throws ImagingException if the file cannot be made safe, its copy is there already, or cannot be written
     */
    public DeidentificationReport add(Path file, Deidentification how) throws ImagingException {
        if (!deidentifiers.knows(file)) {
            throw new ImagingException("File " + file + " is of no format that can be de-identified; leave it out.");
        }
        Path unfinished = folder.resolve("." + UUID.randomUUID() + ".part");
        try {
            Files.createDirectories(folder);
            DeidentificationReport done = deidentifiers.deidentify(file, how, unfinished);
            Path target = target(deidentifiers.identity(unfinished));
            if (!written.add(target)) {
                throw new ImagingException("File " + file + " is the same image as another one, which was copied.");
            }
            if (Files.exists(target) && !overwrites) {
                throw new ImagingException("The copy " + target + " is there already; choose an empty folder.");
            }
            Files.createDirectories(target.getParent());
            Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING);
            return new DeidentificationReport(target, done.changes(), done.masked(), done.warnings());
        } catch (ImagingException e) {
            throw e;
        } catch (IOException e) {
            throw new ImagingException(
                    "A copy cannot be written to " + folder + " (" + e.getMessage() + "); check the folder.", e);
        } finally {
            delete(unfinished);
        }
    }

    private Path target(FileIdentity copy) throws ImagingException {
        if (!copy.patientId().matches("[0-9A-Za-z-]{1,64}")
                || !copy.sopInstanceUid().matches("[0-9.]{1,64}")) {
            throw new ImagingException("The copy has an identifier that is fit for no file name; do not retain UIDs.");
        }
        String study = copy.studyUid().matches("[0-9.]{1,64}") ? copy.studyUid() : "no-study";
        return folder.resolve(copy.patientId()).resolve(study).resolve(copy.sopInstanceUid() + ".dcm");
    }

    private static void delete(Path unfinished) {
        try {
            Files.deleteIfExists(unfinished);
        } catch (IOException e) {
            // A hidden file without identities is left; nothing is lost.
            unfinished.toFile().deleteOnExit();
        }
    }
}
