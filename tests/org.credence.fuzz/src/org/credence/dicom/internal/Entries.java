package org.credence.dicom.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.credence.dicom.DicomException;

/** Ways into the DICOM bundle's inside that hostile bytes reach only behind sound ones. */
public final class Entries {

    private Entries() {}

    /** Text in the character sets that a first line names. */
    public static String text(byte[] bytes) {
        int line = 0;
        while (line < bytes.length && bytes[line] != '\n') {
            line++;
        }
        String terms = new String(bytes, 0, line, StandardCharsets.ISO_8859_1);
        byte[] value = Arrays.copyOfRange(bytes, Math.min(bytes.length, line + 1), bytes.length);
        return SpecificCharacterSet.of(List.of(terms.split("\\\\", -1))).decode(value, Vr.PN);
    }

    /**
     * The frames that fragments and offset tables make up.
     *
     * @param basic the fragment of the basic offset table
     * @param extended the value of the extended offset table
     * @param fragments what follows the basic offset table
     * @return the joined bytes of every frame
     */
    public static byte[][] frames(byte[] basic, byte[] extended, List<byte[]> fragments, int frames)
            throws IOException {
        int total = basic.length + 8;
        for (byte[] f : fragments) {
            total += 8 + f.length;
        }
        byte[] all = new byte[total];
        long[] offsets = new long[fragments.size() + 1];
        long[] lengths = new long[fragments.size() + 1];
        int at = 0;
        for (int i = 0; i <= fragments.size(); i++) {
            byte[] f = i == 0 ? basic : fragments.get(i - 1);
            offsets[i] = at + 8;
            lengths[i] = f.length;
            System.arraycopy(f, 0, all, at + 8, f.length);
            at += 8 + f.length;
        }
        DataSet d = new DataSetBuilder()
                .bytes(Tag.EXTENDED_OFFSET_TABLE, Vr.OV, extended)
                .build();
        DicomFile file = new DicomFile(
                Path.of("fuzz"), TransferSyntax.of("1.2.840.10008.1.2.4.50"), new DataSetBuilder().build(), d);
        Element.Value.Fragments value = new Element.Value.Fragments(
                new ByteSource.InMemory(all, all.length), offsets, lengths, (frames & 1) == 0);
        EncapsulatedFrames found = EncapsulatedFrames.of(file, value, frames);
        byte[][] joined = new byte[frames][];
        for (int f = 0; f < frames; f++) {
            joined[f] = found.read(f);
        }
        return joined;
    }

    /** What the header says of the encoding and of the pixels that were found. */
    public static boolean hasPixels(Path file) throws DicomException {
        return DicomFile.read(file).dataSet().element(Tag.PIXEL_DATA).isPresent();
    }
}
