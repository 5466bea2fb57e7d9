package org.credence.training.spi;

import org.credence.imaging.Progress;
import org.credence.training.TrainingException;
import org.credence.training.TrainingRequest;
import org.credence.training.TrainingResult;
import org.osgi.annotation.versioning.ConsumerType;

/** Trains models. Implemented by adapters of a training runtime and registered as an OSGi service. Thread-safe. */
@ConsumerType
public interface Trainer {

    /** For people, such as "U-Net on ONNX Runtime". */
    String name();

    /**
     * Trains a model and writes it, with its card inside; blocks for minutes. The file appears whole or not at all.
     *
     * @param progress told about the loss and the time left; cancellation stops training within a step and leaves no file
     * @throws TrainingException if training fails or diverges, or the file cannot be written
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    TrainingResult train(TrainingRequest request, Progress progress) throws TrainingException;
}
