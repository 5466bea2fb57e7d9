package org.credence.training;

import java.io.IOException;

/**
 * A training set that cannot be built, a split that cannot be made, or a training that failed. The message is one sentence
 * for people: what failed, with which value, and what to do.
 */
public class TrainingException extends IOException {

    private static final long serialVersionUID = 1L;

    public TrainingException(String message) {
        super(message);
    }

    public TrainingException(String message, Throwable cause) {
        super(message, cause);
    }
}
