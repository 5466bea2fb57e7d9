package org.credence.segmentation.onnx.internal;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.util.Arrays;
import java.util.Map;
import org.credence.segmentation.Model;
import org.credence.segmentation.ModelCard;
import org.credence.segmentation.SegmentationException;
import org.credence.segmentation.onnx.OnnxRuntime;
import org.credence.segmentation.spi.InferenceSession;
import org.credence.segmentation.spi.SegmentationEngine;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Runs models on ONNX Runtime: CUDA where its provider loads, else the CPU. */
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
    public String accelerator() throws SegmentationException {
        return runtime.accelerator();
    }

    @Override
    public InferenceSession open(Model model) throws SegmentationException {
        var environment = runtime.environment();
        return runtime.onInferenceThread(() -> {
            OrtSession session;
            try (var options = runtime.sessionOptions()) {
                session = environment.createSession(model.file().toString(), options);
            } catch (OrtException e) {
                throw new SegmentationException(
                        "Model " + model.file() + " cannot be loaded: " + OnnxRuntime.reason(e)
                                + ". Choose another model.",
                        e);
            }
            try {
                check(model, session);
            } catch (SegmentationException | OrtException e) {
                session.close();
                throw e;
            }
            return new OnnxSession(runtime, environment, session, model.card());
        });
    }

    private static void check(Model model, OrtSession session) throws SegmentationException, OrtException {
        ModelCard card = model.card();
        if (session.getInputInfo().size() != 1) {
            throw mismatch(model, "one input", session.getInputInfo().keySet().toString());
        }
        long[] in = {
            -1, card.input().channels(), card.input().rows(), card.input().columns()
        };
        check(model, "input", card.input().name(), OnnxJavaType.UINT8, in, session.getInputInfo());
        long[] out = {
            -1, card.segments().size(), card.input().rows(), card.input().columns()
        };
        check(model, "output", card.output().name(), OnnxJavaType.FLOAT, out, session.getOutputInfo());
    }

    private static void check(
            Model model, String role, String name, OnnxJavaType type, long[] shape, Map<String, NodeInfo> infos)
            throws SegmentationException {
        NodeInfo info = infos.get(name);
        if (info == null) {
            throw mismatch(model, role + " " + name, infos.keySet().toString());
        }
        String expected = role + " " + name + " of " + type + " " + shape(shape);
        if (!(info.getInfo() instanceof TensorInfo tensor)) {
            throw mismatch(model, expected, "no tensor");
        }
        long[] found = tensor.getShape();
        boolean fits = found.length == shape.length && tensor.type == type && found[0] == -1;
        for (int d = 1; fits && d < shape.length; d++) {
            fits = found[d] == shape[d];
        }
        if (!fits) {
            throw mismatch(model, expected, tensor.type + " " + shape(found));
        }
    }

    private static String shape(long[] shape) {
        return Arrays.toString(shape).replace("-1", "N");
    }

    private static SegmentationException mismatch(Model model, String expected, String found) {
        return new SegmentationException("Model " + model.file() + " is not what its card says: the card names "
                + expected + ", the graph has " + found + ". Export the model again.");
    }
}
