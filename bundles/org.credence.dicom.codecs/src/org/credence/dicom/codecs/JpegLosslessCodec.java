package org.credence.dicom.codecs;

/**
 * Lossless JPEG with Huffman coding (ITU-T T.81, Annex H): all seven predictors, 2 to 16 bits, point transform, restart
 * intervals, components in one scan or in several. Bit-exact.
 */
public final class JpegLosslessCodec implements FrameCodec {

    // A sample takes at least one bit.
    private static final int MAX_SAMPLES_PER_BYTE = 8;

    @Override
    public byte[] decode(byte[] data, FrameFormat format) throws CodecException {
        JpegHeader header = JpegHeader.read(data);
        if (header.process() != 3) {
            throw new CodecException("JPEG process SOF" + header.process()
                    + " is not lossless Huffman JPEG, which the transfer syntax promises.");
        }
        header.check(format);
        int length = format.arrayLength();
        if (format.pixels() * format.samples() > (long) data.length * MAX_SAMPLES_PER_BYTE) {
            throw new CodecException("A lossless JPEG frame of " + data.length + " bytes cannot hold "
                    + format.columns() + " x " + format.rows() + " pixels; it is cut off.");
        }
        byte[] out = new byte[length];
        boolean[] decoded = new boolean[format.samples()];
        JpegScans scans = new JpegScans(data);
        scans.read((scan, bits) -> {
            for (int c : scan.components()) {
                if (decoded[c]) {
                    throw new CodecException("Component " + (c + 1) + " of the JPEG frame comes twice.");
                }
                decoded[c] = true;
                JpegScans.Component component = scans.components()[c];
                if (scan.components().length > 1 && (component.horizontal() != 1 || component.vertical() != 1)) {
                    throw new CodecException("Subsampled lossless JPEG is not decoded here.");
                }
            }
            new Plane(scan, bits, format, header.precision(), out).decode();
        });
        for (int c = 0; c < decoded.length; c++) {
            if (!decoded[c]) {
                throw new CodecException("The JPEG frame is cut off: component " + (c + 1) + " is missing.");
            }
        }
        return out;
    }

    /** The samples of one scan. */
    private static final class Plane {

        private final JpegScans.Scan scan;
        private final JpegBits bits;
        private final FrameFormat format;
        private final byte[] out;
        private final int components;
        private final int low;

        /** The first prediction, 2 to the power of one bit less than a sample has. */
        private final int middle;

        /** This line and the one above, the scan's components interleaved. */
        private int[] line;

        private int[] above;

        Plane(JpegScans.Scan scan, JpegBits bits, FrameFormat format, int precision, byte[] out) throws CodecException {
            this.scan = scan;
            this.bits = bits;
            this.format = format;
            this.out = out;
            this.components = scan.components().length;
            this.low = scan.low();
            if (scan.start() < 1 || scan.start() > 7 || low >= precision) {
                throw new CodecException(
                        "Lossless JPEG has predictors 1 to 7 and a point transform below the precision, got: "
                                + scan.start() + ", " + low + ".");
            }
            this.middle = 1 << precision - low - 1;
            this.line = new int[format.columns() * components];
            this.above = new int[format.columns() * components];
        }

        void decode() throws CodecException {
            int columns = format.columns();
            int interval = scan.restartInterval();
            if (interval % columns != 0) {
                throw new CodecException(
                        "Lossless JPEG restarts after whole lines of " + columns + " pixels, got: " + interval + ".");
            }
            int linesPerInterval = interval / columns;
            boolean first = true;
            for (int y = 0; y < format.rows(); y++) {
                if (linesPerInterval > 0 && y > 0 && y % linesPerInterval == 0) {
                    bits.restart();
                    first = true;
                }
                readLine(first);
                store(y);
                first = false;
                int[] free = above;
                above = line;
                line = free;
            }
        }

        private void readLine(boolean first) throws CodecException {
            int predictor = scan.start();
            for (int i = 0; i < line.length; i++) {
                HuffmanTable table = scan.dc()[components == 1 ? 0 : i % components];
                int n = table.decode(bits);
                if (n > 16) {
                    throw new CodecException("The JPEG frame is damaged: a difference has " + n + " bits.");
                }
                int difference = n == 16 ? 32768 : bits.difference(n);
                int prediction;
                if (i < components) {
                    prediction = first ? middle : above[i];
                } else if (first) {
                    prediction = line[i - components];
                } else {
                    int a = line[i - components];
                    int b = above[i];
                    int c = above[i - components];
                    prediction = switch (predictor) {
                        case 1 -> a;
                        case 2 -> b;
                        case 3 -> c;
                        case 4 -> a + b - c;
                        case 5 -> a + (b - c >> 1);
                        case 6 -> b + (a - c >> 1);
                        default -> a + b >> 1;
                    };
                }
                line[i] = prediction + difference & 0xffff;
            }
        }

        private void store(int y) {
            int width = format.sampleBytes();
            int samples = format.samples();
            for (int c = 0; c < components; c++) {
                int o = (y * format.columns() * samples + scan.components()[c]) * width;
                for (int i = c; i < line.length; i += components, o += samples * width) {
                    int value = line[i] << low;
                    out[o] = (byte) value;
                    if (width > 1) {
                        out[o + 1] = (byte) (value >> 8);
                    }
                }
            }
        }
    }
}
