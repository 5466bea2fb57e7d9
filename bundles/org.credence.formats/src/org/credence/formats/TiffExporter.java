package org.credence.formats;

import java.nio.file.Path;
import java.util.List;
import org.credence.formats.internal.TiffFile;
import org.credence.imaging.ImageExport;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.ImagingException;
import org.credence.imaging.Progress;
import org.credence.imaging.spi.ImageExporter;
import org.osgi.service.component.annotations.Component;

/**
 * Writes TIFF with a page per frame, deflated: stored values whole or real, signed or not, without their scale, or what is
 * shown; colours as RGB. Values of MONOCHROME1 are marked as white-is-zero. What may exceed 4 GiB becomes BigTIFF. The
 * distance of pixels is kept. Stateless.
 */
@Component(service = ImageExporter.class)
public final class TiffExporter implements ImageExporter {

    public TiffExporter() {}

    @Override
    public String format() {
        return "tiff";
    }

    @Override
    public String extension() {
        return "tif";
    }

    @Override
    public String description() {
        return "TIFF, a page per frame: stored values of any kind, or what is shown; no scale, no place.";
    }

    @Override
    public List<Path> write(ImageSeries series, ImageExport export, Path target, Progress progress)
            throws ImagingException {
        return TiffFile.write(series, export, target, progress);
    }
}
