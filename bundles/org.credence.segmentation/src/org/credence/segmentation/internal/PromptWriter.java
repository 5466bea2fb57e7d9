package org.credence.segmentation.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.credence.segmentation.ModelGraph;
import org.credence.segmentation.PromptCard;
import org.credence.segmentation.SegmentationException;

/**
 * Writes a foreign pair of encoder and decoder as Credence runs them. The encoder gets nodes that make what it takes of gray
 * bytes, however large the image is; the decoder gets nodes that choose the best of several masks and make probabilities of it.
 * The nodes between stay as they are.
 */
public final class PromptWriter {

    private PromptWriter() {}

    /**
     * Writes the encoder with its card; blocks.
     *
     * @throws SegmentationException if values lie where they must not, or the whole does not fit into one file
     * @throws IOException if reading or writing fails
     */
    public static void encoder(ModelGraph source, PromptCard card, Path file) throws IOException {
        GraphWriter.write(source, file, from -> encoder(source, card, from), PromptCard.METADATA_KEY, card.toJson());
    }

    /**
     * Writes the decoder with the name of its model in place of a card; blocks.
     *
     * @throws SegmentationException if values lie where they must not, or the whole does not fit into one file
     * @throws IOException if reading or writing fails
     */
    public static void decoder(ModelGraph source, PromptCard card, Path file) throws IOException {
        GraphWriter.write(source, file, from -> decoder(source, card, from), PromptCard.DECODER_KEY, card.name());
    }

    private static Piece encoder(ModelGraph source, PromptCard card, ProtoMessage from) throws IOException {
        NewGraph graph = new NewGraph();
        ModelGraph.Tensor input = source.inputs().get(0);
        int grid = card.input().grid();
        String x = graph.normalized(card.input().name(), card.input().network());
        String whole = graph.longs(1, card.input().network().channels(), grid, grid);
        // Below and on the right, after the normalisation: what is beside the image is 0 to the network, not black.
        String beside = graph.op("Sub", "beside", List.of(), whole, graph.op("Shape", "shape", List.of(), x));
        String pads = graph.op("Concat", "pads", List.of(NewGraph.number("axis", 0)), graph.longs(0, 0, 0, 0), beside);
        String padded = graph.op("Pad", "padded", List.of(), x, pads, graph.scalar(0));
        // Changes nothing, and tells the runtime a size that it can plan the network with.
        String sized = graph.op("Reshape", "sized", List.of(), padded, whole);
        graph.add("Cast", input.name(), List.of(NewGraph.number("to", TensorReader.typeNumber(input.type()))), sized);
        graph.copy(source, from);
        graph.add(
                "Cast",
                card.embeddings().name(),
                List.of(NewGraph.number("to", NewGraph.FLOAT)),
                source.outputs().get(0).name());
        graph.input(card.input().name(), NewGraph.UINT8, 1, 1, ModelGraph.ANY, ModelGraph.ANY);
        PromptCard.Embeddings embeddings = card.embeddings();
        graph.output(
                embeddings.name(), NewGraph.FLOAT, 1, embeddings.channels(), embeddings.rows(), embeddings.columns());
        return graph.message();
    }

    private static Piece decoder(ModelGraph source, PromptCard card, ProtoMessage from) throws IOException {
        NewGraph graph = new NewGraph();
        graph.copy(source, from);
        List<Piece.Message> axis = List.of(NewGraph.number("axis", 1));
        String best = graph.op(
                "ArgMax",
                "best",
                List.of(NewGraph.number("axis", 1), NewGraph.number("keepdims", 0)),
                PromptCard.IOU_PREDICTIONS);
        graph.add("Gather", PromptCard.QUALITY, axis, PromptCard.IOU_PREDICTIONS, best);
        graph.add("Gather", PromptCard.COARSE, axis, PromptCard.LOW_RES_MASKS, best);
        graph.add(
                "Sigmoid",
                PromptCard.PROBABILITIES,
                List.of(),
                graph.op("Gather", "mask", axis, PromptCard.MASKS, best));
        for (ModelGraph.Tensor t : card.decoderInputs()) {
            graph.input(t.name(), NewGraph.FLOAT, shape(t));
        }
        for (ModelGraph.Tensor t : card.decoderOutputs()) {
            graph.output(t.name(), NewGraph.FLOAT, shape(t));
        }
        return graph.message();
    }

    private static long[] shape(ModelGraph.Tensor tensor) {
        return tensor.shape().stream().mapToLong(d -> d).toArray();
    }
}
