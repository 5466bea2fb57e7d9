package org.credence.phantom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.credence.imaging.Clip;
import org.credence.imaging.Progress;
import org.credence.imaging.Window;
import org.junit.jupiter.api.Test;

class CohortTest {

    private static final Window PLAIN = Window.spanning(0, 255);

    private static CohortPlan small() {
        return new CohortPlan(6, 1, 2, 4, 120, 192, 5);
    }

    @Test
    void a_cohort_of_another_plan_does_not_pass_for_the_same_images() {
        PhantomClip one =
                Cohort.simulate(CohortPlan.demo()).exams().get(0).clips().get(0);
        PhantomClip two = Cohort.simulate(CohortPlan.demo().withPatients(20))
                .exams()
                .get(0)
                .clips()
                .get(0);

        assertFalse(one.sopInstanceUid().equals(two.sopInstanceUid()));
    }

    @Test
    void the_same_plan_gives_the_same_pixels_truth_and_outcomes() {
        PhantomExam one = Cohort.simulate(small()).exams().get(3);
        PhantomExam two = Cohort.simulate(small()).exams().get(3);

        assertEquals(one.outcome(), two.outcome());
        assertEquals(one.clips().get(1).sopInstanceUid(), two.clips().get(1).sopInstanceUid());
        assertArrayEquals(
                one.clips().get(1).frame(2).gray8(PLAIN),
                two.clips().get(1).frame(2).gray8(PLAIN));
        for (int s = 0; s < 4; s++) {
            assertArrayEquals(
                    one.clips().get(1).truth(2).probabilities().percent(s),
                    two.clips().get(1).truth(2).probabilities().percent(s));
        }
    }

    @Test
    void another_seed_gives_other_pixels_and_other_identifiers() {
        PhantomClip one = Cohort.simulate(small()).exams().get(0).clips().get(0);
        PhantomClip two =
                Cohort.simulate(small().withSeed(6)).exams().get(0).clips().get(0);

        assertFalse(one.sopInstanceUid().equals(two.sopInstanceUid()));
        assertFalse(
                java.util.Arrays.equals(one.frame(0).gray8(PLAIN), two.frame(0).gray8(PLAIN)));
    }

    @Test
    void every_identifier_is_a_valid_dicom_uid_and_occurs_once() {
        Set<String> seen = new HashSet<>();
        for (PhantomExam exam :
                Cohort.simulate(new CohortPlan(9, 2, 3, 1, 100, 64, 1)).exams()) {
            assertTrue(seen.add(exam.studyUid()));
            for (PhantomClip clip : exam.clips()) {
                assertTrue(clip.sopInstanceUid().matches("2\\.25\\.[1-9][0-9]{0,38}"), clip.sopInstanceUid());
                assertTrue(seen.add(clip.sopInstanceUid()));
                assertTrue(seen.add(clip.series().seriesUid()));
                assertTrue(clip.series().seriesDescription().toLowerCase().contains("synthetic"));
                assertTrue(clip.series().patientId().startsWith("PHANTOM-"));
            }
        }
    }

    @Test
    void a_rendered_clip_can_be_traced_back_to_its_truth() {
        Cohort cohort = Cohort.simulate(small());
        PhantomClip clip = cohort.exams().get(1).clips().get(0);
        Clip rendered = clip.render(Progress.NONE);

        assertEquals(4, rendered.frames().size());
        assertEquals(192, rendered.frames().get(0).columns());
        assertTrue(rendered.spacing().columnMm() > 0.3 && rendered.spacing().columnMm() < 1);
        assertEquals(clip, cohort.clip(rendered.sopInstanceUid()).orElseThrow());
        assertTrue(cohort.clip("2.25.1").isEmpty());
    }

    @Test
    void rendering_stops_when_it_is_cancelled() {
        Progress cancelled = new Progress() {
            @Override
            public void report(double fraction, String message) {}

            @Override
            public boolean isCancelled() {
                return true;
            }
        };
        PhantomClip clip = Cohort.simulate(small()).exams().get(0).clips().get(0);

        assertThrows(CancellationException.class, () -> clip.render(cancelled));
    }

