package org.credence.analytics;

/**
 * How far predictions lie from the truth, in the truth's unit.
 *
 * @param mae mean absolute error
 * @param rmse root of the mean squared error
 * @param n number of predictions
 */
public record RegressionError(double mae, double rmse, int n) {

    /** Compares predictions with the truth; at least one of each. */
    public static RegressionError of(double[] predicted, double[] truth) {
        if (predicted.length != truth.length || truth.length == 0) {
            throw new IllegalArgumentException(predicted.length + " predictions with " + truth.length + " true values");
        }
        double absolute = 0;
        double squared = 0;
        for (int i = 0; i < truth.length; i++) {
            double e = predicted[i] - truth[i];
            absolute += Math.abs(e);
            squared += e * e;
        }
        return new RegressionError(absolute / truth.length, Math.sqrt(squared / truth.length), truth.length);
    }
}
