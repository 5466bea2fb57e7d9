package org.credence.dicom.codecs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class MqDecoderTest {

    /** The test sequence of the arithmetic coder in ITU-T T.88, H.2, which JPEG 2000 shares. */
    @Test
    void theTestSequenceOfTheStandardIsDecoded() {
        byte[] coded = HexFormat.of().parseHex("84c73bfce1a143040220000041" + "0dbb86f4317fff88ff37471adb6adfffacffff");
        MqDecoder mq = new MqDecoder(1);
        int slack = mq.start(coded, 0);
        byte[] decoded = new byte[32];
        for (int i = 0; i < 256; i++) {
            slack = mq.decode(0, slack);
            decoded[i >> 3] |= (byte) ((slack & 1) << 7 - (i & 7));
        }
        assertArrayEquals(
                HexFormat.of().parseHex("00020051000000c0035287" + "2aaaaaaaaa82c02000fcd79ef6bf7fed904f46a3bf"),
                decoded);
    }

    @Test
    void pastTheEndItGoesOn() {
        MqDecoder mq = new MqDecoder(2);
        int slack = mq.start(new byte[] {-1, -1}, 0);
        int[] counts = new int[2];
        for (int i = 0; i < 10000; i++) {
            slack = mq.decode(i & 1, slack);
            counts[slack & 1]++;
        }
        assertEquals(10000, Arrays.stream(counts).sum());
    }
}
