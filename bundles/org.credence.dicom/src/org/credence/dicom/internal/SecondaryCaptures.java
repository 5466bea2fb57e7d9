package org.credence.dicom.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.credence.dicom.DicomException;
import org.credence.imaging.Frame;
import org.credence.imaging.ImageExport;
import org.credence.imaging.ImageInstance;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.OverlayPlane;
import org.credence.imaging.Progress;
import org.credence.imaging.SeriesInfo;
import org.credence.imaging.Window;

/**
 * Writes what a display shows as a Secondary Capture Image, or a multi-frame one of gray bytes or true colour (PS3.3, A.8):
 * a new instance in a new series of the same study.
 */
public final class SecondaryCaptures {

    private static final String SINGLE = "1.2.840.10008.5.1.4.1.1.7";
    private static final String MULTI_FRAME_GRAY = "1.2.840.10008.5.1.4.1.1.7.2";
    private static final String MULTI_FRAME_COLOR = "1.2.840.10008.5.1.4.1.1.7.4";

    private SecondaryCaptures() {}

    /** Writes one file; see {@link org.credence.dicom.SecondaryCaptureExporter}. */
    public static List<Path> write(ImageSeries series, ImageExport export, Path target, Progress progress)
            throws DicomException {
        Map<ImageInstance, List<Integer>> sources = ExportedFiles.byInstance(series, export);
        List<Integer> positions = export.positions();
        try {
            boolean color = series.decode(positions.get(0)).isColor();
            long bytes = (long) series.columns() * series.rows() * (color ? 3 : 1) * positions.size();
            Part10Writer.write(
                    target,
                    header(series, export, sources, color),
                    bytes,
                    out -> {
                        for (int i = 0; i < positions.size(); i++) {
                            progress.checkCancelled();
                            progress.report(
                                    (double) i / positions.size(),
                                    "Writing frame " + (i + 1) + " of " + positions.size());
                            Frame frame = series.decode(positions.get(i));
                            if (frame.isColor() && !color) {
                                throw new DicomException("Frame " + (positions.get(i) + 1) + " of " + series
                                        + " is in colour and the first is gray; write them apart.");
                            }
                            out.write(shown(frame, export, color));
                        }
                    },
                    Part10Writer.UNCHECKED);
            progress.report(1, "Written");
            return List.of(target);
        } catch (IOException e) {
            throw ExportedFiles.unwritable(target, e);
        }
    }

    private static byte[] shown(Frame frame, ImageExport export, boolean color) {
        Window window = export.window().orElse(frame.defaultWindow());
        byte[] bytes = color ? frame.rgb8(window) : frame.gray8(window);
        int samples = color ? 3 : 1;
        if (export.overlays()) {
            for (OverlayPlane overlay : frame.overlays()) {
                for (int y = 0; y < frame.rows(); y++) {
                    for (int x = 0; x < frame.columns(); x++) {
                        if (overlay.at(x, y)) {
                            int at = (y * frame.columns() + x) * samples;
                            java.util.Arrays.fill(bytes, at, at + samples, (byte) 255);
                        }
                    }
                }
            }
        }
        return bytes;
    }

