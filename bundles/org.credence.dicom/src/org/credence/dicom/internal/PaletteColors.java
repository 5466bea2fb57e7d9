package org.credence.dicom.internal;

import org.credence.dicom.DicomException;

/** The colours that pixel values of a PALETTE COLOR image stand for (PS3.3, C.7.6.3.1.5 and C.7.9.2). Immutable. */
final class PaletteColors {

    private final int firstMapped;
    private final byte[] rgb;

    private PaletteColors(int firstMapped, byte[] rgb) {
        this.firstMapped = firstMapped;
        this.rgb = rgb;
    }

    /**
     * The palette of a file.
     *
     * @throws DicomException if it is missing or contradictory
     */
    static PaletteColors of(DicomFile file) throws DicomException {
        DataSet d = file.dataSet();
        double[] descriptor = d.numbers(Tag.RED_PALETTE_DESCRIPTOR);
        if (descriptor.length != 3) {
            throw new DicomException(
                    "File " + file.path() + " has colours from a palette, but "
                            + Tag.describe(Tag.RED_PALETTE_DESCRIPTOR) + " is missing; its colours are not known.",
                    Tag.RED_PALETTE_DESCRIPTOR,
                    -1);
        }
        int count = (int) descriptor[0] & 0xffff;
        int entries = count == 0 ? 65536 : count;
        boolean signed = d.integer(Tag.PIXEL_REPRESENTATION, 0) == 1;
        int firstMapped = signed ? (short) descriptor[1] : (int) descriptor[1] & 0xffff;
        int bits = (int) descriptor[2];
        int[][] tables = new int[3][];
        int highest = 0;
        for (int c = 0; c < 3; c++) {
            tables[c] = table(file, Tag.RED_PALETTE_DATA + c, entries, bits);
            for (int v : tables[c]) {
                highest = Math.max(highest, v);
            }
        }
        // Tables of 16 bits use the full range; some writers put 8-bit values there all the same.
        int shift = bits > 8 && highest > 255 ? bits - 8 : 0;
        byte[] rgb = new byte[3 * entries];
        for (int i = 0; i < entries; i++) {
            for (int c = 0; c < 3; c++) {
                rgb[3 * i + c] = (byte) Math.min(255, tables[c][i] >> shift);
            }
        }
        return new PaletteColors(firstMapped, rgb);
    }

    private static int[] table(DicomFile file, int tag, int entries, int bits) throws DicomException {
        DataSet d = file.dataSet();
        int segmented = tag - Tag.RED_PALETTE_DATA + Tag.RED_PALETTE_SEGMENTED_DATA;
        if (!d.has(tag) && d.has(segmented)) {
            return new Segments(file, segmented, entries, bits).expand();
        }
        byte[] bytes = d.bytes(tag);
        int[] table = new int[entries];
        // Entries of 8 bits come packed in words, or one to a word.
        boolean words = bits > 8 || bytes.length >= 2 * entries;
        if (bits < 8 || bits > 16 || bytes.length < (words ? 2 * entries : entries)) {
            throw new DicomException(
                    "File " + file.path() + " has " + bytes.length + " bytes in " + Tag.describe(tag) + " for "
                            + entries + " entries of " + bits + " bits; its colours are not known.",
                    tag,
                    -1);
        }
        for (int i = 0; i < entries; i++) {
            table[i] = words ? bytes[2 * i] & 0xff | (bytes[2 * i + 1] & 0xff) << 8 : bytes[i] & 0xff;
        }
        return table;
    }

    /** A table written in segments: values, straight lines, and repetitions of segments before (PS3.3, C.7.9.2). */
    private static final class Segments {

        private final DicomFile file;
        private final int tag;
        private final int[] words;
        private final int width;
        private final int[] table;
        private int filled;

        Segments(DicomFile file, int tag, int entries, int bits) throws DicomException {
            this.file = file;
            this.tag = tag;
            this.table = new int[entries];
            this.width = bits > 8 ? 2 : 1;
            byte[] bytes = file.dataSet().bytes(tag);
            this.words = new int[bytes.length / width];
            for (int i = 0; i < words.length; i++) {
                words[i] = width == 1 ? bytes[i] & 0xff : bytes[2 * i] & 0xff | (bytes[2 * i + 1] & 0xff) << 8;
            }
        }

        int[] expand() throws DicomException {
            int p = 0;
            while (p < words.length && filled < table.length) {
                if (words[p] == 2) {
                    int count = word(p + 1);
                    // The offset is in bytes and takes as many words as 32 bits do.
                    long offset = 0;
                    for (int i = 0; i < 4 / width; i++) {
                        offset |= (long) word(p + 2 + i) << 8 * width * i;
                    }
                    p += 2 + 4 / width;
                    long from = offset / width;
                    for (int i = 0; i < count; i++) {
                        from = segment((int) Math.min(from, words.length));
                    }
                } else {
                    p = segment(p);
                }
            }
            if (filled < table.length) {
                throw damaged();
            }
            return table;
        }

        /** Expands a segment of values or a line; where the next one starts. */
        private int segment(int p) throws DicomException {
            int kind = word(p);
            int n = word(p + 1);
            if (kind > 1 || n > table.length - filled || kind == 1 && filled == 0) {
                throw damaged();
            }
            if (kind == 0) {
                for (int i = 0; i < n; i++) {
                    table[filled++] = word(p + 2 + i);
                }
                return p + 2 + n;
            }
            int start = table[filled - 1];
            int end = word(p + 2);
            for (int i = 1; i <= n; i++) {
                table[filled++] = (int) Math.round(start + (double) (end - start) * i / n);
            }
            return p + 3;
        }

        private int word(int at) throws DicomException {
            if (at >= words.length) {
                throw damaged();
            }
            return words[at];
        }

        private DicomException damaged() {
            return new DicomException(
                    "File " + file.path() + " has a palette whose segments in " + Tag.describe(tag) + " do not make up "
                            + table.length + " entries; its colours are not known.",
                    tag,
                    -1);
        }
    }

    /** The lowest pixel value that has a colour of its own. */
    int firstMapped() {
        return firstMapped;
    }

    /** Writes the colour of a pixel value as three bytes; values outside the table take its nearest end. */
    void put(int value, byte[] target, int at) {
        int i = Math.max(0, Math.min(rgb.length / 3 - 1, value - firstMapped));
        target[at] = rgb[3 * i];
        target[at + 1] = rgb[3 * i + 1];
        target[at + 2] = rgb[3 * i + 2];
    }
}
