package org.credence.dicom.codecs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JpegLsCodecTest {

    /** The example of T.87, H.3. */
    private static final byte[] EXAMPLE = HexFormat.of()
            .parseHex("ffd8fff7000b080004000401011100ffda0008010100000000"
                    + "c000006c80208e01c00000574000006ee6000001bc18000005d800009160ffd9");

    private static final byte[] SAMPLES = {
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

    private final JpegLsCodec codec = new JpegLsCodec();
    private final FrameFormat format = new FrameFormat(4, 4, 1, 8);

    @Test
    void theStandardsExampleIsExact() throws Exception {
        assertArrayEquals(SAMPLES, codec.decode(EXAMPLE, format));
    }

    @Test
    void thresholdsAreTheStandardsDefaults() {
        // T.87, table C.3.
        assertEquals(new JpegLsModel.Parameters(255, 3, 7, 21, 64, 0), JpegLsModel.Parameters.of(255, 0, 0, 0, 0, 0));
        assertEquals(
                new JpegLsModel.Parameters(4095, 18, 67, 276, 64, 0), JpegLsModel.Parameters.of(4095, 0, 0, 0, 0, 0));
        assertEquals(new JpegLsModel.Parameters(255, 3, 9, 21, 31, 0), JpegLsModel.Parameters.of(255, 0, 9, 0, 31, 0));
    }

    @Test
    void aCutOffStreamIsAnError() {
        for (int length = 0; length < EXAMPLE.length - 2; length++) {
            byte[] cut = Arrays.copyOf(EXAMPLE, length);
            assertThrows(CodecException.class, () -> codec.decode(cut, format), "length " + length);
        }
    }

    @Test
    void anythingElseIsACodecExceptionOrAFrame() {
        Random random = new Random(3);
        for (int i = 0; i < 50_000; i++) {
            byte[] data = EXAMPLE.clone();
            for (int k = 1 + random.nextInt(4); k > 0; k--) {
                data[random.nextInt(data.length)] = (byte) random.nextInt();
            }
            try {
                assertEquals(format.sizeBytes(), codec.decode(data, format).length);
            } catch (CodecException e) {
                assertTrue(e.getMessage().endsWith("."), e.getMessage());
            }
        }
    }

    @Test
    void aHugeFrameInFewBytesIsRefusedBeforeItIsAllocated() {
        byte[] data = EXAMPLE.clone();
        Arrays.fill(data, 7, 11, (byte) 0x70);
        assertThrows(CodecException.class, () -> codec.decode(data, new FrameFormat(0x7070, 0x7070, 1, 8)));
    }
}
