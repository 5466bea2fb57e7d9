package org.credence.dicom.codecs;

/**
 * The inverse wavelet transforms of JPEG 2000 (ISO/IEC 15444-1, Annex F), one level at a time and in place: a rectangle that
 * holds the four sub-bands, low before high, becomes the samples that they stand for. Several lines are transformed
 * together, side by side in a buffer, so that the runtime can use vector instructions. Not thread-safe.
 */
final class Wavelet {

    private static final int LANES = 16;

    private static final float ALPHA = -1.586134342059924f;
    private static final float BETA = -0.052980118572961f;
    private static final float GAMMA = 0.882911075530934f;
    private static final float DELTA = 0.443506852043971f;
    private static final float K = 1.230174104914001f;

    private final int[] ints;
    private final float[] floats;

    /** A transform of lines up to a length; reversible 5/3, else irreversible 9/7. */
    Wavelet(boolean reversible, int longest) {
        ints = reversible ? new int[longest * LANES] : null;
        floats = reversible ? null : new float[longest * LANES];
    }

    /**
     * Undoes one level of 5/3.
     *
     * @param samples lines of {@code stride} samples; the first {@code height} of them hold the rectangle
     * @param oddColumn whether the first column has an odd coordinate; then it comes from the high band
     * @param oddRow the same of the first row
     */
    void inverse(int[] samples, int stride, int width, int height, boolean oddColumn, boolean oddRow) {
        int low = width + (oddColumn ? 0 : 1) >> 1;
        int odd = oddColumn ? 1 : 0;
        for (int y = 0; y < height; y += LANES) {
            int lanes = Math.min(LANES, height - y);
            for (int k = 0; k < lanes; k++) {
                int row = (y + k) * stride;
                for (int i = 0, to = odd * LANES + k; i < low; i++, to += 2 * LANES) {
                    ints[to] = samples[row + i];
                }
                for (int i = low, to = (1 - odd) * LANES + k; i < width; i++, to += 2 * LANES) {
                    ints[to] = samples[row + i];
                }
            }
            lift(ints, width, odd);
            for (int k = 0; k < lanes; k++) {
                int row = (y + k) * stride;
                for (int i = 0, from = k; i < width; i++, from += LANES) {
                    samples[row + i] = ints[from];
                }
            }
        }
        low = height + (oddRow ? 0 : 1) >> 1;
        odd = oddRow ? 1 : 0;
        for (int x = 0; x < width; x += LANES) {
            int lanes = Math.min(LANES, width - x);
            for (int i = 0; i < height; i++) {
                int to = i < low ? 2 * i + odd : 2 * (i - low) + 1 - odd;
                System.arraycopy(samples, i * stride + x, ints, to * LANES, lanes);
            }
            lift(ints, height, odd);
            for (int i = 0; i < height; i++) {
                System.arraycopy(ints, i * LANES, samples, i * stride + x, lanes);
            }
        }
    }

    /** Undoes one level of 9/7; see {@link #inverse(int[], int, int, int, boolean, boolean)}. */
    void inverse(float[] samples, int stride, int width, int height, boolean oddColumn, boolean oddRow) {
        int low = width + (oddColumn ? 0 : 1) >> 1;
        int odd = oddColumn ? 1 : 0;
        for (int y = 0; y < height; y += LANES) {
            int lanes = Math.min(LANES, height - y);
            for (int k = 0; k < lanes; k++) {
                int row = (y + k) * stride;
                for (int i = 0, to = odd * LANES + k; i < low; i++, to += 2 * LANES) {
                    floats[to] = samples[row + i];
                }
                for (int i = low, to = (1 - odd) * LANES + k; i < width; i++, to += 2 * LANES) {
                    floats[to] = samples[row + i];
                }
            }
            lift(floats, width, odd);
            for (int k = 0; k < lanes; k++) {
                int row = (y + k) * stride;
                for (int i = 0, from = k; i < width; i++, from += LANES) {
                    samples[row + i] = floats[from];
                }
            }
        }
        low = height + (oddRow ? 0 : 1) >> 1;
        odd = oddRow ? 1 : 0;
        for (int x = 0; x < width; x += LANES) {
            int lanes = Math.min(LANES, width - x);
            for (int i = 0; i < height; i++) {
                int to = i < low ? 2 * i + odd : 2 * (i - low) + 1 - odd;
                System.arraycopy(samples, i * stride + x, floats, to * LANES, lanes);
            }
            lift(floats, height, odd);
            for (int i = 0; i < height; i++) {
                System.arraycopy(floats, i * LANES, samples, i * stride + x, lanes);
            }
        }
    }

    /** F.3.8.2.1.1 on lines side by side; {@code odd} is the index of the first low sample. */
    private static void lift(int[] v, int n, int odd) {
        if (n == 1) {
            for (int k = 0; odd == 1 && k < LANES; k++) {
                v[k] /= 2;
            }
            return;
        }
        for (int i = odd; i < n; i += 2) {
            int at = i * LANES;
            int before = mirror(i - 1, n) * LANES;
            int after = mirror(i + 1, n) * LANES;
            for (int k = 0; k < LANES; k++) {
                v[at + k] -= v[before + k] + v[after + k] + 2 >> 2;
            }
        }
        for (int i = 1 - odd; i < n; i += 2) {
            int at = i * LANES;
            int before = mirror(i - 1, n) * LANES;
            int after = mirror(i + 1, n) * LANES;
            for (int k = 0; k < LANES; k++) {
                v[at + k] += v[before + k] + v[after + k] >> 1;
            }
        }
    }

    /** F.3.8.1.1 on lines side by side. */
    private static void lift(float[] v, int n, int odd) {
        if (n == 1) {
            for (int k = 0; odd == 1 && k < LANES; k++) {
                v[k] *= 0.5f;
            }
            return;
        }
        for (int i = 0; i < n; i++) {
            float factor = (i & 1) == odd ? K : 1 / K;
            for (int k = i * LANES; k < (i + 1) * LANES; k++) {
                v[k] *= factor;
            }
        }
        step(v, n, odd, DELTA);
        step(v, n, 1 - odd, GAMMA);
        step(v, n, odd, BETA);
        step(v, n, 1 - odd, ALPHA);
    }

    private static void step(float[] v, int n, int first, float factor) {
        for (int i = first; i < n; i += 2) {
            int at = i * LANES;
            int before = mirror(i - 1, n) * LANES;
            int after = mirror(i + 1, n) * LANES;
            for (int k = 0; k < LANES; k++) {
                v[at + k] -= factor * (v[before + k] + v[after + k]);
            }
        }
    }

    /** Symmetric extension by one sample of a line of two or more. */
    private static int mirror(int i, int n) {
        return i < 0 ? 1 : i >= n ? n - 2 : i;
    }
}
