package org.credence.dicom.codecs;

/**
 * Lossless JPEG-LS (ITU-T T.87) with the default parameters, of 8 to 16 bits; components are interleaved by line, which all
 * decoders read.
 */
final class JpegLsEncoder implements FrameEncoder {

    @Override
    public byte[] encode(byte[] samples, FrameFormat format, int bitsStored) throws CodecException {
        FrameEncoder.check(samples, format, bitsStored);
        if (format.bitsAllocated() != 8 && format.bitsAllocated() != 16) {
            throw new CodecException(
                    "JPEG-LS holds samples of 8 or 16 allocated bits, got: " + format.bitsAllocated() + ".");
        }
        // DCMTK 3.6.7, for one, decodes no stream of fewer bits.
        int precision = Math.max(8, bitsStored);
        JpegLsModel.Parameters parameters = JpegLsModel.Parameters.of((1 << precision) - 1, 0, 0, 0, 0, 0);
        JpegLsBitWriter out = new JpegLsBitWriter(samples.length / 2);
        header(out, format, precision, parameters);
        Scan scan = new Scan(parameters, format, bitsStored, out);
        for (int y = 0; y < format.rows(); y++) {
            scan.line(samples, y);
        }
        out.endBits();
        out.bytes(0xff, 0xd9);
        return out.even();
    }

    private static void header(
            JpegLsBitWriter out, FrameFormat format, int precision, JpegLsModel.Parameters parameters)
            throws CodecException {
        int n = format.samples();
        out.bytes(0xff, 0xd8, 0xff, 0xf7);
        out.number(8 + 3 * n);
        out.bytes(precision);
        out.number(format.rows());
        out.number(format.columns());
        out.bytes(n);
        for (int c = 1; c <= n; c++) {
            out.bytes(c, 0x11, 0);
        }
        if (precision > 12) {
            // Decoders do not agree on the defaults of more than 12 bits, so they are said.
            out.bytes(0xff, 0xf8);
            out.number(13);
            out.bytes(1);
            out.number(parameters.maxVal());
            out.number(parameters.t1());
            out.number(parameters.t2());
            out.number(parameters.t3());
            out.number(parameters.reset());
        }
        out.bytes(0xff, 0xda);
        out.number(6 + 2 * n);
        out.bytes(n);
        for (int c = 1; c <= n; c++) {
            out.bytes(c, 0);
        }
        out.bytes(0, n == 1 ? 0 : JpegLsScan.Interleave.LINE.ordinal(), 0);
    }

    /** The lines of all components, with the names of T.87, Annex A. */
    private static final class Scan {

        private final JpegLsModel model;
        private final JpegLsBitWriter out;
        private final FrameFormat format;
        private final int bitsStored;
        private final int width;

        /** Zeros behind which an error follows in full. */
        private final int most;

        /** Per component the line above and this one, with one sample more at both ends. */
        private int[][] above;

        private int[][] line;

        Scan(JpegLsModel.Parameters parameters, FrameFormat format, int bitsStored, JpegLsBitWriter out) {
            this.model = new JpegLsModel(parameters, format.samples());
            this.out = out;
            this.format = format;
            this.bitsStored = bitsStored;
            this.width = format.columns();
            this.most = model.limit - model.qbpp - 1;
            this.above = new int[format.samples()][width + 2];
            this.line = new int[format.samples()][width + 2];
        }

        void line(byte[] samples, int y) throws CodecException {
            int[][] free = above;
            above = line;
            line = free;
            for (int c = 0; c < line.length; c++) {
                read(samples, y, c, line[c]);
                line[c][0] = above[c][1];
                above[c][width + 1] = above[c][width];
                encode(above[c], line[c], c);
            }
        }

        /** Reads the stored bits of a component's samples. */
        private void read(byte[] samples, int y, int component, int[] cur) throws CodecException {
            int bytes = format.sampleBytes();
            int step = format.samples() * bytes;
            int mask = (1 << bitsStored) - 1;
            int shift = 32 - bitsStored;
            int in = y * width * step + component * bytes;
            boolean lost = false;
            for (int x = 1; x <= width; x++, in += step) {
                int value = bytes == 1 ? samples[in] : samples[in] & 0xff | samples[in + 1] << 8;
                cur[x] = value & mask;
                lost |= cur[x] != value && value << shift >> shift != value;
            }
            if (lost) {
                throw new CodecException("A sample of row " + (y + 1) + " has bits set above the " + bitsStored
                        + " stored ones, which JPEG-LS would lose.");
            }
        }

        private void encode(int[] up, int[] cur, int component) throws CodecException {
            int x = 1;
            int rc = up[0];
            int rb = up[1];
            int before = model.quantized(rb - rc);
            while (x <= width) {
                int ra = cur[x - 1];
                int rd = up[x + 1];
                int ahead = model.quantized(rd - rb);
                int context = 81 * ahead + 9 * before + model.quantized(rc - ra);
                if (context != 0) {
                    regular(context, cur[x++], ra, rb, rc);
                    rc = rb;
                    rb = rd;
                    before = ahead;
                    continue;
                }
                int start = x;
                while (x <= width && cur[x] == ra) {
                    x++;
                }
                run(x - start, x > width, component);
                if (x <= width) {
                    end(cur[x], ra, up[x], component);
                    model.shorten(component);
                    x++;
                    rc = up[x - 1];
                    rb = up[x];
                    before = model.quantized(rb - rc);
                }
            }
        }

        private void regular(int context, int ix, int ra, int rb, int rc) throws CodecException {
            int sign = context >> 31;
            int at = JpegLsModel.at(context, sign);
            int px = model.predicted(at, sign, ra, rb, rc);
            int error = model.reduced((ix - px ^ sign) - sign);
            int k = model.golomb(at);
            int mapped = k == 0 ? error ^ model.inversion(at) : error;
            out.golomb(mapped << 1 ^ mapped >> 31, k, most, model.qbpp);
            model.update(at, error);
        }

        private void run(int length, boolean toTheEnd, int component) throws CodecException {
            int left = length;
            while (left >= 1 << model.runBits(component)) {
                out.bits(1, 1);
                left -= 1 << model.runBits(component);
                model.lengthen(component);
            }
            if (!toTheEnd) {
                out.bits(left, model.runBits(component) + 1);
            } else if (left > 0) {
                out.bits(1, 1);
            }
        }

        /** The sample that ends a run. */
        private void end(int ix, int ra, int rb, int component) throws CodecException {
            int type = ra == rb ? 1 : 0;
            int error = model.reduced(ra > rb ? rb - ix : ix - rb);
            int k = model.endGolomb(type);
            boolean map = error != 0 && error < 0 == model.mapsNegative(type, k);
            int mapped = 2 * Math.abs(error) - type - (map ? 1 : 0);
            int limit = model.limit - model.runBits(component) - 1;
            out.golomb(mapped, k, limit - model.qbpp - 1, model.qbpp);
            model.updateEnd(type, error, mapped);
        }
    }
}
