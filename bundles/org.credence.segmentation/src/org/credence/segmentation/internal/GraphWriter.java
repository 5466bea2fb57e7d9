package org.credence.segmentation.internal;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
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

    /** The name of the second input, where there is one, in a graph that was written here. */
    public static final String STATISTICS = "credence.statistics";

    /** The name of the output in a graph that was written here. */
    public static final String OUTPUT = "credence.probabilities";

    /** From here on the operators used mean one thing in all versions. */
    public static final long MIN_OPSET = 13;

    private static final long MIN_IR_VERSION = 8;

    private final ModelGraph source;
    private final ModelCard card;
    private final NetworkInput network;
    private final ModelGraph.Tensor input;
    private final ModelGraph.Tensor output;
    private final boolean applied;
    private final NewGraph graph = new NewGraph();

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
        write(source, file, this::graph, ModelCard.METADATA_KEY, card.toJson());
    }

    /** Makes the new graph of a file from the old one. */
    @FunctionalInterface
    interface Maker {
        Piece make(ProtoMessage from) throws IOException;
    }

    /** Writes a model's file anew with another graph and one more text in its metadata; what else it says stays. */
    static void write(ModelGraph source, Path file, Maker graph, String key, String text) throws IOException {
        try (ModelBytes bytes = ModelBytes.open(source.file())) {
            Piece.Message model = new Piece.Message().number(1, Math.max(MIN_IR_VERSION, source.irVersion()));
            for (ProtoMessage from = bytes.message(); from.next(); ) {
                switch (from.field()) {
                    case 1 -> {
                        // Written first.
                    }
                    case GraphReader.MODEL_GRAPH -> model.field(GraphReader.MODEL_GRAPH, graph.make(from.message()));
                    default -> model.add(from.whole());
                }
            }
            model.field(
                    GraphReader.MODEL_METADATA, new Piece.Message().text(1, key).text(2, text));
            if (model.length() > Integer.MAX_VALUE) {
                throw new SegmentationException("Model " + source.file() + " comes to " + model.length()
                        + " bytes with its weights; one ONNX file has at most " + Integer.MAX_VALUE
                        + ". Choose a smaller model.");
            }
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
                model.writeTo(out);
            }
        }
    }

    private Piece graph(ProtoMessage from) throws IOException {
        boolean one = network.batch() == 1;
        String prepared = one ? "credence.network" : input.name();
        prepare(prepared);
        if (one) {
            String axis = "credence.axis";
            Piece.Message body = new Piece.Message();
            body.field(GraphReader.GRAPH_INITIALIZER, NewGraph.longTensor(axis, 0));
            body.field(GraphReader.GRAPH_NODE, NewGraph.node("Unsqueeze", input.name(), "credence.frame", axis));
            NewGraph.copy(source, from, body, false);
            body.field(GraphReader.GRAPH_NODE, NewGraph.node("Squeeze", "credence.frame.given", output.name(), axis));
            body.text(2, "frame");
            body.field(
                    GraphReader.GRAPH_INPUT,
                    NewGraph.value(
                            "credence.frame",
                            TensorReader.typeNumber(input.type()),
                            network.channels(),
                            rows(),
                            columns()));
            body.field(
                    GraphReader.GRAPH_OUTPUT,
                    NewGraph.value(
                            "credence.frame.given",
                            TensorReader.typeNumber(output.type()),
                            networkOutputs(),
                            rows(),
                            columns()));
            Piece.Message asBody =
                    new Piece.Message().text(1, "body").field(6, body).number(20, 5);
            graph.add("Scan", "credence.given", List.of(asBody, NewGraph.number("num_scan_inputs", 1)), prepared);
            graph.message().text(2, "credence");
        } else {
            graph.copy(source, from);
        }
        finish(one ? "credence.given" : output.name());
        graph.input(INPUT, NewGraph.UINT8, ModelGraph.ANY, 1, rows(), columns());
        if (card.input().statistics() != null) {
            graph.input(STATISTICS, NewGraph.FLOAT, ModelGraph.ANY, 2, 1, 1);
        }
        int type = card.output().levels() == null ? NewGraph.FLOAT : NewGraph.UINT8;
        graph.output(OUTPUT, type, ModelGraph.ANY, card.segments().size(), rows(), columns());
        return graph.message();
    }

    private void prepare(String prepared) {
        String x = card.input().statistics() == null
                ? graph.normalized(INPUT, network)
                : graph.normalized(INPUT, network, STATISTICS);
        graph.add("Cast", prepared, List.of(NewGraph.number("to", TensorReader.typeNumber(input.type()))), x);
    }

    private void finish(String given) {
        String x = graph.op("Cast", "floats", List.of(NewGraph.number("to", NewGraph.FLOAT)), given);
        List<Piece.Message> channels = List.of(NewGraph.number("axis", 1));
        if (!applied) {
            x = card.output().activation().equals("softmax")
                    ? graph.op("Softmax", "softmax", channels, x)
                    : graph.op("Sigmoid", "sigmoid", List.of(), x);
        }
        Integer background = card.output().background();
        if (background != null) {
            String segments = graph.longs(LongStream.range(0, networkOutputs())
                    .filter(c -> c != background)
                    .toArray());
            x = graph.op("Gather", "chosen", channels, x, segments);
        }
        Integer levels = card.output().levels();
        if (levels == null) {
            graph.add("Identity", OUTPUT, List.of(), x);
            return;
        }
        // Bytes cannot be no number, so one beyond the levels says it; the operator rounds and keeps within a byte.
        String none = graph.op("IsNaN", "none", List.of(), x);
        String mark = graph.scalar((double) ModelCard.Output.NO_NUMBER / levels);
        String marked = graph.op("Where", "marked", List.of(), none, mark, x);
        graph.add("QuantizeLinear", OUTPUT, List.of(), marked, graph.scalar(1.0 / levels), graph.zeroByte());
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
