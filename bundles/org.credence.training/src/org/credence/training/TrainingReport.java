package org.credence.training;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a training went.
 *
 * @param accelerator what it ran on, in words
 * @param parameters number of trained weights
 * @param trainCases frames learned from
 * @param validationCases frames measured on
 * @param losses the loss of every step, in order
 * @param durationMs of the steps, in ms, without reading and writing
 * @param metrics figures on the validation set by name, such as {@code "Dice B-line"}; a segment that occurs neither in
 *     the labels nor in the model's answers has none
 */
public record TrainingReport(
        String accelerator,
        int parameters,
        int trainCases,
        int validationCases,
        List<Double> losses,
        double durationMs,
        Map<String, Double> metrics) {

    public TrainingReport {
        losses = List.copyOf(losses);
        metrics = Collections.unmodifiableMap(new TreeMap<>(metrics));
    }

    /** Mean duration of a step in ms. */
    public double stepMs() {
        return losses.isEmpty() ? 0 : durationMs / losses.size();
    }
}
