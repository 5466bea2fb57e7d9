package org.credence.dicom.codecs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JpegExtendedCodecTest {

    private final JpegCodec codec = new JpegCodec();

    private static JpegBitWriter quantization(JpegBitWriter out) {
        out.bytes(0xff, 0xdb, 0, 67, 0);
        for (int i = 0; i < 64; i++) {
            out.bytes(1);
        }
        return out;
    }

    /** Two blocks side by side: one flat, one with a single horizontal frequency. */
    private static byte[] twoBlocks() {
        JpegBitWriter out = quantization(new JpegBitWriter().start())
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
            JpegBitWriter out = quantization(new JpegBitWriter().start())
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
    void progressiveJpegWithTwelveBitsIsRefused() {
        byte[] data = quantization(new JpegBitWriter().start())
                .huffmanTable(0)
                .frame(2, 12, 8, 8, 1)
                .scan(0, 0, 0, 1)
                .end();
        CodecException e = assertThrows(CodecException.class, () -> codec.decode(data, new FrameFormat(8, 8, 1, 16)));
        assertTrue(e.getMessage().contains("12 bits"), e.getMessage());
    }
}
