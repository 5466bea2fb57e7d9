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
     * @throws DicomException if it is missing, contradictory or segmented
     */
    static PaletteColors of(DicomFile file) throws DicomException {
        DataSet d = file.dataSet();
        double[] descriptor = d.numbers(Tag.RED_PALETTE_DESCRIPTOR);
        if (descriptor.length != 3) {
            throw new DicomException(
                    "File " + file.path() + " is in PALETTE COLOR, but "
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
        if (!d.has(tag) && d.has(tag - Tag.RED_PALETTE_DATA + Tag.RED_PALETTE_SEGMENTED_DATA)) {
            throw new DicomException(
                    "File " + file.path() + " has a segmented palette, which cannot be decoded yet; write it with a plain"
                            + " palette.",
                    tag,
                    -1);
        }
        byte[] bytes = d.bytes(tag);
        int[] table = new int[entries];
        // Entries of 8 bits come packed in words, or one to a word.
        boolean words = bits > 8 || bytes.length >= 2 * entries;
        if (bits < 8 || bits > 16 || bytes.length < (words ? 2 * entries : entries)) {
            throw new DicomException(
                    "File " + file.path() + " has " + bytes.length + " bytes in " + Tag.describe(tag) + " for " + entries
                            + " entries of " + bits + " bits; its colours are not known.",
                    tag,
                    -1);
        }
        for (int i = 0; i < entries; i++) {
            table[i] = words ? bytes[2 * i] & 0xff | (bytes[2 * i + 1] & 0xff) << 8 : bytes[i] & 0xff;
        }
        return table;
    }

    /** Writes the colour of a pixel value as three bytes; values outside the table take its nearest end. */
    void put(int value, byte[] target, int at) {
        int i = Math.max(0, Math.min(rgb.length / 3 - 1, value - firstMapped));
        target[at] = rgb[3 * i];
        target[at + 1] = rgb[3 * i + 1];
        target[at + 2] = rgb[3 * i + 2];
    }
}
