package org.credence.formats.internal;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.credence.annotation.AnnotatedSeries;
import org.credence.annotation.AnnotationException;
import org.credence.annotation.AnnotationExport;
import org.credence.annotation.Segment;
import org.credence.imaging.ImageExport;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.ImagingException;
import org.credence.imaging.Progress;

/**
 * Annotations as volumes: without a threshold a file {@code NAME-sN} per segment with probabilities, else one of labels. They
 * lie where the exporters of images put the same series.
 */
public final class AnnotationVolumes {

    /** How a volume is written. */
    public enum Format {
        NRRD(".nrrd") {
            @Override
            Volume volume(ImageSeries series) throws ImagingException {
                return Volume.of(series, ImageExport.whole(series));
            }

            @Override
            OutputStream start(OutputStream file, ImageSeries series, Volume volume, SampleType type)
                    throws IOException {
                file.write(NrrdFile.header(
                                series, volume, false, type, series.frames().size())
                        .getBytes(StandardCharsets.US_ASCII));
                return new Gzip(file);
            }
        },
        NIFTI(".nii.gz") {
            @Override
            Volume volume(ImageSeries series) throws ImagingException {
                return NiftiFile.volume(series, ImageExport.whole(series));
            }

            @Override
            OutputStream start(OutputStream file, ImageSeries series, Volume volume, SampleType type)
                    throws IOException {
                OutputStream out = new Gzip(file);
                out.write(NiftiFile.header(
                        series, volume, false, type, series.frames().size(), 1, 0));
                return out;
            }
        };

        private final String extension;

        Format(String extension) {
            this.extension = extension;
        }

        abstract Volume volume(ImageSeries series) throws ImagingException;

        abstract OutputStream start(OutputStream file, ImageSeries series, Volume volume, SampleType type)
                throws IOException;
    }

    /** Most of it is nothing, which packs well with the least effort. */
    private static final class Gzip extends GZIPOutputStream {
        Gzip(OutputStream out) throws IOException {
            super(out, 1 << 16);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    /** Gives the samples of one frame. */
    private interface Samples {
        byte[] of(int position) throws IOException;
    }

    private AnnotationVolumes() {}

    /** See {@link org.credence.formats.NrrdAnnotationExporter} and {@link org.credence.formats.NiftiAnnotationExporter}. */
    public static List<Path> write(
            List<AnnotatedSeries> annotated, AnnotationExport export, Format format, Path folder, Progress progress)
            throws AnnotationException {
        List<Path> written = new ArrayList<>();
        try {
            for (int i = 0; i < annotated.size(); i++) {
                AnnotatedSeries a = annotated.get(i);
                Progress part = progress.part((double) i / annotated.size(), (i + 1.0) / annotated.size());
                Volume volume = format.volume(a.series());
                if (export.threshold().isPresent()) {
                    LabelMap labels = new LabelMap(a, export, format.name());
                    Path file = folder.resolve(a.name() + format.extension);
                    written.add(write(file, a.series(), volume, format, labels.type(), labels::of, part));
                    continue;
                }
                List<Segment> segments = a.annotation().scheme().segments();
                for (int s = 0; s < segments.size(); s++) {
                    int number = segments.get(s).number();
                    Path file = folder.resolve(a.name() + "-s" + number + format.extension);
                    written.add(write(
                            file,
                            a.series(),
                            volume,
                            format,
                            SampleType.F32,
                            p -> probabilities(a.annotation()
                                    .layer(a.series().frames().get(p), number)
                                    .percents()),
                            part.part((double) s / segments.size(), (s + 1.0) / segments.size())));
                }
            }
            return written;
        } catch (ImagingException e) {
            throw new AnnotationException(e.getMessage(), e);
        }
    }

    private static Path write(
            Path file,
            ImageSeries series,
            Volume volume,
            Format format,
            SampleType type,
            Samples samples,
            Progress progress)
            throws AnnotationException {
        return AnnotationOutput.write(file, unfinished -> {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(unfinished), 1 << 16);
                    OutputStream to = format.start(out, series, volume, type)) {
                int count = series.frames().size();
                for (int p = 0; p < count; p++) {
                    progress.checkCancelled();
                    progress.report((double) p / count, "Writing frame " + (p + 1) + " of " + count);
                    to.write(samples.of(p));
                }
            }
        });
    }

    private static byte[] probabilities(byte[] percents) {
        ByteBuffer out = ByteBuffer.allocate(4 * percents.length).order(ByteOrder.LITTLE_ENDIAN);
        for (byte percent : percents) {
            out.putFloat(percent / 100f);
        }
        return out.array();
    }
}
