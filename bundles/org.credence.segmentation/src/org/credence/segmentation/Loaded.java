package org.credence.segmentation;

import java.util.List;
import org.credence.segmentation.spi.SegmentationEngine;

/**
 * A session on the device that took the model.
 *
 * @param session what runs the model
 * @param onCpu whether there is nothing to fall back to
 * @param against what speaks against what would be faster, for people; empty if nothing does
 */
record Loaded<S>(S session, boolean onCpu, String against) {

    /** Loads a model on a device. */
    @FunctionalInterface
    interface Loader<S> {
        S load(Accelerator device) throws SegmentationException;
    }

    /**
     * A session on the best device that takes the model.
     *
     * @param name of the model
     * @throws SegmentationException if none does
     */
    static <S> Loaded<S> best(SegmentationEngine engine, String name, Loader<S> loader) throws SegmentationException {
        StringBuilder against = new StringBuilder();
        List<Accelerator.Found> devices = engine.accelerators();
        AcceleratorException last = null;
        for (Accelerator.Found device : devices) {
            String obstacle = device.obstacle();
            if (device.usable()) {
                try {
                    return new Loaded<>(
                            loader.load(device.accelerator()),
                            device.accelerator().equals(Accelerator.CPU),
                            against.toString());
                } catch (AcceleratorException e) {
                    obstacle = e.getMessage();
                    last = e;
                }
            }
            against.append(against.isEmpty() ? "" : "; ")
                    .append(device.description())
                    .append(": ")
                    .append(obstacle);
        }
        throw new SegmentationException(
                engine.name() + " finds nothing to run model " + name + " on (" + against + ").", last);
    }

    /**
     * A session on this device.
     *
     * @throws SegmentationException if that is not possible; the message says why
     */
    static <S> Loaded<S> on(SegmentationEngine engine, Accelerator wanted, Loader<S> loader)
            throws SegmentationException {
        for (Accelerator.Found device : engine.accelerators()) {
            if (device.accelerator().equals(wanted) && !device.usable()) {
                throw new SegmentationException("Accelerator " + wanted + " cannot be used: " + device.obstacle()
                        + ". Mend that, or choose cpu.");
            }
        }
        return new Loaded<>(loader.load(wanted), wanted.equals(Accelerator.CPU), "");
    }
}
