package org.credence.dicom.codecs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RleCodecTest {

    private final RleCodec codec = new RleCodec();

    /** A frame of segments with these bytes. */
    private static byte[] frame(byte[]... segments) {
        int length = 64 + Arrays.stream(segments).mapToInt(s -> s.length).sum();
        ByteBuffer out = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(segments.length);
        int offset = 64;
        for (byte[] s : segments) {
            out.putInt(offset);
            offset += s.length;
        }
        out.position(64);
        for (byte[] s : segments) {
            out.put(s);
        }
        return out.array();
    }

    private static byte[] bytes(int... values) {
        byte[] b = new byte[values.length];
        for (int i = 0; i < b.length; i++) {
            b[i] = (byte) values[i];
        }
        return b;
    }

    @Test
    void literalAndRepeatedRunsExpand() throws Exception {
        // Three literals, a no-op, four times 9, and a pad byte.
        byte[] data = frame(bytes(2, 1, 2, 3, 0x80, 0xFD, 9, 0));
        assertArrayEquals(bytes(1, 2, 3, 9, 9, 9, 9), codec.decode(data, new FrameFormat(7, 1, 1, 8)));
    }

    @Test
    void segmentsAreBytesOfSamplesMostSignificantFirst() throws Exception {
        byte[] data = frame(bytes(1, 0x12, 0x34), bytes(1, 0x56, 0x78));
        assertArrayEquals(bytes(0x56, 0x12, 0x78, 0x34), codec.decode(data, new FrameFormat(2, 1, 1, 16)));
    }

    @Test
    void colorPlanesAreInterleaved() throws Exception {
        byte[] data = frame(bytes(1, 1, 2), bytes(1, 3, 4), bytes(1, 5, 6));
        assertArrayEquals(bytes(1, 3, 5, 2, 4, 6), codec.decode(data, new FrameFormat(2, 1, 3, 8)));
    }

    @Test
    void singleBitsComeOutAsBytes() throws Exception {
        byte[] data = frame(bytes(1, 0b00000101, 0b00000010));
        assertArrayEquals(bytes(1, 0, 1, 0, 0, 0, 0, 0, 0, 1), codec.decode(data, new FrameFormat(10, 1, 1, 1)));
    }

    @Test
    void aSegmentThatEndsTooEarlyIsAnError() {
        for (byte[] segment : new byte[][] {{}, {2, 1, 2}, {(byte) 0xFD}, {0, 1}}) {
            CodecException e =
                    assertThrows(CodecException.class, () -> codec.decode(frame(segment), new FrameFormat(4, 1, 1, 8)));
            assertTrue(e.getMessage().contains("too early"), e.getMessage());
        }
    }

    @Test
    void aHugeFrameInFewBytesIsRefusedBeforeItIsAllocated() {
        assertThrows(
                CodecException.class, () -> codec.decode(frame(bytes(0x81, 0)), new FrameFormat(40000, 40000, 1, 8)));
        assertThrows(CodecException.class, () -> codec.decode(new byte[64], new FrameFormat(65535, 65535, 4, 32)));
    }

    @Test
    void anythingElseIsACodecExceptionOrAFrame() {
        Random random = new Random(5);
        FrameFormat format = new FrameFormat(5, 3, 3, 16);
        byte[] good = frame(new byte[16], new byte[16], new byte[16], new byte[16], new byte[16], new byte[16]);
        for (int i = 0; i < 20_000; i++) {
            byte[] data = Arrays.copyOf(good, random.nextInt(good.length + 1));
            for (int k = random.nextInt(6); k > 0 && data.length > 0; k--) {
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
    void segmentsNeedNotLieInOrder() throws Exception {
        byte[] data = frame(bytes(1, 0x12, 0x34, 0), bytes(1, 0x56, 0x78, 0));
        data[4] = 68;
        data[8] = 64;
        FrameFormat format = new FrameFormat(2, 1, 1, 16);
        assertArrayEquals(bytes(0x12, 0x56, 0x34, 0x78), codec.decode(data, format));
        // The first one in the data must not run into the other.
        data[64] = 3;
        assertThrows(CodecException.class, () -> codec.decode(data, new FrameFormat(4, 1, 1, 16)));
    }

    @Test
    void wrongNumbersOfSegmentsAreAnError() {
        byte[] data = frame(bytes(1, 1, 2), bytes(1, 3, 4));
        for (FrameFormat format : new FrameFormat[] {new FrameFormat(2, 1, 1, 8), new FrameFormat(2, 1, 3, 8)}) {
            CodecException e = assertThrows(CodecException.class, () -> codec.decode(data, format));
            assertTrue(e.getMessage().contains("got: 2"), e.getMessage());
        }
        byte[] bits = frame(bytes(0, 1), bytes(0, 1), bytes(0, 1));
        assertThrows(CodecException.class, () -> codec.decode(bits, new FrameFormat(2, 1, 3, 1)));
        byte[] behind = frame(bytes(1, 1, 2));
        behind[4] = 80;
        assertThrows(CodecException.class, () -> codec.decode(behind, new FrameFormat(2, 1, 1, 8)));
        behind[4] = 4;
        assertThrows(CodecException.class, () -> codec.decode(behind, new FrameFormat(2, 1, 1, 8)));
    }
}
