package org.credence.dicom.codecs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What JPEG-LS streams may be made of beside a single scan with default parameters. */
class JpegLsModesTest {

    private static final int[] NONE = {};
    private static final FrameFormat GRAY = new FrameFormat(12, 6, 1, 8);
    private static final FrameFormat COLOR = new FrameFormat(12, 6, 3, 8);

    private final JpegLsCodec codec = new JpegLsCodec();

    /** A picture with runs, 12 x 6 pixels. */
    private static byte[] picture(int samples) {
        byte[] out = new byte[12 * 6 * samples];
        for (int i = 0; i < out.length; i++) {
            int x = i / samples % 12;
            int y = i / samples / 12;
            int slope = x * 37 + y * 11 + i % samples * 50;
            out[i] = (byte) (x < 5 ? slope : x == 8 && y == 3 ? 200 : 90);
        }
        return out;
    }

    private static byte[] encoded(byte[] samples, FrameFormat format) throws CodecException {
        return new JpegLsEncoder().encode(samples, format, format.bitsAllocated());
    }

    private static void put(ByteArrayOutputStream out, int... bytes) {
        for (int b : bytes) {
            out.write(b);
        }
    }

    /** The entropy-coded data of samples of one component with 12 columns. */
    private static byte[] scanData(byte[] samples) throws CodecException {
        byte[] frame = encoded(samples, new FrameFormat(12, samples.length / 12, 1, 8));
        int end = frame.length;
        while ((frame[end - 1] & 0xff) != 0xd9) {
            end--;
        }
        return Arrays.copyOfRange(frame, 25, end - 2);
    }

    @Test
    void componentsInterleavedBySampleAreExact() throws Exception {
        // Made with dcmcjpls.
        byte[] data = HexFormat.of()
                .parseHex("ffd8fff70011080006000c03011100021100031100ffda000c030100020003000002004000002c605000"
                        + "0060000293929190bf7aedcb76a150d875a952952a14275d7596596555555540c0c60318921ee2908052"
                        + "d10630000006b3e0c625ddd99999feee2484e87b9955555b27fef7242e0b82e0090044020a908db6db6f"
                        + "dd948beeedb492436ec0000c8ee0ffd9");
        assertArrayEquals(picture(3), codec.decode(data, COLOR));
    }

