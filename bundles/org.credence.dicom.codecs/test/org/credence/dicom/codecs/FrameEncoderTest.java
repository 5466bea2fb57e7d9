package org.credence.dicom.codecs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameEncoderTest {

    private static final String RLE = "1.2.840.10008.1.2.5";
    private static final String JPEG_LS = "1.2.840.10008.1.2.4.80";
    private static final String DEFLATED = "1.2.840.10008.1.2.8.1";

    /** Sizes at which rows, runs and bytes of bits end in different places. */
    private static final int[][] SIZES = {
        {1, 1}, {1, 7}, {7, 1}, {2, 2}, {3, 5}, {8, 3}, {127, 2}, {128, 2}, {129, 3}, {130, 4}, {257, 3}, {64, 64}
    };

    /** A kind of picture: what a sample is, from 0 up to {@code most}. */
    private interface Picture {
        long at(int x, int y, int sample, long most);
    }

    private static List<Picture> pictures(Random random) {
        List<Picture> pictures = new ArrayList<>();
        pictures.add((x, y, s, most) -> 0);
        pictures.add((x, y, s, most) -> most);
        pictures.add((x, y, s, most) -> random.nextLong(most + 1));
        pictures.add((x, y, s, most) -> (x + y + s) % (most + 1));
        pictures.add((x, y, s, most) -> most - 3L * x * y % (most + 1));
        pictures.add((x, y, s, most) -> (x / 5 + y / 3 & 1) == 0 ? 0 : most);
        pictures.add((x, y, s, most) -> random.nextInt(20) == 0 ? random.nextLong(most + 1) : most / 2);
        pictures.add((x, y, s, most) -> most / 2 + random.nextInt(3) - 1 & most);
        return pictures;
    }

    private static byte[] frame(FrameFormat format, int bitsStored, Picture picture) {
        byte[] samples = new byte[(int) format.sizeBytes()];
        long most = (1L << bitsStored) - 1;
        int o = 0;
        for (int y = 0; y < format.rows(); y++) {
            for (int x = 0; x < format.columns(); x++) {
                for (int s = 0; s < format.samples(); s++) {
                    long value = picture.at(x, y, s, most);
                    for (int b = 0; b < format.sampleBytes(); b++) {
                        samples[o++] = (byte) (value >> 8 * b);
                    }
                }
            }
        }
        return samples;
    }

    private static void comesBack(String uid, FrameFormat format, int bitsStored) throws CodecException {
        FrameEncoder encoder = FrameEncoder.forTransferSyntax(uid).orElseThrow();
        FrameCodec codec = FrameCodec.forTransferSyntax(uid).orElseThrow();
        int kind = 0;
        for (Picture picture : pictures(new Random(format.hashCode() + bitsStored))) {
            byte[] samples = frame(format, bitsStored, picture);
            byte[] before = samples.clone();
            byte[] data = encoder.encode(samples, format, bitsStored);
            String what = format + ", stored " + bitsStored + ", picture " + kind++;
            assertEquals(0, data.length % 2, what);
            assertArrayEquals(before, samples, what);
            assertArrayEquals(samples, codec.decode(data, format), what);
        }
    }

    @Test
    void rleOfEverySizeAndDepthComesBack() throws Exception {
        for (int[] size : SIZES) {
            for (int bits : new int[] {8, 16, 32}) {
                for (int samples : new int[] {1, 3}) {
                    comesBack(RLE, new FrameFormat(size[0], size[1], samples, bits), bits);
                }
            }
            comesBack(RLE, new FrameFormat(size[0], size[1], 1, 1), 1);
        }
    }

    @Test
    void jpegLsOfEverySizeAndDepthComesBack() throws Exception {
        for (int[] size : SIZES) {
            for (int stored = 1; stored <= 16; stored++) {
                comesBack(JPEG_LS, new FrameFormat(size[0], size[1], 1, stored <= 8 ? 8 : 16), stored);
            }
            for (int stored : new int[] {8, 12, 16}) {
                comesBack(JPEG_LS, new FrameFormat(size[0], size[1], 3, stored == 8 ? 8 : 16), stored);
            }
        }
    }

    @Test
    void deflatedFramesOfEverySizeAndDepthComeBack() throws Exception {
        for (int[] size : SIZES) {
            for (int bits : new int[] {1, 8, 16, 32}) {
                comesBack(DEFLATED, new FrameFormat(size[0], size[1], 1, bits), bits);
            }
            comesBack(DEFLATED, new FrameFormat(size[0], size[1], 3, 8), 8);
        }
    }

    @Test
    void jpegLsReproducesTheStandardsExample() throws Exception {
        // The example of T.87, H.3, and a byte that makes its length even.
        byte[] samples = {
            0,
            0,
            90,
            74,
            68,
            50,
            43,
            (byte) 205,
            64,
            (byte) 145,
            (byte) 145,
            (byte) 145,
            100,
            (byte) 145,
            (byte) 145,
            (byte) 145
        };
        byte[] data =
                FrameEncoder.forTransferSyntax(JPEG_LS).orElseThrow().encode(samples, new FrameFormat(4, 4, 1, 8), 8);
        assertEquals(
                "ffd8fff7000b080004000401011100ffda0008010100000000"
                        + "c000006c80208e01c00000574000006ee6000001bc18000005d800009160ffd9" + "00",
                java.util.HexFormat.of().formatHex(data));
    }

    @Test
    void rleRowsAreCodedByThemselves() throws Exception {
        // Two rows of three equal bytes: two runs of three, not one of six.
        byte[] data = FrameEncoder.forTransferSyntax(RLE)
                .orElseThrow()
                .encode(new byte[] {5, 5, 5, 5, 5, 5}, new FrameFormat(3, 2, 1, 8), 8);
        assertEquals(68, data.length);
        assertEquals("fe05fe05", java.util.HexFormat.of().formatHex(data, 64, 68));
    }

    @Test
    void rleSegmentsStartAtEvenOffsets() throws Exception {
        byte[] data = FrameEncoder.forTransferSyntax(RLE)
                .orElseThrow()
                .encode(new byte[] {1, 2, 3, 4, 5, 6}, new FrameFormat(2, 1, 3, 8), 8);
        assertEquals(3, data[0]);
        assertEquals(64, data[4]);
        assertEquals(68, data[8]);
        assertEquals(72, data[12]);
    }

    @Test
    void jpegLsTakesCopiesOfTheSignButNoOtherHighBits() throws Exception {
        FrameEncoder encoder = FrameEncoder.forTransferSyntax(JPEG_LS).orElseThrow();
        FrameFormat format = new FrameFormat(2, 1, 1, 16);
        // -5 and 5 in 12 of 16 bits.
        byte[] data = encoder.encode(new byte[] {(byte) 0xfb, (byte) 0xff, 5, 0}, format, 12);
        byte[] decoded = FrameCodec.forTransferSyntax(JPEG_LS).orElseThrow().decode(data, format);
        assertArrayEquals(new byte[] {(byte) 0xfb, 0x0f, 5, 0}, decoded);
        CodecException e =
                assertThrows(CodecException.class, () -> encoder.encode(new byte[] {0, 0, 5, 0x10}, format, 12));
        assertTrue(e.getMessage().contains("above the 12 stored ones"), e.getMessage());
        assertThrows(CodecException.class, () -> encoder.encode(new byte[] {0, 0, 5, (byte) 0xf0}, format, 12));
    }

    @Test
    void whatATransferSyntaxHasNoRoomForIsAnError() {
        FrameEncoder jpegLs = FrameEncoder.forTransferSyntax(JPEG_LS).orElseThrow();
        assertThrows(CodecException.class, () -> jpegLs.encode(new byte[4], new FrameFormat(1, 1, 1, 32), 32));
        assertThrows(CodecException.class, () -> jpegLs.encode(new byte[1], new FrameFormat(1, 1, 1, 1), 1));
        FrameEncoder rle = FrameEncoder.forTransferSyntax(RLE).orElseThrow();
        assertThrows(CodecException.class, () -> rle.encode(new byte[16], new FrameFormat(1, 1, 4, 32), 32));
        assertThrows(CodecException.class, () -> rle.encode(new byte[3], new FrameFormat(1, 1, 3, 1), 1));
        assertThrows(CodecException.class, () -> rle.encode(new byte[] {2}, new FrameFormat(1, 1, 1, 1), 1));
    }

    @Test
    void wrongArgumentsAreRefused() {
        for (String uid : List.of(RLE, JPEG_LS, DEFLATED)) {
            FrameEncoder encoder = FrameEncoder.forTransferSyntax(uid).orElseThrow();
            FrameFormat format = new FrameFormat(2, 2, 1, 8);
            assertThrows(IllegalArgumentException.class, () -> encoder.encode(new byte[3], format, 8));
            assertThrows(IllegalArgumentException.class, () -> encoder.encode(new byte[4], format, 9));
            assertThrows(IllegalArgumentException.class, () -> encoder.encode(new byte[4], format, 0));
        }
        assertTrue(FrameEncoder.forTransferSyntax("1.2.840.10008.1.2.4.90").isEmpty());
    }
}
