package org.credence.segmentation.internal;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
    static final int FLOAT = 1;
    static final int UINT8 = 2;
    private static final int INT64 = 7;

    private final ModelGraph source;
    private final ModelCard card;
    private final NetworkInput network;
    private final ModelGraph.Tensor input;
    private final ModelGraph.Tensor output;
    private final boolean applied;
    private final Piece.Message outer = new Piece.Message();
    private int constants;

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
            Piece.Message body = new Piece.Message();
            body.field(5, longs("credence.axis", 0));
            body.field(1, node("Unsqueeze", input.name(), "credence.frame", "credence.axis"));
            copy(source, from, body, false);
            body.field(1, node("Squeeze", "credence.frame.given", output.name(), "credence.axis"));
            body.text(2, "frame");
            body.field(
                    11,
                    value(
                            "credence.frame",
                            TensorReader.typeNumber(input.type()),
                            network.channels(),
                            rows(),
                            columns()));
            body.field(
                    12,
                    value(
                            "credence.frame.given",
                            TensorReader.typeNumber(output.type()),
                            networkOutputs(),
                            rows(),
                            columns()));
            outer.field(
                    1,
                    node("Scan", "credence.given", prepared)
                            .field(
                                    5,
                                    new Piece.Message()
                                            .text(1, "body")
                                            .field(6, body)
                                            .number(20, 5))
                            .field(5, number("num_scan_inputs", 1)));
            outer.text(2, "credence");
        } else {
            copy(source, from, outer, true);
        }
        finish(one ? "credence.given" : output.name());
        outer.field(11, value(INPUT, UINT8, ModelGraph.ANY, 1, rows(), columns()));
        if (card.input().statistics() != null) {
            outer.field(11, value(STATISTICS, FLOAT, ModelGraph.ANY, 2, 1, 1));
        }
        int type = card.output().levels() == null ? FLOAT : UINT8;
        outer.field(12, value(OUTPUT, type, ModelGraph.ANY, card.segments().size(), rows(), columns()));
        return outer;
    }

    /**
     * All of a graph but what goes in and out; values in other files move in.
     *
     * @param named whether its name is taken over too
     */
    static void copy(ModelGraph source, ProtoMessage from, Piece.Message to, boolean named) throws IOException {
        ExternalValues values = new ExternalValues(source.file());
        while (from.next()) {
            switch (from.field()) {
                case GraphReader.GRAPH_INPUT, GraphReader.GRAPH_OUTPUT -> {
                    // The nodes around the graph make and take these.
                }
                case GraphReader.GRAPH_INITIALIZER ->
                    to.add(values.inside(from.message())
                            .map(tensor -> (Piece) new Piece.Message().field(GraphReader.GRAPH_INITIALIZER, tensor))
                            .orElse(from.whole()));
                case 2 -> {
                    if (named) {
                        to.add(from.whole());
                    }
                }
                default -> to.add(from.whole());
            }
        }
        if (values.count() != source.external().size()) {
            throw new SegmentationException("Model " + source.file() + " keeps values of its nodes in other files ("
                    + source.external().get(0).location() + "), not only weights; export it into one file.");
        }
    }

    private void prepare(String prepared) {
        NetworkInput.Normalization n = network.normalization();
        String x = op("Cast", "gray", List.of(number("to", FLOAT)), INPUT);
        if (n.low() > 0 || n.high() < 255) {
            x = op("Clip", "clipped", List.of(), x, scalar(n.low()), scalar(n.high()));
        }
        if (n.scale() != 1) {
            x = op("Mul", "scaled", List.of(), x, scalar(n.scale()));
        }
        if (card.input().statistics() != null) {
            x = op("Sub", "less", List.of(), x, statistic("subtracted", 0));
            x = op("Div", "normalised", List.of(), x, statistic("divisor", 1));
        }
        if (network.channels() > 1) {
            x = op("Concat", "channels", List.of(number("axis", 1)), x, x, x);
        }
        if (n.mean().stream().anyMatch(m -> m != 0)) {
            x = op("Sub", "shifted", List.of(), x, perChannel(n.mean()));
        }
        if (n.deviation().stream().anyMatch(d -> d != 1)) {
            x = op("Div", "divided", List.of(), x, perChannel(n.deviation()));
        }
        outer.field(1, node("Cast", prepared, x).field(5, number("to", TensorReader.typeNumber(input.type()))));
    }

    /** One of the frame's own figures, N x 1 x 1 x 1. */
    private String statistic(String name, long index) {
        String which = "credence." + name + ".index";
        outer.field(5, longs(which, index));
        return op("Gather", name, List.of(number("axis", 1)), STATISTICS, which);
    }

    private void finish(String given) {
        String x = op("Cast", "floats", List.of(number("to", FLOAT)), given);
        if (!applied) {
            x = card.output().activation().equals("softmax")
                    ? op("Softmax", "softmax", List.of(number("axis", 1)), x)
                    : op("Sigmoid", "sigmoid", List.of(), x);
        }
        Integer background = card.output().background();
        if (background != null) {
            String name = "credence.segments";
            outer.field(
                    5,
                    longs(
                            name,
                            LongStream.range(0, networkOutputs())
                                    .filter(c -> c != background)
                                    .toArray()));
            x = op("Gather", "chosen", List.of(number("axis", 1)), x, name);
        }
        Integer levels = card.output().levels();
        if (levels == null) {
            outer.field(1, node("Identity", OUTPUT, x));
            return;
        }
        // A byte cannot be no number, so one value beyond the levels says it; the operator rounds and keeps to 0 to
        // 255.
        String none = op("IsNaN", "none", List.of(), x);
        String marked = op("Where", "marked", List.of(), none, scalar((double) ModelCard.Output.NO_NUMBER / levels), x);
        String zero = "credence.zero";
        outer.field(5, tensor(zero, UINT8, ByteBuffer.allocate(1)));
        outer.field(1, node("QuantizeLinear", OUTPUT, marked, scalar(1.0 / levels), zero));
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

    private String op(String operator, String name, List<Piece.Message> attributes, String... inputs) {
        String result = "credence." + name;
        Piece.Message node = node(operator, result, inputs);
        attributes.forEach(a -> node.field(5, a));
        outer.field(1, node);
        return result;
    }

    static Piece.Message node(String operator, String result, String... inputs) {
        Piece.Message node = new Piece.Message();
        for (String i : inputs) {
            node.text(1, i);
        }
        return node.text(2, result).text(4, operator);
    }

    static Piece.Message number(String name, long value) {
        return new Piece.Message().text(1, name).number(3, value).number(20, 2);
    }

    private String scalar(double value) {
        return floats(new float[] {(float) value});
    }

    private String perChannel(List<Double> values) {
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values.get(i).floatValue();
        }
        return floats(floats, 1, floats.length, 1, 1);
    }

    private String floats(float[] values, long... shape) {
        String name = "credence.c" + constants++;
        ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        outer.field(5, tensor(name, FLOAT, raw, shape));
        return name;
    }

    static Piece.Message longs(String name, long... values) {
        ByteBuffer raw = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        raw.asLongBuffer().put(values);
        return tensor(name, INT64, raw, values.length);
    }

    static Piece.Message tensor(String name, int type, ByteBuffer raw, long... shape) {
        Piece.Message tensor = new Piece.Message();
        for (long d : shape) {
            tensor.number(1, d);
        }
        return tensor.number(2, type).text(8, name).bytes(9, raw.array());
    }

    static Piece.Message value(String name, int type, long... shape) {
        Piece.Message dims = new Piece.Message();
        for (int i = 0; i < shape.length; i++) {
            // A name per dimension, as equal names are equal sizes.
            dims.field(
                    1,
                    shape[i] == ModelGraph.ANY
                            ? new Piece.Message().text(2, i == 0 ? "credence.frames" : "credence.size" + i)
                            : new Piece.Message().number(1, shape[i]));
        }
        Piece.Message tensor = new Piece.Message().number(1, type).field(2, dims);
        return new Piece.Message().text(1, name).field(2, new Piece.Message().field(1, tensor));
    }
}
