package org.credence.training;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a trainer is asked for.
 *
 * @param train the cases to learn from
 * @param validation the cases to measure on, of other patients
 * @param plan how
 * @param exposure how confidence is shown to the model
 * @param identity what the model is called
 * @param onnxFile where it goes; an existing file is replaced
 */
public record TrainingRequest(
        TrainingSet train,
        TrainingSet validation,
        TrainingPlan plan,
        Exposure exposure,
        ModelIdentity identity,
        Path onnxFile) {

    public TrainingRequest {
        if (identity == null || onnxFile == null || exposure == null) {
            throw new IllegalArgumentException("A request names the model, its file and the exposure of confidence");
        }
        Set<String> both = new HashSet<>(train.patients());
        both.retainAll(validation.patients());
        if (!both.isEmpty()) {
            throw new IllegalArgumentException(both.size()
                    + " patients are both in the training and in the validation set; split by patient (PatientSplit).");
        }
        if (!train.scheme().means(validation.scheme())) {
            throw new IllegalArgumentException("Training and validation set have different segments: "
                    + train.scheme().name() + " and " + validation.scheme().name());
        }
        for (TrainingSet set : List.of(train, validation)) {
            if (set.columns() != plan.columns() || set.rows() != plan.rows()) {
                throw new IllegalArgumentException("The plan's grid is " + plan.columns() + " x " + plan.rows()
                        + ", a set's is " + set.columns() + " x " + set.rows());
            }
        }
    }
}
