package org.credence.analytics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Measures against worked examples that are known in the literature or by hand. */
class MeasuresTest {

    @Test
    void auroc_of_the_textbook_example_is_three_quarters() {
        double[] scores = {.1, .4, .35, .8};
        assertEquals(.75, Auroc.of(scores, new boolean[] {false, false, true, true}), 1e-15);
    }

    @Test
    void ties_count_half_in_auroc() {
        assertEquals(.5, Auroc.of(new double[] {1, 1, 1}, new boolean[] {true, false, true}), 1e-15);
        // Pairs: 2>1, 2=2, 3>1, 3>2 give 3.5 of 4.
        assertEquals(.875, Auroc.of(new double[] {2, 3, 1, 2}, new boolean[] {true, true, false, false}), 1e-15);
    }

    @Test
    void auroc_equals_counting_all_pairs() {
        Random random = new Random(3);
        double[] scores = new double[60];
        boolean[] positive = new boolean[60];
        for (int i = 0; i < 60; i++) {
            positive[i] = random.nextBoolean();
            scores[i] = random.nextInt(12) + (positive[i] ? 2 : 0);
        }
        double wins = 0;
        int pairs = 0;
        for (int p = 0; p < 60; p++) {
            for (int q = 0; q < 60; q++) {
                if (positive[p] && !positive[q]) {
                    wins += scores[p] > scores[q] ? 1 : scores[p] == scores[q] ? .5 : 0;
                    pairs++;
                }
            }
        }
        assertEquals(wins / pairs, Auroc.of(scores, positive), 1e-12);
    }

    @Test
    void auroc_intervals_draw_patients_and_not_cases() {
        // Ten cases, but two patients: a resample has both (0.5 of the draws) or one class only.
        List<String> patients = List.of("A", "A", "A", "A", "A", "B", "B", "B", "B", "B");
        double[] scores = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
        boolean[] positive = {false, false, false, false, false, true, true, true, true, true};

        Interval interval = Auroc.interval(patients, scores, positive, ClusterBootstrap.standard(1));

        assertEquals(1, interval.estimate());
        assertEquals(2, interval.clusters());
        assertEquals(.5, interval.degenerate() / 2000.0, .05);
    }

    @Test
    void auroc_without_both_classes_does_not_exist() {
        assertTrue(Double.isNaN(Auroc.of(new double[] {1, 2}, new boolean[] {true, true})));
    }

    @Test
    void regression_errors_of_the_textbook_example() {
        RegressionError error = RegressionError.of(new double[] {2.5, 0, 2, 8}, new double[] {3, -.5, 2, 7});

        assertEquals(.5, error.mae(), 1e-15);
        assertEquals(0.6123724357, error.rmse(), 1e-10);
        assertEquals(4, error.n());
    }

    @Test
    void calibration_error_of_the_textbook_example() {
        Calibration calibration =
                Calibration.of(new double[] {.25, .25, .55, .75, .75}, new double[] {0, 0, 1, 1, 1}, 2);

        assertEquals(.29, calibration.ece(), 1e-12);
        assertEquals(0.3166666667, calibration.mce(), 1e-10);
        assertEquals(2, calibration.bins().get(0).n());
        assertEquals(1, calibration.bins().get(1).truth());
    }

    @Test
    void brier_score_of_the_textbook_example() {
        assertEquals(
                .0375,
                Calibration.of(new double[] {.1, .9, .8, .3}, new double[] {0, 1, 1, 0}, 10)
                        .brier(),
                1e-15);
    }

    @Test
    void whole_percents_fall_into_the_bin_that_they_open() {
        for (int tenth = 0; tenth <= 10; tenth++) {
            Calibration.Tally tally = new Calibration.Tally(10);
            tally.add(10 * tenth / 100.0, 0);
            assertEquals(1, tally.calibration().bins().get(Math.min(9, tenth)).n(), "confidence " + 10 * tenth + " %");
        }
    }

    @Test
    void tallies_add_up() {
        Calibration.Tally one = new Calibration.Tally(5);
        Calibration.Tally two = new Calibration.Tally(5);
        one.add(.2, 0);
        two.add(.9, 1);
        one.add(two);

        assertEquals(Calibration.of(new double[] {.2, .9}, new double[] {0, 1}, 5), one.calibration());
    }

    @Test
    void spearman_sees_any_rising_relation_and_averages_tied_ranks() {
        assertEquals(1, RankCorrelation.spearman(new double[] {1, 2, 3, 4}, new double[] {1, 8, 27, 64}), 1e-12);
        // Ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4: Pearson's r of these is 4.5 / sqrt(4.5 * 5).
        assertEquals(
                4.5 / Math.sqrt(4.5 * 5),
                RankCorrelation.spearman(new double[] {1, 2, 2, 4}, new double[] {1, 2, 3, 4}),
                1e-12);
        assertTrue(Double.isNaN(RankCorrelation.spearman(new double[] {1, 1, 1}, new double[] {1, 2, 3})));
    }

    @Test
    void a_patient_is_predicted_from_the_others_only() {
        List<String> patients = List.of("a", "a", "b", "b", "c", "d");
        double[] x = {1, 2, 3, 4, 5, 6};
        double[] y = {10, 20, 30, 40, 50, 600};
        LinearPrediction prediction = LinearPrediction.leaveOnePatientOut(patients, x, y);

        // Patient d is an outlier; without d the others lie on y = 10 x.
        assertEquals(60, prediction.predicted()[5], 1e-9);
        assertEquals(30, prediction.baseline()[5], 1e-9);
        // Patient a, by the line through the other four.
        double mx = 4.5;
        double my = 180;
        double slope = ((3 - mx) * (30 - my) + (4 - mx) * (40 - my) + (5 - mx) * (50 - my) + (6 - mx) * (600 - my)) / 5;
        assertEquals(my + slope * (1 - mx), prediction.predicted()[0], 1e-9);
    }

    @Test
    void a_biomarker_that_does_not_vary_predicts_the_mean() {
        LinearPrediction prediction = LinearPrediction.leaveOnePatientOut(
                List.of("a", "b", "c"), new double[] {2, 2, 2}, new double[] {1, 2, 6});

        assertEquals(4, prediction.predicted()[0], 1e-12);
        assertEquals(prediction.baselineError(), prediction.error());
    }

    @Test
    void an_exam_that_could_not_be_measured_is_refused_and_not_guessed() {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> LinearPrediction.leaveOnePatientOut(
                        List.of("a", "b", "c"), new double[] {1, Double.NaN, 3}, new double[] {1, 2, 6}));

        assertTrue(e.getMessage().contains("Exam 2"), e.getMessage());
    }
}
