package org.credence.dicom;

import java.nio.file.Path;
import org.credence.dicom.internal.DicomObjects;
import org.credence.dicom.internal.FileDeidentifier;
import org.credence.dicom.spi.VideoDecoder;
import org.credence.imaging.Deidentification;
import org.credence.imaging.DeidentificationReport;
import org.credence.imaging.FileIdentity;
import org.credence.imaging.spi.Deidentifier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * De-identifies DICOM files by the Basic Application Level Confidentiality Profile of PS3.15 (2024e) and its options.
 * Stateless and thread-safe.
 *
 * <p>Copies are written in explicit little endian; compressed pixels are copied as they are, unless a mask makes it
 * necessary to decode them. Documents in DICOM files and directories (DICOMDIR) are refused.
 */
@Component(service = Deidentifier.class)
public final class DicomDeidentifier implements Deidentifier {

    private final VideoDecoder video;

    public DicomDeidentifier() {
        this(null);
    }

    /** @param video decodes videos, which masks need; null where nothing does */
    @Activate
    public DicomDeidentifier(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY)
                    VideoDecoder video) {
        this.video = video;
    }

    @Override
    public boolean accepts(Path file) throws DicomException {
        return DicomObjects.looksLike(file);
    }

    @Override
    public FileIdentity identity(Path file) throws DicomException {
        return FileDeidentifier.identity(file);
    }

    /**
     * Writes a copy of a file without what identifies a patient; it is read again, and searched for every name and
     * identifier that was removed, before it appears.
     *
     * @throws DicomException if the file is damaged, cannot be made safe, or the copy cannot be written
     */
    @Override
    public DeidentificationReport deidentify(Path file, Deidentification how, Path target) throws DicomException {
        return FileDeidentifier.deidentify(file, how, target, video);
    }
}
