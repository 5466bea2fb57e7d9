package org.credence.segmentation.spi;

import org.credence.segmentation.Model;
import org.credence.segmentation.SegmentationException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Runs models. Implemented by adapters of an inference runtime and registered as an OSGi service; the engine with the
 * highest service ranking is the best. Thread-safe; the methods block.
 */
@ConsumerType
public interface SegmentationEngine {

    /** The runtime's name for people, such as "ONNX Runtime 1.28.0". */
    String name();

    /**
     * What it runs on, for people: the device, and, where that is not the fastest it could be, why.
     *
     * @throws SegmentationException if the runtime cannot be loaded on this machine
     */
    String accelerator() throws SegmentationException;

    /**
     * Loads a model.
     *
     * @return a session that the caller closes
     * @throws SegmentationException if the runtime cannot be loaded, the graph cannot be run, or its inputs and outputs
     *     are not those that the model's card names
     */
    InferenceSession open(Model model) throws SegmentationException;
}
