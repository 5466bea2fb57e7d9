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
        if (header.process() < 3 && format.samples() == 1) {
            // Some files name the wrong one of two kinds of JPEG; the stream itself cannot be mistaken.
            return new JpegCodec().decode(data, format);
        }
        if (header.process() != 3) {
            throw new CodecException("JPEG process SOF" + header.process()
                    + " is not lossless Huffman JPEG, which the transfer syntax promises.");
        }
        header.check(format);
        if (header.subsampled()) {
            throw new CodecException("Lossless JPEG with subsampled components is not decoded here.");
        }
        int length = format.arrayLength();
        if (format.pixels() * format.samples() > (long) data.length * MAX_SAMPLES_PER_BYTE) {
            throw new CodecException("A lossless JPEG frame of " + data.length + " bytes cannot hold "
                    + format.columns() + " x " + format.rows() + " pixels; it is cut off.");
        }
        byte[] out = new byte[length];
        JpegScans scans = new JpegScans(data, data.length, format);
        scans.read((scan, bits) -> new Plane(scan, scans.components(), bits, format, header.precision(), out).decode());
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

        Plane(
                JpegScans.Scan scan,
                JpegScans.Component[] frame,
                JpegBits bits,
                FrameFormat format,
                int precision,
                byte[] out)
                throws CodecException {
            this.scan = scan;
            this.bits = bits;
            this.format = format;
            this.out = out;
            this.components = scan.components().length;
            for (int c : scan.components()) {
                // Their factors are the same, so with others than 1 they take turns in blocks.
                if (components > 1 && (frame[c].horizontal() != 1 || frame[c].vertical() != 1)) {
                    throw new CodecException("Lossless JPEG is decoded here only if components that take turns have"
                            + " sampling factors of 1, got: " + frame[c].horizontal() + " x " + frame[c].vertical()
                            + ".");
                }
            }
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
                    bits.restart((y / linesPerInterval - 1) % 8);
                    first = true;
                }
                bits.differences(scan.dc(), line);
                for (int c = 0; c < components; c++) {
                    line[c] = line[c] + (first ? middle : above[c]) & 0xffff;
                }
                // The first line has none above it to predict from.
                predict(first ? 1 : scan.start());
                store(y);
                first = false;
                int[] free = above;
                above = line;
                line = free;
            }
        }

        /** Adds the predictions (table H.1) to the differences of a line, but for its first pixel. */
        private void predict(int predictor) {
            int n = components;
            switch (predictor) {
                case 1 -> {
                    for (int i = n; i < line.length; i++) {
                        line[i] = line[i] + line[i - n] & 0xffff;
                    }
                }
                case 2 -> {
                    for (int i = n; i < line.length; i++) {
                        line[i] = line[i] + above[i] & 0xffff;
                    }
                }
                case 3 -> {
                    for (int i = n; i < line.length; i++) {
                        line[i] = line[i] + above[i - n] & 0xffff;
                    }
                }
                case 4 -> {
                    for (int i = n; i < line.length; i++) {
                        line[i] = line[i] + line[i - n] + above[i] - above[i - n] & 0xffff;
                    }
                }
                case 5 -> {
                    for (int i = n; i < line.length; i++) {
                        line[i] = line[i] + line[i - n] + (above[i] - above[i - n] >> 1) & 0xffff;
                    }
                }
                case 6 -> {
                    for (int i = n; i < line.length; i++) {
                        line[i] = line[i] + above[i] + (line[i - n] - above[i - n] >> 1) & 0xffff;
                    }
                }
                default -> {
                    for (int i = n; i < line.length; i++) {
                        line[i] = line[i] + (line[i - n] + above[i] >> 1) & 0xffff;
                    }
                }
            }
        }

        private void store(int y) {
            int width = format.sampleBytes();
            int step = format.samples() * width;
            for (int c = 0; c < components; c++) {
                int o = y * format.columns() * step + scan.components()[c] * width;
                if (width == 1) {
                    for (int i = c; i < line.length; i += components, o += step) {
                        out[o] = (byte) (line[i] << low);
                    }
                } else {
                    for (int i = c; i < line.length; i += components, o += step) {
                        int value = line[i] << low;
                        out[o] = (byte) value;
                        out[o + 1] = (byte) (value >> 8);
                    }
                }
            }
        }
    }
}
