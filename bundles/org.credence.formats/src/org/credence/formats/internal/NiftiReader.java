package org.credence.formats.internal;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.credence.annotation.AnnotationException;
import org.credence.imaging.Vector3;

/** Opens NIfTI-1 in one file, packed or not, in either byte order. */
final class NiftiReader {

    private static final int HEADER_BYTES = 348;

    private NiftiReader() {}

    static boolean accepts(Path file) {
        try (InputStream in = opened(file)) {
            byte[] head = in.readNBytes(HEADER_BYTES);
            return head.length == HEADER_BYTES && head[344] == 'n' && head[345] == '+' && head[346] == '1';
        } catch (IOException e) {
            // What cannot be read or unpacked is of no format; reading it says why.
            return false;
        }
    }

    private static InputStream opened(Path file) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        try {
            in.mark(2);
            boolean packed = in.read() == 0x1f && in.read() == 0x8b;
            in.reset();
            return packed ? new GZIPInputStream(in, 1 << 16) : in;
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    static StoredVolume open(Path file) throws AnnotationException {
        try {
            InputStream in = opened(file);
            try {
                return open(file, in);
            } catch (IOException | RuntimeException e) {
                in.close();
                throw e;
            }
        } catch (AnnotationException e) {
            throw e;
        } catch (IOException | IllegalArgumentException e) {
            throw new AnnotationException("File " + file + " cannot be read as NIfTI: " + e.getMessage() + ".", e);
        }
    }

    private static StoredVolume open(Path file, InputStream in) throws IOException {
        byte[] head = in.readNBytes(HEADER_BYTES);
        if (head.length < HEADER_BYTES) {
            throw refused(file, "is cut off");
        }
        ByteBuffer h = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
        if (h.getInt(0) != HEADER_BYTES) {
            h.order(ByteOrder.BIG_ENDIAN);
        }
        int axes = h.getShort(40);
        if (h.getInt(0) != HEADER_BYTES || head[345] != '+' || axes < 2 || axes > 7) {
            throw refused(file, "is no NIfTI-1 in one file");
        }
        List<Integer> sizes = new ArrayList<>();
        for (int i = 1; i <= axes; i++) {
            sizes.add((int) h.getShort(40 + 2 * i));
            if (sizes.get(i - 1) < 1) {
                throw refused(file, "has an axis of " + sizes.get(i - 1) + " pixels");
            }
        }
        int code = h.getShort(70);
        SampleType type = null;
        for (SampleType t : SampleType.values()) {
            type = t.nifti == code ? t : type;
        }
        if (type == null) {
            throw refused(file, "has samples of type " + code);
        }
        long skip = (long) h.getFloat(108) - HEADER_BYTES;
        if (skip < 0 || skip > 1 << 20) {
            throw refused(file, "has its data at byte " + h.getFloat(108));
        }
        in.skipNBytes(skip);
        float slope = h.getFloat(112);
        boolean scaled = slope != 0 && Float.isFinite(slope);
        return new StoredVolume(
                file, sizes, type, h.order(), scaled ? slope : 1, scaled ? h.getFloat(116) : 0, affine(h), in);
    }

    private static AnnotationException refused(Path file, String what) {
        return new AnnotationException("NIfTI file " + file + " " + what
                + "; write it as NIfTI-1 in one file (.nii or .nii.gz), of whole numbers or floats.");
    }

    /** Where it lies: the affine if there is one, else the quaternion; to the left, the back and the head. */
    private static Optional<Volume.Affine> affine(ByteBuffer h) {
        if (h.getShort(254) > 0) {
            return Optional.of(new Volume.Affine(column(h, 0), column(h, 1), column(h, 2), column(h, 3)));
        }
        if (h.getShort(252) <= 0) {
            return Optional.empty();
        }
        double b = h.getFloat(256);
        double c = h.getFloat(260);
        double d = h.getFloat(264);
        double a = Math.sqrt(Math.max(0, 1 - b * b - c * c - d * d));
        double handed = h.getFloat(76) < 0 ? -1 : 1;
        Vector3 x = new Vector3(a * a + b * b - c * c - d * d, 2 * (b * c + a * d), 2 * (b * d - a * c));
        Vector3 y = new Vector3(2 * (b * c - a * d), a * a + c * c - b * b - d * d, 2 * (c * d + a * b));
        Vector3 z = new Vector3(2 * (b * d + a * c), 2 * (c * d - a * b), a * a + d * d - c * c - b * b);
        Vector3 o = new Vector3(h.getFloat(268), h.getFloat(272), h.getFloat(276));
        return Optional.of(new Volume.Affine(
                lps(x.times(h.getFloat(80))),
                lps(y.times(h.getFloat(84))),
                lps(z.times(handed * h.getFloat(88))),
                lps(o)));
    }

    private static Vector3 column(ByteBuffer h, int c) {
        return lps(new Vector3(h.getFloat(280 + 4 * c), h.getFloat(296 + 4 * c), h.getFloat(312 + 4 * c)));
    }

    private static Vector3 lps(Vector3 ras) {
        return new Vector3(-ras.x(), -ras.y(), ras.z());
    }
}