    private static DataSet header(
            ImageSeries series, ImageExport export, Map<ImageInstance, List<Integer>> sources, boolean color)
            throws DicomException {
        ImageInstance first = sources.keySet().iterator().next();
        boolean dicom = DicomFile.looksLike(first.file());
        DataSet from = dicom ? DicomFile.read(first.file()).dataSet() : new DataSet(SpecificCharacterSet.DEFAULT);
        int frames = export.positions().size();
        SeriesInfo info = series.info();
        LocalDateTime now = LocalDateTime.now();
        String burned = export.overlays() ? "YES" : from.text(Tag.BURNED_IN_ANNOTATION);
        DataSetBuilder d = new DataSetBuilder()
                .text(Tag.SPECIFIC_CHARACTER_SET, Vr.CS, "ISO_IR 192")
                .text(Tag.IMAGE_TYPE, Vr.CS, "DERIVED\\SECONDARY")
                .text(Tag.SOP_CLASS_UID, Vr.UI, frames == 1 ? SINGLE : color ? MULTI_FRAME_COLOR : MULTI_FRAME_GRAY)
                .text(Tag.SOP_INSTANCE_UID, Vr.UI, Uids.random())
                .copyOrEmpty(from, Tag.STUDY_DATE, Vr.DA)
                .text(Tag.CONTENT_DATE, Vr.DA, now.format(DateTimeFormatter.ofPattern("yyyyMMdd")))
                .copyOrEmpty(from, Tag.STUDY_TIME, Vr.TM)
                .text(Tag.CONTENT_TIME, Vr.TM, now.format(DateTimeFormatter.ofPattern("HHmmss")))
                .copyOrEmpty(from, Tag.ACCESSION_NUMBER, Vr.SH)
                .text(Tag.MODALITY, Vr.CS, info.modality().isEmpty() ? "OT" : info.modality())
                .text(Tag.CONVERSION_TYPE, Vr.CS, "WSD")
                .copyOrEmpty(from, Tag.REFERRING_PHYSICIAN_NAME, Vr.PN)
                .text(Tag.STUDY_DESCRIPTION, Vr.LO, info.studyDescription())
                .text(Tag.SERIES_DESCRIPTION, Vr.LO, info.seriesDescription())
                .text(Tag.DERIVATION_DESCRIPTION, Vr.ST, "As shown, 8 bits under a window")
                .items(Tag.SOURCE_IMAGE_SEQUENCE, references(sources))
                .copyOrEmpty(from, Tag.PATIENT_NAME, Vr.PN)
                .copyOrEmpty(from, Tag.PATIENT_ID, Vr.LO)
                .copyOrEmpty(from, Tag.PATIENT_BIRTH_DATE, Vr.DA)
                .copyOrEmpty(from, Tag.PATIENT_SEX, Vr.CS)
                .text(Tag.STUDY_INSTANCE_UID, Vr.UI, info.studyUid().isEmpty() ? Uids.random() : info.studyUid())
                .text(Tag.SERIES_INSTANCE_UID, Vr.UI, Uids.random())
                .copyOrEmpty(from, Tag.STUDY_ID, Vr.SH)
                .text(Tag.SERIES_NUMBER, Vr.IS, Integer.toString(info.seriesNumber()))
                .text(Tag.INSTANCE_NUMBER, Vr.IS, "1")
                .copyOrEmpty(from, Tag.PATIENT_ORIENTATION, Vr.CS)
                .copyOrEmpty(from, Tag.LATERALITY, Vr.CS)
                .numbers(Tag.SAMPLES_PER_PIXEL, Vr.US, color ? 3 : 1)
                .text(Tag.PHOTOMETRIC_INTERPRETATION, Vr.CS, color ? "RGB" : "MONOCHROME2")
                .numbers(Tag.ROWS, Vr.US, series.rows())
                .numbers(Tag.COLUMNS, Vr.US, series.columns())
                .numbers(Tag.BITS_ALLOCATED, Vr.US, 8)
                .numbers(Tag.BITS_STORED, Vr.US, 8)
                .numbers(Tag.HIGH_BIT, Vr.US, 7)
                .numbers(Tag.PIXEL_REPRESENTATION, Vr.US, 0)
                // Where the source does not deny it, text may be in its pixels, as it is in most ultrasound.
                .text(Tag.BURNED_IN_ANNOTATION, Vr.CS, burned.equals("NO") ? "NO" : "YES");
        if (color) {
            d.numbers(Tag.PLANAR_CONFIGURATION, Vr.US, 0);
        }
        if (series.spacing().isPresent()) {
            d.decimals(
                    Tag.PIXEL_SPACING,
                    series.spacing().get().rowMm(),
                    series.spacing().get().columnMm());
        }
        for (int tag : new int[] {
            Tag.LOSSY_IMAGE_COMPRESSION, Tag.LOSSY_IMAGE_COMPRESSION_RATIO, Tag.LOSSY_IMAGE_COMPRESSION_METHOD
        }) {
            d.copy(from, tag);
        }
        if (frames > 1) {
            multiFrame(series, export, color, d);
        }
        return d.build();
    }

    private static void multiFrame(ImageSeries series, ImageExport export, boolean color, DataSetBuilder d)
            throws DicomException {
        int frames = export.positions().size();
        d.text(Tag.NUMBER_OF_FRAMES, Vr.IS, Integer.toString(frames));
        double time = series.timing().meanMs();
        if (time > 0) {
            d.numbers(Tag.FRAME_INCREMENT_POINTER, Vr.AT, Tag.FRAME_TIME).decimals(Tag.FRAME_TIME, time);
        } else {
            d.numbers(Tag.FRAME_INCREMENT_POINTER, Vr.AT, Tag.PAGE_NUMBER_VECTOR)
                    .text(Tag.PAGE_NUMBER_VECTOR, Vr.IS, DicomCopies.numbers(export.positions()));
        }
        if (!color) {
            d.decimals(Tag.RESCALE_INTERCEPT, 0)
                    .decimals(Tag.RESCALE_SLOPE, 1)
                    .text(Tag.RESCALE_TYPE, Vr.LO, "US")
                    .text(Tag.PRESENTATION_LUT_SHAPE, Vr.CS, "IDENTITY");
        }
    }

    private static List<DataSet> references(Map<ImageInstance, List<Integer>> sources) throws DicomException {
        List<DataSet> all = new ArrayList<>();
        for (Map.Entry<ImageInstance, List<Integer>> source : sources.entrySet()) {
            DataSetBuilder d = new DataSetBuilder()
                    .text(Tag.REFERENCED_SOP_CLASS_UID, Vr.UI, source.getKey().sopClassUid())
                    .text(
                            Tag.REFERENCED_SOP_INSTANCE_UID,
                            Vr.UI,
                            source.getKey().sopInstanceUid());
            if (source.getKey().frameCount() > 1) {
                d.text(Tag.REFERENCED_FRAME_NUMBER, Vr.IS, DicomCopies.numbers(source.getValue()));
            }
            all.add(d.build());
        }
        return all;
    }
}
