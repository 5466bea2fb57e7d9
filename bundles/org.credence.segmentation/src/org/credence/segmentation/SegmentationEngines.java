package org.credence.segmentation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.credence.segmentation.spi.InferenceSession;
import org.credence.segmentation.spi.PromptSession;
import org.credence.segmentation.spi.SegmentationEngine;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Opens models in the best engine that is installed. Thread-safe.
 *
 * <p>Policy: engines are tried in the order of their service ranking (the order of the list without OSGi); the first that
 * loads on this machine runs the model. What a model's file gets wrong is not tried again elsewhere.
 */
@Component(service = SegmentationEngines.class)
public final class SegmentationEngines {

    private final List<SegmentationEngine> engines;

    @Activate
    public SegmentationEngines(
            @Reference(policyOption = ReferencePolicyOption.GREEDY) List<SegmentationEngine> engines) {
        this.engines = List.copyOf(engines);
    }

    /**
     * The engine that {@link #open} uses.
     *
     * @throws SegmentationException if none is installed, or none loads on this machine
     */
    SegmentationEngine best() throws SegmentationException {
        if (engines.isEmpty()) {
            throw new SegmentationException("Models cannot be run: no engine is installed;"
                    + " install the bundle org.credence.segmentation.onnx.");
        }
        SegmentationException first = null;
        for (SegmentationEngine engine : engines) {
            try {
                engine.accelerators();
                return engine;
            } catch (SegmentationException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        throw first;
    }

    /**
     * The name of the engine that {@link #open} uses, for people.
     *
     * @throws SegmentationException if none is installed, or none loads on this machine
     */
    public String engine() throws SegmentationException {
        return best().name();
    }

    /**
     * The devices that this engine looks for, the best first; those that cannot be used say why. Blocks, the first time for
     * as long as a runtime takes to load.
     *
     * @throws SegmentationException if none is installed, or none loads on this machine
     */
    public List<Accelerator.Found> accelerators() throws SegmentationException {
        return best().accelerators();
    }

    /**
     * What models run on, for people, such as "CPU, 2 threads", with the reasons against what would be faster.
     *
     * @throws SegmentationException if no engine is installed, or none loads on this machine
     */
    public String accelerator() throws SegmentationException {
        return Accelerator.inWords(accelerators());
    }

    /**
     * Loads a model on the fastest device that takes it; blocks. The caller closes the result.
     *
     * @throws SegmentationException if there is no engine, or the model cannot be run
     */
    public Segmenter open(Model model) throws SegmentationException {
        return segmenter(model, FallbackSession.open(best(), model));
    }

    /**
     * Loads a model on this device; blocks. The caller closes the result. Should the device fail or run out of memory
     * later, the CPU goes on.
     *
     * @throws SegmentationException if there is no engine, the device cannot be used (the message says why), or the model
     *     cannot be run
     */
    public Segmenter open(Model model, Accelerator accelerator) throws SegmentationException {
        return segmenter(model, FallbackSession.open(best(), model, accelerator));
    }

    /**
     * Loads models that are asked together, on this device or, each, on the fastest that takes it; blocks. The caller closes
     * the result.
     *
     * @param accelerator the device; empty for the fastest
     * @throws SegmentationException as the other methods do
     */
    public Predictor open(ModelSet models, Optional<Accelerator> accelerator) throws SegmentationException {
        List<Segmenter> loaded = new ArrayList<>();
        try {
            for (Model model : models.models()) {
                loaded.add(accelerator.isPresent() ? open(model, accelerator.get()) : open(model));
            }
        } catch (SegmentationException | RuntimeException e) {
            loaded.forEach(Segmenter::close);
            throw e;
        }
        return models.isEnsemble() ? new Ensemble(loaded, models.mirrored()) : new SinglePredictor(loaded.get(0));
    }

    /**
     * Loads a model that answers prompts on the fastest device that takes it; blocks. The caller closes the result, which keeps
     * {@link PromptSegmenter#CACHE_BYTES} of frames. Should the device fail later, the CPU goes on.
     *
     * @throws SegmentationException if there is no engine, or the model cannot be run
     */
    public PromptSegmenter open(PromptModel model) throws SegmentationException {
        return prompts(model, FallbackPrompts.open(best(), model));
    }

    /**
     * Loads a model that answers prompts on this device, as {@link #open(PromptModel)} does; blocks. The caller closes the
     * result.
     *
     * @throws SegmentationException if there is no engine, the device cannot be used (the message says why), or the model
     *     cannot be run
     */
    public PromptSegmenter open(PromptModel model, Accelerator accelerator) throws SegmentationException {
        return prompts(model, FallbackPrompts.open(best(), model, accelerator));
    }

    private static PromptSegmenter prompts(PromptModel model, PromptSession session) throws SegmentationException {
        try {
            return new PromptSegmenter(model, session, PromptSegmenter.CACHE_BYTES);
        } catch (OutOfMemoryError e) {
            session.close();
            throw tooLittleMemory(model.card().name(), e);
        }
    }

    private static SegmentationException tooLittleMemory(String name, OutOfMemoryError e) {
        return new SegmentationException(
                "Model " + name + " needs more memory than this program may use for its buffers;"
                        + " allow more (-XX:MaxDirectMemorySize) or choose a smaller model.",
                e);
    }

    private static Segmenter segmenter(Model model, InferenceSession session) throws SegmentationException {
        try {
            return new Segmenter(model, session);
        } catch (OutOfMemoryError e) {
            session.close();
            throw tooLittleMemory(model.card().name(), e);
        }
    }
}
