package org.credence.dicom.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.credence.annotation.AnnotatedSeries;
import org.credence.annotation.AnnotationException;
import org.credence.annotation.AnnotationExport;
import org.credence.annotation.AnnotationSnapshot;
import org.credence.annotation.Reader;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.Progress;
import org.credence.imaging.WholeFile;

/** Segmentations for other programs, and from them. */
public final class SegmentationExports {

    private SegmentationExports() {}

    /** See {@link org.credence.dicom.SegmentationExporter}. */
    public static List<Path> fractional(
            List<AnnotatedSeries> annotated, AnnotationExport export, Path folder, Progress progress)
            throws AnnotationException {
        if (export.threshold().isPresent()) {
            throw new AnnotationException("seg keeps every percent; leave out the threshold, or write seg-binary.");
        }
        return write(annotated, SegmentationForm.FRACTIONAL, ".seg.dcm", folder, progress);
    }

    /** See {@link org.credence.dicom.BinarySegmentationExporter}. */
    public static List<Path> binary(
            List<AnnotatedSeries> annotated, AnnotationExport export, Path folder, Progress progress)
            throws AnnotationException {
        if (export.threshold().isEmpty() || export.ignoreUnsure()) {
            throw new AnnotationException("seg-binary needs a threshold, 1 to 100, and knows no pixels to ignore.");
        }
        int percent = export.threshold().getAsInt();
        return write(annotated, SegmentationForm.cutAt(percent), "-" + percent + ".seg.dcm", folder, progress);
    }

    private static List<Path> write(
            List<AnnotatedSeries> annotated, SegmentationForm form, String suffix, Path folder, Progress progress)
            throws AnnotationException {
        List<Path> written = new ArrayList<>();
        for (int i = 0; i < annotated.size(); i++) {
            AnnotatedSeries a = annotated.get(i);
            Path file = folder.resolve(a.name() + suffix);
            Progress part = progress.part((double) i / annotated.size(), (i + 1.0) / annotated.size());
            try {
                WholeFile.write(
                        file,
                        unfinished -> SegmentationWriter.write(a.annotation(), a.series(), form, unfinished, part));
            } catch (AnnotationException e) {
                throw e;
            } catch (IOException e) {
                throw new AnnotationException(
                        file + " cannot be written (" + DicomFile.reason(e) + "); check the folder and the space left.",
                        e);
            }
            written.add(file);
        }
        return written;
    }

    /** See {@link org.credence.dicom.SegmentationImporter}. */
    public static AnnotationSnapshot read(List<Path> files, ImageSeries series, Reader reader, Progress progress)
            throws AnnotationException {
        if (files.size() != 1) {
            throw new AnnotationException(
                    "A DICOM Segmentation is an annotation by itself; import one file, not " + files.size() + ".");
        }
        AnnotationSnapshot read = SegmentationFiles.load(files.get(0), series, progress);
        return new AnnotationSnapshot(
                reader,
                read.scheme(),
                read.seriesUid(),
                read.columns(),
                read.rows(),
                read.frames(),
                read.layers(),
                read.states(),
                read.provenance());
    }
}
