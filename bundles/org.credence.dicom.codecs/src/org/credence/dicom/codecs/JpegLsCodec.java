package org.credence.dicom.codecs;

/**
 * JPEG-LS (ITU-T T.87), lossless and near-lossless: 2 to 16 bits, components in scans of their own or interleaved by line or
 * by sample, restart intervals. Exact, as the standard makes near-lossless reconstruction exact too. Mapping tables, point
 * transforms and subsampled components are not decoded.
 */
public final class JpegLsCodec implements FrameCodec {

    // The longest run is 32768 samples for a bit.
    private static final long MAX_SAMPLES_PER_BYTE = 8L * 32768;

    @Override
    public byte[] decode(byte[] data, FrameFormat format) throws CodecException {
        return new Stream(data, format).decode();
    }

    /** One frame on its way out of its marker segments. */
    private static final class Stream {

        private final byte[] data;
        private final FrameFormat format;
        private int precision;
        private int columns;
        private int rows;
        private int[] ids;
        private boolean[] decoded;
        private final int[] presets = new int[5];

        /** Lines between restart markers, 0 for none. */
        private long restartInterval;

        /** The samples, once the first scan has come. */
        private byte[] out;

        /** Whether the number of lines must come behind the first scan. */
        private boolean linesMissing;

        Stream(byte[] data, FrameFormat format) {
            this.data = data;
            this.format = format;
        }

        byte[] decode() throws CodecException {
            if (data.length < 4 || at(0) != 0xff || at(1) != 0xd8) {
                throw new CodecException("A JPEG-LS frame starts with FF D8.");
            }
            int p = 2;
            while (p + 4 <= data.length) {
                int marker = at(p + 1);
                if (at(p) != 0xff) {
                    throw new CodecException("A JPEG-LS marker is missing at byte " + p + " of the frame.");
                }
                if (marker == 0xff) {
                    p++;
                    continue;
                }
                if (marker == 0xd9) {
                    break;
                }
                int start = p + 4;
                int end = p + 2 + number(p + 2, 2);
                if (end < start || end > data.length) {
                    throw new CodecException("The JPEG-LS marker segment at byte " + p + " is cut off.");
                }
                p = end;
                switch (marker) {
                    case 0xf7 -> frame(start, end);
                    case 0xf8 -> presets(start, end);
                    case 0xda -> p = scan(start, end);
                    case 0xdc -> lines(start, end);
                    case 0xdd -> restartInterval(start, end);
                    case 0xc0, 0xc1, 0xc2, 0xc3 ->
                        throw new CodecException(
                                "The frame holds JPEG, not the JPEG-LS that the transfer syntax promises.");
                    default -> {
                        // Comments and application data do not matter to the samples.
                    }
                }
            }
            for (int c = 0; ids == null || c < ids.length; c++) {
                if (ids == null || !decoded[c]) {
                    throw new CodecException("The JPEG-LS frame is cut off: component " + (c + 1) + " is missing.");
                }
            }
            if (linesMissing) {
                throw new CodecException("The JPEG-LS frame is cut off: it does not say how many lines it has.");
            }
            return out;
        }

        private void frame(int start, int end) throws CodecException {
            need(start, end, 6);
            precision = at(start);
            int n = at(start + 5);
            if (ids != null || precision > 16) {
                throw new CodecException(
                        "A JPEG-LS stream has one frame of 2 to 16 bits, got: " + precision + " bits.");
            }
            if (n == 0) {
                throw new CodecException("A JPEG-LS frame has at least one component, got: 0.");
            }
            need(start, end, 6 + 3 * n);
            // What another segment said about the size holds where this one says nothing.
            rows = at(start + 1) << 8 | at(start + 2) | rows;
            columns = at(start + 3) << 8 | at(start + 4) | columns;
            ids = new int[n];
            decoded = new boolean[n];
            for (int c = 0; c < n; c++) {
                ids[c] = at(start + 6 + 3 * c);
                if (at(start + 7 + 3 * c) != 0x11) {
                    throw new CodecException("Subsampled JPEG-LS is not decoded here.");
                }
            }
        }

        /** Compares the frame header with what the data set declares, before anything of that size is allocated. */
        private void allocate() throws CodecException {
            // The number of lines may come behind the first scan.
            linesMissing = rows == 0;
            int lines = linesMissing ? format.rows() : rows;
            new JpegHeader(55, precision, lines, columns, ids.length, false, JpegHeader.Colors.UNSAID).check(format);
            long samples = format.pixels() * format.samples();
            if (samples > data.length * MAX_SAMPLES_PER_BYTE
                    || (long) format.rows() * format.samples() > data.length * 8L) {
                throw new CodecException("A JPEG-LS frame of " + data.length + " bytes cannot hold " + format.columns()
                        + " x " + format.rows() + " pixels; it is cut off.");
            }
            out = new byte[format.arrayLength()];
        }

