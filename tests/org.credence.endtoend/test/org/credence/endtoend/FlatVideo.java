package org.credence.endtoend;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A DICOM file with an MPEG-2 video whose frames are each of one gray level, so that what they decode to is known without a
 * decoder, and can be written without an encoder: of every block there is the mean only.
 */
final class FlatVideo {

    /** Columns and rows: one macroblock. */
    static final int SIZE = 16;

    private static final String MPEG2_MAIN_PROFILE = "1.2.840.10008.1.2.4.100";

    /** The codes for numbers of bits of a difference of means, of luma, from 0 on. */
    private static final String[] LENGTHS = {
        "100", "00", "01", "101", "110", "1110", "11110", "111110", "1111110",
    };

    private FlatVideo() {}

    /**
     * Writes a file.
     *
     * @param luma of each frame, 16 (black) to 235 (white)
     */
    static Path write(Path file, int... luma) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(new byte[128]);
        out.write(ascii("DICM"));
        text(out, 0x00020010, "UI", MPEG2_MAIN_PROFILE);
        text(out, 0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.3.1");
        text(out, 0x00080018, "UI", "1.2.3.4");
        text(out, 0x00080060, "CS", "US");
        text(out, 0x0020000E, "UI", "1.2.3");
        number(out, 0x00280002, 3);
        text(out, 0x00280004, "CS", "YBR_PARTIAL_420");
        number(out, 0x00280006, 0);
        text(out, 0x00280008, "IS", Integer.toString(luma.length));
        number(out, 0x00280010, SIZE);
        number(out, 0x00280011, SIZE);
        number(out, 0x00280100, 8);
        number(out, 0x00280101, 8);
        number(out, 0x00280102, 7);
        number(out, 0x00280103, 0);
        tag(out, 0x7FE00010);
        out.write(ascii("OB\0\0"));
        little(out, -1, 4);
        byte[] stream = stream(luma);
        item(out, new byte[0]);
        item(out, stream.length % 2 == 0 ? stream : Arrays.copyOf(stream, stream.length + 1));
        tag(out, 0xFFFEE0DD);
        little(out, 0, 4);
        return Files.write(file, out.toByteArray());
    }

    /** What the frames decode to: red, green and blue of each pixel, one frame after the other. */
    static byte[] rgb(int... luma) {
        byte[] rgb = new byte[luma.length * SIZE * SIZE * 3];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) Math.round(255 / 219.0 * (luma[i / (SIZE * SIZE * 3)] - 16));
        }
        return rgb;
    }

    /** ISO/IEC 13818-2: progressive, main profile, pictures that refer to no other. */
    private static byte[] stream(int[] luma) {
        Bits bits = new Bits();
        bits.start(0xB3).put(SIZE, 12).put(SIZE, 12).put(1, 4).put(3, 4);
        bits.put(2500, 18).put(1, 1).put(20, 10).put(0, 3);
        bits.start(0xB5).put(1, 4).put(0x48, 8).put(1, 1).put(1, 2).put(0, 4);
        bits.put(0, 12).put(1, 1).put(0, 8).put(1, 1).put(0, 7);
        bits.start(0xB8).put(0, 12).put(1, 1).put(0, 12).put(1, 1).put(0, 1);
        for (int f = 0; f < luma.length; f++) {
            bits.start(0x00).put(f, 10).put(1, 3).put(0xffff, 16).put(0, 1);
            bits.start(0xB5).put(8, 4).put(0xffff, 16).put(0, 2).put(3, 2);
            bits.put(0, 1).put(1, 1).put(0, 5).put(1, 1).put(1, 1).put(0, 1);
            // A slice, its scale of quantisers, and the first macroblock, which is coded by itself.
            bits.start(0x01).put(1, 5).put(0, 1).put(1, 1).put(1, 1);
            // Means are told as differences from those of the block before, first from gray. "10" ends a block.
            int difference = luma[f] - 128;
            int length = 32 - Integer.numberOfLeadingZeros(Math.abs(difference));
            bits.put(LENGTHS[length])
                    .put(difference < 0 ? difference + (1 << length) - 1 : difference, length)
                    .put("10");
            for (int block = 1; block < 4; block++) {
                bits.put(LENGTHS[0]).put("10");
            }
            bits.put("00").put("10").put("00").put("10");
        }
        return bits.start(0xB7).bytes();
    }

    private static final class Bits {

        private final StringBuilder bits = new StringBuilder();

        /** A start code, at the next whole byte. */
        Bits start(int code) {
            while (bits.length() % 8 != 0) {
                bits.append('0');
            }
            return put(1, 24).put(code, 8);
        }

        Bits put(int value, int count) {
            for (int i = count - 1; i >= 0; i--) {
                bits.append((value >> i & 1) == 1 ? '1' : '0');
            }
            return this;
        }

        Bits put(String code) {
            bits.append(code);
            return this;
        }

        byte[] bytes() {
            byte[] bytes = new byte[bits.length() / 8];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) Integer.parseInt(bits.substring(8 * i, 8 * i + 8), 2);
            }
            return bytes;
        }
    }

    private static void text(ByteArrayOutputStream out, int tag, String vr, String value) throws IOException {
        byte[] bytes = ascii(value.length() % 2 == 0 ? value : value + (vr.equals("UI") ? "\0" : " "));
        tag(out, tag);
        out.write(ascii(vr));
        little(out, bytes.length, 2);
        out.write(bytes);
    }

    private static void number(ByteArrayOutputStream out, int tag, int value) throws IOException {
        tag(out, tag);
        out.write(ascii("US"));
        little(out, 2, 2);
        little(out, value, 2);
    }

    private static void item(ByteArrayOutputStream out, byte[] bytes) throws IOException {
        tag(out, 0xFFFEE000);
        little(out, bytes.length, 4);
        out.write(bytes);
    }

    private static void tag(ByteArrayOutputStream out, int tag) {
        little(out, tag >>> 16, 2);
        little(out, tag, 2);
    }

    private static void little(ByteArrayOutputStream out, int value, int width) {
        for (int i = 0; i < width; i++) {
            out.write(value >> 8 * i);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
