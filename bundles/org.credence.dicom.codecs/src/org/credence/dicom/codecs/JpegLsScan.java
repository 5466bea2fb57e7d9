package org.credence.dicom.codecs;

/**
 * Decodes the lines of one JPEG-LS scan (ITU-T T.87, Annex A, with the names that it uses). Contexts are shared by the scan's
 * components. Used by one thread.
 */
final class JpegLsScan {

    /** How the components of a scan take turns. */
    enum Interleave {
        NONE,
        LINE,
        SAMPLE
    }

    /**
     * Coding parameters.
     *
     * @param maxVal largest sample
     * @param t1 first threshold of gradients
     * @param t2 second
     * @param t3 third
     * @param reset when counts are halved
     */
    record Parameters(int maxVal, int t1, int t2, int t3, int reset) {

        /** The default parameters (C.2.4.1.1.1), for those that are 0 in the stream. */
        static Parameters of(int maxVal, int t1, int t2, int t3, int reset, int near) {
            int d1;
            int d2;
            int d3;
            if (maxVal >= 128) {
                int factor = (Math.min(maxVal, 4095) + 128) / 256;
                d1 = clamp(factor + 2 + 3 * near, near + 1, maxVal);
                d2 = clamp(factor * 4 + 3 + 5 * near, t1 == 0 ? d1 : t1, maxVal);
                d3 = clamp(factor * 17 + 4 + 7 * near, t2 == 0 ? d2 : t2, maxVal);
            } else {
                int factor = 256 / (maxVal + 1);
                d1 = clamp(Math.max(2, 3 / factor + 3 * near), near + 1, maxVal);
                d2 = clamp(Math.max(3, 7 / factor + 5 * near), t1 == 0 ? d1 : t1, maxVal);
                d3 = clamp(Math.max(4, 21 / factor + 7 * near), t2 == 0 ? d2 : t2, maxVal);
            }
            return new Parameters(
                    maxVal, t1 == 0 ? d1 : t1, t2 == 0 ? d2 : t2, t3 == 0 ? d3 : t3, reset == 0 ? 64 : reset);
        }

        private static int clamp(int i, int j, int max) {
            return i > max || i < j ? j : i;
        }
    }

    private static final int[] J = {
        0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10, 11, 12, 13, 14, 15
    };

    private static final int RUN_CONTEXT = 365;

    private final Parameters p;
    private final int near;
    private final int step;
    private final int range;
    private final int qbpp;
    private final int limit;
    private final int width;
    private final int components;
    private final JpegLsBits bits;

    private final int[] a = new int[367];
    private final int[] b = new int[365];
    private final int[] c = new int[365];
    private final int[] n = new int[367];
    private final int[] nn = new int[2];
    private final int[] runIndex;

    /** Per component the line above and this line, with one sample more at both ends. */
    private int[][] above;

    private int[][] line;

    JpegLsScan(Parameters p, int near, int width, int components, JpegLsBits bits) {
        this.p = p;
        this.near = near;
        this.step = 2 * near + 1;
        this.range = (p.maxVal() + 2 * near) / step + 1;
        this.qbpp = ceilLog2(range);
        int bpp = Math.max(2, ceilLog2(p.maxVal() + 1));
        this.limit = 2 * (bpp + Math.max(8, bpp));
        this.width = width;
        this.components = components;
        this.bits = bits;
        this.runIndex = new int[components];
        this.above = new int[components][width + 2];
        this.line = new int[components][width + 2];
        java.util.Arrays.fill(a, Math.max(2, (range + 32) / 64));
        java.util.Arrays.fill(n, 1);
    }

    private static int ceilLog2(int value) {
        return value <= 1 ? 0 : 32 - Integer.numberOfLeadingZeros(value - 1);
    }

    /** Decodes the next line of all components; samples of component {@code i} are at 1 to width of the result's {@code i}. */
    int[][] next(Interleave interleave) throws CodecException {
        int[][] free = above;
        above = line;
        line = free;
        for (int i = 0; i < components; i++) {
            line[i][0] = above[i][1];
            above[i][width + 1] = above[i][width];
        }
        if (interleave == Interleave.SAMPLE) {
            sampleLine();
        } else {
            for (int i = 0; i < components; i++) {
                line(i);
            }
        }
        return line;
    }

    private void line(int i) throws CodecException {
        int[] cur = line[i];
        int[] up = above[i];
        int x = 1;
        while (x <= width) {
            int ra = cur[x - 1];
            int rb = up[x];
            int rc = up[x - 1];
            int q = context(up[x + 1] - rb, rb - rc, rc - ra);
            if (q != 0) {
                cur[x++] = regular(q, ra, rb, rc);
                continue;
            }
            int run = run(i, width - x + 1);
            java.util.Arrays.fill(cur, x, x + run, ra);
            x += run;
            if (x <= width) {
                int type = Math.abs(ra - up[x]) <= near ? 1 : 0;
                cur[x] = interruption(type, ra, up[x], i);
                endRun(i);
                x++;
            }
        }
    }

