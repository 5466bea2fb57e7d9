package org.credence.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes DICOM files element by element, in any of the encodings that are not deflated. */
final class Part10 {

    static final String IMPLICIT = "1.2.840.10008.1.2";
    static final String EXPLICIT = "1.2.840.10008.1.2.1";
    static final String BIG_ENDIAN = "1.2.840.10008.1.2.2";
    static final int PIXEL_DATA = 0x7FE00010;
    static final long UNDEFINED = 0xffffffffL;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private boolean explicit = true;
    private boolean big;

    /** A file with preamble and file meta information. */
    static Part10 file(String transferSyntax) {
        Part10 file = new Part10();
        file.out.writeBytes(new byte[128]);
        file.out.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
        file.text(0x00020010, "UI", transferSyntax);
        return file.dataSet(transferSyntax);
    }

    /** A data set without preamble and file meta information. */
    static Part10 bare(String transferSyntax) {
        return new Part10().dataSet(transferSyntax);
    }

    private Part10 dataSet(String transferSyntax) {
        explicit = !transferSyntax.equals(IMPLICIT);
        big = transferSyntax.equals(BIG_ENDIAN);
        return this;
    }

    /** The header of an image, in the order of tags. */
    Part10 image(String instance, int columns, int rows, int samples, int bits, int frames) {
        text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.7");
        text(0x00080018, "UI", instance);
        text(0x00080060, "CS", "OT");
        text(0x00100010, "PN", "Doe^Jane");
        text(0x0020000D, "UI", "1.2.1");
        text(0x0020000E, "UI", "1.2.3");
        us(0x00280002, samples);
        text(0x00280004, "CS", samples == 1 ? "MONOCHROME2" : "RGB");
        if (samples > 1) {
            us(0x00280006, 0);
        }
        text(0x00280008, "IS", Integer.toString(frames));
        us(0x00280010, rows).us(0x00280011, columns);
        us(0x00280100, bits == 1 ? 1 : (bits + 7) / 8 * 8);
        us(0x00280101, bits).us(0x00280102, bits - 1).us(0x00280103, 0);
        return this;
    }

    Part10 text(int tag, String vr, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length % 2 == 1) {
            bytes = java.util.Arrays.copyOf(bytes, bytes.length + 1);
            bytes[bytes.length - 1] = (byte) (vr.equals("UI") ? 0 : ' ');
        }
        return element(tag, vr, bytes);
    }

    Part10 us(int tag, int value) {
        head(tag, "US", 2);
        return word(value, 2);
    }

    Part10 element(int tag, String vr, byte[] value) {
        head(tag, vr, value.length);
        return bytes(value);
    }

    /** The head of an element with any length, true or not. */
    Part10 head(int tag, String vr, long length) {
        tag(tag);
        if (!explicit) {
            return word(length, 4);
        }
        out.writeBytes(vr.getBytes(StandardCharsets.ISO_8859_1));
        if ("OB OW OF OD OL OV SQ UN UT UC UR SV UV".contains(vr)) {
            return word(0, 2).word(length, 4);
        }
        return word(length, 2);
    }

    /** Pixel data in fragments, the first of them the basic offset table. */
    Part10 fragments(byte[]... fragments) {
        head(PIXEL_DATA, "OB", UNDEFINED);
        for (byte[] fragment : fragments) {
            item(fragment.length).bytes(fragment);
        }
        return endOfSequence();
    }

    Part10 item(long length) {
        tag(0xFFFEE000);
        return word(length, 4);
    }

    Part10 endOfItem() {
        tag(0xFFFEE00D);
        return word(0, 4);
    }

    Part10 endOfSequence() {
        tag(0xFFFEE0DD);
        return word(0, 4);
    }

    Part10 bytes(byte... values) {
        out.writeBytes(values);
        return this;
    }

    byte[] build() {
        return out.toByteArray();
    }

    private void tag(int tag) {
        word(tag >>> 16, 2).word(tag & 0xffff, 2);
    }

    private Part10 word(long value, int width) {
        for (int i = 0; i < width; i++) {
            out.write((int) (value >> 8 * (big ? width - 1 - i : i)));
        }
        return this;
    }
}
