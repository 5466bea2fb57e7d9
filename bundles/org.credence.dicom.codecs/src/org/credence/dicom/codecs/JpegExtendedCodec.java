package org.credence.dicom.codecs;

/**
 * Extended sequential JPEG with 12 bits (ITU-T T.81, Annex F.2): DCT, Huffman coding, components that are not subsampled.
 * The transform is computed in double precision, so that samples are within one of any conforming decoder's.
 */
final class JpegExtendedCodec {

    // A block of 64 samples takes at least two bits, its DC and its end.
    private static final int MAX_SAMPLES_PER_BYTE = 256;

    private static final int[] ZIGZAG = {
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14,
        21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60,
        61, 54, 47, 55, 62, 63
    };

    /** Half the cosines of 1 to 7 sixteenths of pi. */
    private static final double C1 = Math.cos(Math.PI / 16) / 2;

    private static final double C2 = Math.cos(Math.PI / 8) / 2;
    private static final double C3 = Math.cos(3 * Math.PI / 16) / 2;
    private static final double C4 = Math.sqrt(0.5) / 2;
    private static final double C5 = Math.sin(3 * Math.PI / 16) / 2;
    private static final double C6 = Math.sin(Math.PI / 8) / 2;
    private static final double C7 = Math.sin(Math.PI / 16) / 2;

    private JpegExtendedCodec() {}

    /** Decodes a frame whose header was checked against the format. */
    static byte[] decode(byte[] data, FrameFormat format, JpegHeader header) throws CodecException {
        if (header.subsampled()) {
            throw new CodecException("JPEG with 12 bits and subsampled components is not decoded here.");
        }
        int length = format.arrayLength();
        if (format.pixels() * format.samples() > (long) data.length * MAX_SAMPLES_PER_BYTE) {
            throw new CodecException("A JPEG frame of " + data.length + " bytes cannot hold " + format.columns() + " x "
                    + format.rows() + " pixels; it is cut off.");
        }
        byte[] out = new byte[length];
        JpegScans scans = new JpegScans(data, format);
        // Some writers leave the spectral selection 0 to 0; a sequential scan holds all coefficients whatever it says.
        scans.read((scan, bits) -> blocks(scans, scan, bits, format, header.precision(), out));
        return out;
    }

    private static void blocks(
            JpegScans scans, JpegScans.Scan scan, JpegBits bits, FrameFormat format, int precision, byte[] out)
            throws CodecException {
        int n = scan.components().length;
        int[][] tables = new int[n][];
        for (int i = 0; i < n; i++) {
            int c = scan.components()[i];
            tables[i] = scans.quantization(scans.components()[c].quantization());
            if (tables[i] == null || scan.ac()[i] == null) {
                throw new CodecException("A table of component " + (c + 1) + " of the JPEG frame is missing.");
            }
        }
        int[] dc = new int[n];
        double[] block = new double[64];
        int mcu = 0;
        for (int y = 0; y < format.rows(); y += 8) {
            for (int x = 0; x < format.columns(); x += 8, mcu++) {
                if (scan.restartInterval() > 0 && mcu > 0 && mcu % scan.restartInterval() == 0) {
                    bits.restart((mcu / scan.restartInterval() - 1) % 8);
                    java.util.Arrays.fill(dc, 0);
                }
                for (int i = 0; i < n; i++) {
                    java.util.Arrays.fill(block, 0);
                    int difference = bits.difference(scan.dc()[i]);
                    if (difference == 32768) {
                        throw new CodecException("The JPEG frame is damaged: a DC difference has 16 bits.");
                    }
                    dc[i] += difference;
                    block[0] = (double) dc[i] * tables[i][0];
                    transform(block, read(scan.ac()[i], bits, tables[i], block));
                    store(block, x, y, scan.components()[i], format, precision, out);
                }
            }
        }
    }

    /** Reads a block's AC coefficients; a bit for every row of the block that may be used, none if all are zero. */
    private static int read(HuffmanTable table, JpegBits bits, int[] quantization, double[] block)
            throws CodecException {
        int rows = 0;
        for (int k = 1; k < 64; k++) {
            int entry = bits.coefficient(table);
            int run = entry >> 8 & 15;
            int value = entry >> 16;
            if (value == 0 && run != 15) {
                break;
            }
            k += run;
            if (k > 63) {
                throw new CodecException("The JPEG frame is damaged: a block has more than 64 coefficients.");
            }
            int at = ZIGZAG[k];
            block[at] = (double) value * quantization[k];
            rows |= 1 | 1 << (at >> 3);
        }
        return rows;
    }

    /** The inverse DCT of a block in place; rows without a bit in {@code rows} are zero, but for the DC coefficient. */
    private static void transform(double[] block, int rows) {
        if (rows == 0) {
            java.util.Arrays.fill(block, block[0] / 8);
            return;
        }
        for (int v = 0; v < 8; v++) {
            if ((rows >> v & 1) != 0) {
                transform(block, 8 * v, 1);
            }
        }
        for (int x = 0; x < 8; x++) {
            transform(block, x, 8);
        }
    }

    /** The inverse DCT of eight numbers, by way of the symmetry of even frequencies and of odd ones. */
    private static void transform(double[] f, int at, int step) {
        double f1 = f[at + step];
        double f2 = f[at + 2 * step];
        double f3 = f[at + 3 * step];
        double f5 = f[at + 5 * step];
        double f6 = f[at + 6 * step];
        double f7 = f[at + 7 * step];
        double sum = (f[at] + f[at + 4 * step]) * C4;
        double difference = (f[at] - f[at + 4 * step]) * C4;
        double outer = C2 * f2 + C6 * f6;
        double inner = C6 * f2 - C2 * f6;
        double e0 = sum + outer;
        double e1 = difference + inner;
        double e2 = difference - inner;
        double e3 = sum - outer;
        double o0 = C1 * f1 + C3 * f3 + C5 * f5 + C7 * f7;
        double o1 = C3 * f1 - C7 * f3 - C1 * f5 - C5 * f7;
        double o2 = C5 * f1 - C1 * f3 + C7 * f5 + C3 * f7;
        double o3 = C7 * f1 - C5 * f3 + C3 * f5 - C1 * f7;
        f[at] = e0 + o0;
        f[at + step] = e1 + o1;
        f[at + 2 * step] = e2 + o2;
        f[at + 3 * step] = e3 + o3;
        f[at + 4 * step] = e3 - o3;
        f[at + 5 * step] = e2 - o2;
        f[at + 6 * step] = e1 - o1;
        f[at + 7 * step] = e0 - o0;
    }

    private static void store(
            double[] block, int left, int top, int component, FrameFormat format, int precision, byte[] out) {
        int width = format.sampleBytes();
        int step = format.samples() * width;
        int most = (1 << precision) - 1;
        double middle = (1 << precision - 1) + 0.5;
        int columns = Math.min(8, format.columns() - left);
        int rows = Math.min(8, format.rows() - top);
        for (int y = 0; y < rows; y++) {
            int o = ((top + y) * format.columns() + left) * step + component * width;
            for (int x = 0; x < columns; x++, o += step) {
                int value = Math.max(0, Math.min(most, (int) Math.floor(block[8 * y + x] + middle)));
                out[o] = (byte) value;
                out[o + 1] = (byte) (value >> 8);
            }
        }
    }
}
