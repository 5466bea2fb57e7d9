package org.credence.analytics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import org.hipparchus.stat.regression.SimpleRegression;

/**
 * A clinical value predicted from a biomarker by a straight line that never saw the patient it predicts.
 *
 * @param patients whose exam each prediction is for
 * @param truth the true values
 * @param predicted by ordinary least squares on all other patients' exams
 * @param baseline the mean of all other patients' exams: what one would say without looking at the image
 */
public record LinearPrediction(List<String> patients, double[] truth, double[] predicted, double[] baseline) {

    public LinearPrediction {
        patients = List.copyOf(patients);
        truth = truth.clone();
        predicted = predicted.clone();
        baseline = baseline.clone();
    }

    /**
     * Leaves one patient out at a time. Where the biomarker does not vary among the others, their mean is predicted.
     *
     * @param patients whose exam it is, one per exam; at least three different ones
     * @param biomarker of each exam
     * @param truth of each exam
     */
    public static LinearPrediction leaveOnePatientOut(List<String> patients, double[] biomarker, double[] truth) {
        int n = patients.size();
        if (biomarker.length != n || truth.length != n) {
            throw new IllegalArgumentException(
                    n + " exams with " + biomarker.length + " biomarkers and " + truth.length + " true values");
        }
        if (new LinkedHashSet<>(patients).size() < 3) {
            throw new IllegalArgumentException(
                    "Leaving one patient out needs at least 3 patients, got: " + new LinkedHashSet<>(patients).size());
        }
        for (int i = 0; i < n; i++) {
            if (!Double.isFinite(biomarker[i]) || !Double.isFinite(truth[i])) {
                throw new IllegalArgumentException("Exam " + (i + 1) + " has biomarker " + biomarker[i]
                        + " and true value " + truth[i] + "; leave it out and say so.");
            }
        }
        double[] predicted = new double[n];
        double[] baseline = new double[n];
        for (int i = 0; i < n; i++) {
            SimpleRegression line = new SimpleRegression();
            double sum = 0;
            int others = 0;
            for (int j = 0; j < n; j++) {
                if (!patients.get(j).equals(patients.get(i))) {
                    line.addData(biomarker[j], truth[j]);
                    sum += truth[j];
                    others++;
                }
            }
            baseline[i] = sum / others;
            double value = line.predict(biomarker[i]);
            predicted[i] = Double.isNaN(value) ? baseline[i] : value;
        }
        return new LinearPrediction(patients, truth, predicted, baseline);
    }

    /** Error of the line. */
    public RegressionError error() {
        return RegressionError.of(predicted, truth);
    }

    /** Error of the mean. */
    public RegressionError baselineError() {
        return RegressionError.of(baseline, truth);
    }

    /** Interval of the line's mean absolute error, by patient. The lines are not refitted on the resamples. */
    public Interval mae(ClusterBootstrap bootstrap) {
        return bootstrap.interval(errorsByPatient(), e -> meanOf(e, 0));
    }

    /** Interval of by how much the line's mean absolute error exceeds the mean's; below 0 the line is better. */
    public Interval maeOverBaseline(ClusterBootstrap bootstrap) {
        return bootstrap.difference(errorsByPatient(), e -> meanOf(e, 0), e -> meanOf(e, 1));
    }

    /**
     * Interval of by how much this prediction's mean absolute error exceeds another's, paired by patient.
     *
     * @param other of the same exams in the same order
     */
    public Interval maeOver(LinearPrediction other, ClusterBootstrap bootstrap) {
        if (!other.patients.equals(patients) || !Arrays.equals(other.truth, truth)) {
            throw new IllegalArgumentException("Only predictions of the same exams can be compared.");
        }
        List<double[][]> pairs = new ArrayList<>();
        List<double[][]> mine = errorsByPatient();
        List<double[][]> theirs = other.errorsByPatient();
        for (int p = 0; p < mine.size(); p++) {
            pairs.add(new double[][] {mine.get(p)[0], theirs.get(p)[0]});
        }
        return bootstrap.difference(pairs, e -> meanOf(e, 0), e -> meanOf(e, 1));
    }

    /** Per patient the absolute errors of the line, and those of the mean. */
    private List<double[][]> errorsByPatient() {
        List<double[][]> errors = new ArrayList<>();
        for (String patient : new LinkedHashSet<>(patients)) {
            int[] exams = java.util.stream.IntStream.range(0, truth.length)
                    .filter(i -> patients.get(i).equals(patient))
                    .toArray();
            errors.add(new double[][] {
                Arrays.stream(exams)
                        .mapToDouble(i -> Math.abs(predicted[i] - truth[i]))
                        .toArray(),
                Arrays.stream(exams)
                        .mapToDouble(i -> Math.abs(baseline[i] - truth[i]))
                        .toArray()
            });
        }
        return errors;
    }

    private static double meanOf(List<double[][]> errors, int which) {
        double sum = 0;
        int n = 0;
        for (double[][] patient : errors) {
            for (double e : patient[which]) {
                sum += e;
                n++;
            }
        }
        return sum / n;
    }
}
