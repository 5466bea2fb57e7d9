package org.credence.dicom.internal;

/** Colours as DICOM writes them: CIELab under D50, each component in 16 bits (PS3.3, C.10.7.1.1). */
final class CieLab {

    private static final double[][] TO_XYZ = {
        {0.4360747, 0.3850649, 0.1430804}, {0.2225045, 0.7168786, 0.0606169}, {0.0139322, 0.0971045, 0.7141733}
    };
    private static final double[][] FROM_XYZ = {
        {3.1338561, -1.6168667, -0.4906146}, {-0.9787684, 1.9161415, 0.0334540}, {0.0719453, -0.2289914, 1.4052427}
    };
    private static final double[] WHITE = {0.96422, 1.0, 0.82521};
    private static final double EPSILON = 216.0 / 24389;
    private static final double KAPPA = 24389.0 / 27;

    private CieLab() {}

    /** The three encoded values of an sRGB colour {@code 0xRRGGBB}. */
    static double[] ofRgb(int rgb) {
        double[] linear = {linear(rgb >> 16 & 0xff), linear(rgb >> 8 & 0xff), linear(rgb & 0xff)};
        double[] f = new double[3];
        for (int i = 0; i < 3; i++) {
            double t = dot(TO_XYZ[i], linear) / WHITE[i];
            f[i] = t > EPSILON ? Math.cbrt(t) : (KAPPA * t + 16) / 116;
        }
        return new double[] {
            Math.round((116 * f[1] - 16) / 100 * 65535),
            Math.round((500 * (f[0] - f[1]) + 128) / 255 * 65535),
            Math.round((200 * (f[1] - f[2]) + 128) / 255 * 65535)
        };
    }

    /** The nearest sRGB colour of three encoded values. */
    static int toRgb(double[] encoded) {
        double l = encoded[0] / 65535 * 100;
        double a = encoded[1] / 65535 * 255 - 128;
        double b = encoded[2] / 65535 * 255 - 128;
        double fy = (l + 16) / 116;
        double[] f = {fy + a / 500, fy, fy - b / 200};
        double[] xyz = new double[3];
        for (int i = 0; i < 3; i++) {
            double cube = f[i] * f[i] * f[i];
            xyz[i] = WHITE[i] * (cube > EPSILON ? cube : (116 * f[i] - 16) / KAPPA);
        }
        int rgb = 0;
        for (int i = 0; i < 3; i++) {
            rgb = rgb << 8 | companded(dot(FROM_XYZ[i], xyz));
        }
        return rgb;
    }

    private static double dot(double[] a, double[] b) {
        return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    }

    private static double linear(int channel) {
        double c = channel / 255.0;
        return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
    }

    private static int companded(double linear) {
        double c = linear <= 0.0031308 ? 12.92 * linear : 1.055 * Math.pow(linear, 1 / 2.4) - 0.055;
        return (int) Math.max(0, Math.min(255, Math.round(c * 255)));
    }
}
