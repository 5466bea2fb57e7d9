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
        GraphWriter.copy(source, from, message, true);
    }

    /**
     * Nodes that make of gray bytes what a network was trained to see, as floats; what they give.
     *
     * @param image N x 1 x rows x columns bytes
     */
    String normalized(String image, NetworkInput network) {
        NetworkInput.Normalization n = network.normalization();
        String x = op("Cast", "gray", List.of(GraphWriter.number("to", GraphWriter.FLOAT)), image);
        if (n.low() > 0 || n.high() < 255) {
            x = op("Clip", "clipped", List.of(), x, scalar(n.low()), scalar(n.high()));
        }
        if (n.scale() != 1) {
            x = op("Mul", "scaled", List.of(), x, scalar(n.scale()));
        }
        switch (n.kind()) {
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
        if (network.channels() > 1) {
            x = op("Concat", "channels", List.of(GraphWriter.number("axis", 1)), x, x, x);
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
        Piece.Message node = GraphWriter.node(operator, result, inputs);
        attributes.forEach(a -> node.field(5, a));
        message.field(GraphReader.GRAPH_NODE, node);
    }

    /** Adds a constant; its name. */
    String scalar(double value) {
        return floats(new float[] {(float) value});
    }

    /** Adds a constant vector of whole numbers; its name. */
    String longs(long... values) {
        String name = nextConstant();
        message.field(GraphReader.GRAPH_INITIALIZER, GraphWriter.longs(name, values));
        return name;
    }

    /** Declares what goes in; {@link ModelGraph#ANY} is a size that is known only when the graph runs. */
    void input(String name, int type, long... shape) {
        message.field(GraphReader.GRAPH_INPUT, GraphWriter.value(name, type, shape));
    }

    /** Declares what goes out. */
    void output(String name, int type, long... shape) {
        message.field(GraphReader.GRAPH_OUTPUT, GraphWriter.value(name, type, shape));
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
        message.field(GraphReader.GRAPH_INITIALIZER, GraphWriter.tensor(name, GraphWriter.FLOAT, raw, shape));
        return name;
    }

    private String nextConstant() {
        return "credence.c" + constants++;
    }
}
