package org.credence.formats;

import java.nio.file.Path;
import java.util.List;
import org.credence.formats.internal.PngFiles;
import org.credence.imaging.ImageExport;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.ImagingException;
import org.credence.imaging.Progress;
import org.credence.imaging.spi.ImageExporter;
import org.osgi.service.component.annotations.Component;

/**
 * Writes PNG, a file per frame: 8-bit gray or RGB, or stored values of 8 or 16 bits as they are, without their scale. The
 * distance of pixels is kept. Signed, wider and real values are refused, unless what is shown is asked for. Stateless.
 */
@Component(service = ImageExporter.class)
public final class PngExporter implements ImageExporter {

    public PngExporter() {}

    @Override
    public String format() {
        return "png";
    }

    @Override
    public String extension() {
        return "png";
    }

    @Override
    public String description() {
        return "PNG, a file per frame: what is shown, or unsigned stored values of up to 16 bits; no scale, no place.";
    }

    @Override
    public List<Path> write(ImageSeries series, ImageExport export, Path target, Progress progress)
            throws ImagingException {
        return PngFiles.write(series, export, target, progress);
    }
}
