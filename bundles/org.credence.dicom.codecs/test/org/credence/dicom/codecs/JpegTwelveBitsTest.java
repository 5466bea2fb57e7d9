package org.credence.dicom.codecs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JpegTwelveBitsTest {

    private final JpegCodec codec = new JpegCodec();

    /** Two blocks side by side: one flat, one with a single horizontal frequency. */
    private static byte[] twoBlocks() {
        JpegBitWriter out = new JpegBitWriter()
                .start()
                .quantizationTable(1)
                .huffmanTable(0)
                .huffmanTable(0x10)
                .frame(1, 12, 12, 5, 1)
                .scan(0, 63, 0, 1);
        // DC 8 * 400 gives 2048 + 400; then end of block.
        out.difference(3200).bits(0, 5);
        // DC 0, and 800 at the first horizontal frequency.
        out.difference(-3200).bits(10, 5).bits(800, 10).bits(0, 5);
        return out.end();
    }

    @Test
    void twelveBitsComeOutAsTheTransformSays() throws Exception {
        byte[] samples = codec.decode(twoBlocks(), new FrameFormat(12, 5, 1, 16));
        for (int y = 0; y < 5; y++) {
            for (int x = 0; x < 12; x++) {
                int i = 2 * (12 * y + x);
                int value = samples[i] & 0xff | (samples[i + 1] & 0xff) << 8;
                double wave = 800 / 4.0 / Math.sqrt(2) * Math.cos((2 * (x - 8) + 1) * Math.PI / 16);
                assertEquals(x < 8 ? 2448 : 2048 + wave, value, 0.5001);
            }
        }
    }

    @Test
    void damageIsACodecException() {
        byte[] good = twoBlocks();
        FrameFormat format = new FrameFormat(12, 5, 1, 16);
        for (int length = 0; length < good.length - 2; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            assertThrows(CodecException.class, () -> codec.decode(cut, format));
        }
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            byte[] data = good.clone();
            for (int k = 1 + random.nextInt(3); k > 0; k--) {
                data[random.nextInt(data.length)] = (byte) random.nextInt();
            }
            try {
                assertEquals(format.sizeBytes(), codec.decode(data, format).length);
            } catch (CodecException e) {
                assertTrue(e.getMessage().endsWith("."), e.getMessage());
            }
        }
    }

    private static final int[] ZIGZAG_ROWS = {
        0, 0, 1, 2, 1, 0, 0, 1, 2, 3, 4, 3, 2, 1, 0, 0, 1, 2, 3, 4, 5, 6, 5, 4, 3, 2, 1, 0, 0, 1, 2, 3, 4, 5, 6, 7, 7,
        6, 5, 4, 3, 2, 1, 2, 3, 4, 5, 6, 7, 7, 6, 5, 4, 3, 4, 5, 6, 7, 7, 6, 5, 6, 7, 7
    };

    /** Half the basis function of a frequency, 1/sqrt(2) of it for frequency 0 (T.81, A.3.3). */
    private static double basis(int frequency, int x) {
        return (frequency == 0 ? Math.sqrt(0.5) : 1) / 2 * Math.cos((2 * x + 1) * frequency * Math.PI / 16);
    }

    @Test
    void everyFrequencyCountsAsTheStandardSays() throws Exception {
        Random random = new Random(11);
        for (int last = 0; last < 64; last++) {
            JpegBitWriter out = new JpegBitWriter()
                    .start()
                    .quantizationTable(1)
                    .huffmanTable(0)
                    .huffmanTable(0x10)
                    .frame(1, 12, 8, 8, 1)
                    .scan(0, 63, 0, 1);
            double[][] sum = new double[8][8];
            for (int k = 0; k <= last; k++) {
                // No coefficient is 0, which would end the block.
                int value = (random.nextInt(60) + 1) * (random.nextBoolean() ? 1 : -1);
                out.difference(value);
                int v = ZIGZAG_ROWS[k];
                int u = diagonal(k) - v;
                for (int y = 0; y < 8; y++) {
                    for (int x = 0; x < 8; x++) {
                        sum[y][x] += value * basis(u, x) * basis(v, y);
                    }
                }
            }
            if (last < 63) {
                out.bits(0, 5);
            }
            byte[] samples = codec.decode(out.end(), new FrameFormat(8, 8, 1, 16));
            for (int i = 0; i < 64; i++) {
                int value = samples[2 * i] & 0xff | (samples[2 * i + 1] & 0xff) << 8;
                assertEquals(2048 + sum[i / 8][i % 8], value, 0.5001, "coefficients to " + last + ", sample " + i);
            }
        }
    }

    /** The sum of a coefficient's frequencies: the diagonals of a block hold 1, 2, ... 8, ... 2, 1 of them. */
    private static int diagonal(int k) {
        int diagonal = 0;
        int left = k;
        while (left >= Math.min(diagonal + 1, 15 - diagonal)) {
            left -= Math.min(diagonal + 1, 15 - diagonal);
            diagonal++;
        }
        return diagonal;
    }

    @Test
    void progressiveScansGiveTheSameAsSequentialOnes() throws Exception {
        Random random = new Random(7);
        FrameFormat format = new FrameFormat(8, 8, 1, 16);
        for (int round = 0; round < 50; round++) {
            int dc = random.nextInt(8000) - 4000;
            int[] values = new int[64];
            for (int k = 1; k < 64; k++) {
                // Not 0 with half the magnitude either: there is no code for zeros that are skipped.
                values[k] = (random.nextInt(60) + 2) * (random.nextBoolean() ? 1 : -1);
            }
            JpegBitWriter progressive = head(2);
            progressive.scan(0, 0, 1, 1).difference(dc >> 1).flush();
            progressive.scan(1, 63, 1, 1);
            JpegBitWriter sequential = head(1);
            sequential.scan(0, 63, 0, 1).difference(dc);
            for (int k = 1; k < 64; k++) {
                sequential.difference(values[k]);
                progressive.difference(values[k] / 2);
            }
            progressive.flush();
            progressive.scan(0, 0, 0x10, 1).bits(dc & 1, 1).flush();
            // The end of new coefficients, then a bit for each of the known ones.
            progressive.scan(1, 63, 0x10, 1).bits(0, 5);
            for (int k = 1; k < 64; k++) {
                progressive.bits(Math.abs(values[k]) & 1, 1);
            }
            assertArrayEquals(codec.decode(sequential.end(), format), codec.decode(progressive.end(), format));
        }
    }

    private static JpegBitWriter head(int process) {
        return new JpegBitWriter()
                .start()
                .quantizationTable(1)
                .huffmanTable(0)
                .huffmanTable(0x10)
                .frame(process, 12, 8, 8, 1);
    }

    @Test
    void subsampledComponentsAreSpreadByTheTriangleFilter() throws Exception {
        JpegBitWriter out = new JpegBitWriter()
                .start()
                .quantizationTable(1)
                .huffmanTable(0)
                .huffmanTable(0x10)
                .frame(1, 12, 32, 8, new int[] {0x21, 0x11, 0x11})
                .scan(0, 63, 0, 1, 2, 3);
        int[][] first = {{0, 0}, {8 * 40, 8 * -20}, {8 * 1000, 8 * 3}};
        for (int mcu = 0; mcu < 2; mcu++) {
            // DC of two blocks of luma and one of each chroma, each with the end of its block.
            out.difference(0).bits(0, 5).difference(0).bits(0, 5);
            for (int c = 1; c < 3; c++) {
                out.difference(first[c][mcu] - (mcu == 0 ? 0 : first[c][0])).bits(0, 5);
            }
        }
        byte[] samples = codec.decode(out.end(), new FrameFormat(32, 8, 3, 16));
        for (int i = 0; i < 32 * 8; i++) {
            int x = i % 32;
            assertEquals(2048, sample(samples, 3 * i));
            for (int c = 1; c < 3; c++) {
                int left = 2048 + first[c][0] / 8;
                int right = 2048 + first[c][1] / 8;
                int expected = x < 15
                        ? left
                        : x > 16 ? right : x == 15 ? (3 * left + right + 2) / 4 : (left + 3 * right + 1) / 4;
                assertEquals(expected, sample(samples, 3 * i + c), "column " + x);
            }
        }
    }

    private static int sample(byte[] samples, int index) {
        return samples[2 * index] & 0xff | (samples[2 * index + 1] & 0xff) << 8;
    }

    @Test
    void baselineJpegHasNoTwelveBits() {
        byte[] data = new JpegBitWriter()
                .start()
                .quantizationTable(1)
                .huffmanTable(0)
                .frame(0, 12, 8, 8, 1)
                .scan(0, 63, 0, 1)
                .end();
        CodecException e = assertThrows(CodecException.class, () -> codec.decode(data, new FrameFormat(8, 8, 1, 16)));
        assertTrue(e.getMessage().contains("12 bits"), e.getMessage());
    }
}
