package org.credence.imaging.spi;

import java.nio.file.Path;
import org.credence.imaging.Deidentification;
import org.credence.imaging.DeidentificationReport;
import org.credence.imaging.FileIdentity;
import org.credence.imaging.ImagingException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Removes what identifies a patient from files of one format. Implemented by format bundles and registered as an OSGi
 * service. Stateless and thread-safe; blocks.
 */
@ConsumerType
public interface Deidentifier {

    /** Whether it can treat a file, by its content. */
    boolean accepts(Path file) throws ImagingException;

    /** Whom and what a file shows, original or copy. */
    FileIdentity identity(Path file) throws ImagingException;

    /**
     * Writes a copy of a file without what identifies a patient. The copy appears whole or not at all.
     *
     * @param how what to retain and which pixels to cover
     * @param target where to; must not be {@code file}
     * @return what was removed and replaced
     * @throws ImagingException if the file is damaged, cannot be made safe, or the copy cannot be written
     */
    DeidentificationReport deidentify(Path file, Deidentification how, Path target) throws ImagingException;
}
