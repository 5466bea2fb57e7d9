package org.credence.dicom.codecs;

/** Decodes the lines of one JPEG-LS scan (ITU-T T.87, Annex A, with the names that it uses). Used by one thread. */
final class JpegLsScan {

    /** How the components of a scan take turns. */
    enum Interleave {
        NONE,
        LINE,
        SAMPLE
    }

    private final JpegLsModel model;
    private final JpegLsBits bits;
    private final int width;
    private final int components;
    private final Interleave interleave;

    /** Zeros behind which an error follows in full. */
    private final int most;

    /**
     * The line above and this one, with one pixel more at both ends. Components that take turns by sample are interleaved
     * in the first array, others have one each.
     */
    private int[][] above;

    private int[][] line;

    /** Contexts of the samples of a pixel. */
    private final int[] contexts;

    JpegLsScan(JpegLsModel.Parameters p, int width, int components, Interleave interleave, JpegLsBits bits) {
        this.model = new JpegLsModel(p, components);
        this.bits = bits;
        this.width = width;
        this.components = components;
        this.interleave = interleave;
        this.most = model.limit - model.qbpp - 1;
        int lines = interleave == Interleave.SAMPLE ? 1 : components;
        int length = (width + 2) * components / lines;
        this.above = new int[lines][length];
        this.line = new int[lines][length];
        this.contexts = new int[components];
    }

    /** Goes on behind a restart marker, as if nothing had come before. */
    void restart(int number) throws CodecException {
        bits.restart(number);
        model.restart();
        for (int[] samples : line) {
            java.util.Arrays.fill(samples, 0);
        }
        for (int[] samples : above) {
            java.util.Arrays.fill(samples, 0);
        }
    }

    /**
     * Decodes the next line of all components.
     *
     * @return valid until the next call: one array per component, or one with all of them where they take turns by sample;
     *     in both, behind one pixel that is not of the line
     */
    int[][] next() throws CodecException {
        int[][] free = above;
        above = line;
        line = free;
        int stride = components / line.length;
        for (int i = 0; i < line.length; i++) {
            System.arraycopy(above[i], stride, line[i], 0, stride);
            System.arraycopy(above[i], width * stride, above[i], (width + 1) * stride, stride);
            if (interleave == Interleave.SAMPLE && components > 1) {
                pixels(above[i], line[i]);
            } else {
                samples(above[i], line[i], i);
            }
        }
        return line;
    }

    /** A line of one component. */
    private void samples(int[] up, int[] cur, int component) throws CodecException {
        int x = 1;
        int ra = cur[0];
        int rc = up[0];
        int rb = up[1];
        int before = model.quantized(rb - rc);
        while (x <= width) {
            int rd = up[x + 1];
            int ahead = model.quantized(rd - rb);
            int context = 81 * ahead + 9 * before + model.quantized(rc - ra);
            if (context != 0) {
                ra = regular(context, ra, rb, rc);
                cur[x++] = ra;
                rc = rb;
                rb = rd;
                before = ahead;
                continue;
            }
            int run = run(component, width - x + 1);
            java.util.Arrays.fill(cur, x, x + run, ra);
            x += run;
            if (x <= width) {
                rb = up[x];
                ra = end(model.same(ra, rb) ? 1 : 0, ra, rb, component);
                cur[x++] = ra;
                model.shorten(component);
                rc = rb;
                rb = up[x];
                before = model.quantized(rb - rc);
            }
        }
    }

    /** A line of components that take turns by sample. */
    private void pixels(int[] up, int[] cur) throws CodecException {
        int n = components;
        int end = (width + 1) * n;
        int x = n;
        while (x < end) {
            int any = 0;
            for (int i = 0; i < n; i++) {
                int rb = up[x + i];
                int rc = up[x + i - n];
                int context = 81 * model.quantized(up[x + i + n] - rb)
                        + 9 * model.quantized(rb - rc)
                        + model.quantized(rc - cur[x + i - n]);
                contexts[i] = context;
                any |= context;
            }
            if (any != 0) {
                for (int i = 0; i < n; i++, x++) {
                    cur[x] = regular(contexts[i], cur[x - n], up[x], up[x - n]);
                }
                continue;
            }
            int run = run(0, (end - x) / n);
            for (int i = run * n; i > 0; i--, x++) {
                cur[x] = cur[x - n];
            }
            if (x < end) {
                for (int i = 0; i < n; i++, x++) {
                    cur[x] = end(0, cur[x - n], up[x], 0);
                }
                model.shorten(0);
            }
        }
    }

    private int regular(int context, int ra, int rb, int rc) throws CodecException {
        int sign = context >> 31;
        int at = JpegLsModel.at(context, sign);
        int px = model.predicted(at, sign, ra, rb, rc);
        int k = model.golomb(at);
        int mapped = bits.golomb(k, most, model.qbpp);
        int error = mapped >>> 1 ^ -(mapped & 1);
        if (k == 0) {
            error ^= model.inversion(at);
        }
        model.update(at, error);
        return model.reconstructed(px, (error ^ sign) - sign);
    }

    /** The number of samples, up to {@code left}, that repeat the one before. */
    private int run(int component, int left) throws CodecException {
        int run = 0;
        while (bits.bit() == 1) {
            int full = 1 << model.runBits(component);
            int length = Math.min(full, left - run);
            run += length;
            if (length == full) {
                model.lengthen(component);
            }
            if (run == left) {
                return run;
            }
        }
        run += bits.bits(model.runBits(component));
        if (run >= left) {
            throw new CodecException("The JPEG-LS frame is damaged: a run goes beyond its line.");
        }
        return run;
    }

    /** The sample that ends a run. */
    private int end(int type, int ra, int rb, int component) throws CodecException {
        int k = model.endGolomb(type);
        int limit = model.limit - model.runBits(component) - 1;
        int mapped = bits.golomb(k, limit - model.qbpp - 1, model.qbpp);
        int doubled = mapped + type;
        int error = doubled + 1 >> 1;
        if (model.mapsNegative(type, k) == ((doubled & 1) == 1)) {
            error = -error;
        }
        model.updateEnd(type, error, mapped);
        int sign = type == 0 && ra > rb ? -1 : 1;
        return model.reconstructed(type == 1 ? ra : rb, sign * error);
    }
}
