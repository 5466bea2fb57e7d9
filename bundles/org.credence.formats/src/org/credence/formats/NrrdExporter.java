package org.credence.formats;

import java.nio.file.Path;
import java.util.List;
import org.credence.formats.internal.NrrdFile;
import org.credence.imaging.ImageExport;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.ImagingException;
import org.credence.imaging.Progress;
import org.credence.imaging.spi.ImageExporter;
import org.osgi.service.component.annotations.Component;

/**
 * Writes NRRD in one gzip-encoded file: values in modality units in the narrowest type that holds them exactly, or real ones;
 * colours as RGB. Frames that lie in the patient at equal distances are slices, those of a clip lie along time, in ms. Space
 * is left, posterior, superior, as in DICOM. Every frame is decoded twice. Stateless.
 */
@Component(service = ImageExporter.class)
public final class NrrdExporter implements ImageExporter {

    public NrrdExporter() {}

    @Override
    public String format() {
        return "nrrd";
    }

    @Override
    public String extension() {
        return "nrrd";
    }

    @Override
    public String description() {
        return "NRRD, one gzip-encoded file: values in modality units, placed in the patient; no header.";
    }

    @Override
    public List<Path> write(ImageSeries series, ImageExport export, Path target, Progress progress)
            throws ImagingException {
        return NrrdFile.write(series, export, target, progress);
    }
}