    @Test
    void b_lines_are_brighter_than_the_lung_beside_them() {
        int compared = 0;
        int brighter = 0;
        for (PhantomExam exam :
                Cohort.simulate(new CohortPlan(16, 1, 2, 1, 100, 160, 3)).exams()) {
            for (PhantomClip clip : exam.clips()) {
                Truth truth = clip.truth(0);
                boolean[] inside = truth.mask("B-line", 80);
                byte[] gray = clip.frame(0).gray8(PLAIN);
                double in = 0;
                double out = 0;
                int nIn = 0;
                int nOut = 0;
                for (int i = 0; i < gray.length; i++) {
                    if (inside[i]) {
                        in += gray[i] & 0xff;
                        nIn++;
                    } else if (truth.inLungField(i % 160, i / 160)) {
                        out += gray[i] & 0xff;
                        nOut++;
                    }
                }
                if (nIn > 100) {
                    compared++;
                    brighter += in / nIn > out / nOut ? 1 : 0;
                }
            }
        }
        assertTrue(compared >= 8, "clips with clear B-lines: " + compared);
        assertTrue(brighter >= 0.9 * compared, brighter + " of " + compared);
    }

    @Test
    void some_of_the_truth_is_ambiguous_and_some_is_certain() {
        long ambiguous = 0;
        long certain = 0;
        for (PhantomExam exam :
                Cohort.simulate(new CohortPlan(12, 1, 1, 1, 100, 128, 8)).exams()) {
            for (byte p : exam.clips().get(0).truth(0).probabilities().percent(2)) {
                ambiguous += p >= 15 && p <= 85 ? 1 : 0;
                certain += p > 85 ? 1 : 0;
            }
        }
        double share = ambiguous / (double) (ambiguous + certain);
        assertTrue(share > 0.15 && share < 0.75, "ambiguous share of B-line pixels: " + share);
    }

    @Test
    void the_fan_is_as_dark_as_lung_ultrasound_is() {
        double sum = 0;
        long n = 0;
        for (PhantomExam exam :
                Cohort.simulate(new CohortPlan(16, 1, 1, 1, 100, 128, 4)).exams()) {
            PhantomClip clip = exam.clips().get(0);
            Truth truth = clip.truth(0);
            byte[] gray = clip.frame(0).gray8(PLAIN);
            for (int i = 0; i < gray.length; i++) {
                if (truth.inFan(i % 128, i / 128)) {
                    sum += gray[i] & 0xff;
                    n++;
                } else {
                    assertEquals(0, gray[i]);
                }
            }
        }
        // Public clips of convex probes have means around 32 over the whole fan, shadows included.
        assertTrue(sum / n > 24 && sum / n < 42, "mean gray level of the fan: " + sum / n);
    }

    @Test
    void sicker_patients_have_more_b_lines_lower_sf_ratios_and_come_back_more_often() {
        List<PhantomExam> exams =
                Cohort.simulate(new CohortPlan(80, 1, 2, 1, 100, 64, 12)).exams();
        double[] burden = exams.stream().mapToDouble(PhantomExam::burden).toArray();
        double[] ratio = exams.stream().mapToDouble(e -> e.outcome().sfRatio()).toArray();
        double[] area = exams.stream().mapToDouble(e -> e.bLineAreaFraction(1)).toArray();
        double[] back = exams.stream()
                .mapToDouble(e -> e.outcome().readmittedWithin30Days() ? 1 : 0)
                .toArray();

        assertTrue(correlation(burden, ratio) < -0.9, "S/F: " + correlation(burden, ratio));
        assertTrue(correlation(burden, area) > 0.6, "B-line area: " + correlation(burden, area));
        assertTrue(correlation(area, ratio) < -0.5, "area and S/F: " + correlation(area, ratio));
        assertTrue(correlation(burden, back) > 0.3, "readmission: " + correlation(burden, back));
        for (PhantomExam e : exams) {
            assertTrue(e.outcome().sfRatio() >= 90 && e.outcome().sfRatio() <= 477);
            assertEquals(
                    e.outcome().spo2Percent() / e.outcome().fio2(), e.outcome().sfRatio(), 1e-12);
        }
    }

    @Test
    void impossible_plans_are_refused_with_their_value() {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> new CohortPlan(0, 1, 1, 1, 100, 256, 1));
        assertTrue(e.getMessage().contains("0"), e.getMessage());
    }

    private static double correlation(double[] x, double[] y) {
        double mx = java.util.Arrays.stream(x).average().orElseThrow();
        double my = java.util.Arrays.stream(y).average().orElseThrow();
        double xy = 0;
        double xx = 0;
        double yy = 0;
        for (int i = 0; i < x.length; i++) {
            xy += (x[i] - mx) * (y[i] - my);
            xx += (x[i] - mx) * (x[i] - mx);
            yy += (y[i] - my) * (y[i] - my);
        }
        return xy / Math.sqrt(xx * yy);
    }
}
