package org.credence.dicom.codecs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;

/** Samples of 8 bits are those of libjpeg, which the JDK's reader is made of. */
class JpegSamplesTest {

    private static final int MAX_BLOCKS_PER_MCU = 10;

    private final JpegCodec codec = new JpegCodec();

    private static byte[] expected(byte[] jpeg) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(jpeg))) {
            reader.setInput(in);
            Raster raster = reader.readRaster(0, null);
            return (byte[]) raster.getDataElements(0, 0, raster.getWidth(), raster.getHeight(), null);
        } finally {
            reader.dispose();
        }
    }

    @Test
    void picturesOfAnyQualityComeOutTheSame() throws Exception {
        Random random = new Random(23);
        for (int round = 0; round < 150; round++) {
            boolean color = random.nextBoolean();
            int columns = 1 + random.nextInt(50);
            int rows = 1 + random.nextInt(50);
            BufferedImage image =
                    new BufferedImage(columns, rows, color ? BufferedImage.TYPE_INT_RGB : BufferedImage.TYPE_BYTE_GRAY);
            int roughness = random.nextInt(256);
            int gray = random.nextBoolean() ? 0 : 1;
            for (int y = 0; y < rows; y++) {
                for (int x = 0; x < columns; x++) {
                    int noise = random.nextInt(roughness + 1);
                    for (int b = 0; b < (color ? 3 : 1); b++) {
                        image.getRaster().setSample(x, y, b, Math.min(255, 3 * x + 2 * y * (1 + b * gray) + noise));
                    }
                }
            }
            boolean progressive = random.nextBoolean();
            float quality = random.nextInt(101) / 100f;
            byte[] jpeg = jpeg(image, quality, progressive);
            byte[] found = codec.decode(jpeg, new FrameFormat(columns, rows, color ? 3 : 1, 8));
            assertArrayEquals(
                    expected(jpeg), found, columns + " x " + rows + ", quality " + quality + ", " + progressive);
        }
    }

    private static byte[] jpeg(BufferedImage image, float quality, boolean progressive) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam parameters = writer.getDefaultWriteParam();
        parameters.setProgressiveMode(progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
        parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        parameters.setCompressionQuality(quality);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image, null, null), parameters);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }

    @Test
    void blocksOfAnySamplingInAnyScansComeOutTheSame() throws Exception {
        Random random = new Random(29);
        List<String> seen = new ArrayList<>();
        for (int round = 0; round < 400; round++) {
            int[] factors = factors(random);
            int columns = 1 + random.nextInt(70);
            int rows = 1 + random.nextInt(70);
            byte[] jpeg = new RandomBlocks(random, columns, rows, factors).stream();
            byte[] found = codec.decode(jpeg, new FrameFormat(columns, rows, factors.length, 8));
            String what = columns + " x " + rows + " of " + Arrays.toString(factors) + " in round " + round;
            assertArrayEquals(expected(jpeg), found, what);
            seen.add(Arrays.toString(factors));
        }
        assertTrue(seen.stream().distinct().count() > 50);
    }

    /** One or three pairs of sampling factors, across in the upper four bits, that divide the largest. */
    private static int[] factors(Random random) {
        if (random.nextInt(8) == 0) {
            return new int[] {0x11 + random.nextInt(2) + 16 * random.nextInt(2)};
        }
        while (true) {
            int[] factors = new int[3];
            int blocks = 0;
            int h = 1;
            int v = 1;
            for (int c = 0; c < 3; c++) {
                int across = 1 + random.nextInt(4);
                int down = 1 + random.nextInt(c == 0 ? 4 : 2);
                factors[c] = across << 4 | down;
                blocks += across * down;
                h = Math.max(h, across);
                v = Math.max(v, down);
            }
            boolean divide = blocks <= MAX_BLOCKS_PER_MCU;
            for (int f : factors) {
                divide &= h % (f >> 4) == 0 && v % (f & 15) == 0;
            }
            if (divide) {
                return factors;
            }
        }
    }

    /** A stream of blocks with random coefficients, as no picture has them. */
    private static final class RandomBlocks {

        private static final int CODE_BITS = 8;

        private final Random random;
        private final int columns;
        private final int rows;
        private final int[] factors;
        private final int most;
        private final int restartInterval;
        private final JpegBitWriter out = new JpegBitWriter();

        /** Symbols of AC tables, by their codes. */
        private final List<Integer> symbols = new ArrayList<>(List.of(0, 0xf0));

        RandomBlocks(Random random, int columns, int rows, int[] factors) {
            this.random = random;
            this.columns = columns;
            this.rows = rows;
            this.factors = factors;
            this.most = 1 << random.nextInt(10);
            this.restartInterval = random.nextBoolean() ? 0 : 1 + random.nextInt(9);
            for (int run = 0; run < 16; run++) {
                for (int size = 1; size <= 10; size++) {
                    symbols.add(run << 4 | size);
                }
            }
        }

        byte[] stream() {
            out.start().quantizationTable(1 + random.nextInt(9));
            // The JDK's reader wants no symbol above 15.
            out.huffmanTable(0, 15);
            out.bytes(0xff, 0xc4, 0, 19 + symbols.size(), 0x10);
            for (int length = 1; length <= 16; length++) {
                out.bytes(length == CODE_BITS ? symbols.size() : 0);
            }
            symbols.forEach(out::bytes);
            out.frame(1, 8, columns, rows, factors).restartInterval(restartInterval);
            switch (factors.length == 1 ? 0 : random.nextInt(4)) {
                case 0, 1 -> scan(all(factors.length));
                case 2 -> {
                    scan(2);
                    scan(1, 3);
                }
                default -> {
                    scan(1);
                    scan(2);
                    scan(3);
                }
            }
            return out.end();
        }

        private static int[] all(int components) {
            int[] ids = new int[components];
            Arrays.setAll(ids, c -> c + 1);
            return ids;
        }

        private void scan(int... ids) {
            out.scan(0, 63, 0, ids);
            int h = Arrays.stream(factors).map(f -> f >> 4).max().orElseThrow();
            int v = Arrays.stream(factors).map(f -> f & 15).max().orElseThrow();
            int across = ids.length > 1 ? 1 : factors[ids[0] - 1] >> 4;
            int down = ids.length > 1 ? 1 : factors[ids[0] - 1] & 15;
            int mcus = blocks(columns, across, h) * blocks(rows, down, v);
            int[] dc = new int[factors.length];
            for (int m = 0; m < mcus; m++) {
                if (restartInterval > 0 && m > 0 && m % restartInterval == 0) {
                    out.flush().bytes(0xff, 0xd0 + (m / restartInterval - 1) % 8);
                    Arrays.fill(dc, 0);
                }
                for (int id : ids) {
                    int blocks = ids.length > 1 ? (factors[id - 1] >> 4) * (factors[id - 1] & 15) : 1;
                    for (int b = 0; b < blocks; b++) {
                        dc[id - 1] = block(dc[id - 1]);
                    }
                }
            }
            out.flush();
        }

        /** Blocks that hold {@code size * factor / most} samples. */
        private static int blocks(int size, int factor, int most) {
            return ((size * factor + most - 1) / most + 7) / 8;
        }

        /** Writes a block; its DC coefficient. */
        private int block(int before) {
            int dc = random.nextInt(4) == 0 ? before : random.nextInt(200) - 100;
            out.difference(dc - before);
            int k = 1;
            int step = 1 + random.nextInt(64);
            // Half of the blocks are flat.
            while (step % 2 == 0) {
                int zeros = random.nextInt(step);
                if (k + zeros > 63) {
                    break;
                }
                for (; zeros > 15; zeros -= 16) {
                    out.bits(1, CODE_BITS);
                    k += 16;
                }
                int magnitude = 1 + random.nextInt(most);
                int size = 32 - Integer.numberOfLeadingZeros(magnitude);
                out.bits(symbols.indexOf(zeros << 4 | size), CODE_BITS);
                out.bits(random.nextBoolean() ? magnitude : (1 << size) - 1 - magnitude, size);
                k += zeros + 1;
            }
            if (k < 64) {
                out.bits(0, CODE_BITS);
            }
            return dc;
        }
    }
}
