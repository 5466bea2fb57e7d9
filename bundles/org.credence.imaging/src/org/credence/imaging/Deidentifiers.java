package org.credence.imaging;

import java.nio.file.Path;
import java.util.List;
import org.credence.imaging.spi.Deidentifier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Removes what identifies patients, through whichever service knows a file's format. Thread-safe.
 *
 * <p>Policy: the service with the highest ranking that accepts a file treats it.
 */
@Component(service = Deidentifiers.class)
public final class Deidentifiers {

    private final List<Deidentifier> deidentifiers;

    /**
     * @param byRank as Declarative Services orders services: highest ranking first
     */
    @Activate
    public Deidentifiers(@Reference(policyOption = ReferencePolicyOption.GREEDY) List<Deidentifier> byRank) {
        this.deidentifiers = List.copyOf(byRank);
    }

    /** Whether somebody knows a file's format. */
    public boolean knows(Path file) throws ImagingException {
        for (Deidentifier deidentifier : deidentifiers) {
            if (deidentifier.accepts(file)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whom and what a file shows; see {@link Deidentifier#identity}.
     *
     * @throws ImagingException also if nobody knows the file's format
     */
    public FileIdentity identity(Path file) throws ImagingException {
        return of(file).identity(file);
    }

    /**
     * Writes a copy of a file without what identifies a patient; see {@link Deidentifier#deidentify}.
     *
     * @throws ImagingException also if nobody knows the file's format
     */
    public DeidentificationReport deidentify(Path file, Deidentification how, Path target) throws ImagingException {
        return of(file).deidentify(file, how, target);
    }

    private Deidentifier of(Path file) throws ImagingException {
        for (Deidentifier deidentifier : deidentifiers) {
            if (deidentifier.accepts(file)) {
                return deidentifier;
            }
        }
        throw new ImagingException("File " + file + " cannot be de-identified: its format is not known here; "
                + "leave it out, or install the bundle org.credence.dicom.");
    }
}
