package org.credence.dicom.codecs;

/**
 * JPEG-LS (ITU-T T.87), lossless and near-lossless: 2 to 16 bits, components in scans of their own or interleaved by line or
 * by sample. Exact, as the standard makes near-lossless reconstruction exact too.
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
        private int[] ids;
        private boolean[] decoded;
        private final int[] presets = new int[5];
        private byte[] out;

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
                int length = at(p + 2) << 8 | at(p + 3);
                int start = p + 4;
                int end = p + 2 + length;
                if (length < 2 || end > data.length) {
                    throw new CodecException("The JPEG-LS marker segment at byte " + p + " is cut off.");
                }
                p = end;
                switch (marker) {
                    case 0xf7 -> frame(start, end);
                    case 0xf8 -> presets(start, end);
                    case 0xda -> p = scan(start, end);
                    case 0xdd -> throw new CodecException("JPEG-LS with restart intervals is not decoded here.");
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
            return out;
        }

        private void frame(int start, int end) throws CodecException {
            need(start, end, 6);
            precision = at(start);
            int n = at(start + 5);
            JpegHeader header = new JpegHeader(
                    55,
                    precision,
                    at(start + 1) << 8 | at(start + 2),
                    at(start + 3) << 8 | at(start + 4),
                    n,
                    false,
                    JpegHeader.Colors.UNSAID);
            header.check(format);
            if (ids != null || precision > 16) {
                throw new CodecException(
                        "A JPEG-LS stream has one frame of 2 to 16 bits, got: " + precision + " bits.");
            }
            need(start, end, 6 + 3 * n);
            long samples = format.pixels() * format.samples();
            if (samples > data.length * MAX_SAMPLES_PER_BYTE || (long) format.rows() * n > data.length * 8L) {
                throw new CodecException("A JPEG-LS frame of " + data.length + " bytes cannot hold " + format.columns()
                        + " x " + format.rows() + " pixels; it is cut off.");
            }
            ids = new int[n];
            decoded = new boolean[n];
            for (int c = 0; c < n; c++) {
                ids[c] = at(start + 6 + 3 * c);
                if (at(start + 7 + 3 * c) != 0x11) {
                    throw new CodecException("Subsampled JPEG-LS is not decoded here.");
                }
            }
            out = new byte[format.arrayLength()];
        }

        private void presets(int start, int end) throws CodecException {
            need(start, end, 1);
            if (at(start) != 1) {
                throw new CodecException("JPEG-LS with mapping tables or oversize images is not decoded here, got kind "
                        + at(start) + ".");
            }
            need(start, end, 11);
            for (int i = 0; i < 5; i++) {
                presets[i] = at(start + 1 + 2 * i) << 8 | at(start + 2 + 2 * i);
            }
        }

        private int scan(int start, int end) throws CodecException {
            need(start, end, 1);
            int n = at(start);
            need(start, end, 4 + 2 * n);
            if (ids == null || n < 1 || n > ids.length) {
                throw new CodecException("A JPEG-LS scan has " + n + " components, which its frame lacks.");
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
            if (mode > 2 || mode == 0 && n > 1 || shift != 0 || maxVal >= 1 << precision || near > maxVal / 2) {
                throw new CodecException(
                        "A JPEG-LS scan has the parameters interleave " + mode + ", near " + near + ", shift " + shift
                                + ", which do not go with " + n + " components and maximum " + maxVal + ".");
            }
            JpegLsScan.Parameters parameters =
                    JpegLsScan.Parameters.of(maxVal, presets[1], presets[2], presets[3], presets[4], near);
            JpegLsBits bits = new JpegLsBits(data, end);
            JpegLsScan scan = new JpegLsScan(parameters, near, format.columns(), n, bits);
            for (int y = 0; y < format.rows(); y++) {
                int[][] line = scan.next(JpegLsScan.Interleave.values()[mode]);
                for (int i = 0; i < n; i++) {
                    store(line[i], components[i], y);
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

        private void store(int[] line, int component, int y) {
            int width = format.sampleBytes();
            int o = (y * format.columns() * format.samples() + component) * width;
            for (int x = 1; x <= format.columns(); x++, o += format.samples() * width) {
                out[o] = (byte) line[x];
                if (width > 1) {
                    out[o + 1] = (byte) (line[x] >> 8);
                }
            }
        }

        private void need(int start, int end, int bytes) throws CodecException {
            if (end - start < bytes) {
                throw new CodecException("A JPEG-LS marker segment at byte " + start + " is too short.");
            }
        }

        private int at(int offset) {
            return data[offset] & 0xff;
        }
    }
}
