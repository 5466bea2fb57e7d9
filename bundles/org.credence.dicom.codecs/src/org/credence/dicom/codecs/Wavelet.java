package org.credence.dicom.codecs;

import java.util.function.Supplier;

/**
 * The inverse wavelet transforms of JPEG 2000 (ISO/IEC 15444-1, Annex F), one level at a time and in place: a rectangle that
 * holds the four sub-bands, low before high, becomes the samples that they stand for. Loops go over what lies side by side:
 * over the low and the high half of a line, and over {@link #LANES} columns at constant distances, so that the runtime can use
 * vector instructions.
 */
final class Wavelet {

    private static final int LANES = 64;

    // Below, it takes less than other threads take to wake up.
    private static final int PARALLEL_SAMPLES = 1 << 16;
    private static final int ROWS_PER_PIECE = 32;

    private static final float ALPHA = -1.586134342059924f;
    private static final float BETA = -0.052980118572961f;
    private static final float GAMMA = 0.882911075530934f;
    private static final float DELTA = 0.443506852043971f;
    private static final float K = 1.230174104914001f;

    /** One of the two wavelets, with the buffers of one thread; {@code odd} is the index of the first low sample. */
    private interface Lines {

        /** Transforms a line in place. */
        void row(int start, int n, int low, int odd);

        /** Transforms up to {@link #LANES} columns in place. */
        void columns(int start, int lanes, int n, int low, int odd);
    }

    private Wavelet() {}

    /**
     * Undoes one level of 5/3.
     *
     * @param samples lines of {@code stride} samples; the first {@code height} of them hold the rectangle
     * @param oddColumn whether the first column has an odd coordinate; then it comes from the high band
     * @param oddRow the same of the first row
     */
    static void inverse(int[] samples, int stride, int width, int height, boolean oddColumn, boolean oddRow)
            throws CodecException {
        inverse(() -> new FiveThree(samples, stride, width), stride, width, height, oddColumn, oddRow);
    }

    /** Undoes one level of 9/7; see {@link #inverse(int[], int, int, int, boolean, boolean)}. */
    static void inverse(float[] samples, int stride, int width, int height, boolean oddColumn, boolean oddRow)
            throws CodecException {
        inverse(() -> new NineSeven(samples, stride, width), stride, width, height, oddColumn, oddRow);
    }

    private static void inverse(
            Supplier<Lines> lines, int stride, int width, int height, boolean oddColumn, boolean oddRow)
            throws CodecException {
        boolean parallel = width * height >= PARALLEL_SAMPLES;
        int firstLow = oddColumn ? 1 : 0;
        int low = width + 1 - firstLow >> 1;
        Parallel.run(parallel, (height + ROWS_PER_PIECE - 1) / ROWS_PER_PIECE, lines, (own, i) -> {
            int end = Math.min(height, (i + 1) * ROWS_PER_PIECE);
            for (int y = i * ROWS_PER_PIECE; y < end; y++) {
                own.row(y * stride, width, low, firstLow);
            }
        });
        int firstLowRow = oddRow ? 1 : 0;
        int lowRows = height + 1 - firstLowRow >> 1;
        Parallel.run(parallel, (width + LANES - 1) / LANES, lines, (own, i) -> {
            int x = i * LANES;
            own.columns(x, Math.min(LANES, width - x), height, lowRows, firstLowRow);
        });
    }

    /** F.3.8.2.1.1, whole numbers. */
    private static final class FiveThree implements Lines {

        private final int[] samples;
        private final int stride;

        // Both halves of a line, with a sample before and after each one that repeats the next.
        private final int[] lows;
        private final int[] highs;
        private int[] lanes;

        FiveThree(int[] samples, int stride, int width) {
            this.samples = samples;
            this.stride = stride;
            lows = new int[width / 2 + 3];
            highs = new int[width / 2 + 3];
        }

        @Override
        public void row(int start, int n, int low, int odd) {
            if (n == 1) {
                samples[start] /= 1 + odd;
                return;
            }
            int high = n - low;
            int[] l = lows;
            int[] h = highs;
            System.arraycopy(samples, start, l, 1, low);
            System.arraycopy(samples, start + low, h, 1, high);
            h[0] = h[1];
            h[high + 1] = h[high];
            for (int i = 1; i <= low; i++) {
                l[i] -= h[i - 1 + odd] + h[i + odd] + 2 >> 2;
            }
            l[0] = l[1];
            l[low + 1] = l[low];
            for (int i = 1; i <= high; i++) {
                h[i] += l[i - odd] + l[i + 1 - odd] >> 1;
            }
            for (int i = 1, to = start + odd; i <= low; i++, to += 2) {
                samples[to] = l[i];
            }
            for (int i = 1, to = start + 1 - odd; i <= high; i++, to += 2) {
                samples[to] = h[i];
            }
        }

