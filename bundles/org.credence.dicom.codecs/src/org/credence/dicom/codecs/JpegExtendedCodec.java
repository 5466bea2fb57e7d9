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

    /** {@code COSINES[8 * x + u]}: what frequency u adds at x. */
    private static final double[] COSINES = cosines();

    private JpegExtendedCodec() {}

    private static double[] cosines() {
        double[] table = new double[64];
        for (int x = 0; x < 8; x++) {
            for (int u = 0; u < 8; u++) {
                table[8 * x + u] = (u == 0 ? Math.sqrt(0.5) : 1) / 2 * Math.cos((2 * x + 1) * u * Math.PI / 16);
            }
        }
        return table;
    }

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
        boolean[] decoded = new boolean[format.samples()];
        JpegScans scans = new JpegScans(data);
        scans.read((scan, bits) -> {
            // Some writers leave the spectral selection 0 to 0; a sequential scan holds all coefficients whatever it
            // says.
            for (int c : scan.components()) {
                if (decoded[c]) {
                    throw new CodecException("Component " + (c + 1) + " of the JPEG frame comes twice.");
                }
                decoded[c] = true;
            }
            blocks(scans, scan, bits, format, header.precision(), out);
        });
        for (int c = 0; c < decoded.length; c++) {
            if (!decoded[c]) {
                throw new CodecException("The JPEG frame is cut off: component " + (c + 1) + " is missing.");
            }
        }
        return out;
    }

    private static void blocks(
            JpegScans scans, JpegScans.Scan scan, JpegBits bits, FrameFormat format, int precision, byte[] out)
            throws CodecException {
        int n = scan.components().length;
        int[] dc = new int[n];
        double[] coefficients = new double[64];
        double[] half = new double[64];
        int mcu = 0;
        for (int y = 0; y < format.rows(); y += 8) {
            for (int x = 0; x < format.columns(); x += 8, mcu++) {
                if (scan.restartInterval() > 0 && mcu > 0 && mcu % scan.restartInterval() == 0) {
                    bits.restart((mcu / scan.restartInterval() - 1) % 8);
                    java.util.Arrays.fill(dc, 0);
                }
                for (int i = 0; i < n; i++) {
                    int c = scan.components()[i];
                    int[] table = scans.quantization(scans.components()[c].quantization());
                    if (table == null || scan.ac()[i] == null) {
                        throw new CodecException("A table of component " + (c + 1) + " of the JPEG frame is missing.");
                    }
                    java.util.Arrays.fill(coefficients, 0);
                    dc[i] = read(scan, bits, i, dc[i], table, coefficients);
                    transform(coefficients, half);
                    store(coefficients, x, y, c, format, precision, out);
                }
            }
        }
    }

    /** Reads a block's coefficients; the new DC prediction. */
    private static int read(
            JpegScans.Scan scan, JpegBits bits, int i, int previous, int[] quantization, double[] coefficients)
            throws CodecException {
        int dc = previous + bits.difference(scan.dc()[i]);
        coefficients[0] = (double) dc * quantization[0];
        HuffmanTable table = scan.ac()[i];
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
            coefficients[ZIGZAG[k]] = (double) value * quantization[k];
        }
        return dc;
    }

    /** The inverse DCT of a block in place, columns by way of {@code half}. */
    private static void transform(double[] block, double[] half) {
        for (int v = 0; v < 8; v++) {
            for (int x = 0; x < 8; x++) {
                double sum = 0;
                for (int u = 0; u < 8; u++) {
                    sum += COSINES[8 * x + u] * block[8 * v + u];
                }
                half[8 * v + x] = sum;
            }
        }
        for (int y = 0; y < 8; y++) {
            for (int x = 0; x < 8; x++) {
                double sum = 0;
                for (int v = 0; v < 8; v++) {
                    sum += COSINES[8 * y + v] * half[8 * v + x];
                }
                block[8 * y + x] = sum;
            }
        }
    }

    private static void store(
            double[] block, int left, int top, int component, FrameFormat format, int precision, byte[] out) {
        int width = format.sampleBytes();
        int most = (1 << precision) - 1;
        int middle = 1 << precision - 1;
        for (int y = 0; y < 8 && top + y < format.rows(); y++) {
            for (int x = 0; x < 8 && left + x < format.columns(); x++) {
                int value = (int) Math.max(0, Math.min(most, Math.round(block[8 * y + x]) + middle));
                int o = (((top + y) * format.columns() + left + x) * format.samples() + component) * width;
                out[o] = (byte) value;
                if (width > 1) {
                    out[o + 1] = (byte) (value >> 8);
                }
            }
        }
    }
}
