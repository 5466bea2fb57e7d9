package org.credence.dicom.codecs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;

class JpegCodecTest {

    private final JpegCodec codec = new JpegCodec();

    /** A smooth picture, which JPEG keeps to within a few levels. */
    private static byte[] jpeg(int columns, int rows, int type) throws IOException {
        BufferedImage image = new BufferedImage(columns, rows, type);
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                int v = 2 * x + y;
                image.getRaster().setSample(x, y, 0, v);
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "jpeg", out);
        return out.toByteArray();
    }

    @Test
    void grayComesBackNearly() throws Exception {
        byte[] samples = codec.decode(jpeg(40, 30, BufferedImage.TYPE_BYTE_GRAY), new FrameFormat(40, 30, 1, 8));
        for (int y = 0; y < 30; y++) {
            for (int x = 0; x < 40; x++) {
                assertEquals(2 * x + y, samples[y * 40 + x] & 0xff, 6);
            }
        }
    }

    @Test
    void aGrayStreamUnderTheNameOfAnotherKindOfJpegIsStillItself() throws Exception {
        byte[] jpeg = jpeg(40, 30, BufferedImage.TYPE_BYTE_GRAY);
        FrameFormat format = new FrameFormat(40, 30, 1, 8);
        assertArrayEquals(codec.decode(jpeg, format), new JpegLosslessCodec().decode(jpeg, format));
    }

    @Test
    void progressiveStreamsComeBackTheSame() throws Exception {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(jpeg(40, 30, BufferedImage.TYPE_BYTE_GRAY)));
        byte[][] samples = new byte[2][];
        for (int i = 0; i < 2; i++) {
            ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setProgressiveMode(i == 0 ? ImageWriteParam.MODE_DISABLED : ImageWriteParam.MODE_DEFAULT);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
                writer.setOutput(stream);
                writer.write(null, new IIOImage(image, null, null), parameters);
            }
            writer.dispose();
            assertEquals(i == 0 ? 0 : 2, JpegHeader.read(out.toByteArray()).process());
            samples[i] = codec.decode(out.toByteArray(), new FrameFormat(40, 30, 1, 8));
        }
        assertArrayEquals(samples[0], samples[1]);
    }

    @Test
    void colorsAreNotConverted() throws Exception {
        // The JDK writes JFIF, that is YCbCr: a picture of pure black and red has 128 in Cb where it is black.
        byte[] samples = codec.decode(jpeg(16, 16, BufferedImage.TYPE_INT_RGB), new FrameFormat(16, 16, 3, 8));
        assertEquals(128, samples[1] & 0xff, 3);
    }

    @Test
    void wideContainersGetTheSamplesInTheirLowByte() throws Exception {
        byte[] data = jpeg(16, 8, BufferedImage.TYPE_BYTE_GRAY);
        byte[] narrow = codec.decode(data, new FrameFormat(16, 8, 1, 8));
        byte[] wide = codec.decode(data, new FrameFormat(16, 8, 1, 16));
        for (int i = 0; i < narrow.length; i++) {
            assertEquals(narrow[i], wide[2 * i]);
            assertEquals(0, wide[2 * i + 1]);
        }
    }

    @Test
    void nothingButTheFrameIsAllocatedInTheLongRun() throws Exception {
        FrameFormat format = new FrameFormat(1024, 768, 3, 8);
        byte[] data = jpeg(format.columns(), format.rows(), BufferedImage.TYPE_INT_RGB);
        codec.decode(data, format);
        long before = allocated();
        for (int i = 0; i < 3; i++) {
            codec.decode(data, format);
        }
        double share = (allocated() - before) / 3.0 / format.sizeBytes();
        assertEquals(1, share, 0.1);
    }

    /** Bytes that this thread has allocated so far, as the JDK's extension of the thread bean tells. */
    private static long allocated() throws ReflectiveOperationException {
        return (long) Class.forName("com.sun.management.ThreadMXBean")
                .getMethod("getThreadAllocatedBytes", long.class)
                .invoke(
                        ManagementFactory.getThreadMXBean(),
                        Thread.currentThread().threadId());
    }

    @Test
    void moreScansThanAnyEncoderWritesAreRefused() {
        JpegBitWriter out = new JpegBitWriter()
                .start()
                .quantizationTable(1)
                .huffmanTable(0)
                .huffmanTable(0x10)
                .frame(2, 8, 8, 8, 1);
        out.scan(0, 0, 0, 1).difference(80).flush();
        for (int low = 1; low >= 0; low--) {
            for (int k = 1; k < 64; k++) {
                // A block that has ended.
                out.scan(k, k, low == 1 ? 1 : 0x10, 1).bits(0, 5).flush();
            }
        }
        byte[] data = out.end();
        CodecException e = assertThrows(CodecException.class, () -> codec.decode(data, new FrameFormat(8, 8, 1, 8)));
        assertTrue(e.getMessage().contains("more than 100 scans"), e.getMessage());
    }

    @Test
    void aComponentThatComesTwiceIsRefused() throws Exception {
        byte[] data = jpeg(16, 8, BufferedImage.TYPE_BYTE_GRAY);
        byte[] scan = {-1, (byte) 0xda, 0, 8, 1, 1, 0, 0, 63, 0};
        byte[] more = Arrays.copyOf(data, data.length + scan.length);
        System.arraycopy(scan, 0, more, data.length - 2, scan.length);
        System.arraycopy(data, data.length - 2, more, more.length - 2, 2);
        CodecException e = assertThrows(CodecException.class, () -> codec.decode(more, new FrameFormat(16, 8, 1, 8)));
        assertTrue(e.getMessage().contains("twice"), e.getMessage());
    }

    @Test
    void progressiveScansThatLeaveSomethingOutAreRefused() {
        for (int missing = 0; missing < 3; missing++) {
            JpegBitWriter out = new JpegBitWriter()
                    .start()
                    .quantizationTable(1)
                    .huffmanTable(0)
                    .huffmanTable(0x10)
                    .frame(2, 8, 8, 8, 1);
            // The last bit of DC, some frequencies, or nothing.
            out.scan(0, 0, missing == 0 ? 1 : 0, 1).difference(80).flush();
            out.scan(1, missing == 1 ? 62 : 63, 0, 1).bits(0, 5).flush();
            byte[] data = out.end();
            FrameFormat format = new FrameFormat(8, 8, 1, 8);
            if (missing < 2) {
                CodecException e = assertThrows(CodecException.class, () -> codec.decode(data, format));
                assertTrue(e.getMessage().contains("all bits"), e.getMessage());
            } else {
                byte[] flat = new byte[64];
                Arrays.fill(flat, (byte) (128 + 10));
                assertArrayEquals(flat, assertDoesNotThrow(() -> codec.decode(data, format)));
            }
        }
    }

    @Test
    void aFrameAtTheStartOfALongerArrayIsDecodedFromItsOwnBytesOnly() throws Exception {
        byte[] data = jpeg(40, 30, BufferedImage.TYPE_INT_RGB);
        FrameFormat format = new FrameFormat(40, 30, 3, 8);
        byte[] longer = Arrays.copyOf(data, 3 * data.length);
        System.arraycopy(data, 0, longer, data.length, data.length);
        assertArrayEquals(codec.decode(data, format), codec.decode(longer, data.length, format));
        // What lies behind would complete it.
        for (int length = 0; length < data.length - 2; length += 5) {
            int cut = length;
            assertThrows(CodecException.class, () -> codec.decode(longer, cut, format), "length " + length);
        }
    }

    @Test
    void rowsAreWrittenByWhoeverIsAskedTo() throws Exception {
        byte[] data = jpeg(21, 19, BufferedImage.TYPE_INT_RGB);
        FrameFormat format = new FrameFormat(21, 19, 3, 8);
        byte[] samples = codec.decode(data, format);
        byte[] reversed = codec.decode(data, data.length, format, (lines, starts, columns, out, at) -> {
            for (int x = 0; x < columns; x++) {
                for (int c = 0; c < 3; c++) {
                    out[at + 3 * x + c] = (byte) lines[2 - c][starts[2 - c] + x];
                }
            }
        });
        for (int i = 0; i < samples.length; i++) {
            assertEquals(samples[i], reversed[i - i % 3 + 2 - i % 3]);
        }
    }

    @Test
    void anotherSizeThanDeclaredIsAnError() throws Exception {
        byte[] data = jpeg(16, 8, BufferedImage.TYPE_BYTE_GRAY);
        CodecException e = assertThrows(CodecException.class, () -> codec.decode(data, new FrameFormat(8, 16, 1, 8)));
        assertTrue(e.getMessage().contains("16 x 8"), e.getMessage());
        assertThrows(CodecException.class, () -> codec.decode(data, new FrameFormat(16, 8, 3, 8)));
    }

    @Test
    void aCutOffStreamIsAnErrorAndNeverAnInventedPicture() throws Exception {
        byte[] data = jpeg(64, 64, BufferedImage.TYPE_BYTE_GRAY);
        FrameFormat format = new FrameFormat(64, 64, 1, 8);
        for (int length = 0; length < data.length - 2; length += 7) {
            byte[] cut = Arrays.copyOf(data, length);
            assertThrows(CodecException.class, () -> codec.decode(cut, format), "length " + length);
        }
    }

    @Test
    void anythingElseIsACodecExceptionOrAFrame() throws Exception {
        Random random = new Random(5);
        byte[] good = jpeg(24, 17, BufferedImage.TYPE_INT_RGB);
        FrameFormat format = new FrameFormat(24, 17, 3, 8);
        for (int i = 0; i < 500; i++) {
            byte[] data = good.clone();
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
}
