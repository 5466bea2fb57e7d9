package org.credence.annotation;

/** How far a reader is with a frame. */
public enum FrameState {
    /** Nothing was said yet; unpainted pixels mean nothing. */
    UNTOUCHED,
    /** Something was painted; unpainted pixels mean nothing yet. */
    IN_PROGRESS,
    /** The reader is done; unpainted pixels are background. Only such frames train a model. */
    COMPLETE
}
