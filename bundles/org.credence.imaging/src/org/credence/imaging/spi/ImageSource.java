package org.credence.imaging.spi;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.credence.imaging.FileDescription;
import org.credence.imaging.ImageFile;
import org.credence.imaging.ImagingException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Reads one image format. Implemented by format bundles and registered as an OSGi service. Stateless and thread-safe: the
 * methods are called from any thread, several at a time, and block.
 */
@ConsumerType
public interface ImageSource {

    /** The format's name for people, such as "DICOM". */
    String name();

    /**
     * Whether the file looks like this format, by its content and not by its name. Reads a few hundred bytes at most.
     *
     * @throws ImagingException if the file cannot be read at all
     */
    boolean accepts(Path file) throws ImagingException;

    /**
     * Reads the header of a file; pixels stay where they are until a frame is asked for.
     *
     * @return the image, or what else the file holds
     * @throws ImagingException if the file is damaged
     */
    ImageFile read(Path file) throws ImagingException;

    /**
     * Reads the header of a file if it is of this format: {@link #accepts} and {@link #read} in one. Sources that can do
     * both while the file is open once override this; whole folders are read through it.
     *
     * @return what the file holds; empty if it is not of this format
     * @throws ImagingException if the file cannot be read at all, or is of this format and damaged
     */
    default Optional<ImageFile> readIfAccepted(Path file) throws ImagingException {
        return accepts(file) ? Optional.of(read(file)) : Optional.empty();
    }

    /**
     * Says all that the file holds, image or not.
     *
     * @param details what to say besides; where the pixels cannot be decoded, the description says why
     * @throws ImagingException if the file is damaged; with a digest it may be described up to the damage instead
     */
    FileDescription describe(Path file, Set<FileDescription.Detail> details) throws ImagingException;
}
