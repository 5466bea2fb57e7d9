package org.credence.imaging.internal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.credence.imaging.FrameTiming;
import org.credence.imaging.ImageGeometry;
import org.credence.imaging.ImageInstance;
import org.credence.imaging.ImagePlane;
import org.credence.imaging.ImageRegion;
import org.credence.imaging.PixelRect;
import org.credence.imaging.PixelSpacing;
import org.credence.imaging.SeriesInfo;
import org.credence.imaging.Vector3;

/**
 * Reads what {@link IndexWriter} wrote. Whatever does not fit throws a RuntimeException; allocates no more than the bytes
 * can fill. One thread.
 */
final class IndexReader {

    private static final ImageGeometry.Calibration[] CALIBRATIONS = ImageGeometry.Calibration.values();
    private static final ImageRegion.Kind[] KINDS = ImageRegion.Kind.values();

    private final ByteBuffer in;

    IndexReader(ByteBuffer in) {
        this.in = in;
    }

    int integer() {
        return in.getInt();
    }

    /** A number of things that take at least so many bytes each. */
    int count(int leastBytes) {
        int n = in.getInt();
        if (n < 0 || n > in.remaining() / leastBytes) {
            throw new IllegalArgumentException("There cannot be " + n + " in " + in.remaining() + " bytes");
        }
        return n;
    }

    String text() {
        int length = count(1);
        String text = new String(in.array(), in.arrayOffset() + in.position(), length, StandardCharsets.UTF_8);
        in.position(in.position() + length);
        return text;
    }

    SeriesInfo series() {
        return new SeriesInfo(text(), text(), text(), text(), text(), text(), in.getInt(), text(), text());
    }

    ImageInstance image(List<SeriesInfo> series, List<String> texts, Path file, LazyDecoder.Headers headers) {
        SeriesInfo info = series.get(in.getInt());
        String sopInstanceUid = text();
        String sopClassUid = texts.get(in.getInt());
        int instanceNumber = in.getInt();
        int columns = in.getInt();
        int rows = in.getInt();
        int frameCount = in.getInt();
        return new ImageInstance(
                info,
                sopInstanceUid,
                sopClassUid,
                instanceNumber,
                file,
                columns,
                rows,
                frameCount,
                geometry(),
                timing(),
                new LazyDecoder(headers, file, sopInstanceUid, columns, rows, frameCount));
    }

    private FrameTiming timing() {
        double mean = in.getDouble();
        int n = count(Double.BYTES);
        if (n == 0) {
            return mean == 0 ? FrameTiming.UNKNOWN : FrameTiming.every(mean);
        }
        List<Double> increments = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            increments.add(in.getDouble());
        }
        return new FrameTiming(mean, increments);
    }

    private ImageGeometry geometry() {
        Optional<PixelSpacing> spacing =
                in.get() == 0 ? Optional.empty() : Optional.of(new PixelSpacing(in.getDouble(), in.getDouble()));
        ImageGeometry.Calibration calibration = CALIBRATIONS[in.get()];
        double aspect = in.getDouble();
        double sliceSpacing = in.getDouble();
        int n = count(9 * Double.BYTES);
        List<ImagePlane> planes = n == 0 ? List.of() : new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            planes.add(new ImagePlane(vector(), vector(), vector()));
        }
        n = count(6 * Double.BYTES);
        List<ImageRegion> regions = n == 0 ? List.of() : new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            regions.add(region());
        }
        return new ImageGeometry(spacing, calibration, aspect, sliceSpacing, planes, regions);
    }

    private Vector3 vector() {
        return new Vector3(in.getDouble(), in.getDouble(), in.getDouble());
    }

    private ImageRegion region() {
        return new ImageRegion(
                new PixelRect(in.getInt(), in.getInt(), in.getInt(), in.getInt()),
                KINDS[in.get()],
                text(),
                text(),
                text(),
                in.getDouble(),
                in.getDouble(),
                in.getDouble(),
                in.getDouble(),
                in.getDouble(),
                in.getDouble());
    }
}
