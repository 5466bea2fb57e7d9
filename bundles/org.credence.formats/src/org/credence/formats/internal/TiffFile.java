package org.credence.formats.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import org.credence.imaging.Frame;
import org.credence.imaging.ImageExport;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.ImagingException;
import org.credence.imaging.PixelSpacing;
import org.credence.imaging.Progress;

/**
 * Writes TIFF 6.0, a page per frame, deflated: whole and real numbers of 8 to 64 bits, or RGB. What may not fit into 4 GiB
 * becomes BigTIFF.
 */
public final class TiffFile {

    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int RATIONAL = 5;
    private static final int ASCII = 2;
    private static final int LONG8 = 16;
    private static final byte[] SOFTWARE = "Credence\0".getBytes(StandardCharsets.US_ASCII);

    /** A field of a page's directory; {@code value} is little-endian. */
    private record Field(int tag, int type, long count, byte[] value) {}

    private final FileChannel channel;
    private final boolean big;
    private long end;

    /** Where the offset of the next directory belongs. */
    private long linkAt;

    private TiffFile(FileChannel channel, boolean big) {
        this.channel = channel;
        this.big = big;
    }

    /** See {@link org.credence.formats.TiffExporter}. */
    public static List<Path> write(ImageSeries series, ImageExport export, Path target, Progress progress)
            throws ImagingException {
        return write(series, export, target, progress, 0xffffffffL);
    }

