package org.credence.segmentation;

import java.io.IOException;

/**
 * A model that could not be read, does not keep what its card says, or failed while it ran. The message is one sentence for
 * people: what failed, with which value, and what to do.
 */
public class SegmentationException extends IOException {

    private static final long serialVersionUID = 1L;

    public SegmentationException(String message) {
        super(message);
    }

    public SegmentationException(String message, Throwable cause) {
        super(message, cause);
    }
}
