package org.credence.annotation.ui.internal;

/**
 * 101 colours for 0 to 100 %, of one hue and evenly brighter to the eye: lightness in Ottosson's OKLab rises linearly, so
 * that equal steps of percent look like equal steps. Immutable.
 */
final class ColorRamp {

    /** For maps that belong to no segment. */
    static final ColorRamp HEAT = of(0xF26B21);

    private static final double DARKEST = 0.34;
    private static final double LIGHTEST = 0.95;
    private static final double MOST_CHROMA = 0.13;

    private final int[] rgb = new int[101];

    private ColorRamp(double hue) {
        for (int percent = 0; percent <= 100; percent++) {
            double share = percent / 100.0;
            double lightness = DARKEST + (LIGHTEST - DARKEST) * share;
            // Screens have little colour to offer near black and white.
            double chroma = MOST_CHROMA * Math.sin(Math.PI * (0.22 + 0.66 * share));
            rgb[percent] = fitting(lightness, chroma, hue);
        }
    }

    /** The ramp with the hue of a colour. */
    static ColorRamp of(int rgb) {
        double r = linear(rgb >> 16 & 0xff);
        double g = linear(rgb >> 8 & 0xff);
        double b = linear(rgb & 0xff);
        double l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
        double m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
        double s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
        double greenRed = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s;
        double blueYellow = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s;
        return new ColorRamp(Math.atan2(blueYellow, greenRed));
    }

    /** The colour of a percent, {@code 0xRRGGBB}. */
    int at(int percent) {
        return rgb[percent];
    }

    /** The colour itself, or with less chroma where screens cannot show it. */
    private static int fitting(double lightness, double chroma, double hue) {
        for (double c = chroma; c > 0; c -= 0.004) {
            double[] channels = channels(lightness, c * Math.cos(hue), c * Math.sin(hue));
            if (isShown(channels)) {
                return packed(channels);
            }
        }
        return packed(channels(lightness, 0, 0));
    }

    private static double[] channels(double lightness, double greenRed, double blueYellow) {
        double l = Math.pow(lightness + 0.3963377774 * greenRed + 0.2158037573 * blueYellow, 3);
        double m = Math.pow(lightness - 0.1055613458 * greenRed - 0.0638541728 * blueYellow, 3);
        double s = Math.pow(lightness - 0.0894841775 * greenRed - 1.2914855480 * blueYellow, 3);
        return new double[] {
            4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
            -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
            -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s
        };
    }

    private static boolean isShown(double[] channels) {
        for (double c : channels) {
            if (c < -0.0005 || c > 1.0005) {
                return false;
            }
        }
        return true;
    }

    private static int packed(double[] channels) {
        int packed = 0;
        for (double c : channels) {
            double share = Math.clamp(c, 0.0, 1.0);
            double encoded = share <= 0.0031308 ? 12.92 * share : 1.055 * Math.pow(share, 1 / 2.4) - 0.055;
            packed = packed << 8 | (int) Math.round(255 * encoded);
        }
        return packed;
    }

    private static double linear(int level) {
        double share = level / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }
}
