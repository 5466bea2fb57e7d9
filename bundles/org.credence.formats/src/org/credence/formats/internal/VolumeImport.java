package org.credence.formats.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.credence.annotation.AnnotationException;
import org.credence.annotation.AnnotationSnapshot;
import org.credence.annotation.LabelScheme;
import org.credence.annotation.Reader;
import org.credence.imaging.ImageExport;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.ImagingException;
import org.credence.imaging.Progress;

/** Reads volumes as an annotation: real numbers are probabilities of one segment, whole numbers are labels. */
public final class VolumeImport {

    private static final Pattern NAME =
            Pattern.compile(".*-s(\\d{1,5})\\.(nrrd|nii|nii\\.gz)", Pattern.CASE_INSENSITIVE);

    /** Opens files of one format. */
    private interface Opening {
        StoredVolume open(Path file) throws AnnotationException;
    }

    private VolumeImport() {}

    public static boolean isNrrd(Path file) {
        return NrrdReader.accepts(file);
    }

    public static boolean isNifti(Path file) {
        return NiftiReader.accepts(file);
    }

    public static boolean isPng(Path file) {
        return PngReader.accepts(file);
    }

    /** See {@link org.credence.formats.NrrdAnnotationImporter}. */
    public static AnnotationSnapshot nrrd(
            List<Path> files, ImageSeries series, LabelScheme scheme, Reader reader, Progress progress)
            throws AnnotationException {
        return read(files, NrrdReader::open, series, scheme, reader, progress);
    }

    /** See {@link org.credence.formats.NiftiAnnotationImporter}. */
    public static AnnotationSnapshot nifti(
            List<Path> files, ImageSeries series, LabelScheme scheme, Reader reader, Progress progress)
            throws AnnotationException {
        return read(files, NiftiReader::open, series, scheme, reader, progress);
    }

    private static AnnotationSnapshot read(
            List<Path> files, Opening opening, ImageSeries series, LabelScheme scheme, Reader reader, Progress progress)
            throws AnnotationException {
        Volume volume;
        try {
            volume = Volume.of(series, ImageExport.whole(series));
        } catch (ImagingException e) {
            throw new AnnotationException(e.getMessage(), e);
        }
        ImportedAnnotation imported = new ImportedAnnotation(series, scheme, reader);
        for (int i = 0; i < files.size(); i++) {
            Path file = files.get(i);
            Progress part = progress.part((double) i / files.size(), (i + 1.0) / files.size());
            try (StoredVolume stored = opening.open(file)) {
                stored.checkFits(series, volume);
                int segment = stored.isReal() ? segment(file, scheme) : 0;
                if (stored.isReal()) {
                    imported.check(segment, file);
                }
                int count = series.frames().size();
                for (int p = 0; p < count; p++) {
                    part.checkCancelled();
                    part.report((double) p / count, "Reading frame " + (p + 1) + " of " + count);
                    int[] values = stored.next(series.columns() * series.rows());
                    if (stored.isReal()) {
                        imported.percents(p, segment, values, file);
                    } else {
                        imported.labels(p, values, file);
                    }
                }
            } catch (AnnotationException e) {
                throw e;
            } catch (IOException e) {
                throw new AnnotationException("File " + file + " cannot be read: " + e.getMessage() + ".", e);
            }
        }
        return imported.snapshot();
    }

    private static int segment(Path file, LabelScheme scheme) throws AnnotationException {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (name.matches()) {
            return Integer.parseInt(name.group(1));
        }
        if (scheme.segments().size() == 1) {
            return scheme.segments().get(0).number();
        }
        throw new AnnotationException("The name of " + file
                + " does not say whose probabilities these are; let it end in -s2 before the extension for segment 2.");
    }
}
