package org.credence.dicom;

import java.nio.file.Path;
import java.util.List;
import org.credence.dicom.internal.DicomCopies;
import org.credence.dicom.spi.VideoDecoder;
import org.credence.imaging.ImageExport;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.Progress;
import org.credence.imaging.spi.ImageExporter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Writes DICOM in Explicit VR Little Endian, a file per instance. The data set is kept, text in its character set; the
 * photometric interpretation becomes that of the samples as they are now, and a loss before is still said. With all its
 * frames an instance keeps its identity; with some of them it becomes a new one that names its source. Stateless.
 */
@Component(service = ImageExporter.class)
public final class DicomExporter implements ImageExporter {

    private final VideoDecoder video;

    public DicomExporter() {
        this(null);
    }

    /** @param video decodes videos; null where nothing does */
    @Activate
    public DicomExporter(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY)
                    VideoDecoder video) {
        this.video = video;
    }

    @Override
    public String format() {
        return "dicom";
    }

    @Override
    public String extension() {
        return "dcm";
    }

    @Override
    public String description() {
        return "DICOM without compression, explicit little endian: the whole data set, a file per instance.";
    }

    @Override
    public List<Path> write(ImageSeries series, ImageExport export, Path target, Progress progress)
            throws DicomException {
        return DicomCopies.write(series, export, target, DicomCopies.UNCOMPRESSED, video, progress);
    }
}
