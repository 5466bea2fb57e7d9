package org.credence.segmentation.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.credence.segmentation.ModelCard;
import org.credence.segmentation.ModelGraph;
import org.credence.segmentation.NetworkInput;
import org.credence.segmentation.SegmentationException;

/**
 * Writes a foreign graph as a model of Credence: nodes before it make what it takes of gray bytes, nodes after it make
 * probabilities of what it gives, values in other files move in, and the card goes into the metadata. The nodes between stay as
 * they are. A network for one frame at a time becomes the body of a {@code Scan} over the frames.
 */
public final class GraphWriter {

    /** The name of the input in a graph that was written here. */
    public static final String INPUT = "credence.image";

    /** The name of the output in a graph that was written here. */
    public static final String OUTPUT = "credence.probabilities";

    /** From here on the operators used mean one thing in all versions. */
    public static final long MIN_OPSET = 13;

    private final ModelGraph source;
    private final ModelCard card;
    private final NetworkInput network;
    private final ModelGraph.Tensor input;
    private final ModelGraph.Tensor output;
    private final boolean applied;
    private final NewGraph outer = new NewGraph();

    /**
     * @param source the graph to write anew
     * @param card what it is to be; its input has a {@code network}
     * @param output which of the graph's outputs is meant
     * @param applied whether that output is a probability already
     */
    public GraphWriter(ModelGraph source, ModelCard card, ModelGraph.Tensor output, boolean applied) {
        this.source = source;
        this.card = card;
        this.network = card.input().network();
        this.input = source.inputs().get(0);
        this.output = output;
        this.applied = applied;
    }

    /**
     * Writes the file; blocks.
     *
     * @throws SegmentationException if values lie where they must not, or the whole does not fit into one file
     * @throws IOException if reading or writing fails
     */
    public void write(Path file) throws IOException {
        NewGraph.write(source, file, this::graph, ModelCard.METADATA_KEY, card.toJson());
    }

    private Piece graph(ProtoMessage from) throws IOException {
        boolean one = network.batch() == 1;
        String prepared = one ? "credence.network" : input.name();
        outer.add(
                "Cast",
                prepared,
                List.of(NewGraph.number("to", TensorReader.typeNumber(input.type()))),
                outer.normalized(INPUT, network));
        if (one) {
            Piece.Message body = new Piece.Message();
            body.field(5, NewGraph.longs("credence.axis", 0));
            body.field(1, NewGraph.node("Unsqueeze", input.name(), "credence.frame", "credence.axis"));
            outer.copy(source, from, body);
            body.field(1, NewGraph.node("Squeeze", "credence.frame.given", output.name(), "credence.axis"));
            body.text(2, "frame");
            body.field(
                    11,
                    NewGraph.value(
                            "credence.frame",
                            TensorReader.typeNumber(input.type()),
                            network.channels(),
                            rows(),
                            columns()));
            body.field(
                    12,
                    NewGraph.value(
                            "credence.frame.given",
                            TensorReader.typeNumber(output.type()),
                            networkOutputs(),
                            rows(),
                            columns()));
            outer.add(
                    "Scan",
                    "credence.given",
                    List.of(
                            new Piece.Message().text(1, "body").field(6, body).number(20, 5),
                            NewGraph.number("num_scan_inputs", 1)),
                    prepared);
            outer.message().text(2, "credence");
        } else {
            outer.copy(source, from, outer.message());
        }
        finish(one ? "credence.given" : output.name());
        outer.input(INPUT, NewGraph.UINT8, ModelGraph.ANY, 1, rows(), columns());
        outer.output(OUTPUT, NewGraph.FLOAT, ModelGraph.ANY, card.segments().size(), rows(), columns());
        return outer.message();
    }

    private void finish(String given) {
        String x = outer.op("Cast", "floats", List.of(NewGraph.number("to", NewGraph.FLOAT)), given);
        if (!applied) {
            x = card.output().activation().equals("softmax")
                    ? outer.op("Softmax", "softmax", List.of(NewGraph.number("axis", 1)), x)
                    : outer.op("Sigmoid", "sigmoid", List.of(), x);
        }
        Integer background = card.output().background();
        if (background != null) {
            String segments = outer.longs(LongStream.range(0, networkOutputs())
                    .filter(c -> c != background)
                    .toArray());
            x = outer.op("Gather", "chosen", List.of(NewGraph.number("axis", 1)), x, segments);
        }
        outer.add("Identity", OUTPUT, List.of(), x);
    }

    private int networkOutputs() {
        return card.segments().size() + (card.output().background() == null ? 0 : 1);
    }

    private int rows() {
        return card.input().rows();
    }

    private int columns() {
        return card.input().columns();
    }
}
