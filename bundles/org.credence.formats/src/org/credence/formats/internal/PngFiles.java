package org.credence.formats.internal;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import org.credence.imaging.ImageExport;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.ImagingException;
import org.credence.imaging.PixelSpacing;
import org.credence.imaging.Progress;

/** Writes PNG (ISO/IEC 15948), a file per frame: 8-bit gray or RGB, or 16-bit gray. */
public final class PngFiles {

    static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int IDAT_BYTES = 1 << 15;

    private PngFiles() {}

    /** See {@link org.credence.formats.PngExporter}. */
    public static List<Path> write(ImageSeries series, ImageExport export, Path target, Progress progress)
            throws ImagingException {
        Frames frames = new Frames(series, export);
        List<Path> written = new ArrayList<>();
        try {
            frames.each("Writing", progress, (frame, i) -> {
                Samples samples = Samples.of(frame, export);
                if (samples.type() != SampleType.U8 && samples.type() != SampleType.U16) {
                    throw new ImagingException("Frame " + frames.number(i) + " of " + series
                            + " has values of type " + samples.type().nrrd
                            + ", but PNG holds unsigned ones of 8 or 16 bits; write what is shown (--shown), or choose"
                            + " tiff, nifti or nrrd.");
                }
                written.addAll(Frames.file(frames.numbered(target, i), unfinished -> {
                    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(unfinished), 1 << 16)) {
                        write(samples, series, out);
                    }
                }));
            });
        } catch (ImagingException e) {
            throw e;
        } catch (IOException e) {
            throw new ImagingException(target + " cannot be written: " + e.getMessage(), e);
        }
        return written;
    }

    static void write(Samples samples, ImageSeries series, OutputStream out) throws IOException {
        out.write(SIGNATURE);
        chunk(
                out,
                "IHDR",
                ByteBuffer.allocate(13)
                        .putInt(samples.columns())
                        .putInt(samples.rows())
                        .put((byte) (8 * samples.type().bytes))
                        .put((byte) (samples.color() ? 2 : 0))
                        .array());
        physicalSize(out, series);
        try (DeflaterOutputStream data = new DeflaterOutputStream(new ChunkStream(out))) {
            int pixelBytes = samples.type().bytes * (samples.color() ? 3 : 1);
            int rowBytes = pixelBytes * samples.columns();
            byte[] above = new byte[rowBytes];
            byte[] row = new byte[rowBytes];
            for (int y = 0; y < samples.rows(); y++) {
                System.arraycopy(samples.bytes(), y * rowBytes, row, 0, rowBytes);
                if (samples.type().bytes == 2) {
                    bigEndian(row);
                }
                // The difference to the row above packs well for images and needs no search.
                data.write(2);
                for (int i = 0; i < rowBytes; i++) {
                    above[i] = (byte) (row[i] - above[i]);
                }
                data.write(above);
                byte[] t = above;
                above = row;
                row = t;
            }
        }
        chunk(out, "IEND", new byte[0]);
    }

    /** Pixels per metre, or the shape of a pixel where only that is known. */
    private static void physicalSize(OutputStream out, ImageSeries series) throws IOException {
        double perColumn;
        double perRow;
        boolean metres = series.spacing().isPresent();
        if (metres) {
            PixelSpacing s = series.spacing().get();
            perColumn = 1000 / s.columnMm();
            perRow = 1000 / s.rowMm();
        } else if (series.pixelAspect() != 1) {
            perColumn = 10_000 * series.pixelAspect();
            perRow = 10_000;
        } else {
            return;
        }
        if (perColumn >= 0.5 && perRow >= 0.5 && perColumn < Integer.MAX_VALUE && perRow < Integer.MAX_VALUE) {
            chunk(
                    out,
                    "pHYs",
                    ByteBuffer.allocate(9)
                            .putInt((int) Math.round(perColumn))
                            .putInt((int) Math.round(perRow))
                            .put((byte) (metres ? 1 : 0))
                            .array());
        }
    }

    private static void bigEndian(byte[] row) {
        for (int i = 0; i + 1 < row.length; i += 2) {
            byte t = row[i];
            row[i] = row[i + 1];
            row[i + 1] = t;
        }
    }

    private static void chunk(OutputStream out, String type, byte[] data) throws IOException {
        CRC32 crc = new CRC32();
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        crc.update(name);
        crc.update(data);
        DataOutputStream to = new DataOutputStream(out);
        to.writeInt(data.length);
        to.write(name);
        to.write(data);
        to.writeInt((int) crc.getValue());
        to.flush();
    }

    /** Image data in chunks; closing writes the last one and leaves the file open. */
    private static final class ChunkStream extends OutputStream {

        private final OutputStream out;
        private final byte[] buffer = new byte[IDAT_BYTES];
        private int length;

        ChunkStream(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            buffer[length++] = (byte) b;
            if (length == buffer.length) {
                flush();
            }
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            int done = 0;
            while (done < count) {
                int n = Math.min(count - done, buffer.length - length);
                System.arraycopy(bytes, from + done, buffer, length, n);
                length += n;
                done += n;
                if (length == buffer.length) {
                    flush();
                }
            }
        }

        @Override
        public void flush() throws IOException {
            if (length > 0) {
                chunk(out, "IDAT", java.util.Arrays.copyOf(buffer, length));
                length = 0;
            }
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