        @Override
        public void columns(int start, int count, int n, int low, int odd) {
            int[] v = lanes == null ? new int[n * LANES] : lanes;
            lanes = v;
            for (int i = 0; i < n; i++) {
                int to = i < low ? 2 * i + odd : 2 * (i - low) + 1 - odd;
                System.arraycopy(samples, i * stride + start, v, to * LANES, count);
            }
            if (n == 1) {
                for (int k = 0; k < count; k++) {
                    v[k] /= 1 + odd;
                }
            } else {
                // High samples follow one behind the low ones, so that both are still in the cache.
                for (int i = odd; i <= n; i += 2) {
                    low(v, i, n);
                    high(v, i - 1, n);
                }
            }
            for (int i = 0; i < n; i++) {
                System.arraycopy(v, i * LANES, samples, i * stride + start, count);
            }
        }

        private static void low(int[] v, int i, int n) {
            int at = i * LANES;
            if (i > 0 && i < n - 1) {
                for (int k = at; k < at + LANES; k++) {
                    v[k] -= v[k - LANES] + v[k + LANES] + 2 >> 2;
                }
            } else if (i < n) {
                int next = i == 0 ? at + LANES : at - LANES;
                for (int k = 0; k < LANES; k++) {
                    v[at + k] -= v[next + k] + 1 >> 1;
                }
            }
        }

        private static void high(int[] v, int i, int n) {
            int at = i * LANES;
            if (i > 0 && i < n - 1) {
                for (int k = at; k < at + LANES; k++) {
                    v[k] += v[k - LANES] + v[k + LANES] >> 1;
                }
            } else if (i >= 0) {
                int next = i == 0 ? at + LANES : at - LANES;
                for (int k = 0; k < LANES; k++) {
                    v[at + k] += v[next + k];
                }
            }
        }
    }

    /** F.3.8.1.1, real numbers. */
    private static final class NineSeven implements Lines {

        private final float[] samples;
        private final int stride;
        private final float[] lows;
        private final float[] highs;
        private float[] lanes;

        NineSeven(float[] samples, int stride, int width) {
            this.samples = samples;
            this.stride = stride;
            lows = new float[width / 2 + 3];
            highs = new float[width / 2 + 3];
        }

        @Override
        public void row(int start, int n, int low, int odd) {
            if (n == 1) {
                samples[start] /= 1 + odd;
                return;
            }
            int high = n - low;
            for (int i = 1; i <= low; i++) {
                lows[i] = samples[start + i - 1] * K;
            }
            for (int i = 1; i <= high; i++) {
                highs[i] = samples[start + low + i - 1] * (1 / K);
            }
            step(lows, low, highs, high, odd, DELTA);
            step(highs, high, lows, low, 1 - odd, GAMMA);
            step(lows, low, highs, high, odd, BETA);
            step(highs, high, lows, low, 1 - odd, ALPHA);
            for (int i = 1, to = start + odd; i <= low; i++, to += 2) {
                samples[to] = lows[i];
            }
            for (int i = 1, to = start + 1 - odd; i <= high; i++, to += 2) {
                samples[to] = highs[i];
            }
        }

        private static void step(float[] v, int n, float[] others, int count, int odd, float factor) {
            others[0] = others[1];
            others[count + 1] = others[count];
            for (int i = 1; i <= n; i++) {
                v[i] -= factor * (others[i - 1 + odd] + others[i + odd]);
            }
        }

        @Override
        public void columns(int start, int count, int n, int low, int odd) {
            float[] v = lanes == null ? new float[n * LANES] : lanes;
            lanes = v;
            for (int i = 0; i < n; i++) {
                int to = (i < low ? 2 * i + odd : 2 * (i - low) + 1 - odd) * LANES;
                int from = i * stride + start;
                float factor = n == 1 ? 1f / (1 + odd) : i < low ? K : 1 / K;
                for (int k = 0; k < count; k++) {
                    v[to + k] = samples[from + k] * factor;
                }
            }
            if (n > 1) {
                // Each step follows one behind the one before, so that all they need is still in the cache.
                for (int i = odd; i < n + 3; i += 2) {
                    step(v, i, n, DELTA);
                    step(v, i - 1, n, GAMMA);
                    step(v, i - 2, n, BETA);
                    step(v, i - 3, n, ALPHA);
                }
            }
            for (int i = 0; i < n; i++) {
                System.arraycopy(v, i * LANES, samples, i * stride + start, count);
            }
        }

        private static void step(float[] v, int i, int n, float factor) {
            int at = i * LANES;
            if (i > 0 && i < n - 1) {
                for (int k = at; k < at + LANES; k++) {
                    v[k] -= factor * (v[k - LANES] + v[k + LANES]);
                }
            } else if (i >= 0 && i < n) {
                int next = i == 0 ? at + LANES : at - LANES;
                for (int k = 0; k < LANES; k++) {
                    v[at + k] -= 2 * factor * v[next + k];
                }
            }
        }
    }
}