    @Test
    void nearLosslessIsWhatAnotherDecoderMakesOfIt() throws Exception {
        // Made with dcmcjpls, and decoded with dcmdjpls.
        byte[] data = HexFormat.of()
                .parseHex("ffd8fff7000b080006000c01011100ffda000801010003000083061943444921124cbe922d72224c900e"
                        + "012922d6492d60ffd900");
        int[] expected = {
            0, 35, 77, 112, 148, 87, 88, 89, 90, 91, 92, 93, 14, 49, 84, 119, 162, 87, 87, 87, 87, 87, 87, 87, 21, 57,
            93, 133, 169, 87, 87, 87, 87, 87, 87, 87, 35, 71, 108, 142, 184, 87, 87, 87, 199, 88, 88, 88, 43, 81, 119,
            157, 192, 87, 87, 87, 87, 87, 87, 87, 58, 91, 131, 168, 201, 87, 87, 87, 87, 87, 87, 87
        };
        byte[] decoded = codec.decode(data, GRAY);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], decoded[i] & 0xff, "sample " + i);
        }
    }

    @Test
    void componentsInScansOfTheirOwnAreExact() throws Exception {
        byte[] samples = picture(3);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        put(out, 0xff, 0xd8, 0xff, 0xf7, 0, 17, 8, 0, 6, 0, 12, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0);
        // In another order than the frame names them.
        for (int c : new int[] {2, 0, 1}) {
            byte[] plane = new byte[72];
            for (int i = 0; i < plane.length; i++) {
                plane[i] = samples[3 * i + c];
            }
            put(out, 0xff, 0xda, 0, 8, 1, c + 1, 0, 0, 0, 0);
            out.writeBytes(scanData(plane));
        }
        put(out, 0xff, 0xd9);
        assertArrayEquals(samples, codec.decode(out.toByteArray(), COLOR));
    }

    /** A frame with a restart marker after every {@code lines} lines; what is between them is coded by itself. */
    private static byte[] withRestarts(byte[] samples, int lines, int firstMarker) throws CodecException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        put(out, 0xff, 0xd8, 0xff, 0xdd, 0, 4, 0, lines);
        put(out, 0xff, 0xf7, 0, 11, 8, 0, 6, 0, 12, 1, 1, 0x11, 0);
        put(out, 0xff, 0xda, 0, 8, 1, 1, 0, 0, 0, 0);
        for (int y = 0; y < 6; y += lines) {
            if (y > 0) {
                put(out, 0xff, firstMarker + y / lines - 1);
            }
            out.writeBytes(scanData(Arrays.copyOfRange(samples, 12 * y, 12 * Math.min(6, y + lines))));
        }
        put(out, 0xff, 0xd9);
        return out.toByteArray();
    }

    @Test
    void restartsStartAnew() throws Exception {
        byte[] samples = picture(1);
        for (int lines = 1; lines <= 7; lines++) {
            assertArrayEquals(samples, codec.decode(withRestarts(samples, lines, 0xd0), GRAY), "every " + lines);
        }
        CodecException e = assertThrows(CodecException.class, () -> codec.decode(withRestarts(samples, 2, 0xd1), GRAY));
        assertTrue(e.getMessage().contains("restart marker 0 is missing"), e.getMessage());
    }

    /** The frame of {@link #picture} with sizes in its header, and with other segments before it and behind its scan. */
    private static byte[] frame(int rows, int columns, int[] before, int[] behind) throws CodecException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        put(out, 0xff, 0xd8);
        put(out, before);
        put(out, 0xff, 0xf7, 0, 11, 8, 0, rows, 0, columns, 1, 1, 0x11, 0);
        put(out, 0xff, 0xda, 0, 8, 1, 1, 0, 0, 0, 0);
        out.writeBytes(scanData(picture(1)));
        put(out, behind);
        return out.toByteArray();
    }

    @Test
    void theSizeMayComeInSegmentsOfItsOwn() throws Exception {
        int[] end = {0xff, 0xd9};
        int[] both = {0xff, 0xf8, 0, 10, 4, 3, 0, 0, 6, 0, 0, 12};
        assertArrayEquals(picture(1), codec.decode(frame(0, 0, both, end), GRAY));
        int[] lines = {0xff, 0xdc, 0, 4, 0, 6, 0xff, 0xd9};
        assertArrayEquals(picture(1), codec.decode(frame(0, 12, NONE, lines), GRAY));
        int[] otherLines = {0xff, 0xdc, 0, 4, 0, 7, 0xff, 0xd9};
        assertThrows(CodecException.class, () -> codec.decode(frame(0, 12, NONE, otherLines), GRAY));
        assertThrows(CodecException.class, () -> codec.decode(frame(0, 12, NONE, end), GRAY));
        assertThrows(CodecException.class, () -> codec.decode(frame(7, 12, NONE, end), GRAY));
        assertThrows(CodecException.class, () -> codec.decode(frame(6, 13, NONE, end), GRAY));
    }

    @Test
    void anEndMarkerIsNotMissed() throws Exception {
        assertArrayEquals(picture(1), codec.decode(frame(6, 12, NONE, NONE), GRAY));
    }

    @Test
    void presetsAreCheckedAndMappingTablesRefused() throws Exception {
        int[] defaults = {0xff, 0xf8, 0, 13, 1, 0, 255, 0, 3, 0, 7, 0, 21, 0, 64};
        assertArrayEquals(picture(1), codec.decode(frame(6, 12, defaults, NONE), GRAY));
        int[] resetTooOften = defaults.clone();
        resetTooOften[14] = 2;
        int[] disordered = defaults.clone();
        disordered[8] = 8;
        int[] table = {0xff, 0xf8, 0, 5, 2, 1, 1};
        for (int[] segment : new int[][] {resetTooOften, disordered, table}) {
            byte[] data = frame(6, 12, segment, NONE);
            CodecException e = assertThrows(CodecException.class, () -> codec.decode(data, GRAY));
            assertTrue(e.getMessage().contains("parameters") || e.getMessage().contains("tables"), e.getMessage());
        }
    }

    @Test
    void aCutOffStreamIsAnErrorInEveryMode() throws Exception {
        byte[] color = encoded(picture(3), COLOR);
        byte[] restarts = withRestarts(picture(1), 2, 0xd0);
        for (int n = 0; n < color.length - 3; n++) {
            byte[] cut = Arrays.copyOf(color, n);
            assertThrows(CodecException.class, () -> codec.decode(cut, COLOR), "length " + n);
        }
        for (int n = 0; n < restarts.length - 3; n++) {
            byte[] cut = Arrays.copyOf(restarts, n);
            assertThrows(CodecException.class, () -> codec.decode(cut, GRAY), "length " + n);
        }
    }

    @Test
    void damageInEveryModeIsACodecExceptionOrAFrame() throws Exception {
        Random random = new Random(7);
        byte[] noise = new byte[12 * 6 * 2];
        random.nextBytes(noise);
        FrameFormat deep = new FrameFormat(12, 6, 1, 16);
        byte[][] frames = {encoded(picture(3), COLOR), withRestarts(picture(1), 2, 0xd0), encoded(noise, deep)};
        FrameFormat[] formats = {COLOR, GRAY, deep};
        for (int i = 0; i < 30_000; i++) {
            byte[] data = frames[i % 3].clone();
            for (int k = 1 + random.nextInt(4); k > 0; k--) {
                data[random.nextInt(data.length)] = (byte) random.nextInt();
            }
            try {
                assertEquals(formats[i % 3].sizeBytes(), codec.decode(data, formats[i % 3]).length);
            } catch (CodecException e) {
                assertTrue(e.getMessage().endsWith("."), e.getMessage());
            }
        }
    }

    /** Found by fuzzing. */
    @Test
    void aFrameWithoutComponentsIsRefused() {
        byte[] none = {-1, -40, -1, -9, 0, 8, 12, 0, 9, 0, 13, 0, -1, -39};
        CodecException e =
                assertThrows(CodecException.class, () -> new JpegLsCodec().decode(none, new FrameFormat(13, 9, 1, 16)));
        assertEquals("A JPEG-LS frame has at least one component, got: 0.", e.getMessage());
    }
}
