package org.credence.segmentation.onnx.internal;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.credence.segmentation.Accelerator;
import org.credence.segmentation.AcceleratorException;
import org.credence.segmentation.Model;
import org.credence.segmentation.ModelGraph;
import org.credence.segmentation.PromptModel;
import org.credence.segmentation.SegmentationException;
import org.credence.segmentation.onnx.OnnxRuntime;
import org.credence.segmentation.spi.InferenceSession;
import org.credence.segmentation.spi.PromptSession;
import org.credence.segmentation.spi.SegmentationEngine;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Runs models on ONNX Runtime, on CUDA or the CPU. */
@Component(property = "service.ranking:Integer=100")
public final class OnnxEngine implements SegmentationEngine {

    private final OnnxRuntime runtime;

    @Activate
    public OnnxEngine(@Reference OnnxRuntime runtime) {
        this.runtime = runtime;
    }

    @Override
    public String name() {
        return "ONNX Runtime " + OnnxRuntime.VERSION;
    }

    @Override
    public PromptSession openPrompts(PromptModel model, Accelerator accelerator) throws SegmentationException {
        return OnnxPrompts.open(runtime, model, accelerator);
    }

    @Override
    public List<Accelerator.Found> accelerators() throws SegmentationException {
        return runtime.accelerators();
    }

    @Override
    public InferenceSession open(Model model, Accelerator accelerator) throws SegmentationException {
        var environment = runtime.environment();
        String description = runtime.usable(accelerator).description();
        return runtime.onInferenceThread(accelerator, () -> {
            OrtSession session;
            try (var options = runtime.sessionOptions(accelerator)) {
                session = environment.createSession(model.file().toString(), options);
            } catch (OrtException e) {
                throw refused(model.file(), accelerator, OnnxRuntime.reason(e), e);
            }
            try {
                long frames = check(model, session);
                return new OnnxSession(runtime, environment, session, model.card(), accelerator, description, frames);
            } catch (SegmentationException | OrtException e) {
                session.close();
                throw e;
            }
        });
    }

    /** What is wrong with the file would be wrong on the CPU too; what is wrong with a device is told from it by trying there. */
    static SegmentationException refused(Path file, Accelerator accelerator, String reason, OrtException cause) {
        String said = "Model " + file + " cannot be loaded";
        return accelerator.equals(Accelerator.CPU)
                ? new SegmentationException(said + ": " + reason + ". Choose another model.", cause)
                : new AcceleratorException(
                        said + " on " + accelerator + ": " + Cuda.obstacle(reason) + ". Choose cpu.", false, cause);
    }

    /** How many frames the graph takes at a time: -1 where that is open, or 1. */
    private static long check(Model model, OrtSession session) throws SegmentationException, OrtException {
        List<ModelGraph.Tensor> inputs = ModelGraph.expectedInputs(model.card());
        if (session.getInputInfo().size() != inputs.size()) {
            throw mismatch(
                    model,
                    inputs.size() == 1 ? "one input" : "two inputs",
                    session.getInputInfo().keySet().toString());
        }
        long frames = -1;
        for (ModelGraph.Tensor input : inputs) {
            frames = Math.max(frames, check(model, "input", input, session.getInputInfo()));
        }
        check(model, "output", ModelGraph.expectedOutput(model.card()), session.getOutputInfo());
        return frames;
    }

    private static long check(Model model, String role, ModelGraph.Tensor expected, Map<String, NodeInfo> infos)
            throws SegmentationException {
        NodeInfo info = infos.get(expected.name());
        if (info == null) {
            throw mismatch(model, role + " " + expected.name(), infos.keySet().toString());
        }
        if (!(info.getInfo() instanceof TensorInfo tensor)) {
            throw mismatch(model, role + " " + expected, "no tensor");
        }
        long[] found = tensor.getShape();
        List<Long> shape = expected.shape();
        boolean fits = found.length == shape.size()
                && tensor.type.toString().equals(expected.type())
                && (found[0] == -1 || found[0] == 1);
        for (int d = 1; fits && d < found.length; d++) {
            fits = found[d] == shape.get(d);
        }
        if (!fits) {
            throw mismatch(
                    model,
                    role + " " + expected,
                    tensor.type + " " + Arrays.toString(found).replace("-1", "N"));
        }
        return found[0];
    }

    private static SegmentationException mismatch(Model model, String expected, String found) {
        return new SegmentationException("Model " + model.file() + " is not what its card says: the card names "
                + expected + ", the graph has " + found + ". Export the model again.");
    }
}