    private void sampleLine() throws CodecException {
        int[] q = new int[components];
        int x = 1;
        while (x <= width) {
            boolean flat = true;
            for (int i = 0; i < components; i++) {
                int rb = above[i][x];
                int rc = above[i][x - 1];
                q[i] = context(above[i][x + 1] - rb, rb - rc, rc - line[i][x - 1]);
                flat &= q[i] == 0;
            }
            if (!flat) {
                for (int i = 0; i < components; i++) {
                    line[i][x] = regular(q[i], line[i][x - 1], above[i][x], above[i][x - 1]);
                }
                x++;
                continue;
            }
            int run = run(0, width - x + 1);
            for (int i = 0; i < components; i++) {
                java.util.Arrays.fill(line[i], x, x + run, line[i][x - 1]);
            }
            x += run;
            if (x <= width) {
                for (int i = 0; i < components; i++) {
                    line[i][x] = interruption(0, line[i][x - 1], above[i][x], 0);
                }
                endRun(0);
                x++;
            }
        }
    }

    /** The context of three gradients, negative where they are to be mirrored; 0 if all are flat. */
    private int context(int d1, int d2, int d3) {
        return 81 * quantized(d1) + 9 * quantized(d2) + quantized(d3);
    }

    private int quantized(int d) {
        if (d < 0) {
            return d <= -p.t3() ? -4 : d <= -p.t2() ? -3 : d <= -p.t1() ? -2 : d < -near ? -1 : 0;
        }
        return d <= near ? 0 : d < p.t1() ? 1 : d < p.t2() ? 2 : d < p.t3() ? 3 : 4;
    }

    private int regular(int signedContext, int ra, int rb, int rc) throws CodecException {
        int sign = signedContext < 0 ? -1 : 1;
        int q = sign * signedContext;
        int px = rc >= Math.max(ra, rb) ? Math.min(ra, rb) : rc <= Math.min(ra, rb) ? Math.max(ra, rb) : ra + rb - rc;
        px = Math.max(0, Math.min(p.maxVal(), px + sign * c[q]));
        int k = golomb(a[q], n[q]);
        int mapped = value(k, limit);
        int error;
        if (near == 0 && k == 0 && 2 * b[q] <= -n[q]) {
            error = (mapped & 1) == 1 ? mapped >> 1 : -(mapped >> 1) - 1;
        } else {
            error = (mapped & 1) == 0 ? mapped >> 1 : -(mapped + 1 >> 1);
        }
        b[q] += error * step;
        a[q] += Math.abs(error);
        if (n[q] == p.reset()) {
            a[q] >>= 1;
            b[q] >>= 1;
            n[q] >>= 1;
        }
        n[q]++;
        if (b[q] <= -n[q]) {
            b[q] = Math.max(b[q] + n[q], 1 - n[q]);
            c[q] = Math.max(-128, c[q] - 1);
        } else if (b[q] > 0) {
            b[q] = Math.min(b[q] - n[q], 0);
            c[q] = Math.min(127, c[q] + 1);
        }
        return reconstructed(px, sign * error);
    }

    /** The number of samples, up to {@code left}, that repeat the one before. */
    private int run(int i, int left) throws CodecException {
        int run = 0;
        while (bits.bit() == 1) {
            int full = 1 << J[runIndex[i]];
            int length = Math.min(full, left - run);
            run += length;
            if (length == full && runIndex[i] < 31) {
                runIndex[i]++;
            }
            if (run == left) {
                return run;
            }
        }
        run += bits.bits(J[runIndex[i]]);
        if (run >= left) {
            throw new CodecException("The JPEG-LS frame is damaged: a run goes beyond its line.");
        }
        return run;
    }

    private void endRun(int i) {
        if (runIndex[i] > 0) {
            runIndex[i]--;
        }
    }

    /** The sample that ends a run. */
    private int interruption(int type, int ra, int rb, int i) throws CodecException {
        int q = RUN_CONTEXT + type;
        int k = golomb(type == 1 ? a[q] + (n[q] >> 1) : a[q], n[q]);
        int mapped = value(k, limit - J[runIndex[i]] - 1);
        int doubled = mapped + type;
        int map = doubled & 1;
        int error = doubled + map >> 1;
        boolean negativeIfMapped = k != 0 || 2 * nn[type] >= n[q];
        if (negativeIfMapped == (map == 1)) {
            error = -error;
        }
        if (error < 0) {
            nn[type]++;
        }
        a[q] += mapped + 1 - type >> 1;
        if (n[q] == p.reset()) {
            a[q] >>= 1;
            n[q] >>= 1;
            nn[type] >>= 1;
        }
        n[q]++;
        int sign = type == 0 && ra > rb ? -1 : 1;
        return reconstructed(type == 1 ? ra : rb, sign * error);
    }

    private static int golomb(int sum, int count) {
        int k = 0;
        while (k < 24 && count << k < sum) {
            k++;
        }
        return k;
    }

    /** A limited-length Golomb code (A.5.3). */
    private int value(int k, int most) throws CodecException {
        int zeros = bits.zeros(most);
        return zeros < most - qbpp - 1 ? zeros << k | bits.bits(k) : bits.bits(qbpp) + 1;
    }

    private int reconstructed(int px, int error) {
        int rx = px + error * step;
        if (rx < -near) {
            rx += range * step;
        } else if (rx > p.maxVal() + near) {
            rx -= range * step;
        }
        return Math.max(0, Math.min(p.maxVal(), rx));
    }
}
