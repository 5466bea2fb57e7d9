package org.credence.dicom.codecs;

import java.util.Arrays;

/** The transform for 12 bits in double precision: samples are within one of any conforming decoder's. */
final class JpegTransform12 implements JpegTransform {

    private static final double MIDDLE = 2048;
    private static final int MOST = 4095;

    /** Half the cosines of 1 to 7 sixteenths of pi. */
    private static final double C1 = Math.cos(Math.PI / 16) / 2;

    private static final double C2 = Math.cos(Math.PI / 8) / 2;
    private static final double C3 = Math.cos(3 * Math.PI / 16) / 2;
    private static final double C4 = Math.sqrt(0.5) / 2;
    private static final double C5 = Math.sin(3 * Math.PI / 16) / 2;
    private static final double C6 = Math.sin(Math.PI / 8) / 2;
    private static final double C7 = Math.sin(Math.PI / 16) / 2;

    @Override
    public short flat(int first) {
        return sample(first / 8.0);
    }

    @Override
    public void inverse(int[] block, long written, short[] out, int at, int stride) {
        double[] f = new double[64];
        for (int i = 0; i < 64; i++) {
            f[i] = block[i];
        }
        for (int v = 0; v < 8; v++) {
            if (v == 0 || (written >> 8 * v & 0xff) != 0) {
                transform(f, 8 * v, 1);
            }
        }
        for (int x = 0; x < 8; x++) {
            transform(f, x, 8);
        }
        for (int y = 0; y < 8; y++) {
            for (int x = 0; x < 8; x++) {
                out[at + y * stride + x] = sample(f[8 * y + x]);
            }
        }
        Arrays.fill(block, 0);
    }

    private static short sample(double level) {
        return (short) Math.max(0, Math.min(MOST, (int) Math.floor(level + MIDDLE + 0.5)));
    }

    /** The inverse DCT of eight numbers, by way of the symmetry of even frequencies and of odd ones. */
    private static void transform(double[] f, int at, int step) {
        double f1 = f[at + step];
        double f2 = f[at + 2 * step];
        double f3 = f[at + 3 * step];
        double f5 = f[at + 5 * step];
        double f6 = f[at + 6 * step];
        double f7 = f[at + 7 * step];
        double sum = (f[at] + f[at + 4 * step]) * C4;
        double difference = (f[at] - f[at + 4 * step]) * C4;
        double outer = C2 * f2 + C6 * f6;
        double inner = C6 * f2 - C2 * f6;
        double e0 = sum + outer;
        double e1 = difference + inner;
        double e2 = difference - inner;
        double e3 = sum - outer;
        double o0 = C1 * f1 + C3 * f3 + C5 * f5 + C7 * f7;
        double o1 = C3 * f1 - C7 * f3 - C1 * f5 - C5 * f7;
        double o2 = C5 * f1 - C1 * f3 + C7 * f5 + C3 * f7;
        double o3 = C7 * f1 - C5 * f3 + C3 * f5 - C1 * f7;
        f[at] = e0 + o0;
        f[at + step] = e1 + o1;
        f[at + 2 * step] = e2 + o2;
        f[at + 3 * step] = e3 + o3;
        f[at + 4 * step] = e3 - o3;
        f[at + 5 * step] = e2 - o2;
        f[at + 6 * step] = e1 - o1;
        f[at + 7 * step] = e0 - o0;
    }
}
