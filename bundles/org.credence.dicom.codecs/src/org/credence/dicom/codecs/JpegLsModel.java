package org.credence.dicom.codecs;

/**
 * What a JPEG-LS scan has learned so far (ITU-T T.87, Annex A, with the names that it uses): its coding parameters, the
 * statistics of its contexts and the steps that change them, which are the same for reading and for writing. Shared by the
 * scan's components. Used by one thread.
 */
final class JpegLsModel {

    /**
     * Coding parameters.
     *
     * @param maxVal largest sample
     * @param t1 first threshold of gradients
     * @param t2 second
     * @param t3 third
     * @param reset when counts are halved
     * @param near largest difference from the true sample
     */
    record Parameters(int maxVal, int t1, int t2, int t3, int reset, int near) {

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
                    maxVal, t1 == 0 ? d1 : t1, t2 == 0 ? d2 : t2, t3 == 0 ? d3 : t3, reset == 0 ? 64 : reset, near);
        }

        private static int clamp(int i, int j, int max) {
            return i > max || i < j ? j : i;
        }

        /** Whether they are in the ranges of C.2.4.1.1. */
        boolean valid() {
            return near <= Math.min(255, maxVal / 2)
                    && near < t1
                    && t1 <= t2
                    && t2 <= t3
                    && t3 <= maxVal
                    && reset >= 3
                    && reset <= Math.max(255, maxVal);
        }
    }

    private static final int[] J = {
        0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10, 11, 12, 13, 14, 15
    };

    // A context is four numbers in a row: they are used together, so they should lie together.
    private static final int A = 0;
    private static final int B = 1;
    private static final int C = 2;
    private static final int N = 3;
    private static final int CONTEXTS = 365;

    /** Bits of an error's code word when it is not written in full. */
    final int qbpp;

    /** The longest code word. */
    final int limit;

    private final int maxVal;
    private final int near;
    private final int step;
    private final int reset;

    /** What is added to a sample that wraps around. */
    private final int wrap;

    private final int range;

    /** The quantized gradients from -T3 to T3. */
    private final byte[] gradients;

    private final int steepest;
    private final int[] contexts = new int[4 * CONTEXTS];

    /** A, N and Nn of the two contexts in which a run ends. */
    private final int[] ends = new int[6];

    private final int[] runIndex;

    JpegLsModel(Parameters p, int components) {
        maxVal = p.maxVal();
        near = p.near();
        step = 2 * near + 1;
        reset = p.reset();
        range = (maxVal + 2 * near) / step + 1;
        wrap = range * step;
        qbpp = ceilLog2(range);
        int bpp = Math.max(2, ceilLog2(maxVal + 1));
        limit = 2 * (bpp + Math.max(8, bpp));
        steepest = p.t3();
        gradients = new byte[2 * steepest + 1];
        for (int d = 0; d <= steepest; d++) {
            int q = d <= near ? 0 : d < p.t1() ? 1 : d < p.t2() ? 2 : d < p.t3() ? 3 : 4;
            gradients[steepest + d] = (byte) q;
            gradients[steepest - d] = (byte) -q;
        }
        runIndex = new int[components];
        restart();
    }

    private static int ceilLog2(int value) {
        return value <= 1 ? 0 : 32 - Integer.numberOfLeadingZeros(value - 1);
    }

    /** Forgets everything but the parameters. */
    void restart() {
        java.util.Arrays.fill(contexts, 0);
        java.util.Arrays.fill(ends, 0);
        java.util.Arrays.fill(runIndex, 0);
        int a = Math.max(2, (range + 32) / 64);
        for (int at = 0; at < contexts.length; at += 4) {
            contexts[at + A] = a;
            contexts[at + N] = 1;
        }
        ends[0] = a;
        ends[1] = 1;
        ends[3] = a;
        ends[4] = 1;
    }

    /** A gradient's part of a context, -4 to 4. */
    int quantized(int d) {
        return gradients[steepest + Math.max(-steepest, Math.min(steepest, d))];
    }

    /** Where a context's numbers are: the context is negative where it is to be mirrored, then {@code sign} is -1, else 0. */
    static int at(int context, int sign) {
        return 4 * ((context ^ sign) - sign);
    }

    /** The prediction of a sample from its neighbours to the left, above, and between them. */
    int predicted(int at, int sign, int ra, int rb, int rc) {
        int smaller = Math.min(ra, rb);
        int larger = Math.max(ra, rb);
        int px = Math.max(smaller, Math.min(larger, ra + rb - rc));
        return Math.max(0, Math.min(maxVal, px + (contexts[at + C] ^ sign) - sign));
    }

    /** The parameter of the Golomb code that a context uses. */
    int golomb(int at) {
        return golomb(contexts[at + A], contexts[at + N]);
    }

    /** The smallest k for which {@code n} times 2 to the power of k is not below {@code a}. */
    private static int golomb(int a, int n) {
        int k = Math.max(0, Integer.numberOfLeadingZeros(n) - Integer.numberOfLeadingZeros(a));
        return k + ((n << k) - a >>> 31);
    }

    /** What to apply with exclusive or to an error where k is 0: -1 where errors change places (A.5.2), else 0. */
    int inversion(int at) {
        return near == 0 ? 2 * contexts[at + B] + contexts[at + N] - 1 >> 31 : 0;
    }

    /** Takes an error into the statistics of its context (A.6). */
    void update(int at, int error) {
        int a = contexts[at + A] + Math.abs(error);
        int b = contexts[at + B] + error * step;
        int n = contexts[at + N];
        if (n == reset) {
            a >>= 1;
            b >>= 1;
            n >>= 1;
        }
        n++;
        int under = b + n - 1 >> 31;
        int over = -b >> 31;
        contexts[at + A] = a;
        contexts[at + B] = Math.max(1 - n, Math.min(0, b + (n & under) - (n & over)));
        contexts[at + C] = Math.max(-128, Math.min(127, contexts[at + C] + under - over));
        contexts[at + N] = n;
    }

    /** A lossless error in the range that is coded, from which the sample can be told (A.4.5). */
    int reduced(int error) {
        int e = error + (range & error >> 31);
        return e - (range & (range + 1 >> 1) - 1 - e >> 31);
    }

    /** The sample that a prediction and an error make. */
    int reconstructed(int px, int error) {
        int rx = px + error * step;
        rx += wrap & (rx + near >> 31);
        rx -= wrap & (maxVal + near - rx >> 31);
        return Math.max(0, Math.min(maxVal, rx));
    }

    /** Whether a sample counts as equal to the one that its run repeats. */
    boolean same(int a, int b) {
        return Math.abs(a - b) <= near;
    }

    /** Bits of a run's remaining length. */
    int runBits(int component) {
        return J[runIndex[component]];
    }

    /** Goes to longer run segments. */
    void lengthen(int component) {
        if (runIndex[component] < 31) {
            runIndex[component]++;
        }
    }

    /** Goes to shorter ones, after the end of a run. */
    void shorten(int component) {
        if (runIndex[component] > 0) {
            runIndex[component]--;
        }
    }

    /** The parameter of the Golomb code of a sample that ends a run; {@code type} is 1 where its neighbours are the same. */
    int endGolomb(int type) {
        int at = 3 * type;
        return golomb(type == 1 ? ends[at] + (ends[at + 1] >> 1) : ends[at], ends[at + 1]);
    }

    /** Whether the mapped error of such a sample is odd, less its type, where the error is negative (A.7.2.2). */
    boolean mapsNegative(int type, int k) {
        return k != 0 || 2 * ends[3 * type + 2] >= ends[3 * type + 1];
    }

    /** Takes the error of such a sample into the statistics. */
    void updateEnd(int type, int error, int mapped) {
        int at = 3 * type;
        if (error < 0) {
            ends[at + 2]++;
        }
        ends[at] += mapped + 1 - type >> 1;
        if (ends[at + 1] == reset) {
            ends[at] >>= 1;
            ends[at + 1] >>= 1;
            ends[at + 2] >>= 1;
        }
        ends[at + 1]++;
    }
}
