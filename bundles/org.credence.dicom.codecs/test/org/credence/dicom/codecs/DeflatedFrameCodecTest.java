package org.credence.dicom.codecs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

class DeflatedFrameCodecTest {

    private final DeflatedFrameCodec codec = new DeflatedFrameCodec();

    private static byte[] deflated(byte[] frame) {
        Deflater deflater = new Deflater(9, true);
        deflater.setInput(frame);
        deflater.finish();
        byte[] out = new byte[frame.length + 64];
        int n = deflater.deflate(out);
        deflater.end();
        return Arrays.copyOf(out, n);
    }

    @Test
    void bytesAndBitsComeBack() throws Exception {
        byte[] frame = {1, 2, 3, 4, 5, 6};
        assertArrayEquals(frame, codec.decode(deflated(frame), new FrameFormat(3, 1, 1, 16)));
        assertArrayEquals(
                new byte[] {1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0},
                codec.decode(deflated(new byte[] {1, 2}), new FrameFormat(11, 1, 1, 1)));
    }

    @Test
    void tooFewBytesAreAnError() {
        byte[] data = deflated(new byte[6]);
        assertThrows(CodecException.class, () -> codec.decode(data, new FrameFormat(7, 1, 1, 8)));
        assertThrows(CodecException.class, () -> codec.decode(new byte[0], new FrameFormat(7, 1, 1, 8)));
        assertThrows(CodecException.class, () -> codec.decode(data, new FrameFormat(60000, 60000, 1, 8)));
        assertThrows(CodecException.class, () -> codec.decode(new byte[] {-1, -1}, new FrameFormat(7, 1, 1, 8)));
    }
}