    /** @param limit the largest size of a file that is no BigTIFF */
    static List<Path> write(ImageSeries series, ImageExport export, Path target, Progress progress, long limit)
            throws ImagingException {
        Frames frames = new Frames(series, export);
        return Frames.file(target, unfinished -> {
            try (FileChannel channel =
                    FileChannel.open(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                // Eight bytes per pixel are the most, and what cannot be packed grows by less than this.
                Samples first = Samples.of(frames.decode(0), export);
                long most = (first.bytes().length + first.bytes().length / 1000 + 4096L) * frames.count();
                TiffFile file = new TiffFile(channel, most > limit);
                file.begin();
                frames.each("Writing", progress, (frame, i) -> file.page(series, export, frame, i, frames.count()));
            }
        });
    }

    private void begin() throws IOException {
        ByteBuffer head = ByteBuffer.allocate(big ? 16 : 8).order(ByteOrder.LITTLE_ENDIAN);
        head.put((byte) 'I').put((byte) 'I').putShort((short) (big ? 43 : 42));
        if (big) {
            head.putShort((short) 8).putShort((short) 0);
        }
        linkAt = big ? 8 : 4;
        append(head.array());
    }

    private void page(ImageSeries series, ImageExport export, Frame frame, int index, int count) throws IOException {
        Samples s = Samples.of(frame, export);
        ByteArrayOutputStream packed = new ByteArrayOutputStream(s.bytes().length / 2);
        try (DeflaterOutputStream out = new DeflaterOutputStream(packed)) {
            out.write(s.bytes());
        }
        long strip = append(packed.toByteArray());
        boolean whiteIsZero =
                !export.shown() && !s.color() && frame.grayValues().inverted();
        int samples = s.color() ? 3 : 1;
        int format = s.type().isReal() ? 3 : s.type().isSigned() ? 2 : 1;
        List<Field> fields = new ArrayList<>();
        fields.add(number(254, LONG, count > 1 ? 2 : 0));
        fields.add(number(256, LONG, s.columns()));
        fields.add(number(257, LONG, s.rows()));
        fields.add(shorts(258, samples, 8 * s.type().bytes));
        fields.add(number(259, SHORT, 8));
        fields.add(number(262, SHORT, s.color() ? 2 : whiteIsZero ? 0 : 1));
        fields.add(number(273, big ? LONG8 : LONG, strip));
        fields.add(number(277, SHORT, samples));
        fields.add(number(278, LONG, s.rows()));
        fields.add(number(279, big ? LONG8 : LONG, packed.size()));
        resolution(series, fields);
        if (count > 1 && count <= 0xffff) {
            fields.add(new Field(
                    297,
                    SHORT,
                    2,
                    little(4).putShort((short) index).putShort((short) count).array()));
        }
        fields.add(new Field(305, ASCII, SOFTWARE.length, SOFTWARE));
        fields.add(shorts(339, samples, format));
        directory(fields);
    }

    /** Pixels per centimetre, or the shape of a pixel where only that is known. */
    private static void resolution(ImageSeries series, List<Field> fields) {
        double perColumn =
                series.spacing().map(PixelSpacing::columnMm).map(mm -> 10 / mm).orElse(series.pixelAspect());
        double perRow =
                series.spacing().map(PixelSpacing::rowMm).map(mm -> 10 / mm).orElse(1.0);
        fields.add(rational(282, perColumn));
        fields.add(rational(283, perRow));
        fields.add(number(296, SHORT, series.spacing().isPresent() ? 3 : 1));
    }

    private void directory(List<Field> fields) throws IOException {
        int entry = big ? 20 : 12;
        int inline = big ? 8 : 4;
        // Values that are too long for the directory go before it.
        List<Long> offsets = new ArrayList<>();
        for (Field f : fields) {
            offsets.add(f.value.length > inline ? append(f.value) : 0L);
        }
        ByteBuffer out = little((big ? 16 : 6) + entry * fields.size());
        if (big) {
            out.putLong(fields.size());
        } else {
            out.putShort((short) fields.size());
        }
        for (int i = 0; i < fields.size(); i++) {
            Field f = fields.get(i);
            out.putShort((short) f.tag).putShort((short) f.type);
            if (big) {
                out.putLong(f.count);
            } else {
                out.putInt((int) f.count);
            }
            if (f.value.length <= inline) {
                out.put(Arrays.copyOf(f.value, inline));
            } else if (big) {
                out.putLong(offsets.get(i));
            } else {
                out.putInt(offsets.get(i).intValue());
            }
        }
        int link = out.position();
        long at = append(out.array());
        put(big ? little(8).putLong(at).flip() : little(4).putInt((int) at).flip(), linkAt);
        linkAt = at + link;
    }

    private static Field number(int tag, int type, long value) {
        ByteBuffer out = little(8);
        return switch (type) {
            case SHORT ->
                new Field(
                        tag, type, 1, Arrays.copyOf(out.putShort((short) value).array(), 2));
            case LONG ->
                new Field(tag, type, 1, Arrays.copyOf(out.putInt((int) value).array(), 4));
            default -> new Field(tag, type, 1, out.putLong(value).array());
        };
    }

    private static Field shorts(int tag, int count, int value) {
        ByteBuffer out = little(2 * count);
        while (out.hasRemaining()) {
            out.putShort((short) value);
        }
        return new Field(tag, SHORT, count, out.array());
    }

    private static Field rational(int tag, double value) {
        long denominator = 1_000_000;
        while (value * denominator > 0xffffffffL && denominator > 1) {
            denominator /= 10;
        }
        long numerator = Math.clamp(Math.round(value * denominator), 1L, 0xffffffffL);
        return new Field(
                tag,
                RATIONAL,
                1,
                little(8).putInt((int) numerator).putInt((int) denominator).array());
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Writes at the end, on an even offset; says which. */
    private long append(byte[] bytes) throws IOException {
        end += end & 1;
        long at = end;
        if (!big && at + bytes.length > 0xffffffffL) {
            throw new ImagingException("The pages take more than the 4 GiB that a TIFF holds; write fewer frames.");
        }
        put(ByteBuffer.wrap(bytes), at);
        end = at + bytes.length;
        return at;
    }

    private void put(ByteBuffer bytes, long at) throws IOException {
        long to = at;
        while (bytes.hasRemaining()) {
            to += channel.write(bytes, to);
        }
    }
}
