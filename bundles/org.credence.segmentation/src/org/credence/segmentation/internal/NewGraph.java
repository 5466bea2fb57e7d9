package org.credence.segmentation.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.credence.segmentation.ModelGraph;
import org.credence.segmentation.NetworkInput;
import org.credence.segmentation.SegmentationException;

/** A graph under construction: nodes, constants, and what goes in and out. For one thread. */
final class NewGraph {

    static final int FLOAT = 1;
    static final int UINT8 = 2;
    private static final int INT64 = 7;

    private final Piece.Message message = new Piece.Message();
    private int constants;

    /** The message so far. */
    Piece.Message message() {
        return message;
    }

    /**
     * Takes over all of a graph but what goes in and out.
     *
     * @throws SegmentationException if values lie where they must not
     */
    void copy(ModelGraph source, ProtoMessage from) throws IOException {
        copy(source, from, message, true);
    }

    /**
     * Nodes that make of gray bytes what a network was trained to see, as floats; what they give.
     *
     * @param image N x 1 x rows x columns bytes
     */
    String normalized(String image, NetworkInput network) {
        String x = scaled(image, network.normalization());
        switch (network.normalization().kind()) {
            case FIXED -> {
                // The card's figures are all there is.
            }
            case ZSCORE -> {
                String centered = op("Sub", "centered", List.of(), x, op("GlobalAveragePool", "mean", List.of(), x));
                String squares = op("Mul", "squares", List.of(), centered, centered);
                String variance = op("GlobalAveragePool", "variance", List.of(), squares);
                String deviation = op("Sqrt", "deviation", List.of(), variance);
                x = op("Div", "zscore", List.of(), centered, op("Max", "divisor", List.of(), deviation, scalar(1e-8)));
            }
            case RANGE -> {
                String most = op("GlobalMaxPool", "most", List.of(), x);
                String least = op(
                        "Neg",
                        "least",
                        List.of(),
                        op("GlobalMaxPool", "most.negative", List.of(), op("Neg", "negative", List.of(), x)));
                String range = op("Sub", "range", List.of(), most, least);
                x = op(
                        "Div",
                        "ranged",
                        List.of(),
                        op("Sub", "from.least", List.of(), x, least),
                        op("Max", "divisor", List.of(), range, scalar(1e-8)));
            }
        }
        return perChannel(x, network);
    }

    /**
     * The same where the image's own figures come from outside.
     *
     * @param statistics N x 2 x 1 x 1 floats: what is subtracted, and what is divided by
     */
    String normalized(String image, NetworkInput network, String statistics) {
        List<Piece.Message> axis = List.of(number("axis", 1));
        String less = op("Gather", "subtracted", axis, statistics, longs(0));
        String by = op("Gather", "divisor", axis, statistics, longs(1));
        String x = op("Sub", "less", List.of(), scaled(image, network.normalization()), less);
        return perChannel(op("Div", "normalised", List.of(), x, by), network);
    }

    private String scaled(String image, NetworkInput.Normalization n) {
        String x = op("Cast", "gray", List.of(number("to", FLOAT)), image);
        if (n.low() > 0 || n.high() < 255) {
            x = op("Clip", "clipped", List.of(), x, scalar(n.low()), scalar(n.high()));
        }
        return n.scale() == 1 ? x : op("Mul", "scaled", List.of(), x, scalar(n.scale()));
    }

    private String perChannel(String normalized, NetworkInput network) {
        NetworkInput.Normalization n = network.normalization();
        String x = normalized;
        if (network.channels() > 1) {
            x = op("Concat", "channels", List.of(number("axis", 1)), x, x, x);
        }
        if (n.mean().stream().anyMatch(m -> m != 0)) {
            x = op("Sub", "shifted", List.of(), x, perChannel(n.mean()));
        }
        if (n.deviation().stream().anyMatch(d -> d != 1)) {
            x = op("Div", "divided", List.of(), x, perChannel(n.deviation()));
        }
        return x;
    }

    /** Adds a node; the name of its result. */
    String op(String operator, String name, List<Piece.Message> attributes, String... inputs) {
        String result = "credence." + name;
        add(operator, result, attributes, inputs);
        return result;
    }

    /** Adds a node whose result has this name. */
    void add(String operator, String result, List<Piece.Message> attributes, String... inputs) {
        Piece.Message node = node(operator, result, inputs);
        attributes.forEach(a -> node.field(5, a));
        message.field(GraphReader.GRAPH_NODE, node);
    }

    /** Adds a constant; its name. */
    String scalar(double value) {
        return floats(new float[] {(float) value});
    }

    /** Adds the byte 0 as a constant; its name. */
    String zeroByte() {
        String name = nextConstant();
        message.field(GraphReader.GRAPH_INITIALIZER, tensor(name, UINT8, ByteBuffer.allocate(1)));
        return name;
    }

    /** Adds a constant vector of whole numbers; its name. */
    String longs(long... values) {
        String name = nextConstant();
        message.field(GraphReader.GRAPH_INITIALIZER, longTensor(name, values));
        return name;
    }

    /** Declares what goes in; {@link ModelGraph#ANY} is a size that is known only when the graph runs. */
    void input(String name, int type, long... shape) {
        message.field(GraphReader.GRAPH_INPUT, value(name, type, shape));
    }

    /** Declares what goes out. */
    void output(String name, int type, long... shape) {
        message.field(GraphReader.GRAPH_OUTPUT, value(name, type, shape));
    }

    private String perChannel(List<Double> values) {
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values.get(i).floatValue();
        }
        return floats(floats, 1, floats.length, 1, 1);
    }

    private String floats(float[] values, long... shape) {
        String name = nextConstant();
        ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        message.field(GraphReader.GRAPH_INITIALIZER, tensor(name, FLOAT, raw, shape));
        return name;
    }

    private String nextConstant() {
        return "credence.c" + constants++;
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

    static Piece.Message longTensor(String name, long... values) {
        ByteBuffer raw = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        raw.asLongBuffer().put(values);
        return tensor(name, INT64, raw, values.length);
    }

    private static Piece.Message tensor(String name, int type, ByteBuffer raw, long... shape) {
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
