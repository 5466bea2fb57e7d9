package org.credence.imaging.spi;

import java.nio.file.Path;
import org.credence.imaging.FileDescription;
import org.credence.imaging.ImageInstance;
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
     * @throws ImagingException if the file is damaged, or holds no image
     */
    ImageInstance open(Path file) throws ImagingException;

    /**
     * Says all that the file holds, image or not.
     *
     * @param digest whether to decode all pixels and add their digest; a refusal becomes the description's pixel error
     * @throws ImagingException if the file is damaged
     */
    FileDescription describe(Path file, boolean digest) throws ImagingException;
}
