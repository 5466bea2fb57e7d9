package org.credence.phantom.internal;

/**
 * Where the beams of a convex probe lie on a square image, and the way from beams to pixels. Immutable.
 *
 * <p>The polar grid has {@link #BEAMS} beams from left to right and one sample per pixel of depth below the probe's
 * surface; arrays over it are beam by beam. {@code u} runs from -1 at the first beam to 1 at the last.
 */
public final class ProbeGeometry {

    /** Beams across the fan. */
    static final int BEAMS = 256;

    private final int size;
    private final int samples;
    private final int[] cell;
    private final float[] beamPart;
    private final float[] samplePart;
    private final boolean[] fan;

    /**
     * @param size columns and rows of the image
     * @param halfAngle of the fan, in radians
     * @param surfaceRadius from the beams' common origin to the probe's surface, in pixels
     * @param top row of the surface's lowest point
     * @param depth imaged below the surface, in pixels
     */
    ProbeGeometry(int size, double halfAngle, double surfaceRadius, double top, double depth) {
        this.size = size;
        this.samples = (int) Math.ceil(depth) + 1;
        cell = new int[size * size];
        beamPart = new float[size * size];
        samplePart = new float[size * size];
        fan = new boolean[size * size];
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                double dx = x + 0.5 - size / 2.0;
                double dy = y + 0.5 - top + surfaceRadius;
                double below = Math.hypot(dx, dy) - surfaceRadius;
                double angle = Math.atan2(dx, dy);
                int i = y * size + x;
                if (Math.abs(angle) > halfAngle || below < 0 || below > depth) {
                    continue;
                }
                fan[i] = true;
                double b = clamp((angle / halfAngle + 1) / 2 * BEAMS - 0.5, BEAMS - 1.001);
                double s = clamp(below - 0.5, samples - 1.001);
                cell[i] = (int) b * samples + (int) s;
                beamPart[i] = (float) (b - (int) b);
                samplePart[i] = (float) (s - (int) s);
            }
        }
    }

    int size() {
        return size;
    }

    int samples() {
        return samples;
    }

    static double u(int beam) {
        return (beam + 0.5) / BEAMS * 2 - 1;
    }

    /** The pixels of the fan; never to be written. */
    public boolean[] fan() {
        return fan;
    }

    /** Beams to pixels, bilinear; 0 outside the fan. */
    float[] scanConvert(float[] polar) {
        float[] image = new float[size * size];
        for (int i = 0; i < image.length; i++) {
            if (fan[i]) {
                int c = cell[i];
                float p = samplePart[i];
                float left = polar[c] + p * (polar[c + 1] - polar[c]);
                float right = polar[c + samples] + p * (polar[c + samples + 1] - polar[c + samples]);
                image[i] = left + beamPart[i] * (right - left);
            }
        }
        return image;
    }

    private static double clamp(double v, double high) {
        return Math.max(0, Math.min(high, v));
    }
}
