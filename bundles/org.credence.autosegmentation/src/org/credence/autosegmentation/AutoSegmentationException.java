package org.credence.autosegmentation;

import java.io.IOException;

/**
 * Clips that could not be segmented, or results that could not be kept, for reasons that are neither the model's nor the
 * images'. The message is one sentence for people: what failed, with which value, and what to do.
 */
public class AutoSegmentationException extends IOException {

    private static final long serialVersionUID = 1L;

    public AutoSegmentationException(String message) {
        super(message);
    }

    public AutoSegmentationException(String message, Throwable cause) {
        super(message, cause);
    }
}
