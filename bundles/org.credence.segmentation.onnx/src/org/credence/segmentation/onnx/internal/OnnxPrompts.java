package org.credence.segmentation.onnx.internal;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.RunOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.credence.imaging.Progress;
import org.credence.segmentation.Accelerator;
import org.credence.segmentation.PromptCard;
import org.credence.segmentation.PromptModel;
import org.credence.segmentation.SegmentationException;
import org.credence.segmentation.onnx.OnnxRuntime;
import org.credence.segmentation.spi.PromptSession;

/** A pair of encoder and decoder loaded in ONNX Runtime. What is large stays in the caller's buffers. */
final class OnnxPrompts implements PromptSession {

    private final OnnxRuntime runtime;
    private final OrtEnvironment environment;
    private final OrtSession encoder;
    private final OrtSession decoder;
    private final PromptCard card;
    private final Accelerator device;
    private final String description;
    private final FloatBuffer noMask;
    private boolean closed;

    private OnnxPrompts(
            OnnxRuntime runtime,
            OrtEnvironment environment,
            OrtSession encoder,
            OrtSession decoder,
            PromptCard card,
            Accelerator device,
            String description) {
        this.runtime = runtime;
        this.environment = environment;
        this.encoder = encoder;
        this.decoder = decoder;
        this.card = card;
        this.device = device;
        this.description = description;
        noMask = floats(card.coarse().values());
    }

    /**
     * Loads both graphs; blocks.
     *
     * @throws org.credence.segmentation.AcceleratorException if the device cannot be used
     * @throws SegmentationException if the runtime cannot be loaded, or a graph cannot be run
     */
    static OnnxPrompts open(OnnxRuntime runtime, PromptModel model, Accelerator device) throws SegmentationException {
        OrtEnvironment environment = runtime.environment();
        String description = runtime.usable(device).description();
        return runtime.onInferenceThread(device, () -> {
            OrtSession encoder = load(runtime, environment, model.file(), device);
            try {
                OrtSession decoder = load(runtime, environment, model.decoder(), device);
                return new OnnxPrompts(runtime, environment, encoder, decoder, model.card(), device, description);
            } catch (SegmentationException e) {
                encoder.close();
                throw e;
            }
        });
    }

    /** On the inference thread. */
    private static OrtSession load(OnnxRuntime runtime, OrtEnvironment environment, Path file, Accelerator device)
            throws SegmentationException {
        try (var options = runtime.sessionOptions(device)) {
            return environment.createSession(file.toString(), options);
        } catch (OrtException e) {
            throw OnnxEngine.refused(file, device, OnnxRuntime.reason(e), e);
        }
    }

    @Override
    public String accelerator() {
        return description;
    }

    @Override
    public synchronized void encode(ByteBuffer gray, int columns, int rows, FloatBuffer embeddings, Progress progress)
            throws SegmentationException {
        requireOpen();
        int grid = card.input().grid();
        if (columns < 1 || rows < 1 || columns > grid || rows > grid || gray.capacity() < columns * rows) {
            throw new IllegalArgumentException("A frame lies within a grid of " + grid + " x " + grid + ", got: "
                    + columns + " x " + rows + " in " + gray.capacity() + " bytes");
        }
        require(gray.isDirect() && isUsable(embeddings, card.embeddings().values()));
        ByteBuffer image =
                gray.duplicate().order(ByteOrder.nativeOrder()).clear().limit(columns * rows);
        try (RunOptions how = new RunOptions()) {
            runtime.onInferenceThread(
                    device,
                    () -> {
                        try (OnnxTensor in = OnnxTensor.createTensor(
                                        environment, image, new long[] {1, 1, rows, columns}, OnnxJavaType.UINT8);
                                OnnxTensor out = tensor(embeddings, embeddingsShape());
                                OrtSession.Result done = encoder.run(
                                        Map.of(card.input().name(), in),
                                        Set.of(),
                                        Map.of(card.embeddings().name(), out),
                                        how)) {
                            return done.size();
                        } catch (OrtException e) {
                            throw OnnxSession.failed(card.name(), device, "", e);
                        }
                    },
                    progress,
                    () -> stop(how));
        } catch (OrtException e) {
            throw new SegmentationException("ONNX Runtime failed: " + OnnxRuntime.reason(e) + ".", e);
        }
    }

