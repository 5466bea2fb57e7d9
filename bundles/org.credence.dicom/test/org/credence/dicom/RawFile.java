package org.credence.dicom;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes DICOM files byte by byte, sound and unsound ones. */
final class RawFile {

    static final String IMPLICIT = "1.2.840.10008.1.2";
    static final String EXPLICIT = "1.2.840.10008.1.2.1";
    static final String BIG_ENDIAN = "1.2.840.10008.1.2.2";
    static final String RLE = "1.2.840.10008.1.2.5";
    static final long UNDEFINED = 0xffffffffL;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private boolean explicit = true;
    private boolean big;

    /** A file with preamble and file meta information. */
    static RawFile in(String transferSyntax) throws IOException {
        RawFile file = new RawFile();
        file.out.write(new byte[128]);
        file.out.write("DICM".getBytes(StandardCharsets.US_ASCII));
        file.text(0x00020010, "UI", transferSyntax);
        file.explicit = !transferSyntax.equals(IMPLICIT);
        file.big = transferSyntax.equals(BIG_ENDIAN);
        return file;
    }

    /** A file that starts with its first element. */
    static RawFile bare(boolean explicit, boolean big) {
        RawFile file = new RawFile();
        file.explicit = explicit;
        file.big = big;
        return file;
    }

    /** The header of a gray 8-bit image of 3 x 2 pixels, in the order of tags. */
    RawFile image(int frames) throws IOException {
        text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.7");
        text(0x00080018, "UI", "1.2.3.4");
        text(0x00080060, "CS", "OT");
        text(0x0020000E, "UI", "1.2.3");
        us(0x00280002, 1);
        text(0x00280004, "CS", "MONOCHROME2");
        text(0x00280008, "IS", Integer.toString(frames));
        us(0x00280010, 2);
        us(0x00280011, 3);
        us(0x00280100, 8);
        us(0x00280101, 8);
        us(0x00280102, 7);
        us(0x00280103, 0);
        return this;
    }

    RawFile text(int tag, String vr, String value) throws IOException {
        byte[] bytes = value.getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length % 2 == 1) {
            bytes = java.util.Arrays.copyOf(bytes, bytes.length + 1);
            bytes[bytes.length - 1] = (byte) (vr.equals("UI") ? 0 : ' ');
        }
        return element(tag, vr, bytes);
    }

    RawFile us(int tag, int value) throws IOException {
        return element(
                tag,
                "US",
                big ? new byte[] {(byte) (value >> 8), (byte) value} : new byte[] {(byte) value, (byte) (value >> 8)});
    }

    RawFile element(int tag, String vr, byte[] value) throws IOException {
        head(tag, vr, value.length);
        out.write(value);
        return this;
    }

    /** The head of an element with any length, true or not. */
    RawFile head(int tag, String vr, long length) throws IOException {
        tag(tag);
        if (!explicit) {
            return word(length, 4);
        }
        out.write(vr.getBytes(StandardCharsets.ISO_8859_1));
        if ("OB OW OF OD OL OV SQ UN UT UC UR SV UV".contains(vr)) {
            return word(0, 2).word(length, 4);
        }
        return word(length, 2);
    }

    RawFile item(long length) {
        tag(0xFFFEE000);
        return word(length, 4);
    }

    RawFile endOfItem() {
        tag(0xFFFEE00D);
        return word(0, 4);
    }

    RawFile endOfSequence() {
        tag(0xFFFEE0DD);
        return word(0, 4);
    }

    RawFile bytes(int... values) {
        for (int v : values) {
            out.write(v);
        }
        return this;
    }

    /** A part of an array. */
    RawFile bytes(byte[] values, int from, int to) {
        out.write(values, from, to - from);
        return this;
    }

    Path write(Path file) throws IOException {
        return Files.write(file, out.toByteArray());
    }

    int length() {
        return out.size();
    }

    private void tag(int tag) {
        word(tag >>> 16, 2).word(tag & 0xffff, 2);
    }

    private RawFile word(long value, int width) {
        for (int i = 0; i < width; i++) {
            out.write((int) (value >> 8 * (big ? width - 1 - i : i)));
        }
        return this;
    }
}
