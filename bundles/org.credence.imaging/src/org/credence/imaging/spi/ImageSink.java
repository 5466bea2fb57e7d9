package org.credence.imaging.spi;

import java.nio.file.Path;
import org.credence.imaging.Clip;
import org.credence.imaging.ImagingException;
import org.osgi.annotation.versioning.ConsumerType;

/** Writes one image format. Implemented by format bundles and registered as an OSGi service. Stateless and thread-safe. */
@ConsumerType
public interface ImageSink {

    /** The format's name for people, such as "DICOM". */
    String name();

    /**
     * Writes a clip as one file, which appears whole or not at all; an existing file is replaced.
     *
     * @throws ImagingException if it cannot be written
     */
    void write(Clip clip, Path file) throws ImagingException;
}