    @Override
    public synchronized float decode(
            FloatBuffer embeddings, Question question, FloatBuffer probabilities, FloatBuffer coarse)
            throws SegmentationException {
        requireOpen();
        FloatBuffer mask = question.mask().orElse(noMask);
        require(isUsable(embeddings, card.embeddings().values())
                && isUsable(mask, card.coarse().values())
                && isUsable(coarse, card.coarse().values())
                && isUsable(probabilities, (long) question.columns() * question.rows()));
        int prompts = question.labels().length;
        FloatBuffer quality = floats(1);
        runtime.onInferenceThread(device, () -> {
            long[] maskShape = {1, 1, card.coarse().rows(), card.coarse().columns()};
            try (OnnxTensor image = tensor(embeddings, embeddingsShape());
                    OnnxTensor coordinates = tensor(direct(question.coordinates()), 1, prompts, 2);
                    OnnxTensor labels = tensor(direct(question.labels()), 1, prompts);
                    OnnxTensor previous = tensor(mask, maskShape);
                    OnnxTensor hasPrevious = tensor(direct(question.mask().isPresent() ? 1 : 0), 1);
                    OnnxTensor size = tensor(direct(question.rows(), question.columns()), 2);
                    OnnxTensor best = tensor(probabilities, 1, 1, question.rows(), question.columns());
                    OnnxTensor expected = tensor(quality, 1, 1);
                    OnnxTensor next = tensor(coarse, maskShape)) {
                Map<String, OnnxTensor> in = named(
                        PromptCard.DECODER_INPUTS, List.of(image, coordinates, labels, previous, hasPrevious, size));
                Map<String, OnnxTensor> out = named(PromptCard.DECODER_OUTPUTS, List.of(best, expected, next));
                try (OrtSession.Result done = decoder.run(in, Set.of(), out)) {
                    return done.size();
                }
            } catch (OrtException e) {
                throw OnnxSession.failed(card.name(), device, "", e);
            }
        });
        return quality.get(0);
    }

    private static void stop(RunOptions how) {
        try {
            how.setTerminate(true);
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime cannot be told to stop: " + OnnxRuntime.reason(e), e);
        }
    }

    private long[] embeddingsShape() {
        return new long[] {
            1,
            card.embeddings().channels(),
            card.embeddings().rows(),
            card.embeddings().columns()
        };
    }

    private static Map<String, OnnxTensor> named(List<String> names, List<OnnxTensor> tensors) {
        Map<String, OnnxTensor> named = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            named.put(names.get(i), tensors.get(i));
        }
        return named;
    }

    private OnnxTensor tensor(FloatBuffer values, long... shape) throws OrtException {
        long count = 1;
        for (long d : shape) {
            count *= d;
        }
        return OnnxTensor.createTensor(environment, values.duplicate().clear().limit((int) count), shape);
    }

    private static FloatBuffer direct(float... values) {
        return floats(values.length).put(0, values);
    }

    private static FloatBuffer floats(int values) {
        return ByteBuffer.allocateDirect(4 * values)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    private static boolean isUsable(FloatBuffer buffer, long values) {
        return buffer.isDirect() && buffer.order() == ByteOrder.nativeOrder() && buffer.capacity() >= values;
    }

    private static void require(boolean usable) {
        if (!usable) {
            throw new IllegalArgumentException(
                    "Buffers are direct, in native order and as large as the model's card and the frame have it");
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("This session was closed.");
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (decoder) {
            encoder.close();
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime cannot free model " + card.name(), e);
        }
    }
}
