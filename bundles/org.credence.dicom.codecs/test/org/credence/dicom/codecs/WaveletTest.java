package org.credence.dicom.codecs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class WaveletTest {

    @Test
    void threeSamplesComeBackByHand() throws CodecException {
        // 10 12 20: high 12 - (10 + 20 >> 1) = -3; lows 10 + (-3 - 3 + 2 >> 2) = 9 and 20 - 1 = 19.
        int[] samples = {9, 19, -3};
        Wavelet.inverse(samples, 3, 3, 1, false, false);
        assertArrayEquals(new int[] {10, 12, 20}, samples);
    }

    @Test
    void aSingleSampleIsHalvedAtAnOddCoordinate() throws CodecException {
        int[] even = {7};
        Wavelet.inverse(even, 1, 1, 1, false, false);
        assertArrayEquals(new int[] {7}, even);
        int[] odd = {14};
        Wavelet.inverse(odd, 1, 1, 1, true, false);
        assertArrayEquals(new int[] {7}, odd);
        float[] real = {14};
        Wavelet.inverse(real, 1, 1, 1, true, true);
        assertArrayEquals(new float[] {3.5f}, real);
    }

    @Test
    void anyRectangleComesBackExactlyFromFiveThree() throws CodecException {
        Random random = new Random(3);
        for (int n = 0; n < 200; n++) {
            int width = 1 + random.nextInt(40);
            int height = 1 + random.nextInt(40);
            int oddColumn = random.nextInt(2);
            int oddRow = random.nextInt(2);
            int[] samples = random.ints(width * height, -3000, 3000).toArray();
            double[] bands = new double[samples.length];
            for (int i = 0; i < bands.length; i++) {
                bands[i] = samples[i];
            }
            forward(bands, width, height, oddColumn, oddRow, true);
            int[] found = new int[samples.length];
            for (int i = 0; i < bands.length; i++) {
                found[i] = (int) bands[i];
            }
            Wavelet.inverse(found, width, width, height, oddColumn == 1, oddRow == 1);
            assertArrayEquals(samples, found, width + " x " + height + " at " + oddColumn + ", " + oddRow);
        }
    }

    @Test
    void anyRectangleComesBackNearlyFromNineSeven() throws CodecException {
        Random random = new Random(4);
        for (int n = 0; n < 200; n++) {
            int width = 1 + random.nextInt(40);
            int height = 1 + random.nextInt(40);
            int oddColumn = random.nextInt(2);
            int oddRow = random.nextInt(2);
            double[] bands = random.doubles(width * height, -200, 200).toArray();
            float[] samples = floats(bands);
            forward(bands, width, height, oddColumn, oddRow, false);
            float[] found = floats(bands);
            Wavelet.inverse(found, width, width, height, oddColumn == 1, oddRow == 1);
            assertArrayEquals(samples, found, 1e-3f, width + " x " + height + " at " + oddColumn + ", " + oddRow);
        }
    }

    private static float[] floats(double[] values) {
        float[] out = new float[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) values[i];
        }
        return out;
    }

    /** ISO/IEC 15444-1, F.4, written for clarity: columns, then rows, then low before high. */
    private static void forward(double[] v, int width, int height, int oddColumn, int oddRow, boolean reversible) {
        for (int x = 0; x < width; x++) {
            line(v, x, width, height, oddRow, reversible);
        }
        for (int y = 0; y < height; y++) {
            line(v, y * width, 1, width, oddColumn, reversible);
        }
    }

    private static void line(double[] v, int start, int stride, int n, int odd, boolean reversible) {
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = v[start + i * stride];
        }
        if (n == 1) {
            x[0] *= 1 + odd;
        } else if (reversible) {
            for (int i = 1 - odd; i < n; i += 2) {
                x[i] -= Math.floor((at(x, i - 1) + at(x, i + 1)) / 2);
            }
            for (int i = odd; i < n; i += 2) {
                x[i] += Math.floor((at(x, i - 1) + at(x, i + 1) + 2) / 4);
            }
        } else {
            double[] factors = {-1.586134342059924, -0.052980118572961, 0.882911075530934, 0.443506852043971};
            for (int step = 0; step < 4; step++) {
                for (int i = step % 2 == 0 ? 1 - odd : odd; i < n; i += 2) {
                    x[i] += factors[step] * (at(x, i - 1) + at(x, i + 1));
                }
            }
            for (int i = 0; i < n; i++) {
                x[i] *= i % 2 == odd ? 1 / 1.230174104914001 : 1.230174104914001;
            }
        }
        int low = (n + 1 - odd) / 2;
        for (int i = 0; i < n; i++) {
            int to = i % 2 == odd ? i / 2 : low + i / 2;
            v[start + to * stride] = x[i];
        }
    }

    private static double at(double[] x, int i) {
        return x[i < 0 ? -i : i >= x.length ? 2 * x.length - 2 - i : i];
    }
}
