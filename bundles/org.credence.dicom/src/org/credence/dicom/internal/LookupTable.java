package org.credence.dicom.internal;

import org.credence.dicom.DicomException;

/**
 * A table that pixel values are looked up in, for modality or display (PS3.3, C.11.1 and C.11.2). Values before its first
 * entry take the first, values behind its last the last.
 *
 * @param first the value that the first entry is for
 * @param entries unsigned
 * @param bits that an entry may use
 */
record LookupTable(int first, int[] entries, int bits) {

    /**
     * Reads an item that has a descriptor and data.
     *
     * @param signed whether pixel values are signed, for descriptors that do not say it themselves
     * @throws DicomException if descriptor and data contradict each other
     */
    static LookupTable of(DicomFile file, DataSet item, boolean signed) throws DicomException {
        double[] descriptor = item.numbers(Tag.LUT_DESCRIPTOR);
        byte[] bytes = item.bytes(Tag.LUT_DATA);
        if (descriptor.length != 3) {
            throw new DicomException(
                    "File " + file.path() + " has a table without " + Tag.describe(Tag.LUT_DESCRIPTOR)
                            + "; its values are not known.",
                    Tag.LUT_DESCRIPTOR,
                    -1);
        }
        int count = (int) descriptor[0] & 0xffff;
        count = count == 0 ? 65536 : count;
        int bits = (int) descriptor[2];
        // Entries of 8 bits come packed in words, or one to a word.
        boolean words = bits > 8 || bytes.length >= 2 * count;
        if (bits < 1 || bits > 16 || bytes.length < (words ? 2 * count : count)) {
            throw new DicomException(
                    "File " + file.path() + " has " + bytes.length + " bytes in " + Tag.describe(Tag.LUT_DATA) + " for "
                            + count + " entries of " + bits + " bits; its values are not known.",
                    Tag.LUT_DATA,
                    -1);
        }
        int first = (int) descriptor[1];
        int[] entries = new int[count];
        for (int i = 0; i < count; i++) {
            entries[i] = words ? bytes[2 * i] & 0xff | (bytes[2 * i + 1] & 0xff) << 8 : bytes[i] & 0xff;
        }
        return new LookupTable(signed ? (short) first : first, entries, bits);
    }

    /** The entry for a value. */
    int at(int value) {
        return entries[Math.clamp((long) value - first, 0, entries.length - 1)];
    }

    /** The entries as gray levels from 0 to 255. */
    byte[] levels() {
        int highest = (1 << bits) - 1;
        for (int e : entries) {
            highest = Math.max(highest, e);
        }
        byte[] levels = new byte[entries.length];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = (byte) Math.round(255.0 * entries[i] / highest);
        }
        return levels;
    }
}
