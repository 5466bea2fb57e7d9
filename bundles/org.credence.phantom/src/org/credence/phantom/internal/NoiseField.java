package org.credence.phantom.internal;

import java.util.Random;

/**
 * Gaussian noise of unit variance with a Gaussian correlation, on a torus: it can be read at any whole offset without a
 * seam. The first axis runs across beams, the second along depth. Immutable.
 */
final class NoiseField {

    private static final int SIZE = 512;
    private static final int MASK = SIZE - 1;

    private final float[] values;

    /**
     * @param beamSigma smoothing across beams, in beams
     * @param depthSigma smoothing along depth, in samples
     */
    NoiseField(long seed, double beamSigma, double depthSigma) {
        Random random = new Random(seed);
        float[] white = new float[SIZE * SIZE];
        for (int i = 0; i < white.length; i++) {
            white[i] = (float) random.nextGaussian();
        }
        values = smooth(smooth(white, beamSigma, SIZE, 1), depthSigma, 1, SIZE);
        double sum = 0;
        double squares = 0;
        for (float v : values) {
            sum += v;
            squares += v * v;
        }
        double mean = sum / values.length;
        double scale = 1 / Math.sqrt(squares / values.length - mean * mean);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((values[i] - mean) * scale);
        }
    }

    float at(int beam, int sample) {
        return values[(beam & MASK) * SIZE + (sample & MASK)];
    }

    /** The value between beams, linearly interpolated. */
    double at(double beam, int sample) {
        int whole = (int) Math.floor(beam);
        double part = beam - whole;
        return (1 - part) * at(whole, sample) + part * at(whole + 1, sample);
    }

    private static float[] smooth(float[] in, double sigma, int along, int across) {
        int radius = (int) Math.ceil(3 * sigma);
        double[] kernel = new double[2 * radius + 1];
        double sum = 0;
        for (int k = -radius; k <= radius; k++) {
            kernel[k + radius] = sigma == 0 ? 1 : Math.exp(-0.5 * k * k / (sigma * sigma));
            sum += kernel[k + radius];
        }
        float[] out = new float[in.length];
        for (int line = 0; line < SIZE; line++) {
            for (int i = 0; i < SIZE; i++) {
                double v = 0;
                for (int k = -radius; k <= radius; k++) {
                    v += kernel[k + radius] * in[(i + k & MASK) * along + line * across];
                }
                out[i * along + line * across] = (float) (v / sum);
            }
        }
        return out;
    }
}
