package org.credence.segmentation;

import java.nio.FloatBuffer;

/** A model's answer as it keeps it itself, on a coarse grid: what it is given to make the answer better. Immutable. */
public final class CoarseMask {

    private final float[] logits;

    /** @param logits rows x columns of the model's coarse grid, row by row; owned by the mask from here on */
    CoarseMask(float[] logits) {
        this.logits = logits;
    }

    /** The number of values. */
    int values() {
        return logits.length;
    }

    void copyTo(FloatBuffer buffer) {
        buffer.put(0, logits);
    }
}
