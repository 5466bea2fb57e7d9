package org.credence.segmentation;

/** A device that cannot be used or no longer works, where the model itself is not to blame: another device may run it. */
public class AcceleratorException extends SegmentationException {

    private static final long serialVersionUID = 1L;

    private final boolean outOfMemory;

    /** @param outOfMemory whether fewer frames at a time may help */
    public AcceleratorException(String message, boolean outOfMemory, Throwable cause) {
        super(message, cause);
        this.outOfMemory = outOfMemory;
    }

    /** Whether fewer frames at a time may help. */
    public boolean outOfMemory() {
        return outOfMemory;
    }
}
