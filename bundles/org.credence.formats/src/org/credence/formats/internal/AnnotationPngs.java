package org.credence.formats.internal;

import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.credence.annotation.AnnotatedSeries;
import org.credence.annotation.AnnotationException;
import org.credence.annotation.AnnotationExport;
import org.credence.annotation.AnnotationSnapshot;
import org.credence.annotation.ConfidenceLayer;
import org.credence.annotation.LabelScheme;
import org.credence.annotation.Reader;
import org.credence.annotation.Segment;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.Progress;

/**
 * Annotations as gray PNG files: without a threshold {@code NAME-FRAME-sN.png} per painted layer, whose values are the
 * percents themselves; else {@code NAME-FRAME.png} per frame, whose values are numbers of segments.
 */
public final class AnnotationPngs {

    /** The frame's number, counted from 1 in viewing order, and that of the segment where there is one. */
    private static final Pattern NAME = Pattern.compile(".*-(\\d{4,9})(?:-s(\\d{1,5}))?\\.png");

    private AnnotationPngs() {}

    /** See {@link org.credence.formats.PngAnnotationExporter}. */
    public static List<Path> write(
            List<AnnotatedSeries> annotated, AnnotationExport export, Path folder, Progress progress)
            throws AnnotationException {
        List<Path> written = new ArrayList<>();
        for (int i = 0; i < annotated.size(); i++) {
            AnnotatedSeries a = annotated.get(i);
            LabelMap labels = export.threshold().isPresent() ? new LabelMap(a, export, "png") : null;
            int count = a.series().frames().size();
            for (int p = 0; p < count; p++) {
                progress.checkCancelled();
                progress.report((i + (double) p / count) / annotated.size(), "Writing frame " + (p + 1));
                String stem = a.name() + String.format("-%04d", p + 1);
                if (labels != null) {
                    written.add(write(folder.resolve(stem + ".png"), a.series(), labels.type(), labels.of(p)));
                    continue;
                }
                for (Segment s : a.annotation().scheme().segments()) {
                    ConfidenceLayer layer =
                            a.annotation().layer(a.series().frames().get(p), s.number());
                    if (!layer.isEmpty()) {
                        Path file = folder.resolve(stem + "-s" + s.number() + ".png");
                        written.add(write(file, a.series(), SampleType.U8, layer.percents()));
                    }
                }
            }
        }
        return written;
    }

    /** Writes one gray file. */
    static Path write(Path file, ImageSeries series, SampleType type, byte[] samples) throws AnnotationException {
        return AnnotationOutput.write(file, unfinished -> {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(unfinished), 1 << 16)) {
                PngFiles.write(new Samples(series.columns(), series.rows(), false, type, samples), series, out);
            }
        });
    }

    /** See {@link org.credence.formats.PngAnnotationImporter}. */
    public static AnnotationSnapshot read(
            List<Path> files, ImageSeries series, LabelScheme scheme, Reader reader, Progress progress)
            throws AnnotationException {
        ImportedAnnotation imported = new ImportedAnnotation(series, scheme, reader);
        for (int i = 0; i < files.size(); i++) {
            progress.checkCancelled();
            progress.report((double) i / files.size(), "Reading file " + (i + 1) + " of " + files.size());
            Path file = files.get(i);
            Matcher name = NAME.matcher(file.getFileName().toString());
            if (!name.matches()) {
                throw new AnnotationException("The name of " + file
                        + " does not say which frame it lies on; call it NAME-0001-s2.png for percents of segment 2 on"
                        + " the first frame, NAME-0001.png for labels.");
            }
            int position = Integer.parseInt(name.group(1)) - 1;
            if (position < 0 || position >= series.frames().size()) {
                throw new AnnotationException("File " + file + " lies on frame " + (position + 1) + ", but " + series
                        + " has " + series.frames().size() + "; import it with its own series.");
            }
            int[] values = PngReader.read(file, series.columns(), series.rows());
            if (name.group(2) == null) {
                imported.labels(position, values, file);
            } else {
                imported.percents(position, Integer.parseInt(name.group(2)), values, file);
            }
        }
        return imported.snapshot();
    }
}
