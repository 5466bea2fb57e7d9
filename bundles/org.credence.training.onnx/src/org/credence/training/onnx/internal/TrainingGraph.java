package org.credence.training.onnx.internal;

import static org.credence.training.onnx.internal.OnnxGraph.attribute;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes one step of training as an ONNX graph: forward pass, loss, backward pass and Adam, in standard operators.
 *
 * <p>Inputs: {@code image} (N x 1 x rows x columns bytes), {@code target} and {@code weight} (N x segments x rows x columns),
 * the flat vectors {@code theta}, {@code m}, {@code v} and {@code statistics}, and the scalars {@code rate}, {@code c1} and
 * {@code c2} (Adam's bias corrections 1 - beta^t). Outputs: the four vectors after the step under their names with
 * {@code _next}, {@code loss}, {@code gradient} and {@code logits}.
 */
final class TrainingGraph {

    /** Added to variances before division. */
    static final double EPSILON = 1e-5;

    /** How much of the running statistics each step replaces. */
    static final double MOMENTUM = 0.1;

    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;

    /**
     * How the loss is composed.
     *
     * @param positiveWeights factor on the cross entropy of foreground, per segment
     * @param overlapWeight factor on the soft Dice term, 0 for none
     */
    record Loss(float[] positiveWeights, double overlapWeight) {}

    private final Network network;
    private final int batch;
    private final Normalization normalization;
    private final OnnxGraph graph = new OnnxGraph("training step");
    private final List<String> values = new ArrayList<>();
    private final Map<Integer, String> gradients = new HashMap<>();
    private final Map<Network.Slot, String> parameters = new HashMap<>();
    private final Map<Network.Slot, String> parameterGradients = new HashMap<>();
    private final Map<Network.Slot, String> statistics = new HashMap<>();
    private final Map<Network.Slot, String> nextStatistics = new HashMap<>();

    // What the forward pass of a normalisation leaves for its backward pass.
    private final Map<Integer, String> standardized = new HashMap<>();
    private final Map<Integer, String> inverseDeviations = new HashMap<>();

    private TrainingGraph(Network network, int batch, Normalization normalization) {
        this.network = network;
        this.batch = batch;
        this.normalization = normalization;
    }

    /** The step as the bytes of an ONNX model, for batches of exactly this size. */
    static byte[] write(Network network, int batch, Normalization normalization, Loss loss) {
        return new TrainingGraph(network, batch, normalization).write(loss);
    }

    private byte[] write(Loss loss) {
        Network.Shape in = network.shape(0);
        Network.Shape out = network.output();
        String image = graph.input("image", OnnxGraph.Type.UINT8, batch, in.channels(), in.rows(), in.columns());
        String target = graph.input("target", OnnxGraph.Type.FLOAT, batch, out.channels(), out.rows(), out.columns());
        String weight = graph.input("weight", OnnxGraph.Type.FLOAT, batch, out.channels(), out.rows(), out.columns());
        String theta = graph.input("theta", OnnxGraph.Type.FLOAT, network.weightCount());
        split(theta, network.weights(), parameters);
        if (network.statisticCount() > 0) {
            split(
                    graph.input("statistics", OnnxGraph.Type.FLOAT, network.statisticCount()),
                    network.statistics(),
                    statistics);
        }

        values.add(normalization.apply(graph, image));
        for (int i = 0; i < network.layers().size(); i++) {
            values.add(forward(i, network.layers().get(i)));
        }
        String logits = values.get(network.layers().size());
        gradients.put(network.layers().size(), loss(logits, target, weight, loss));
        for (int i = network.layers().size() - 1; i >= 0; i--) {
            backward(i, network.layers().get(i), gradients.get(i + 1));
        }

        String gradient = join(network.weights(), parameterGradients);
        adam(theta, gradient);
        graph.output("gradient", gradient, OnnxGraph.Type.FLOAT, network.weightCount());
        graph.output("logits", logits, OnnxGraph.Type.FLOAT, batch, out.channels(), out.rows(), out.columns());
        if (network.statisticCount() > 0) {
            graph.output(
                    "statistics_next",
                    join(network.statistics(), nextStatistics),
                    OnnxGraph.Type.FLOAT,
                    network.statisticCount());
        }
        return graph.toModel(Map.of());
    }

    private String forward(int index, Layer layer) {
        return switch (layer) {
            case Layer.Conv c -> {
                List<Network.Slot> slots = network.weights(index);
                long pad = c.kernel() / 2;
                var pads = List.of(attribute("pads", new long[] {pad, pad, pad, pad}));
                String kernel = parameters.get(slots.get(0));
                yield c.bias()
                        ? graph.op("Conv", pads, values.get(c.input()), kernel, parameters.get(slots.get(1)))
                        : graph.op("Conv", pads, values.get(c.input()), kernel);
            }
            case Layer.BatchNorm b -> normalize(index, b);
            case Layer.Relu r -> graph.op("Relu", values.get(r.input()));
            case Layer.MaxPool m ->
                graph.op(
                        "MaxPool",
                        List.of(attribute("kernel_shape", new long[] {2, 2}), attribute("strides", new long[] {2, 2})),
                        values.get(m.input()));
            case Layer.Unfold u -> graph.op("DepthToSpace", List.of(attribute("blocksize", 2)), values.get(u.input()));
            case Layer.Concat c ->
                graph.op("Concat", List.of(attribute("axis", 1)), values.get(c.first()), values.get(c.second()));
        };
    }

    private String normalize(int index, Layer.BatchNorm b) {
        String x = values.get(b.input());
        int channels = network.shape(b.input()).channels();
        double count = (double) batch * network.shape(b.input()).pixels();
        String mean = graph.mean(x, 0, 2, 3);
        String centered = graph.op("Sub", x, mean);
        String variance = graph.mean(graph.op("Mul", centered, centered), 0, 2, 3);
        String inverse = graph.op("Reciprocal", graph.op("Sqrt", graph.op("Add", variance, graph.scalar(EPSILON))));
        String standard = graph.op("Mul", centered, inverse);
        standardized.put(index, standard);
        inverseDeviations.put(index, inverse);
        List<Network.Slot> running = network.statistics(index);
        running(running.get(0), graph.reshape(mean, channels), 1);
        running(running.get(1), graph.reshape(variance, channels), count / (count - 1));
        List<Network.Slot> slots = network.weights(index);
        String scale = graph.reshape(parameters.get(slots.get(0)), 1, channels, 1, 1);
        String shift = graph.reshape(parameters.get(slots.get(1)), 1, channels, 1, 1);
        return graph.op("Add", graph.op("Mul", standard, scale), shift);
    }

    private void running(Network.Slot slot, String now, double factor) {
        nextStatistics.put(
                slot,
                graph.op(
                        "Add",
                        graph.op("Mul", statistics.get(slot), graph.scalar(1 - MOMENTUM)),
                        graph.op("Mul", now, graph.scalar(MOMENTUM * factor))));
    }

    /** Emits the loss; the result is its gradient with respect to the logits. */
    private String loss(String z, String y, String w, Loss loss) {
        Network.Shape out = network.output();
        double count = (double) batch * out.channels() * out.pixels();
        float[] extra = loss.positiveWeights().clone();
        for (int c = 0; c < extra.length; c++) {
            extra[c] -= 1;
        }
        String emphasis = graph.op(
                "Mul",
                w,
                graph.op("Add", graph.op("Mul", y, graph.floats(extra, 1, extra.length, 1, 1)), graph.scalar(1)));
        String p = graph.op("Sigmoid", z);
        // Cross entropy on logits, in the form that does not overflow.
        String entropy = graph.op("Mul", emphasis, graph.op("Sub", graph.op("Softplus", z), graph.op("Mul", z, y)));
        String total = graph.reshape(graph.mean(entropy, 0, 1, 2, 3), 1);
        String gradient = graph.op("Mul", graph.op("Mul", emphasis, graph.op("Sub", p, y)), graph.scalar(1 / count));
        if (loss.overlapWeight() > 0) {
            // -ln Dice per segment, Dice = (2 sum(w p y) + 1) / (sum(w (p + y)) + 1), over the segments that the batch
            // shows. The logarithm pulls the harder the less is found, without which rare thin segments are given up
            // early; on an absent segment Dice would push every pixel down, and the cross entropy is enough there.
            String wp = graph.op("Mul", w, p);
            String both = graph.sum(graph.op("Mul", wp, y), 0, 2, 3);
            String shown = graph.sum(graph.op("Mul", w, y), 0, 2, 3);
            String present = graph.op("Sign", shown);
            String sizes = graph.op("Add", graph.op("Add", graph.sum(wp, 0, 2, 3), shown), graph.scalar(1));
            String dice =
                    graph.op("Div", graph.op("Add", graph.op("Mul", both, graph.scalar(2)), graph.scalar(1)), sizes);
            String miss = graph.op("Mul", present, graph.op("Neg", graph.op("Log", dice)));
            total = graph.op(
                    "Add",
                    total,
                    graph.op(
                            "Mul", graph.reshape(graph.mean(miss, 0, 1, 2, 3), 1), graph.scalar(loss.overlapWeight())));
            // d ln Dice/dp = w (2 y - Dice) / (sizes Dice), and dp/dz = p (1 - p).
            String factor = graph.op(
                    "Mul",
                    graph.op("Div", present, graph.op("Mul", sizes, dice)),
                    graph.scalar(loss.overlapWeight() / out.channels()));
            String slope = graph.op("Mul", graph.op("Sub", dice, graph.op("Mul", y, graph.scalar(2))), factor);
            String dp = graph.op("Mul", wp, graph.op("Sub", graph.scalar(1), p));
            gradient = graph.op("Add", gradient, graph.op("Mul", slope, dp));
        }
        graph.output("loss", total, OnnxGraph.Type.FLOAT, 1);
        return gradient;
    }

    private void backward(int index, Layer layer, String dy) {
        switch (layer) {
            case Layer.Conv c -> convolutionGradient(index, c, dy);
            case Layer.BatchNorm b -> normalizationGradient(index, b, dy);
            case Layer.Relu r -> {
                String open = graph.op("Greater", values.get(index + 1), graph.scalar(0));
                accumulate(r.input(), graph.op("Where", open, dy, graph.scalar(0)));
            }
            case Layer.MaxPool m -> poolGradient(index, m, dy);
            case Layer.Unfold u ->
                accumulate(u.input(), graph.op("SpaceToDepth", List.of(attribute("blocksize", 2)), dy));
            case Layer.Concat c -> {
                List<String> parts = graph.ops(
                        "Split",
                        2,
                        List.of(attribute("axis", 1)),
                        dy,
                        graph.longs(
                                network.shape(c.first()).channels(),
                                network.shape(c.second()).channels()));
                accumulate(c.first(), parts.get(0));
                accumulate(c.second(), parts.get(1));
            }
        }
    }

    private void convolutionGradient(int index, Layer.Conv c, String dy) {
        List<Network.Slot> slots = network.weights(index);
        Network.Shape in = network.shape(c.input());
        parameterGradients.put(
                slots.get(0),
                graph.reshape(kernelGradient(c, in, dy), slots.get(0).length()));
        if (c.bias()) {
            parameterGradients.put(slots.get(1), graph.reshape(graph.sum(dy, 0, 2, 3), c.outChannels()));
        }
        if (c.input() > 0) {
            // The gradient of a convolution is one with its kernel turned around and its channels exchanged.
            String turned = graph.transpose(parameters.get(slots.get(0)), 1, 0, 2, 3);
            if (c.kernel() > 1) {
                turned = graph.op(
                        "Slice",
                        turned,
                        graph.longs(-1, -1),
                        graph.longs(Long.MIN_VALUE + 1, Long.MIN_VALUE + 1),
                        graph.longs(2, 3),
                        graph.longs(-1, -1));
            }
            long pad = c.kernel() / 2;
            accumulate(
                    c.input(),
                    graph.op("Conv", List.of(attribute("pads", new long[] {pad, pad, pad, pad})), dy, turned));
        }
    }

    /**
     * The gradient of a kernel: the product of image and gradient, summed over pixels, for each shift of one against the
     * other. The one with fewer channels is shifted, because nine copies of it are made.
     */
    private String kernelGradient(Layer.Conv c, Network.Shape in, String dy) {
        long taps = (long) c.kernel() * c.kernel();
        boolean shiftImage = in.channels() <= c.outChannels();
        String still = shiftImage ? dy : values.get(c.input());
        String shifted = shiftImage ? values.get(c.input()) : dy;
        long stillChannels = shiftImage ? c.outChannels() : in.channels();
        long shiftedChannels = shiftImage ? in.channels() : c.outChannels();
        String flat = graph.reshape(still, batch, stillChannels, in.pixels());
        String columns = graph.reshape(
                c.kernel() == 1 ? shifted : neighbourhoods(shifted, in, shiftImage),
                batch,
                taps * shiftedChannels,
                in.pixels());
        String perFrame = graph.op("MatMul", flat, graph.transpose(columns, 0, 2, 1));
        String kernel = graph.reshape(graph.sum(perFrame, 0), stillChannels, taps, shiftedChannels);
        return shiftImage ? graph.transpose(kernel, 0, 2, 1) : graph.transpose(kernel, 2, 0, 1);
    }

    /** The pixels under each tap of a 3 x 3 kernel, as channels: (tap, channel); or those that each tap goes to. */
    private String neighbourhoods(String x, Network.Shape size, boolean under) {
        String padded = graph.op("Pad", x, graph.longs(0, 0, 1, 1, 0, 0, 1, 1));
        String[] shifted = new String[9];
        for (int tap = 0; tap < 9; tap++) {
            long row = under ? tap / 3 : 2 - tap / 3;
            long column = under ? tap % 3 : 2 - tap % 3;
            shifted[tap] = graph.op(
                    "Slice",
                    padded,
                    graph.longs(row, column),
                    graph.longs(row + size.rows(), column + size.columns()),
                    graph.longs(2, 3));
        }
        return graph.op("Concat", List.of(attribute("axis", 1)), shifted);
    }

    private void normalizationGradient(int index, Layer.BatchNorm b, String dy) {
        List<Network.Slot> slots = network.weights(index);
        int channels = network.shape(b.input()).channels();
        double count = (double) batch * network.shape(b.input()).pixels();
        String standard = standardized.get(index);
        String dScale = graph.sum(graph.op("Mul", dy, standard), 0, 2, 3);
        String dShift = graph.sum(dy, 0, 2, 3);
        parameterGradients.put(slots.get(0), graph.reshape(dScale, channels));
        parameterGradients.put(slots.get(1), graph.reshape(dShift, channels));
        String share = graph.scalar(1 / count);
        String centered = graph.op("Sub", dy, graph.op("Mul", dShift, share));
        String residual = graph.op("Sub", centered, graph.op("Mul", standard, graph.op("Mul", dScale, share)));
        String scale = graph.reshape(parameters.get(slots.get(0)), 1, channels, 1, 1);
        accumulate(b.input(), graph.op("Mul", residual, graph.op("Mul", scale, inverseDeviations.get(index))));
    }

    private void poolGradient(int index, Layer.MaxPool m, String dy) {
        Network.Shape out = network.shape(index + 1);
        var fold = List.of(attribute("blocksize", 2));
        String parts = graph.reshape(
                graph.op("SpaceToDepth", fold, values.get(m.input())),
                batch,
                4,
                out.channels(),
                out.rows(),
                out.columns());
        String greatest = graph.reshape(values.get(index + 1), batch, 1, out.channels(), out.rows(), out.columns());
        String given = graph.reshape(dy, batch, 1, out.channels(), out.rows(), out.columns());
        String spread = graph.op("Where", graph.op("Equal", parts, greatest), given, graph.scalar(0));
        accumulate(
                m.input(),
                graph.op(
                        "DepthToSpace",
                        fold,
                        graph.reshape(spread, batch, 4L * out.channels(), out.rows(), out.columns())));
    }

    private void accumulate(int value, String gradient) {
        if (value == 0) {
            return;
        }
        gradients.merge(value, gradient, (a, b) -> graph.op("Add", a, b));
    }

    private void adam(String theta, String gradient) {
        int n = network.weightCount();
        String m = moment(graph.input("m", OnnxGraph.Type.FLOAT, n), gradient, BETA1);
        String v = moment(graph.input("v", OnnxGraph.Type.FLOAT, n), graph.op("Mul", gradient, gradient), BETA2);
        String rate = graph.input("rate", OnnxGraph.Type.FLOAT, 1);
        String c1 = graph.input("c1", OnnxGraph.Type.FLOAT, 1);
        String c2 = graph.input("c2", OnnxGraph.Type.FLOAT, 1);
        String deviation = graph.op("Add", graph.op("Sqrt", graph.op("Div", v, c2)), graph.scalar(1e-8));
        String move = graph.op("Mul", rate, graph.op("Div", graph.op("Div", m, c1), deviation));
        graph.output("theta_next", graph.op("Sub", theta, move), OnnxGraph.Type.FLOAT, n);
        graph.output("m_next", m, OnnxGraph.Type.FLOAT, n);
        graph.output("v_next", v, OnnxGraph.Type.FLOAT, n);
    }

    private String moment(String old, String now, double beta) {
        return graph.op("Add", graph.op("Mul", old, graph.scalar(beta)), graph.op("Mul", now, graph.scalar(1 - beta)));
    }

    private void split(String vector, List<Network.Slot> slots, Map<Network.Slot, String> parts) {
        long[] lengths = slots.stream().mapToLong(Network.Slot::length).toArray();
        List<String> flat =
                graph.ops("Split", slots.size(), List.of(attribute("axis", 0)), vector, graph.longs(lengths));
        for (int i = 0; i < slots.size(); i++) {
            parts.put(slots.get(i), graph.reshape(flat.get(i), slots.get(i).shape()));
        }
    }

    private String join(List<Network.Slot> slots, Map<Network.Slot, String> parts) {
        return graph.op(
                "Concat",
                List.of(attribute("axis", 0)),
                slots.stream().map(parts::get).toArray(String[]::new));
    }
}