        private void lines(int start, int end) throws CodecException {
            need(start, end, 2);
            if (number(start, 2) != format.rows()) {
                throw new CodecException("The JPEG-LS frame has " + number(start, 2)
                        + " lines, but the data set declares " + format.rows() + ".");
            }
            linesMissing = false;
        }

        private void restartInterval(int start, int end) throws CodecException {
            int length = end - start;
            if (length < 2 || length > 4) {
                throw new CodecException("A JPEG-LS restart interval takes 2 to 4 bytes, got: " + length + ".");
            }
            restartInterval = number(start, length) & 0xffffffffL;
        }

        private void presets(int start, int end) throws CodecException {
            need(start, end, 1);
            int kind = at(start);
            if (kind == 4) {
                need(start, end, 2);
                int length = at(start + 1);
                need(start, end, 2 + 2 * length);
                if (length < 1 || length > 4) {
                    throw new CodecException("A JPEG-LS size takes 1 to 4 bytes, got: " + length + ".");
                }
                rows = number(start + 2, length);
                columns = number(start + 2 + length, length);
                return;
            }
            if (kind != 1) {
                throw new CodecException(
                        "JPEG-LS with mapping tables is not decoded here, got segment of kind " + kind + ".");
            }
            need(start, end, 11);
            for (int i = 0; i < 5; i++) {
                presets[i] = number(start + 1 + 2 * i, 2);
            }
        }

        /** Decodes a scan; the offset behind it. */
        private int scan(int start, int end) throws CodecException {
            need(start, end, 1);
            int n = at(start);
            need(start, end, 4 + 2 * n);
            if (ids == null || n < 1 || n > ids.length) {
                throw new CodecException("A JPEG-LS scan has " + n + " components, which its frame lacks.");
            }
            if (out == null) {
                allocate();
            }
            int[] components = new int[n];
            for (int i = 0; i < n; i++) {
                components[i] = component(at(start + 1 + 2 * i));
                if (at(start + 2 + 2 * i) != 0) {
                    throw new CodecException("JPEG-LS with mapping tables is not decoded here.");
                }
            }
            int near = at(start + 1 + 2 * n);
            int mode = at(start + 2 + 2 * n);
            int shift = at(start + 3 + 2 * n);
            int maxVal = presets[0] == 0 ? (1 << precision) - 1 : presets[0];
            JpegLsModel.Parameters parameters =
                    JpegLsModel.Parameters.of(maxVal, presets[1], presets[2], presets[3], presets[4], near);
            if (mode > 2 || mode == 0 && n > 1 || shift != 0 || maxVal >= 1 << precision || !parameters.valid()) {
                throw new CodecException("A JPEG-LS scan has the parameters interleave " + mode + ", shift " + shift
                        + " and " + parameters + ", which do not go with " + n + " components of " + precision
                        + " bits.");
            }
            JpegLsBits bits = new JpegLsBits(data, end);
            JpegLsScan.Interleave interleave = JpegLsScan.Interleave.values()[mode];
            JpegLsScan scan = new JpegLsScan(parameters, format.columns(), n, interleave, bits);
            for (int y = 0; y < format.rows(); y++) {
                if (restartInterval > 0 && y > 0 && y % restartInterval == 0) {
                    scan.restart((int) ((y / restartInterval - 1) % 8));
                }
                int[][] line = scan.next();
                for (int i = 0; i < n; i++) {
                    int stride = n / line.length;
                    store(line[i % line.length], stride + i % stride, stride, components[i], y);
                }
            }
            return bits.endOfScan();
        }

        private int component(int id) throws CodecException {
            for (int c = 0; c < ids.length; c++) {
                if (ids[c] == id && !decoded[c]) {
                    decoded[c] = true;
                    return c;
                }
            }
            throw new CodecException(
                    "A JPEG-LS scan names component " + id + ", which its frame lacks or has already.");
        }

        /** Stores every {@code stride}-th sample of a line, from the one at {@code from} on. */
        private void store(int[] line, int from, int stride, int component, int y) {
            int width = format.sampleBytes();
            int step = format.samples() * width;
            int o = (y * format.columns() * format.samples() + component) * width;
            int end = from + format.columns() * stride;
            if (width == 1) {
                for (int x = from; x < end; x += stride, o += step) {
                    out[o] = (byte) line[x];
                }
            } else {
                for (int x = from; x < end; x += stride, o += step) {
                    out[o] = (byte) line[x];
                    out[o + 1] = (byte) (line[x] >> 8);
                }
            }
        }

        private void need(int start, int end, int bytes) throws CodecException {
            if (end - start < bytes) {
                throw new CodecException("A JPEG-LS marker segment at byte " + start + " is too short.");
            }
        }

        /** A big-endian number of up to four bytes. */
        private int number(int offset, int bytes) {
            int value = 0;
            for (int i = 0; i < bytes; i++) {
                value = value << 8 | at(offset + i);
            }
            return value;
        }

        private int at(int offset) {
            return data[offset] & 0xff;
        }
    }
}
