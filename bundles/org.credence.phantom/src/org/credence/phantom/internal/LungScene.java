package org.credence.phantom.internal;

import java.util.Random;

/**
 * One lung zone under the probe, at any moment. Immutable and cheap to keep: pixels and truth are computed when asked for.
 *
 * <p>The scene knows for every cell of the polar grid the mean echo level and the contrast that each structure adds to it.
 * Both image and truth follow from these: the image by speckle, compression and scan conversion, the truth by the panel's
 * psychometric function ({@link Panel}). Lengths within are in pixels of depth, levels in dB below white.
 */
public final class LungScene {

    /** The planes of {@link #contrasts}, in the order of the label scheme. */
    static final int PLEURA = 0;

    static final int A_LINE = 1;
    static final int B_LINE = 2;
    static final int CONSOLIDATION = 3;

    private static final double BLACK_DB = -60;

    private final Textures textures;
    private final Traits traits;
    private final ProbeGeometry probe;
    private final Findings findings;
    private final double mm;

    private LungScene(Textures textures, Traits traits, ProbeGeometry probe, Findings findings) {
        this.textures = textures;
        this.traits = traits;
        this.probe = probe;
        this.findings = findings;
        this.mm = traits.spacingMm(probe.size());
    }

    /** Draws a zone of a patient; {@code burden} is the zone's disease, 0 to 1. */
    public static LungScene draw(Textures textures, Traits traits, ProbeGeometry probe, double burden, Random random) {
        return new LungScene(textures, traits, probe, Findings.draw(random, burden, traits.depthMm()));
    }

    static LungScene of(Textures textures, Traits traits, ProbeGeometry probe, Findings findings) {
        return new LungScene(textures, traits, probe, findings);
    }

    public ProbeGeometry probe() {
        return probe;
    }

