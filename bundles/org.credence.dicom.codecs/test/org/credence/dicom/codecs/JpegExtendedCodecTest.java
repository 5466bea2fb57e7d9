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
}
