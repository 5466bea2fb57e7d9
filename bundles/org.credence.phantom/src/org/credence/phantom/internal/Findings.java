package org.credence.phantom.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What there is to see in one lung zone. Positions across the fan are in {@code u} (-1 to 1), lengths in mm, contrasts in
 * dB over the surroundings. {@code flatness} is 0 for a pleura parallel to the probe's surface, 1 for a flat one. The haze of
 * the lung is {@code windowDb} weaker outside the window between the ribs; {@code strayDb} is how strongly cloudy echoes
 * from elsewhere show at depth.
 */
record Findings(
        List<Rib> ribs,
        List<BLine> bLines,
        List<Consolidation> consolidations,
        double aLineDb,
        double aLineFadeDb,
        double aLineCenter,
        double aLineHalfWidth,
        double pleuraDb,
        double irregularity,
        double flatness,
        double tilt,
        double curve,
        double slideU,
        double breathMs,
        double breathPhase,
        double leftContactDb,
        double rightContactDb,
        double windowCenter,
        double windowHalfWidth,
        double windowDb,
        double strayDb,
        int offset) {

    /** A rib across the fan; {@code strength} is how much of the sound it keeps, 0 to 1. */
    record Rib(double center, double halfWidth, double depthFraction, double strength) {}

    /** A bright band from the pleura down; {@code fadeMm} is where it has lost two thirds of its contrast. */
    record BLine(double center, double halfWidth, double contrastDb, double fadeMm, double flicker) {}

    /** Airless lung below the pleura. */
    record Consolidation(double center, double halfWidth, double heightMm, double contrastDb) {}

    Findings {
        ribs = List.copyOf(ribs);
        bLines = List.copyOf(bLines);
        consolidations = List.copyOf(consolidations);
    }

    /** Draws a zone whose disease is {@code burden}, 0 to 1. */
    static Findings draw(Random random, double burden, double depthMm) {
        List<Rib> ribs = new ArrayList<>();
        double gap = 0.30 + 0.30 * random.nextDouble();
        double middle = 0.24 * random.nextGaussian();
        if (random.nextDouble() < 0.85) {
            ribs.add(rib(random, middle - gap));
        }
        if (random.nextDouble() < 0.85) {
            ribs.add(rib(random, middle + gap + 0.05));
        }
        boolean sick = random.nextDouble() < 1.3 * (burden - 0.25);
        List<Consolidation> consolidations = new ArrayList<>();
        if (sick) {
            consolidations.add(new Consolidation(
                    middle + 0.5 * gap * (2 * random.nextDouble() - 1),
                    0.10 + 0.18 * random.nextDouble(),
                    depthMm * (0.06 + 0.15 * burden * random.nextDouble() + 0.04 * random.nextDouble()),
                    Math.max(2, 3.5 + 5 * burden + 1.8 * random.nextGaussian())));
        }
        List<BLine> lines = new ArrayList<>();
        int count = (int) Math.round(Math.max(0, 5.2 * burden + 0.35 + 0.7 * random.nextGaussian()));
        for (int i = 0; i < count; i++) {
            boolean confluent = random.nextDouble() < 0.75 * burden;
            double width = confluent ? 0.07 + 0.13 * random.nextDouble() : 0.018 + 0.035 * random.nextDouble();
            double contrast = 5.0 + 5.5 * burden + 2.3 * random.nextGaussian();
            lines.add(new BLine(
                    middle + 1.1 * gap * (2 * random.nextDouble() - 1),
                    width,
                    Math.max(1, Math.min(14, contrast)),
                    depthMm * (1.0 + 2.0 * random.nextDouble()),
                    random.nextDouble()));
        }
        return new Findings(
                ribs,
                lines,
                consolidations,
                Math.max(0, 13 - 9 * burden + 3 * random.nextGaussian()),
                1.5 + 3 * random.nextDouble(),
                middle + 0.15 * random.nextGaussian(),
                0.10 + 0.16 * random.nextDouble(),
                17 + 2.5 * random.nextGaussian() - 3.5 * burden,
                0.25 + 1.6 * burden * random.nextDouble(),
                0.5 + 0.6 * random.nextDouble(),
                0.16 * random.nextGaussian(),
                0.05 * random.nextGaussian(),
                0.02 + 0.05 * random.nextDouble(),
                2500 + 1800 * random.nextDouble(),
                2 * Math.PI * random.nextDouble(),
                contact(random),
                contact(random),
                middle,
                gap,
                11 * random.nextDouble(),
                8 * random.nextDouble() * random.nextDouble(),
                random.nextInt(1 << 20));
    }

    private static Rib rib(Random random, double center) {
        return new Rib(
                center,
                0.09 + 0.14 * random.nextDouble(),
                0.58 + 0.25 * random.nextDouble(),
                0.75 + 0.25 * random.nextDouble());
    }

    /** Loss at the outermost beam, in dB: most often little, sometimes the probe's edge has no contact. */
    private static double contact(Random random) {
        return random.nextDouble() < 0.25 ? 14 + 22 * random.nextDouble() : 9 * random.nextDouble();
    }
}