    /** The gray image at a moment, row by row. */
    public byte[] gray(double timeMs) {
        Moment moment = new Moment(timeMs);
        float[] gray = new float[ProbeGeometry.BEAMS * probe.samples()];
        double wallPhase = 0.9 * Math.sin(moment.breath);
        double lungPhase = timeMs / 280;
        double wallCos = Math.cos(wallPhase);
        double wallSin = Math.sin(wallPhase);
        double lungCos = Math.cos(lungPhase);
        double lungSin = Math.sin(lungPhase);
        int lungShift = (int) Math.round(moment.slide * ProbeGeometry.BEAMS / 2);
        for (int b = 0; b < ProbeGeometry.BEAMS; b++) {
            Beam beam = new Beam(moment, b);
            for (int s = 0; s < probe.samples(); s++) {
                beam.at(s);
                boolean solid = s < beam.pleura || beam.consolidation > 2;
                double speckle = solid
                        ? textures.speckleDb(false, b + findings.offset(), s + findings.offset(), wallCos, wallSin)
                        : textures.speckleDb(
                                true, b - lungShift + findings.offset(), s + findings.offset(), lungCos, lungSin);
                double db = beam.levelDb + traits.speckle() * speckle * (solid ? 1 : 1.2);
                double x = Math.max(0, Math.min(1, 1 - db / BLACK_DB));
                gray[b * probe.samples() + s] = (float) (255 * Math.pow(x, traits.gamma()));
            }
        }
        float[] image = probe.scanConvert(gray);
        byte[] pixels = new byte[image.length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) Math.round(image[i]);
        }
        return pixels;
    }

    /** The panel's probabilities at a moment: four planes of the image, in the order of the label scheme. */
    public float[][] truth(double timeMs) {
        float[][] planes = contrasts(timeMs);
        for (int p = 0; p < planes.length; p++) {
            float[] polar = planes[p];
            for (int i = 0; i < polar.length; i++) {
                polar[i] = Panel.probability(polar[i]);
            }
            planes[p] = probe.scanConvert(polar);
        }
        return planes;
    }

    /** The fan's pixels below the pleural line at a moment. */
    public boolean[] lungField(double timeMs) {
        Moment moment = new Moment(timeMs);
        float[] polar = new float[ProbeGeometry.BEAMS * probe.samples()];
        for (int b = 0; b < ProbeGeometry.BEAMS; b++) {
            double pleura = moment.pleura(b);
            for (int s = 0; s < probe.samples(); s++) {
                polar[b * probe.samples() + s] = s > pleura ? 1 : 0;
            }
        }
        float[] image = probe.scanConvert(polar);
        boolean[] field = new boolean[image.length];
        for (int i = 0; i < field.length; i++) {
            field[i] = image[i] >= 0.5f;
        }
        return field;
    }

    float[][] contrasts(double timeMs) {
        Moment moment = new Moment(timeMs);
        float[][] planes = new float[4][ProbeGeometry.BEAMS * probe.samples()];
        for (int b = 0; b < ProbeGeometry.BEAMS; b++) {
            Beam beam = new Beam(moment, b);
            for (int s = 0; s < probe.samples(); s++) {
                beam.at(s);
                int i = b * probe.samples() + s;
                planes[PLEURA][i] = (float) beam.pleuraDb;
                planes[A_LINE][i] = (float) beam.aLineDb;
                planes[B_LINE][i] = (float) beam.bLineDb;
                planes[CONSOLIDATION][i] = (float) beam.consolidation;
            }
        }
        return planes;
    }

    /** Depth of the pleural line at a beam and moment, in pixels below the probe's surface. */
    double pleura(int beam, double timeMs) {
        return new Moment(timeMs).pleura(beam);
    }

    private static double bump(double z) {
        return Math.abs(z) > 4 ? 0 : Math.exp(-0.5 * z * z);
    }

    /** 1 well inside, 0 well outside, a smooth flank of the given width between. */
    private static double plateau(double distance, double halfWidth, double flank) {
        double z = (distance - halfWidth) / flank;
        return z > 6 ? 0 : z < -6 ? 1 : 1 / (1 + Math.exp(3 * z));
    }

    /** How the lung lies at one moment. */
    private final class Moment {

        private final double breath;
        private final double slide;
        private final double timeMs;

        private Moment(double timeMs) {
            this.timeMs = timeMs;
            breath = 2 * Math.PI * timeMs / findings.breathMs() + findings.breathPhase();
            slide = findings.slideU() * Math.sin(breath);
        }

        private double pleura(int beam) {
            double u = ProbeGeometry.u(beam);
            double moving = beam - slide * ProbeGeometry.BEAMS / 2;
            double shape = 1 + findings.tilt() * u + findings.curve() * u * u;
            double flat = (Traits.SURFACE_RADIUS_MM + traits.pleuraMm())
                    * (1 / Math.cos(u * traits.halfAngle()) - 1)
                    * findings.flatness();
            double wave = 0.35 * textures.clouds.at(moving + findings.offset(), findings.offset())
                    + 0.25 * findings.irregularity() * textures.blobs.at(moving + findings.offset(), 17);
            double depthMm = traits.pleuraMm() * shape + flat + wave + 0.3 * Math.cos(breath);
            return Math.max(6, depthMm / mm);
        }
    }

    /** One beam at one moment; {@link #at} moves it along depth. */
    private final class Beam {

        private final int index;
        private final double u;
        private final double moving;
        private final double pleura;
        private final double contactDb;
        private final double shadow;
        private final double ribDepth;
        private final double ribEcho;
        private final double besideDb;
        private final double lungTransmissionDb;
        private final double pleuraLineDb;
        private final double aExtent;
        private final double[] bContrast;
        private double consolidationEdge;
        private double consolidationDb;

        private double levelDb;
        private double pleuraDb;
        private double aLineDb;
        private double bLineDb;
        private double consolidation;

        private Beam(Moment moment, int index) {
            this.index = index;
            u = ProbeGeometry.u(index);
            moving = u - moment.slide;
            pleura = moment.pleura(index);
            double edge = Math.abs(u);
            double loss = u < 0 ? findings.leftContactDb() : findings.rightContactDb();
            contactDb = -loss * edge * edge * edge * edge;
            double behind = 0;
            double depth = Double.MAX_VALUE;
            double echo = 0;
            for (Findings.Rib rib : findings.ribs()) {
                double z = (u - rib.center()) / rib.halfWidth();
                behind = Math.max(behind, rib.strength() * plateau(Math.abs(z), 1, 0.55));
                if (Math.abs(z) < 1.6) {
                    depth = pleura * (rib.depthFraction() + 0.14 * z * z);
                    echo = bump(z / 0.7);
                }
            }
            shadow = behind;
            ribDepth = depth == Double.MAX_VALUE ? pleura * 0.8 : depth;
            ribEcho = echo;
            besideDb = findings.windowDb()
                    * (1 - plateau(Math.abs(u - findings.windowCenter()), findings.windowHalfWidth(), 0.15));
            double beamNoise = (moving + 1) / 2 * ProbeGeometry.BEAMS + findings.offset();
            lungTransmissionDb = 2.6 * textures.clouds.at(beamNoise, 100) + 0.9 * textures.blobs.at(beamNoise, 200);
            for (Findings.Consolidation c : findings.consolidations()) {
                double z = (moving - c.center()) / c.halfWidth();
                if (Math.abs(z) < 1.4) {
                    double dome = Math.sqrt(Math.max(0, 1 - z * z / 1.96));
                    double shred = 1
                            + 0.16 * textures.blobs.at(beamNoise * 1.2, 300)
                            + 0.22 * textures.clouds.at(beamNoise * 2, 300);
                    consolidationEdge = c.heightMm() / mm * dome * Math.max(0.25, shred);
                    consolidationDb = c.contrastDb() * plateau(Math.abs(z), 1, 0.35) * (1 - shadow);
                }
            }
            double broken = consolidationDb > 2 ? 5 : 0;
            pleuraLineDb = Math.max(
                    0,
                    (findings.pleuraDb()
                                    + 2.2 * textures.clouds.at(beamNoise * 1.5, 400)
                                    + 2.5 * findings.irregularity() * textures.blobs.at(beamNoise, 400)
                                    - broken)
                            // Away from the window the beam meets the pleura at a slant and less comes back.
                            * (1 - shadow)
                            * Math.exp(-1.0 * edge * edge - 0.09 * besideDb));
            aExtent = plateau(Math.abs(moving - findings.aLineCenter()), findings.aLineHalfWidth(), 0.08)
                    * Math.max(0.2, 1 + 0.3 * textures.blobs.at(beamNoise, 450))
                    * (1 - shadow);
            bContrast = new double[findings.bLines().size()];
            for (int i = 0; i < bContrast.length; i++) {
                Findings.BLine line = findings.bLines().get(i);
                double flank = Math.max(0.016, 0.32 * line.halfWidth());
                double alive = 1 - 0.18 * line.flicker() * (1 + Math.sin(moment.timeMs / 300 + 7 * line.flicker()));
                bContrast[i] = line.contrastDb()
                        * alive
                        * plateau(Math.abs(moving - line.center()), line.halfWidth(), flank)
                        * (1 - shadow);
            }
        }

        private void at(int sample) {
            double d = sample + 0.5;
            double below = d - pleura;
            double belowMm = below * mm;
            pleuraDb = 0;
            aLineDb = 0;
            bLineDb = 0;
            consolidation = 0;
            levelDb = below < 0 ? wall(sample, d) : lung(sample, belowMm);
            lines(d, below, belowMm);
            double occluded = occlusion(d);
            pleuraDb *= 1 - occluded;
            levelDb += contactDb;
            double floor = traits.floorDb() - 5 * occluded + 0.7 * contactDb - 3 * (1 - Math.min(1, d * mm / 30));
            double echoDb = levelDb;
            levelDb = overNoise(echoDb, floor);
            // What the noise drowns, nobody sees: the truth knows only the contrast that is left.
            pleuraDb = left(pleuraDb, echoDb, floor);
            aLineDb = left(aLineDb, echoDb, floor);
            bLineDb = left(bLineDb, echoDb, floor);
        }

        private double left(double contrastDb, double echoDb, double floor) {
            return contrastDb < 0.5 ? 0 : levelDb - overNoise(echoDb - contrastDb, floor);
        }

        /** Echo and noise add in amplitude; a smooth maximum in dB comes to the same. */
        private static double overNoise(double echoDb, double floorDb) {
            double z = (echoDb - floorDb) / 4;
            return z > 8 ? echoDb : floorDb + 4 * Math.log1p(Math.exp(z));
        }

        private double wall(int sample, double d) {
            double depth = d / pleura;
            // Layers follow the probe's surface above and the pleura below, and undulate between.
            double warp = depth * (pleura - traits.pleuraMm() / mm)
                    + 5 * textures.clouds.at(index + findings.offset(), sample + findings.offset());
            double fiber = textures.fibers.at(index + findings.offset(), (int) (d - warp) + findings.offset());
            double layers = traits.fibers() * (fiber + 0.9 * Math.max(0, fiber - 0.8));
            double fat = 2.6 * textures.clouds.at(index, 2 * sample + findings.offset());
            double skin = 5 * Math.exp(-d * mm / 2.2) * (0.6 + 0.6 * Math.cos(d * mm * 4.2));
            double fascia = 6 * bump((depth - 0.45 - 0.04 * u) / 0.03) + 4 * bump((depth - 0.2 - 0.02 * u) / 0.02);
            double rib = 10 * ribEcho * bump((d - ribDepth) * mm / 1.1);
            return traits.wallDb() + layers + fat + skin + fascia + rib - 4 * depth * depth + 2 - 9 * occlusion(d);
        }

        private double lung(int sample, double belowMm) {
            double haze = (traits.lungDb() - besideDb - traits.floorDb()) * Math.exp(-belowMm / traits.decayMm());
            double cloud = textures.clouds.at(index + findings.offset() + 300, sample + findings.offset());
            double stray = findings.strayDb() * Math.max(0, cloud - 0.3) * (1 - Math.exp(-belowMm / 25));
            double streaks =
                    0.9 * textures.fibers.at(index + findings.offset(), sample + 900) * Math.exp(-belowMm / 30);
            return traits.floorDb()
                    + haze
                    + lungTransmissionDb * Math.exp(-belowMm / 60)
                    + streaks
                    + stray
                    + 2
                    - occlusion(belowMm / mm + pleura) * (16 + 0.1 * belowMm);
        }

        /** How much of the beam is blocked by bone above this depth, 0 to 1. */
        private double occlusion(double d) {
            return shadow == 0 ? 0 : shadow / (1 + Math.exp(-(d - ribDepth) * mm / 2.6));
        }

        private void lines(double d, double below, double belowMm) {
            double lineMm = 0.75;
            pleuraDb = pleuraLineDb * bump(belowMm / lineMm);
            levelDb += pleuraDb;
            if (below < 0) {
                return;
            }
            double inside = 0;
            if (consolidationDb > 0 && consolidationEdge > 0) {
                double edgeMm = (below - consolidationEdge) * mm;
                inside = 1 / (1 + Math.exp(edgeMm / 1.0)) * (1 - bump(belowMm / 0.6));
                consolidation = consolidationDb * inside;
                double solid = Math.min(1, consolidation / 5);
                double tissue = traits.wallDb()
                        - 9
                        + 2.4 * textures.blobs.at(index + findings.offset(), (int) d + findings.offset());
                levelDb += solid * (tissue - levelDb);
                double shred = 0.9 * consolidationDb * bump(edgeMm / 1.6);
                double tail = edgeMm < 0 ? 0 : 0.45 * consolidationDb * Math.exp(-edgeMm / 25);
                levelDb += 0.7 * shred + tail;
            }
            double b = 0;
            double sum = 0;
            for (int i = 0; i < bContrast.length; i++) {
                if (bContrast[i] > 0.05) {
                    double c = bContrast[i]
                            * Math.exp(-belowMm / findings.bLines().get(i).fadeMm())
                            * (1 - inside);
                    sum += c;
                    b = Math.max(b, c);
                }
            }
            double rising = 1 - bump(belowMm / 0.9);
            bLineDb = Math.min(14, b + 0.25 * (sum - b)) * rising;
            if (bLineDb > 0) {
                double streak =
                        0.16 * textures.blobs.at((moving + 1) * ProbeGeometry.BEAMS / 2 + findings.offset(), 500);
                levelDb += bLineDb * (1 + streak);
            }
            double open = aExtent * Math.exp(-bLineDb * bLineDb / 12) * (1 - inside);
            if (open > 0.02) {
                aLine(d, open);
            }
            // Faint repetitions within the first millimetres, as below every strong specular reflector.
            levelDb += 0.22 * pleuraLineDb * Math.exp(-belowMm / 5) * bump((belowMm % 2.6 - 1.3) / 0.45) * (1 - inside);
        }

        private void aLine(double d, double open) {
            int order = (int) Math.round(d / pleura);
            if (order < 2) {
                return;
            }
            double db = findings.aLineDb() - findings.aLineFadeDb() * (order - 2);
            double narrowing = order == 2 ? open : open * open;
            aLineDb = Math.max(0, db) * narrowing * bump((d - order * pleura) * mm / 0.75);
            levelDb += aLineDb;
        }
    }
}
