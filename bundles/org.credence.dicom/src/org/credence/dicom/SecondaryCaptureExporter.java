package org.credence.dicom;

import java.nio.file.Path;
import java.util.List;
import org.credence.dicom.internal.SecondaryCaptures;
import org.credence.imaging.ImageExport;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.Progress;
import org.credence.imaging.spi.ImageExporter;
import org.osgi.service.component.annotations.Component;

/**
 * Writes what a display shows as one DICOM Secondary Capture: 8-bit gray or RGB under the window, with overlays if asked for.
 * A new instance in a new series of the same study, with references to its sources. Stateless.
 */
@Component(service = ImageExporter.class)
public final class SecondaryCaptureExporter implements ImageExporter {

    public SecondaryCaptureExporter() {}

    @Override
    public String format() {
        return "secondary-capture";
    }

    @Override
    public String extension() {
        return "dcm";
    }

    @Override
    public String description() {
        return "DICOM Secondary Capture of what is shown, 8-bit gray or RGB, in a new series of the same study.";
    }

    @Override
    public List<Path> write(ImageSeries series, ImageExport export, Path target, Progress progress)
            throws DicomException {
        return SecondaryCaptures.write(series, export, target, progress);
    }
}
