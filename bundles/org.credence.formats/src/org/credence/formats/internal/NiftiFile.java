package org.credence.formats.internal;

import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.credence.imaging.ImageExport;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.ImagingException;
import org.credence.imaging.Progress;
import org.credence.imaging.Vector3;

/** Writes NIfTI-1 in one file: stored values with their scale, and where they lie in the patient. */
public final class NiftiFile {

    private static final int HEADER_BYTES = 348;
    private static final int DATA_OFFSET = 352;
    private static final int RGB24 = 128;
    private static final int MILLIMETRES = 2;
    private static final int MILLISECONDS = 16;
    private static final int SCANNER = 1;

    private NiftiFile() {}

    /** See {@link org.credence.formats.NiftiExporter}. */
    public static List<Path> write(ImageSeries series, ImageExport export, Path target, Progress progress)
            throws ImagingException {
        Frames frames = new Frames(series, export);
        Volume volume = volume(series, export);
        return Frames.file(target, unfinished -> {
            Survey survey = Survey.of(frames, series, export, progress.part(0, 0.4));
            boolean asStored = survey.isPlain() || survey.hasOneScale();
            SampleType type =
                    asStored ? survey.storedType() : survey.storedType().scaled();
            try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(unfinished), 1 << 16);
                    OutputStream out = isPacked(target) ? new GZIPOutputStream(file, 1 << 16) : file) {
                double slope = asStored && !survey.isPlain() ? survey.scale().slope() : 1;
                double intercept =
                        asStored && !survey.isPlain() ? survey.scale().intercept() : 0;
                out.write(header(series, volume, survey.isColor(), type, frames.count(), slope, intercept));
                frames.each(
                        "Writing",
                        progress.part(0.4, 1),
                        (frame, i) -> out.write(
                                survey.samples(frame, series, type, !asStored).bytes()));
            }
        });
    }

    /**
     * Where the frames lie.
     *
     * @throws ImagingException if NIfTI-1 cannot say so, or cannot hold as many
     */
    static Volume volume(ImageSeries series, ImageExport export) throws ImagingException {
        Volume volume = Volume.of(series, export);
        int count = export.positions().size();
        if (Math.max(count, Math.max(series.columns(), series.rows())) > Short.MAX_VALUE) {
            throw new ImagingException("NIfTI-1 holds at most 32767 pixels or frames along an axis, but "
                    + series + " has " + series.columns() + " x " + series.rows() + " x "
                    + count + "; write nrrd or tiff.");
        }
        if (volume.third() == Volume.Third.LIST && count > 1) {
            throw new ImagingException("The images of " + series
                    + " do not say where they lie in the patient, which NIfTI is for; write nrrd or tiff.");
        }
        return volume;
    }

    private static boolean isPacked(Path target) {
        return target.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".gz");
    }

    /** A header of one file that is followed by the voxels. */
    static byte[] header(
            ImageSeries series,
            Volume volume,
            boolean color,
            SampleType type,
            int count,
            double slope,
            double intercept) {
        boolean time = volume.third() == Volume.Third.TIME && count > 1;
        ByteBuffer h = ByteBuffer.allocate(DATA_OFFSET).order(ByteOrder.LITTLE_ENDIAN);
        h.putInt(0, HEADER_BYTES);
        short[] dim = {
            (short) (time ? 4 : count > 1 || volume.affine().isPresent() ? 3 : 2),
            (short) series.columns(),
            (short) series.rows(),
            (short) (time ? 1 : count),
            (short) (time ? count : 1),
            1,
            1,
            1
        };
        for (int i = 0; i < dim.length; i++) {
            h.putShort(40 + 2 * i, dim[i]);
        }
        h.putShort(70, (short) (color ? RGB24 : type.nifti));
        h.putShort(72, (short) (color ? 24 : 8 * type.bytes));
        h.putFloat(80, (float) volume.columnMm());
        h.putFloat(84, (float) volume.rowMm());
        h.putFloat(
                88,
                volume.affine().isPresent()
                        ? (float) volume.affine().get().perSlice().length()
                        : 1);
        h.putFloat(92, time && volume.stepMs() > 0 ? (float) volume.stepMs() : 1);
        for (int i = 5; i < 8; i++) {
            h.putFloat(76 + 4 * i, 1);
        }
        h.putFloat(108, DATA_OFFSET);
        h.putFloat(112, (float) slope);
        h.putFloat(116, (float) intercept);
        int units = (volume.sized() ? MILLIMETRES : 0) | (time && volume.stepMs() > 0 ? MILLISECONDS : 0);
        h.put(123, (byte) units);
        h.put(148, "Credence".getBytes(StandardCharsets.US_ASCII));
        h.putFloat(76, 1);
        if (volume.affine().isPresent()) {
            place(h, volume.affine().get());
        }
        h.put(344, new byte[] {'n', '+', '1', 0});
        return h.array();
    }

    /** Both ways to say where the voxels lie; a sheared block has only the second. */
    private static void place(ByteBuffer h, Volume.Affine lps) {
        Vector3 x = ras(lps.perColumn());
        Vector3 y = ras(lps.perRow());
        Vector3 z = ras(lps.perSlice());
        Vector3 o = ras(lps.origin());
        h.putShort(254, (short) SCANNER);
        double[][] rows = {{x.x(), y.x(), z.x(), o.x()}, {x.y(), y.y(), z.y(), o.y()}, {x.z(), y.z(), z.z(), o.z()}};
        for (int r = 0; r < 3; r++) {
            for (int c = 0; c < 4; c++) {
                h.putFloat(280 + 16 * r + 4 * c, (float) rows[r][c]);
            }
        }
        Vector3 across = x.cross(y);
        double handed = Math.signum(across.dot(z));
        boolean sheared = across.cross(z).length() > 1e-3 * across.length() * z.length();
        if (sheared) {
            return;
        }
        h.putShort(252, (short) SCANNER);
        h.putFloat(76, (float) handed);
        double[] q = quaternion(unit(x), unit(y), unit(z).times(handed));
        for (int i = 0; i < 3; i++) {
            h.putFloat(256 + 4 * i, (float) q[i + 1]);
        }
        h.putFloat(268, (float) o.x());
        h.putFloat(272, (float) o.y());
        h.putFloat(276, (float) o.z());
    }

    /** The rotation with these columns as a unit quaternion (a, b, c, d) with a not negative. */
    private static double[] quaternion(Vector3 x, Vector3 y, Vector3 z) {
        double[] squares = {
            1 + x.x() + y.y() + z.z(), 1 + x.x() - y.y() - z.z(), 1 - x.x() + y.y() - z.z(), 1 - x.x() - y.y() + z.z()
        };
        // Each product of two components, times 4; that of the largest with itself is best to divide by.
        double[][] products = {
            {squares[0], y.z() - z.y(), z.x() - x.z(), x.y() - y.x()},
            {y.z() - z.y(), squares[1], x.y() + y.x(), z.x() + x.z()},
            {z.x() - x.z(), x.y() + y.x(), squares[2], y.z() + z.y()},
            {x.y() - y.x(), z.x() + x.z(), y.z() + z.y(), squares[3]}
        };
        int largest = 0;
        for (int i = 1; i < 4; i++) {
            largest = squares[i] > squares[largest] ? i : largest;
        }
        double[] q = products[largest].clone();
        double length = Math.sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3]);
        for (int i = 0; i < 4; i++) {
            q[i] /= q[0] < 0 ? -length : length;
        }
        return q;
    }

    private static Vector3 unit(Vector3 v) {
        return v.times(1 / v.length());
    }

    /** Left and back become right and front. */
    private static Vector3 ras(Vector3 lps) {
        return new Vector3(-lps.x(), -lps.y(), lps.z());
    }
}
