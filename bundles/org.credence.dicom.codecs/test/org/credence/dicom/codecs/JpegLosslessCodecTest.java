package org.credence.dicom.codecs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JpegLosslessCodecTest {

    private static final int COLUMNS = 13;
    private static final int ROWS = 9;

    private final JpegLosslessCodec codec = new JpegLosslessCodec();

    /** Samples as differently from their neighbours as can be; {@code [component][row][column]}. */
    private static int[][][] samples(int components, int precision, int low) {
        Random random = new Random(precision * 31 + components);
        int[][][] s = new int[components][ROWS][COLUMNS];
        for (int[][] plane : s) {
            for (int[] row : plane) {
                for (int x = 0; x < COLUMNS; x++) {
                    row[x] = random.nextInt(1 << precision) >> low << low;
                }
            }
        }
        return s;
    }

    /** T.81, table H.1. */
    private static int prediction(int[][] plane, int x, int y, int predictor, int precision, int low, boolean first) {
        int a = x > 0 ? plane[y][x - 1] >> low : 0;
        int b = y > 0 ? plane[y - 1][x] >> low : 0;
        int c = x > 0 && y > 0 ? plane[y - 1][x - 1] >> low : 0;
        if (first) {
            return x == 0 ? 1 << precision - low - 1 : a;
        }
        if (x == 0) {
            return b;
        }
        return switch (predictor) {
            case 1 -> a;
            case 2 -> b;
            case 3 -> c;
            case 4 -> a + b - c;
            case 5 -> a + (b - c >> 1);
            case 6 -> b + (a - c >> 1);
            default -> a + b >> 1;
        };
    }

    private static byte[] encoded(
            int[][][] s, int precision, int predictor, int low, int restartLines, boolean separateScans) {
        JpegBitWriter out = new JpegBitWriter().start().huffmanTable(0).frame(3, precision, COLUMNS, ROWS, s.length);
        if (restartLines > 0) {
            out.restartInterval(restartLines * COLUMNS);
        }
        int scans = separateScans ? s.length : 1;
        for (int scan = 0; scan < scans; scan++) {
            int from = separateScans ? scan : 0;
            int to = separateScans ? scan + 1 : s.length;
            int[] ids = new int[to - from];
            Arrays.setAll(ids, i -> from + i + 1);
            out.scan(predictor, 0, low, ids);
            for (int y = 0; y < ROWS; y++) {
                boolean restart = restartLines > 0 && y > 0 && y % restartLines == 0;
                if (restart) {
                    out.flush().bytes(0xff, 0xd0 + (y / restartLines - 1) % 8);
                }
                for (int x = 0; x < COLUMNS; x++) {
                    for (int c = from; c < to; c++) {
                        int p = prediction(s[c], x, y, predictor, precision, low, y == 0 || restart);
                        out.difference((s[c][y][x] >> low) - p);
                    }
                }
            }
            out.flush();
        }
        return out.end();
    }

    private static byte[] expected(int[][][] s, int width) {
        byte[] out = new byte[COLUMNS * ROWS * s.length * width];
        int o = 0;
        for (int y = 0; y < ROWS; y++) {
            for (int x = 0; x < COLUMNS; x++) {
                for (int[][] plane : s) {
                    for (int b = 0; b < width; b++) {
                        out[o++] = (byte) (plane[y][x] >> 8 * b);
                    }
                }
            }
        }
        return out;
    }

    @Test
    void everyPredictorAndPrecisionIsExact() throws Exception {
        for (int predictor = 1; predictor <= 7; predictor++) {
            for (int precision = 2; precision <= 16; precision++) {
                int bits = precision <= 8 ? 8 : 16;
                int[][][] s = samples(1, precision, 0);
                assertArrayEquals(
                        expected(s, bits / 8),
                        codec.decode(
                                encoded(s, precision, predictor, 0, 0, false), new FrameFormat(COLUMNS, ROWS, 1, bits)),
                        "predictor " + predictor + ", precision " + precision);
            }
        }
    }

    @Test
    void colorsComeInOneScanOrInSeveral() throws Exception {
        int[][][] s = samples(3, 8, 0);
        FrameFormat format = new FrameFormat(COLUMNS, ROWS, 3, 8);
        assertArrayEquals(expected(s, 1), codec.decode(encoded(s, 8, 6, 0, 0, false), format));
        assertArrayEquals(expected(s, 1), codec.decode(encoded(s, 8, 4, 0, 2, true), format));
    }

    @Test
    void restartsAndPointTransformsAreExact() throws Exception {
        int[][][] s = samples(1, 12, 3);
        FrameFormat format = new FrameFormat(COLUMNS, ROWS, 1, 16);
        assertArrayEquals(expected(s, 2), codec.decode(encoded(s, 12, 7, 3, 1, false), format));
        assertArrayEquals(expected(s, 2), codec.decode(encoded(s, 12, 5, 3, 4, false), format));
    }

    @Test
    void aCutOffStreamIsAnError() {
        byte[] data = encoded(samples(1, 12, 0), 12, 1, 0, 0, false);
        FrameFormat format = new FrameFormat(COLUMNS, ROWS, 1, 16);
        for (int length = 0; length < data.length - 2; length++) {
            byte[] cut = Arrays.copyOf(data, length);
            assertThrows(CodecException.class, () -> codec.decode(cut, format), "length " + length);
        }
    }

    @Test
    void anythingElseIsACodecExceptionOrAFrame() {
        byte[] good = encoded(samples(3, 8, 0), 8, 7, 0, 3, false);
        FrameFormat format = new FrameFormat(COLUMNS, ROWS, 3, 8);
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
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

    @Test
    void aHugeFrameInFewBytesIsRefusedBeforeItIsAllocated() {
        byte[] data = new JpegBitWriter()
                .start()
                .huffmanTable(0)
                .frame(3, 16, 65535, 65535, 1)
                .scan(1, 0, 0, 1)
                .end();
        assertThrows(CodecException.class, () -> codec.decode(data, new FrameFormat(65535, 65535, 1, 16)));
        byte[] smaller = new JpegBitWriter()
                .start()
                .huffmanTable(0)
                .frame(3, 16, 20000, 20000, 1)
                .scan(1, 0, 0, 1)
                .end();
        assertThrows(CodecException.class, () -> codec.decode(smaller, new FrameFormat(20000, 20000, 1, 16)));
    }

    /** The frame of {@link #samples} with one component, and another number of lines in its header. */
    private static byte[] withLines(int inHeader, int... behindTheScan) {
        byte[] data = encoded(samples(1, 12, 0), 12, 1, 0, 0, false);
        int p = 0;
        while ((data[p] & 0xff) != 0xff || (data[p + 1] & 0xff) != 0xc3) {
            p++;
        }
        data[p + 6] = (byte) inHeader;
        byte[] longer = Arrays.copyOf(data, data.length + behindTheScan.length);
        for (int i = 0; i < behindTheScan.length; i++) {
            longer[data.length - 2 + i] = (byte) behindTheScan[i];
        }
        longer[longer.length - 2] = (byte) 0xff;
        longer[longer.length - 1] = (byte) 0xd9;
        return longer;
    }

    @Test
    void theNumberOfLinesMayComeBehindTheScan() throws Exception {
        FrameFormat format = new FrameFormat(COLUMNS, ROWS, 1, 16);
        byte[] expected = expected(samples(1, 12, 0), 2);
        assertArrayEquals(expected, codec.decode(withLines(0, 0xff, 0xdc, 0, 4, 0, ROWS), format));
        assertThrows(CodecException.class, () -> codec.decode(withLines(0, 0xff, 0xdc, 0, 4, 0, ROWS + 1), format));
        assertThrows(CodecException.class, () -> codec.decode(withLines(0), format));
        assertThrows(CodecException.class, () -> codec.decode(withLines(ROWS + 1), format));
    }

    @Test
    void aStreamWithoutAnEndMarkerIsReadAllTheSame() throws Exception {
        int[][][] s = samples(1, 12, 0);
        byte[] data = encoded(s, 12, 7, 0, 0, false);
        byte[] cut = Arrays.copyOf(data, data.length - 2);
        assertArrayEquals(expected(s, 2), codec.decode(cut, new FrameFormat(COLUMNS, ROWS, 1, 16)));
    }

    @Test
    void restartMarkersOutOfOrderAreAnError() {
        byte[] data = encoded(samples(1, 12, 0), 12, 1, 0, 1, false);
        for (int p = 0; p < data.length - 1; p++) {
            if ((data[p] & 0xff) == 0xff && (data[p + 1] & 0xff) == 0xd2) {
                data[p + 1] = (byte) 0xd4;
            }
        }
        CodecException e =
                assertThrows(CodecException.class, () -> codec.decode(data, new FrameFormat(COLUMNS, ROWS, 1, 16)));
        assertTrue(e.getMessage().contains("restart marker 2"), e.getMessage());
    }

    /** The frame of three components with the sampling factors of one changed. */
    private static byte[] withFactors(boolean separateScans, int component, int factors) {
        byte[] data = encoded(samples(3, 8, 0), 8, 1, 0, 0, separateScans);
        int p = 0;
        while ((data[p] & 0xff) != 0xff || (data[p + 1] & 0xff) != 0xc3) {
            p++;
        }
        for (int c = 0; c < 3; c++) {
            if (c == component || component < 0) {
                data[p + 11 + 3 * c] = (byte) factors;
            }
        }
        return data;
    }

    @Test
    void componentsThatDoNotLineUpAreRefused() throws Exception {
        FrameFormat format = new FrameFormat(COLUMNS, ROWS, 3, 8);
        for (boolean separateScans : new boolean[] {false, true}) {
            assertThrows(CodecException.class, () -> codec.decode(withFactors(separateScans, 0, 0x21), format));
            assertThrows(CodecException.class, () -> codec.decode(withFactors(separateScans, 2, 0x12), format));
        }
        // Equal factors change the order of samples only where components take turns.
        assertThrows(CodecException.class, () -> codec.decode(withFactors(false, -1, 0x22), format));
        assertArrayEquals(expected(samples(3, 8, 0), 1), codec.decode(withFactors(true, -1, 0x22), format));
    }

    @Test
    void aTableCountsFromItsLastDefinitionOn() throws Exception {
        byte[] data = encoded(samples(1, 12, 0), 12, 1, 0, 0, false);
        FrameFormat format = new FrameFormat(COLUMNS, ROWS, 1, 16);
        // One code of one bit, for table 0 and for one that no scan uses.
        byte[] tables = new byte[2 * 22];
        for (int i = 0; i < 2; i++) {
            System.arraycopy(new byte[] {-1, (byte) 0xc4, 0, 20, (byte) (2 * i), 1}, 0, tables, 22 * i, 6);
        }
        byte[] before = new byte[data.length + tables.length];
        System.arraycopy(data, 0, before, 0, 2);
        System.arraycopy(tables, 0, before, 2, tables.length);
        System.arraycopy(data, 2, before, 2 + tables.length, data.length - 2);
        assertArrayEquals(expected(samples(1, 12, 0), 2), codec.decode(before, format));
        // Behind the frame's own table, whose segment has 38 bytes.
        byte[] behind = new byte[before.length];
        System.arraycopy(data, 0, behind, 0, 40);
        System.arraycopy(tables, 0, behind, 40, tables.length);
        System.arraycopy(data, 40, behind, 40 + tables.length, data.length - 40);
        assertThrows(CodecException.class, () -> codec.decode(behind, format));
    }
}
