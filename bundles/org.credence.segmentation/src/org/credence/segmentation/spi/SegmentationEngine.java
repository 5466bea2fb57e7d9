package org.credence.segmentation.spi;

import java.util.List;
import org.credence.segmentation.Accelerator;
import org.credence.segmentation.Model;
import org.credence.segmentation.PromptModel;
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
     * The devices that it looks for, the best first; those that cannot be used say exactly why. At least one can be used.
     *
     * @throws SegmentationException if the runtime cannot be loaded on this machine
     */
    List<Accelerator.Found> accelerators() throws SegmentationException;

    /**
     * Loads a model on a device.
     *
     * @return a session that the caller closes
     * @throws org.credence.segmentation.AcceleratorException if the device cannot be used
     * @throws SegmentationException if the runtime cannot be loaded, the graph cannot be run, or its inputs and outputs
     *     are not those that the model's card names
     */
    InferenceSession open(Model model, Accelerator accelerator) throws SegmentationException;

    /**
     * Loads both graphs of a model that answers prompts on a device. An engine that cannot run such models need not
     * implement it.
     *
     * @return a session that the caller closes
     * @throws org.credence.segmentation.AcceleratorException if the device cannot be used
     * @throws SegmentationException if the runtime cannot be loaded, or a graph cannot be run
     */
    default PromptSession openPrompts(PromptModel model, Accelerator accelerator) throws SegmentationException {
        throw new SegmentationException(name() + " cannot run model "
                + model.card().name() + ", which answers prompts, on " + accelerator + "; install another engine.");
    }
}
