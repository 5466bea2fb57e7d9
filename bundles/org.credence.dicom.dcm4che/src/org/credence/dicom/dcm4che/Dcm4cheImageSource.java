package org.credence.dicom.dcm4che;

import java.nio.file.Path;
import java.util.Set;
import org.credence.dicom.DicomException;
import org.credence.dicom.DicomImageSource;
import org.credence.dicom.dcm4che.internal.Dcm4cheReader;
import org.credence.dicom.spi.VideoDecoder;
import org.credence.imaging.FileDescription;
import org.credence.imaging.ImageFile;
import org.credence.imaging.spi.ImageSource;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Reads DICOM files as {@link DicomImageSource} does, but their data sets by dcm4che. Stateless and thread-safe. */
@Component(service = ImageSource.class, property = "service.ranking:Integer=100")
public final class Dcm4cheImageSource implements ImageSource {

    private final DicomImageSource source;

    public Dcm4cheImageSource() {
        this(null);
    }

    /** @param video decodes videos; null where nothing does */
    @Activate
    public Dcm4cheImageSource(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY)
                    VideoDecoder video) {
        this.source = new DicomImageSource(new Dcm4cheReader(), video);
    }

    @Override
    public String name() {
        return "DICOM by dcm4che";
    }

    @Override
    public boolean accepts(Path file) throws DicomException {
        return source.accepts(file);
    }

    @Override
    public ImageFile read(Path file) throws DicomException {
        return source.read(file);
    }

    @Override
    public FileDescription describe(Path file, Set<FileDescription.Detail> details) throws DicomException {
        return source.describe(file, details);
    }
}
