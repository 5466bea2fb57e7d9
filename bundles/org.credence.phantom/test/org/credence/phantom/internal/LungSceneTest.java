package org.credence.phantom.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class LungSceneTest {

    private static final Traits TRAITS = new Traits(120, Math.toRadians(36), 24, -32, -35, -53, 30, 1.6, 0.5, 3);

    private final Textures textures = new Textures(1);

    private LungScene scene(List<Findings.Rib> ribs, List<Findings.BLine> bLines, double aLineDb) {
        Findings findings = new Findings(
                ribs, bLines, List.of(), aLineDb, 2, 0, 0.3, 16, 0.1, 0.5, 0, 0, 0.05, 3000, 0, 0, 0, 0, 0.5, 0, 0, 11);
        return LungScene.of(textures, TRAITS, TRAITS.probe(256), findings);
    }

    @Test
    void a_single_look_of_speckle_is_rayleigh_distributed() {
        double sum = 0;
        double squares = 0;
        int n = 0;
        for (int b = 0; b < 512; b += 8) {
            for (int s = 0; s < 512; s += 3) {
                double e = textures.envelope(true, 0, b, s, Math.cos(0.4), Math.sin(0.4));
                sum += e;
                squares += e * e;
                n++;
            }
        }
        double mean = sum / n;
        double sd = Math.sqrt(squares / n - mean * mean);
        assertEquals(1, mean, 0.05);
        // The signal-to-noise ratio of fully developed speckle: sqrt(pi / (4 - pi)).
        assertEquals(1.913, mean / sd, 0.1);
    }

    @Test
    void compounding_reduces_speckle_by_the_root_of_the_looks() {
        double sum = 0;
        double squares = 0;
        int n = 0;
        for (int b = 0; b < 512; b += 8) {
            for (int s = 0; s < 512; s += 3) {
                double e = Math.pow(10, textures.speckleDb(false, b, s, 1, 0) / 20);
                sum += e;
                squares += e * e;
                n++;
            }
        }
        double mean = sum / n;
        double sd = Math.sqrt(squares / n - mean * mean);
        assertEquals(1.913 * Math.sqrt(Textures.LOOKS), mean / sd, 0.4);
    }

    @Test
    void a_lines_repeat_at_multiples_of_the_pleural_depth() {
        LungScene scene = scene(List.of(), List.of(), 14);
        float[] aLines = scene.contrasts(0)[LungScene.A_LINE];
        int samples = scene.probe().samples();
        int found = 0;
        for (int beam = 104; beam <= 152; beam += 6) {
            double pleura = scene.pleura(beam, 0);
            for (int order = 2; order <= 3; order++) {
                int best = (int) ((order - 0.4) * pleura);
                for (int s = (int) ((order - 0.4) * pleura); s < (order + 0.4) * pleura && s < samples; s++) {
                    best = aLines[beam * samples + s] > aLines[beam * samples + best] ? s : best;
                }
                // A-lines have gaps; where there is none, the line must lie exactly there.
                if (aLines[beam * samples + best] > 1) {
                    assertEquals(order * pleura, best + 0.5, 1, "beam " + beam + ", line " + order);
                    found++;
                }
            }
        }
        assertTrue(found >= 10, "places with A-lines: " + found);
    }

    @Test
    void a_lines_fade_with_depth_and_are_erased_by_b_lines() {
        float[] open = scene(List.of(), List.of(), 14).contrasts(0)[LungScene.A_LINE];
        float[] crossed = scene(List.of(), List.of(new Findings.BLine(0, 0.5, 10, 300, 0)), 14)
                .contrasts(0)[LungScene.A_LINE];
        LungScene scene = scene(List.of(), List.of(), 14);
        int samples = scene.probe().samples();
        int first = 128 * samples + (int) (2 * scene.pleura(128, 0));
        int second = 128 * samples + (int) (3 * scene.pleura(128, 0));

        assertTrue(open[first] > open[second] + 1, open[first] + " and " + open[second]);
        assertTrue(crossed[first] < 0.1, "crossed: " + crossed[first]);
    }

    @Test
    void b_lines_slide_with_the_lung() {
        LungScene scene = scene(List.of(), List.of(new Findings.BLine(0, 0.05, 10, 500, 0)), 0);

        assertEquals(0, center(scene, 0), 0.01);
        assertEquals(0.05, center(scene, 750), 0.01);
        assertEquals(-0.05, center(scene, 2250), 0.01);
    }

    @Test
    void nothing_is_seen_behind_a_rib() {
        LungScene scene =
                scene(List.of(new Findings.Rib(0, 0.3, 0.7, 1)), List.of(new Findings.BLine(0, 0.1, 10, 500, 0)), 14);
        for (float[] plane : scene.contrasts(0)) {
            int samples = scene.probe().samples();
            for (int s = 0; s < samples; s++) {
                assertTrue(plane[128 * samples + s] < 0.5);
            }
        }
        byte[] gray = scene.gray(0);
        assertTrue(mean(gray, 128, 150, 40) < 0.5 * mean(gray, 128, 30, 12), "the shadow is dark");
    }

    @Test
    void half_of_the_panel_sees_the_threshold_contrast() {
        assertEquals(0, Panel.probability(0));
        assertEquals(0.5, Panel.probability(Panel.HALF_DB), 1e-6);
        assertEquals(1, Panel.probability(12));
    }

    private static double center(LungScene scene, double timeMs) {
        float[] plane = scene.contrasts(timeMs)[LungScene.B_LINE];
        int samples = scene.probe().samples();
        double sum = 0;
        double moment = 0;
        for (int b = 0; b < ProbeGeometry.BEAMS; b++) {
            double c = plane[b * samples + samples / 2];
            sum += c;
            moment += c * ProbeGeometry.u(b);
        }
        return moment / sum;
    }

    private static double mean(byte[] gray, int column, int row, int rows) {
        double sum = 0;
        for (int y = row; y < row + rows; y++) {
            for (int x = column - 4; x <= column + 4; x++) {
                sum += gray[y * 256 + x] & 0xff;
            }
        }
        return sum / (9 * rows);
    }
}
