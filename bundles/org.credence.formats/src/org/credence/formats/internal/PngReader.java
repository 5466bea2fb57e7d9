package org.credence.formats.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.credence.annotation.AnnotationException;

/** Reads gray PNG files of 8 or 16 bits (ISO/IEC 15948), every value as it is stored. */
final class PngReader {

    private static final int MAX_FILE_BYTES = 1 << 30;

    private PngReader() {}

    /** Whether a file starts as a PNG does. */
    static boolean accepts(Path file) {
        try (var in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(8), PngFiles.SIGNATURE);
        } catch (IOException e) {
            // What cannot be read is of no format; reading it says why.
            return false;
        }
    }

    /**
     * The values of a file.
     *
     * @throws AnnotationException if it is damaged, not gray, or of another size
     */
    static int[] read(Path file, int columns, int rows) throws AnnotationException {
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw damaged(file, "is larger than 1 GiB");
            }
            return new Reading(file, columns, rows).read(ByteBuffer.wrap(Files.readAllBytes(file)));
        } catch (AnnotationException e) {
            throw e;
        } catch (IOException e) {
            throw new AnnotationException("File " + file + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private static AnnotationException damaged(Path file, String what) {
        return new AnnotationException("PNG file " + file + " " + what + "; write it again as 8-bit or 16-bit gray.");
    }

    /** One file being read. */
    private static final class Reading {

        private final Path file;
        private final int columns;
        private final int rows;
        private int sampleBytes;
        private byte[] filtered = new byte[0];
        private int filled;

        Reading(Path file, int columns, int rows) {
            this.file = file;
            this.columns = columns;
            this.rows = rows;
        }

        int[] read(ByteBuffer in) throws AnnotationException {
            byte[] signature = new byte[8];
            if (in.remaining() < 8) {
                throw damaged(file, "is cut off");
            }
            in.get(signature);
            if (!Arrays.equals(signature, PngFiles.SIGNATURE)) {
                throw damaged(file, "is no PNG");
            }
            Inflater inflater = new Inflater();
            try {
                while (true) {
                    if (in.remaining() < 12) {
                        throw damaged(file, "is cut off");
                    }
                    int length = in.getInt();
                    if (length < 0 || length > in.remaining() - 8) {
                        throw damaged(file, "is cut off");
                    }
                    byte[] chunk = new byte[4 + length];
                    in.get(chunk);
                    CRC32 crc = new CRC32();
                    crc.update(chunk);
                    if ((int) crc.getValue() != in.getInt()) {
                        throw damaged(file, "is damaged, a checksum is wrong");
                    }
                    String type = new String(chunk, 0, 4, StandardCharsets.ISO_8859_1);
                    switch (type) {
                        case "IHDR" -> header(ByteBuffer.wrap(chunk, 4, length));
                        case "IDAT" -> data(inflater, chunk, length);
                        case "IEND" -> {
                            return values();
                        }
                        default -> {
                            // Says how to show the image, not what its values are.
                        }
                    }
                }
            } catch (DataFormatException e) {
                throw damaged(file, "is damaged, its data cannot be unpacked");
            } finally {
                inflater.end();
            }
        }

        private void header(ByteBuffer h) throws AnnotationException {
            if (h.remaining() < 13 || sampleBytes > 0) {
                throw damaged(file, "is damaged");
            }
            int width = h.getInt();
            int height = h.getInt();
            int depth = h.get();
            int color = h.get();
            h.getShort();
            int interlace = h.get();
            if (width != columns || height != rows) {
                throw new AnnotationException("PNG file " + file + " has " + width + " x " + height
                        + " pixels, the images of the series have " + columns + " x " + rows
                        + "; import it with its own series.");
            }
            if (color != 0 || depth != 8 && depth != 16 || interlace != 0) {
                throw damaged(file, "has colour type " + color + " with " + depth + " bits, interlacing " + interlace);
            }
            sampleBytes = depth / 8;
            filtered = new byte[Math.multiplyExact(rows, 1 + columns * sampleBytes)];
        }

        private void data(Inflater inflater, byte[] chunk, int length) throws DataFormatException {
            inflater.setInput(chunk, 4, length);
            while (!inflater.needsInput() && !inflater.finished() && filled < filtered.length) {
                int n = inflater.inflate(filtered, filled, filtered.length - filled);
                if (n == 0) {
                    break;
                }
                filled += n;
            }
        }

        private int[] values() throws AnnotationException {
            if (sampleBytes == 0 || filled < filtered.length) {
                throw damaged(file, "is cut off");
            }
            int rowBytes = columns * sampleBytes;
            byte[] above = new byte[rowBytes];
            byte[] row = new byte[rowBytes];
            int[] values = new int[columns * rows];
            for (int y = 0; y < rows; y++) {
                int at = y * (1 + rowBytes);
                int filter = filtered[at];
                for (int i = 0; i < rowBytes; i++) {
                    int left = i >= sampleBytes ? row[i - sampleBytes] & 0xff : 0;
                    int up = above[i] & 0xff;
                    int corner = i >= sampleBytes ? above[i - sampleBytes] & 0xff : 0;
                    int predicted = switch (filter) {
                        case 0 -> 0;
                        case 1 -> left;
                        case 2 -> up;
                        case 3 -> (left + up) / 2;
                        case 4 -> nearest(left, up, corner);
                        default -> throw damaged(file, "is damaged, it has row filter " + filter);
                    };
                    row[i] = (byte) (filtered[at + 1 + i] + predicted);
                }
                for (int x = 0; x < columns; x++) {
                    values[y * columns + x] =
                            sampleBytes == 1 ? row[x] & 0xff : (row[2 * x] & 0xff) << 8 | row[2 * x + 1] & 0xff;
                }
                byte[] t = above;
                above = row;
                row = t;
            }
            return values;
        }

        /** The one of the three that is nearest to left + up - corner, in that order. */
        private static int nearest(int left, int up, int corner) {
            int p = left + up - corner;
            int toLeft = Math.abs(p - left);
            int toUp = Math.abs(p - up);
            int toCorner = Math.abs(p - corner);
            return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
        }
    }
}
