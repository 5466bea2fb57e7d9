package org.credence.training;

import java.util.List;
import org.credence.imaging.Progress;
import org.credence.training.spi.Trainer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Trains models with the best trainer that is installed. Thread-safe.
 *
 * <p>Policy: the trainer with the highest service ranking (the first of the list without OSGi).
 */
@Component(service = Trainers.class)
public final class Trainers {

    private final List<Trainer> trainers;

    @Activate
    public Trainers(@Reference(policyOption = ReferencePolicyOption.GREEDY) List<Trainer> trainers) {
        this.trainers = List.copyOf(trainers);
    }

    /**
     * The trainer that {@link #train} uses.
     *
     * @throws TrainingException if none is installed
     */
    public Trainer best() throws TrainingException {
        if (trainers.isEmpty()) {
            throw new TrainingException("Models cannot be trained: no trainer is installed;"
                    + " install the bundle org.credence.training.onnx.");
        }
        return trainers.get(0);
    }

    /**
     * Trains a model; see {@link Trainer#train}.
     *
     * @throws TrainingException if no trainer is installed, or it fails
     */
    public TrainingResult train(TrainingRequest request, Progress progress) throws TrainingException {
        return best().train(request, progress);
    }
}
