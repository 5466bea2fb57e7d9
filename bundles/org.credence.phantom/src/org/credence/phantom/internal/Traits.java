package org.credence.phantom.internal;

import java.util.Random;

/**
 * What is the patient's and the operator's, and so the same in all clips of an exam: size of the body, settings of the
 * machine. Levels are in dB below white.
 *
 * @param depthMm depth that the image shows
 * @param halfAngle half of the fan's opening, in radians
 * @param pleuraMm depth of the pleural line
 * @param wallDb mean level of the chest wall
 * @param lungDb mean level right below the pleura
 * @param floorDb level of the electronic noise
 * @param decayMm depth over which the haze below the pleura fades by a factor e (in dB)
 * @param gamma exponent of the machine's gray map
 * @param speckle how strongly speckle shows; 1 without the machine's smoothing
 * @param fibers how strongly the chest wall's fibrous layers show, in dB
 */
public record Traits(
        double depthMm,
        double halfAngle,
        double pleuraMm,
        double wallDb,
        double lungDb,
        double floorDb,
        double decayMm,
        double gamma,
        double speckle,
        double fibers) {

    /** The radius of the probe's surface, as is usual for abdominal convex probes. */
    static final double SURFACE_RADIUS_MM = 55;

    /** Draws a patient. */
    public static Traits draw(Random random) {
        double depthMm = 95 + 50 * random.nextDouble();
        double gain = 1.8 * random.nextGaussian();
        // Some machines are set to a high gain with much persistence: a smooth fog lies over everything.
        boolean foggy = random.nextDouble() < 0.2;
        return new Traits(
                depthMm,
                Math.toRadians(34 + 5 * random.nextDouble()),
                depthMm * (0.15 + 0.14 * random.nextDouble()),
                -33.5 + gain + 1.2 * random.nextGaussian(),
                -34.5 + gain + 2.2 * random.nextGaussian(),
                (foggy ? -47 : -55.5) + 0.6 * gain + 2.2 * random.nextGaussian(),
                depthMm * (0.18 + 0.20 * random.nextDouble()),
                1.5 + 0.3 * random.nextDouble(),
                (foggy ? 0.4 : 0.7) + 0.4 * random.nextDouble(),
                0.8 + 3.0 * random.nextDouble());
    }

    /** Millimetres per pixel of an image with this many rows. */
    public double spacingMm(int rows) {
        return depthMm / (0.97 * rows);
    }

    /** Where the beams lie on an image with this many rows. */
    public ProbeGeometry probe(int rows) {
        double mm = spacingMm(rows);
        return new ProbeGeometry(rows, halfAngle, SURFACE_RADIUS_MM / mm, 0.012 * rows, depthMm / mm);
    }
}
