package org.credence.dicom.internal;

import java.io.IOException;
import java.nio.file.Path;
import org.credence.dicom.DicomException;
import org.credence.imaging.Clip;
import org.credence.imaging.Frame;
import org.credence.imaging.PixelRect;
import org.credence.imaging.SeriesInfo;
import org.credence.imaging.Window;

/** Writes clips as Ultrasound Multi-frame Image objects (PS3.3, A.7). */
public final class ClipWriter {

    static final String ULTRASOUND_MULTIFRAME_STORAGE = "1.2.840.10008.5.1.4.1.1.3.1";

    private ClipWriter() {}

    /** Writes a clip; see {@link org.credence.dicom.DicomImageSink#write}. */
    public static void write(Clip clip, Path file) throws DicomException {
        Frame first = clip.frames().get(0);
        int samples = first.isColor() ? 3 : 1;
        long pixelBytes =
                (long) first.columns() * first.rows() * samples * clip.frames().size();
        try {
            Part10Writer.write(
                    file,
                    header(clip),
                    pixelBytes,
                    out -> {
                        for (int f = 0; f < clip.frames().size(); f++) {
                            out.write(bytes(clip.frames().get(f), f, file));
                        }
                    },
                    Part10Writer.UNCHECKED);
        } catch (DicomException e) {
            throw e;
        } catch (IOException e) {
            throw new DicomException(
                    "Clip " + clip.sopInstanceUid() + " cannot be written to " + file + ": " + DicomFile.reason(e)
                            + "; check the folder and the space left.",
                    e);
        }
    }

    private static byte[] bytes(Frame frame, int index, Path file) throws DicomException {
        if (frame.isColor()) {
            return frame.rgb8(Window.spanning(0, 255));
        }
        byte[] gray = new byte[frame.columns() * frame.rows()];
        for (int y = 0, i = 0; y < frame.rows(); y++) {
            for (int x = 0; x < frame.columns(); x++, i++) {
                int stored = frame.stored(x, y);
                if (stored < 0 || stored > 255) {
                    throw new DicomException(
                            "Clip " + file + " cannot be written: frame " + (index + 1) + " has the value " + stored
                                    + ", but an ultrasound clip has 8-bit gray values from 0 to 255.");
                }
                gray[i] = (byte) stored;
            }
        }
        return gray;
    }

    private static DataSet header(Clip clip) throws DicomException {
        SeriesInfo info = clip.series();
        Frame first = clip.frames().get(0);
        boolean color = first.isColor();
        DataSetBuilder d = new DataSetBuilder()
                .text(Tag.SPECIFIC_CHARACTER_SET, Vr.CS, "ISO_IR 192")
                .text(Tag.IMAGE_TYPE, Vr.CS, "DERIVED\\PRIMARY\\\\0001")
                .text(Tag.SOP_CLASS_UID, Vr.UI, ULTRASOUND_MULTIFRAME_STORAGE)
                .text(Tag.SOP_INSTANCE_UID, Vr.UI, clip.sopInstanceUid())
                .text(Tag.STUDY_DATE, Vr.DA, info.studyDate())
                .text(Tag.STUDY_TIME, Vr.TM, "")
                .text(Tag.ACCESSION_NUMBER, Vr.SH, "")
                .text(Tag.MODALITY, Vr.CS, info.modality().isEmpty() ? "US" : info.modality())
                .text(Tag.MANUFACTURER, Vr.LO, "Credence")
                .text(Tag.REFERRING_PHYSICIAN_NAME, Vr.PN, "")
                .text(Tag.STUDY_DESCRIPTION, Vr.LO, info.studyDescription())
                .text(Tag.SERIES_DESCRIPTION, Vr.LO, info.seriesDescription())
                .text(Tag.PATIENT_NAME, Vr.PN, info.patientName())
                .text(Tag.PATIENT_ID, Vr.LO, info.patientId())
                .text(Tag.PATIENT_BIRTH_DATE, Vr.DA, "")
                .text(Tag.PATIENT_SEX, Vr.CS, "")
                .text(Tag.STUDY_INSTANCE_UID, Vr.UI, info.studyUid())
                .text(Tag.SERIES_INSTANCE_UID, Vr.UI, info.seriesUid())
                .text(Tag.STUDY_ID, Vr.SH, "")
                .text(Tag.SERIES_NUMBER, Vr.IS, Integer.toString(info.seriesNumber()))
                .text(Tag.INSTANCE_NUMBER, Vr.IS, Integer.toString(clip.instanceNumber()))
                .text(Tag.PATIENT_ORIENTATION, Vr.CS, "")
                .text(Tag.LATERALITY, Vr.CS, "")
                .items(Tag.SEQUENCE_OF_ULTRASOUND_REGIONS, region(clip))
                .numbers(Tag.SAMPLES_PER_PIXEL, Vr.US, color ? 3 : 1)
                .text(Tag.PHOTOMETRIC_INTERPRETATION, Vr.CS, color ? "RGB" : "MONOCHROME2")
                .text(
                        Tag.NUMBER_OF_FRAMES,
                        Vr.IS,
                        Integer.toString(clip.frames().size()))
                .numbers(Tag.FRAME_INCREMENT_POINTER, Vr.AT, Tag.FRAME_TIME)
                .decimals(Tag.FRAME_TIME, clip.frameTimeMs())
                .numbers(Tag.ROWS, Vr.US, first.rows())
                .numbers(Tag.COLUMNS, Vr.US, first.columns())
                .numbers(Tag.BITS_ALLOCATED, Vr.US, 8)
                .numbers(Tag.BITS_STORED, Vr.US, 8)
                .numbers(Tag.HIGH_BIT, Vr.US, 7)
                .numbers(Tag.PIXEL_REPRESENTATION, Vr.US, 0)
                .text(Tag.BURNED_IN_ANNOTATION, Vr.CS, "NO")
                .text(Tag.LOSSY_IMAGE_COMPRESSION, Vr.CS, "00");
        if (color) {
            d.numbers(Tag.PLANAR_CONFIGURATION, Vr.US, 0);
        }
        return d.build();
    }

    private static DataSet region(Clip clip) throws DicomException {
        PixelRect r = clip.region();
        return new DataSetBuilder()
                .numbers(Tag.REGION_SPATIAL_FORMAT, Vr.US, 1)
                .numbers(Tag.REGION_DATA_TYPE, Vr.US, 1)
                .numbers(Tag.REGION_FLAGS, Vr.UL, 0)
                .numbers(Tag.REGION_LOCATION_MIN_X0, Vr.UL, r.column())
                .numbers(Tag.REGION_LOCATION_MIN_Y0, Vr.UL, r.row())
                .numbers(Tag.REGION_LOCATION_MAX_X1, Vr.UL, Math.max(r.column(), r.column() + r.width() - 1))
                .numbers(Tag.REGION_LOCATION_MAX_Y1, Vr.UL, Math.max(r.row(), r.row() + r.height() - 1))
                .numbers(Tag.PHYSICAL_UNITS_X_DIRECTION, Vr.US, 3)
                .numbers(Tag.PHYSICAL_UNITS_Y_DIRECTION, Vr.US, 3)
                .numbers(
                        Tag.PHYSICAL_DELTA_X,
                        Vr.FD,
                        Geometry.centimeters(clip.spacing().columnMm()))
                .numbers(
                        Tag.PHYSICAL_DELTA_Y,
                        Vr.FD,
                        Geometry.centimeters(clip.spacing().rowMm()))
                .build();
    }
}
