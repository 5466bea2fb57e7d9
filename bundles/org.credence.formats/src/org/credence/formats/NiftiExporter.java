package org.credence.formats;

import java.nio.file.Path;
import java.util.List;
import org.credence.formats.internal.NiftiFile;
import org.credence.imaging.ImageExport;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.ImagingException;
import org.credence.imaging.Progress;
import org.credence.imaging.spi.ImageExporter;
import org.osgi.service.component.annotations.Component;

/**
 * Writes NIfTI-1 in one file, packed where its name ends in .gz: stored values with one slope and intercept, or real numbers
 * in modality units where frames differ in theirs; RGB24 for colours. Frames that lie in the patient at equal distances are
 * slices; the frames of a clip lie along the fourth axis, in ms. Voxels keep their order; the affine is exact, in the right,
 * anterior, superior space of NIfTI. Every frame is decoded twice. Stateless.
 */
@Component(service = ImageExporter.class)
public final class NiftiExporter implements ImageExporter {

    public NiftiExporter() {}

    @Override
    public String format() {
        return "nifti";
    }

    @Override
    public String extension() {
        return "nii.gz";
    }

    @Override
    public String description() {
        return "NIfTI-1 (.nii, or .nii.gz packed): stored values with their scale, placed in the patient; no header.";
    }

    @Override
    public List<Path> write(ImageSeries series, ImageExport export, Path target, Progress progress)
            throws ImagingException {
        return NiftiFile.write(series, export, target, progress);
    }
}
