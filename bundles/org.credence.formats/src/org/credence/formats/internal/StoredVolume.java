package org.credence.formats.internal;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.credence.annotation.AnnotationException;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.Vector3;

/** A volume in a file, read frame by frame from its first to its last. */
final class StoredVolume implements Closeable {

    /** Corners may be off by this share of the smallest distance of pixels. */
    private static final double TOLERANCE = 0.1;

    private final Path file;
    private final List<Integer> sizes;
    private final SampleType type;
    private final ByteOrder order;
    private final double slope;
    private final double intercept;
    private final Optional<Volume.Affine> affine;
    private final InputStream in;

    /**
     * @param sizes from the fastest axis on
     * @param affine where it lies, if the file says so
     * @param in its samples
     */
    StoredVolume(
            Path file,
            List<Integer> sizes,
            SampleType type,
            ByteOrder order,
            double slope,
            double intercept,
            Optional<Volume.Affine> affine,
            InputStream in) {
        this.file = file;
        this.sizes = sizes;
        this.type = type;
        this.order = order;
        this.slope = slope;
        this.intercept = intercept;
        this.affine = affine;
        this.in = in;
    }

    /** Whether values are probabilities; else they are numbers of segments. */
    boolean isReal() {
        return type.isReal();
    }

    /**
     * Checks that the volume has the frames of a series and lies where they do.
     *
     * @param volume where the series lies
     * @throws AnnotationException if it has not, or does not
     */
    void checkFits(ImageSeries series, Volume volume) throws AnnotationException {
        int frames = 1;
        int longer = 0;
        for (int size : sizes.subList(Math.min(2, sizes.size()), sizes.size())) {
            frames = Math.max(frames, size);
            longer += size > 1 ? 1 : 0;
        }
        boolean fits = sizes.size() >= 2
                && sizes.get(0) == series.columns()
                && sizes.get(1) == series.rows()
                && longer <= 1
                && frames == series.frames().size();
        if (!fits) {
            throw new AnnotationException("File " + file + " has " + product(sizes) + " pixels, but " + series + " has "
                    + series.columns() + " x " + series.rows() + " x "
                    + series.frames().size() + "; import it with its own series.");
        }
        if (volume.affine().isEmpty()) {
            return;
        }
        if (affine.isEmpty()) {
            throw new AnnotationException(
                    "File " + file + " does not say where it lies in the patient, but the images of " + series
                            + " do; write it again with its place.");
        }
        Volume.Affine a = affine.get();
        Volume.Affine b = volume.affine().get();
        double least = Math.min(volume.columnMm(), volume.rowMm());
        for (int corner = 0; corner < 8; corner++) {
            int x = (corner & 1) * (series.columns() - 1);
            int y = (corner >> 1 & 1) * (series.rows() - 1);
            int z = (corner >> 2) * (frames - 1);
            double off = at(a, x, y, z).minus(at(b, x, y, z)).length();
            if (!(off <= TOLERANCE * least)) {
                throw new AnnotationException(
                        "File " + file + " lies elsewhere than the images of " + series + ": pixel ("
                                + x + ", " + y + ") of frame " + (z + 1) + " is "
                                + String.format(java.util.Locale.ROOT, "%.2f", off)
                                + " mm off; resample it to the images, or import it with its own series.");
            }
        }
    }

    private static String product(List<Integer> sizes) {
        return String.join(" x ", sizes.stream().map(String::valueOf).toList());
    }

    private static Vector3 at(Volume.Affine a, int x, int y, int z) {
        return a.origin()
                .plus(a.perColumn().times(x))
                .plus(a.perRow().times(y))
                .plus(a.perSlice().times(z));
    }

    /** The next frame: percents of probabilities, or numbers of segments. */
    int[] next(int pixels) throws AnnotationException {
        byte[] bytes;
        try {
            bytes = in.readNBytes(Math.multiplyExact(pixels, type.bytes));
        } catch (IOException e) {
            throw new AnnotationException("File " + file + " cannot be read: " + e.getMessage() + ".", e);
        }
        if (bytes.length < pixels * type.bytes) {
            throw new AnnotationException("File " + file + " is cut off; copy it again from where it came.");
        }
        ByteBuffer b = ByteBuffer.wrap(bytes).order(order);
        int[] values = new int[pixels];
        for (int i = 0; i < pixels; i++) {
            double stored = switch (type) {
                case U8 -> b.get(i) & 0xff;
                case S8 -> b.get(i);
                case U16 -> b.getShort(2 * i) & 0xffff;
                case S16 -> b.getShort(2 * i);
                case S32 -> b.getInt(4 * i);
                case F32 -> b.getFloat(4 * i);
                case F64 -> b.getDouble(8 * i);
            };
            double value = slope * stored + intercept;
            if (isReal()) {
                if (!(value >= 0 && value <= 1)) {
                    throw new AnnotationException("File " + file + " has the value " + value
                            + "; probabilities go from 0 to 1, and numbers of segments are stored as whole numbers.");
                }
                values[i] = (int) Math.round(value * 100);
            } else {
                if (value != Math.rint(value) || value < 0 || value > 65535) {
                    throw new AnnotationException(
                            "File " + file + " has the value " + value + ", which is no number of a segment.");
                }
                values[i] = (int) value;
            }
        }
        return values;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
