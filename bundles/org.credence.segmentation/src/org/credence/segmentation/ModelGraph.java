package org.credence.segmentation;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.credence.segmentation.internal.GraphReader;

/**
 * What an ONNX file says of itself, read from the file alone: no runtime is loaded, nothing of the graph is run, and weights
 * are not read.
 *
 * @param file where it lies
 * @param irVersion of the file's format
 * @param opsets version of the operators by domain; the standard's domain is the empty text
 * @param inputs the tensors that a caller gives, without those that have weights of the file as their values
 * @param outputs the tensors that the graph gives
 * @param lastOperators the operator that makes each output, by the output's name
 * @param external tensors whose values lie outside of the file
 * @param metadata texts by key
 */
public record ModelGraph(
        Path file,
        long irVersion,
        Map<String, Long> opsets,
        List<Tensor> inputs,
        List<Tensor> outputs,
        Map<String, String> lastOperators,
        List<External> external,
        Map<String, String> metadata) {

    /** The size of a dimension that is known only when the graph runs. */
    public static final long ANY = -1;

    /**
     * A tensor that goes in or comes out.
     *
     * @param name of the tensor
     * @param type of its elements in the standard's words, such as {@code FLOAT} or {@code UINT8}
     * @param shape sizes of its dimensions, {@link #ANY} where the graph leaves them open
     */
    public record Tensor(String name, String type, List<Long> shape) {
        public Tensor {
            shape = List.copyOf(shape);
        }

        /** Such as {@code image of UINT8 [N, 1, 256, 256]}; N stands for any size. */
        @Override
        public String toString() {
            return name + " of " + type + " "
                    + shape.stream()
                            .map(d -> d == ANY ? "N" : d.toString())
                            .collect(Collectors.joining(", ", "[", "]"));
        }
    }

    /**
     * A tensor whose values lie in another file.
     *
     * @param tensor its name
     * @param location of the other file, as the graph gives it: relative to the folder of the model, if it is honest
     */
    public record External(String tensor, String location) {}

    public ModelGraph {
        opsets = Map.copyOf(opsets);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        lastOperators = Map.copyOf(lastOperators);
        external = List.copyOf(external);
        metadata = Map.copyOf(metadata);
    }

    /**
     * Reads and checks a file; blocks for a walk over its structure, at most 4 million fields and 32 MiB of names, whatever
     * the file claims.
     *
     * @throws SegmentationException if the file is missing or damaged, needs operators that the runtime lacks, could run
     *     without end, or asks for a tensor that no machine should be asked for
     */
    public static ModelGraph read(Path onnxFile) throws SegmentationException {
        try {
            return GraphReader.read(onnxFile);
        } catch (NoSuchFileException e) {
            throw new SegmentationException("Model " + onnxFile + " does not exist; check the path.", e);
        } catch (SegmentationException e) {
            throw e;
        } catch (IOException e) {
            throw new SegmentationException(
                    "Model " + onnxFile + " cannot be read: " + e.getMessage() + "; check its permissions.", e);
        }
    }

    /**
     * Refuses a model whose values lie in other files: what is run is what was digested, and a file that somebody sent
     * must not make anybody read others.
     */
    void requireSelfContained() throws SegmentationException {
        if (!external.isEmpty()) {
            External first = external.get(0);
            throw new SegmentationException("Model " + file + " keeps the values of " + first.tensor()
                    + (external.size() == 1 ? "" : " and " + (external.size() - 1) + " other tensors")
                    + " in another file, " + first.location()
                    + ", which is not read. A model is one file; import it (credence models import), which takes"
                    + " files from the model's own folder in.");
        }
    }

    /** Refuses a card that names other tensors than the graph has, with the names and shapes of both sides. */
    void requireFits(ModelCard card) throws SegmentationException {
        List<Tensor> expected = expectedInputs(card);
        if (inputs.size() != expected.size()) {
            throw mismatch(
                    (expected.size() == 1 ? "one input, " : "two inputs, ")
                            + expected.stream().map(Tensor::toString).collect(Collectors.joining("; ")),
                    "inputs",
                    inputs);
        }
        for (Tensor input : expected) {
            requireFits(input, "input", inputs);
        }
        requireFits(expectedOutput(card), "output", outputs);
    }

    /** The tensors that a graph with this card takes: gray, and statistics where it wants them. */
    public static List<Tensor> expectedInputs(ModelCard card) {
        ModelCard.Input input = card.input();
        List<Tensor> expected = new ArrayList<>();
        expected.add(new Tensor(input.name(), "UINT8", List.of(ANY, (long) input.channels(), (long) input.rows(), (long)
                input.columns())));
        if (input.statistics() != null) {
            expected.add(new Tensor(input.statistics(), "FLOAT", List.of(ANY, 2L, 1L, 1L)));
        }
        return expected;
    }

    /** The tensor that a graph with this card gives. */
    public static Tensor expectedOutput(ModelCard card) {
        return new Tensor(
                card.output().name(),
                card.output().levels() == null ? "FLOAT" : "UINT8",
                List.of(ANY, (long) card.segments().size(), (long) card.input().rows(), (long)
                        card.input().columns()));
    }

    private void requireFits(Tensor expected, String role, List<Tensor> found) throws SegmentationException {
        // A graph for one frame at a time is sound; whether it can be run is for the engine to say.
        List<Long> one = new ArrayList<>(expected.shape());
        one.set(0, 1L);
        if (!found.contains(expected) && !found.contains(new Tensor(expected.name(), expected.type(), one))) {
            throw mismatch(role + " " + expected, role, found);
        }
    }

    private SegmentationException mismatch(String expected, String role, List<Tensor> found) {
        return new SegmentationException("Model " + file + " is not what its card says: the card names " + expected
                + ", the graph has "
                + (found.isEmpty()
                        ? "no " + role
                        : role + " " + found.stream().map(Tensor::toString).collect(Collectors.joining("; ")))
                + ". Export or import the model again.");
    }

    /** Refuses a card that names other tensors than this encoder has. */
    void requireFits(PromptCard card) throws SegmentationException {
        requireSame("input", List.of(card.encoderInput()), inputs);
        requireSame("output", List.of(card.encoderOutput()), outputs);
    }

    /** Refuses a card that names other tensors than this decoder has. */
    void requireDecoderOf(PromptCard card) throws SegmentationException {
        requireSame("input", card.decoderInputs(), inputs);
        requireSame("output", card.decoderOutputs(), outputs);
    }

    private void requireSame(String role, List<Tensor> expected, List<Tensor> found) throws SegmentationException {
        if (!Set.copyOf(expected).equals(Set.copyOf(found))) {
            throw mismatch(role + " " + listed(expected), role, found);
        }
    }

    /** Tensors in words, such as {@code a of FLOAT [1]; b of UINT8 [N]}. */
    static String listed(List<Tensor> tensors) {
        return tensors.stream().map(Tensor::toString).collect(Collectors.joining("; "));
    }
}
