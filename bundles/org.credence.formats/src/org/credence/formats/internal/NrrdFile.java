package org.credence.formats.internal;

import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.credence.imaging.ImageExport;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.ImagingException;
import org.credence.imaging.Progress;
import org.credence.imaging.Vector3;

/** Writes NRRD with its header attached, gzip-encoded: values in modality units, and where they lie in the patient. */
public final class NrrdFile {

    private NrrdFile() {}

    /** See {@link org.credence.formats.NrrdExporter}. */
    public static List<Path> write(ImageSeries series, ImageExport export, Path target, Progress progress)
            throws ImagingException {
        Frames frames = new Frames(series, export);
        Volume volume = Volume.of(series, export);
        return Frames.file(target, unfinished -> {
            Survey survey = Survey.of(frames, series, export, progress.part(0, 0.4));
            SampleType type = survey.modalityType();
            try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(unfinished), 1 << 16)) {
                file.write(header(series, volume, survey.isColor(), type, frames.count())
                        .getBytes(StandardCharsets.US_ASCII));
                try (OutputStream out = new GZIPOutputStream(file, 1 << 16)) {
                    frames.each(
                            "Writing",
                            progress.part(0.4, 1),
                            (frame, i) -> out.write(survey.samples(frame, series, type, !survey.isPlain())
                                    .bytes()));
                }
            }
        });
    }

    static String header(ImageSeries series, Volume volume, boolean color, SampleType type, int count) {
        List<String> sizes = new ArrayList<>(List.of("" + series.columns(), "" + series.rows(), "" + count));
        List<String> kinds = new ArrayList<>(List.of(
                "domain",
                "domain",
                switch (volume.third()) {
                    case SLICES -> "domain";
                    case TIME -> "time";
                    case LIST -> "list";
                }));
        boolean time = volume.third() == Volume.Third.TIME && volume.stepMs() > 0;
        List<String> spacings = new ArrayList<>();
        List<String> directions = new ArrayList<>();
        List<String> units = new ArrayList<>();
        spacings.add(volume.affine().isPresent() ? "nan" : "" + volume.columnMm());
        spacings.add(volume.affine().isPresent() ? "nan" : "" + volume.rowMm());
        spacings.add(time ? "" + volume.stepMs() : "nan");
        String length = volume.sized() ? "\"mm\"" : "\"\"";
        units.addAll(List.of(length, length, time ? "\"ms\"" : "\"\""));
        volume.affine().ifPresent(a -> {
            directions.add(vector(a.perColumn()));
            directions.add(vector(a.perRow()));
            directions.add(volume.third() == Volume.Third.SLICES ? vector(a.perSlice()) : "none");
        });
        if (color) {
            sizes.add(0, "3");
            kinds.add(0, "RGB-color");
            spacings.add(0, "nan");
            units.add(0, "\"\"");
            directions.add(0, "none");
        }
        StringBuilder h = new StringBuilder("NRRD0005\n");
        line(h, "type", type.nrrd);
        line(h, "dimension", "" + sizes.size());
        if (volume.affine().isPresent()) {
            line(h, "space", "left-posterior-superior");
        }
        line(h, "sizes", String.join(" ", sizes));
        if (volume.affine().isEmpty() || time) {
            line(h, "spacings", String.join(" ", spacings));
        }
        if (volume.affine().isPresent()) {
            line(h, "space directions", String.join(" ", directions));
        }
        line(h, "kinds", String.join(" ", kinds));
        if (volume.affine().isEmpty()) {
            line(h, "units", String.join(" ", units));
        } else {
            line(h, "space units", "\"mm\" \"mm\" \"mm\"");
        }
        line(h, "endian", "little");
        line(h, "encoding", "gzip");
        volume.affine().ifPresent(a -> line(h, "space origin", vector(a.origin())));
        return h.append('\n').toString();
    }

    private static void line(StringBuilder header, String field, String value) {
        header.append(field).append(": ").append(value).append('\n');
    }

    private static String vector(Vector3 v) {
        return "(" + v.x() + "," + v.y() + "," + v.z() + ")";
    }
}
