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
 * Writes DICOM in JPEG-LS Lossless, a file per instance. The data set is kept, text in its character set; the
 * photometric interpretation becomes that of the samples as they are now, and a loss before is still said. With all its
 * frames an instance keeps its identity; with some of them it becomes a new one that names its source. Stateless.
 */
@Component(service = ImageExporter.class)
public final class DicomJpegLsExporter implements ImageExporter {

    private final VideoDecoder video;

    public DicomJpegLsExporter() {
        this(null);
    }

    /** @param video decodes videos; null where nothing does */
    @Activate
    public DicomJpegLsExporter(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY)
                    VideoDecoder video) {
        this.video = video;
    }

    @Override
    public String format() {
        return "dicom-jpegls";
    }

    @Override
    public String extension() {
        return "dcm";
    }

    @Override
    public String description() {
        return "DICOM in JPEG-LS Lossless: the whole data set, a file per instance.";
    }

    @Override
    public List<Path> write(ImageSeries series, ImageExport export, Path target, Progress progress)
            throws DicomException {
        return DicomCopies.write(series, export, target, DicomCopies.JPEG_LS, video, progress);
    }
}
