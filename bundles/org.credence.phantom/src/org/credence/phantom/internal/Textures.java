package org.credence.phantom.internal;

/**
 * The noise that all clips of a cohort are textured with: each clip, look and moment reads it at offsets of its own.
 * Immutable.
 */
public final class Textures {

    /** Compounded speckle is the mean of this many independent looks. */
    static final int LOOKS = 4;

    private static final double DB_PER_NEPER = 20 / Math.log(10);

    /** Mean of a Rayleigh envelope whose two components have unit variance. */
    private static final double RAYLEIGH_MEAN = Math.sqrt(Math.PI / 2);

    private final NoiseField wallReal;
    private final NoiseField wallImaginary;
    private final NoiseField lungReal;
    private final NoiseField lungImaginary;
    final NoiseField fibers;
    final NoiseField blobs;
    final NoiseField clouds;

    public Textures(long seed) {
        wallReal = new NoiseField(seed + 1, 3.0, 0.6);
        wallImaginary = new NoiseField(seed + 2, 3.0, 0.6);
        lungReal = new NoiseField(seed + 3, 2.1, 0.6);
        lungImaginary = new NoiseField(seed + 4, 2.1, 0.6);
        fibers = new NoiseField(seed + 5, 17, 1.2);
        blobs = new NoiseField(seed + 6, 5, 4);
        clouds = new NoiseField(seed + 7, 28, 22);
    }

    /**
     * The envelope of fully developed speckle from one look, relative to its mean: Rayleigh distributed.
     *
     * @param lung whether with the point spread below the pleura (narrower in angle) or that of the chest wall
     * @param phase how far the scatterers have changed, in radians; a quarter turn makes speckle independent
     */
    double envelope(boolean lung, int look, int beam, int sample, double cos, double sin) {
        NoiseField real = lung ? lungReal : wallReal;
        NoiseField imaginary = lung ? lungImaginary : wallImaginary;
        int b = beam + 131 * look;
        int s = sample + 57 * look;
        double re = cos * real.at(b, s) + sin * real.at(b + 67, s + 263);
        double im = cos * imaginary.at(b, s) + sin * imaginary.at(b + 67, s + 263);
        return Math.sqrt(re * re + im * im) / RAYLEIGH_MEAN;
    }

    /** Compounded speckle in dB around its mean amplitude. */
    double speckleDb(boolean lung, int beam, int sample, double cos, double sin) {
        double sum = 0;
        for (int look = 0; look < LOOKS; look++) {
            sum += envelope(lung, look, beam, sample, cos, sin);
        }
        return DB_PER_NEPER * Math.log(Math.max(1e-3, sum / LOOKS));
    }
}
