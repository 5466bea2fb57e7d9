package org.credence.training.onnx.internal;

import static org.credence.training.onnx.internal.OnnxGraph.attribute;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.credence.segmentation.ModelCard;

/**
 * Writes a trained network for use: bytes in, bytes or floats out as the card says, for batches of any size, with normalisations folded into
 * the convolutions before them and the model's card in the metadata.
 */
final class InferenceGraph {

    private final Network network;
    private final float[] theta;
    private final float[] statistics;

    InferenceGraph(Network network, float[] theta, float[] statistics) {
        this.network = network;
        this.theta = theta;
        this.statistics = statistics;
    }

    /** The model as the bytes of an ONNX file. */
    byte[] write(Normalization normalization, ModelCard card) {
        OnnxGraph graph = new OnnxGraph(card.name());
        Network.Shape in = network.shape(0);
        Network.Shape out = network.output();
        String image =
                graph.input(card.input().name(), OnnxGraph.Type.UINT8, 0, in.channels(), in.rows(), in.columns());
        List<String> values = new ArrayList<>(List.of(normalization.apply(graph, image)));
        for (int i = 0; i < network.layers().size(); i++) {
            values.add(layer(graph, values, i));
        }
        String probabilities = graph.op("Sigmoid", values.get(network.layers().size()));
        Integer levels = card.output().levels();
        graph.output(
                card.output().name(),
                levels == null ? probabilities : levels(graph, probabilities, levels),
                levels == null ? OnnxGraph.Type.FLOAT : OnnxGraph.Type.UINT8,
                0,
                out.channels(),
                out.rows(),
                out.columns());
        return graph.toModel(Map.of(ModelCard.METADATA_KEY, card.toJson()));
    }

    /** Bytes that stand for probabilities; one beyond them for what is no number, as bytes always are. */
    private static String levels(OnnxGraph graph, String probabilities, int levels) {
        String marked = graph.op(
                "Where",
                graph.op("IsNaN", probabilities),
                graph.scalar((double) ModelCard.Output.NO_NUMBER / levels),
                probabilities);
        return graph.op("QuantizeLinear", marked, graph.scalar(1.0 / levels), graph.zeroByte());
    }

    private String layer(OnnxGraph graph, List<String> values, int index) {
        return switch (network.layers().get(index)) {
            case Layer.Conv c -> convolution(graph, values.get(c.input()), c, index);
            case Layer.BatchNorm b ->
                folds(index) ? values.get(b.input()) : scaleAndShift(graph, values.get(b.input()), index);
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

    /** Whether the normalisation at this index follows a convolution, which in our networks nothing else reads. */
    private boolean folds(int index) {
        return index > 0
                && network.layers().get(index) instanceof Layer.BatchNorm b
                && b.input() == index
                && network.layers().get(index - 1) instanceof Layer.Conv;
    }

    private String convolution(OnnxGraph graph, String x, Layer.Conv c, int index) {
        List<Network.Slot> slots = network.weights(index);
        float[] kernel = slice(theta, slots.get(0));
        float[] bias = c.bias() ? slice(theta, slots.get(1)) : new float[c.outChannels()];
        if (index + 1 < network.layers().size() && folds(index + 1)) {
            float[][] affine = affine(index + 1);
            int perChannel = kernel.length / c.outChannels();
            for (int o = 0; o < c.outChannels(); o++) {
                for (int k = 0; k < perChannel; k++) {
                    kernel[o * perChannel + k] *= affine[0][o];
                }
                bias[o] = bias[o] * affine[0][o] + affine[1][o];
            }
        }
        long pad = c.kernel() / 2;
        return graph.op(
                "Conv",
                List.of(attribute("pads", new long[] {pad, pad, pad, pad})),
                x,
                graph.floats(kernel, slots.get(0).shape()),
                graph.floats(bias, bias.length));
    }

    private String scaleAndShift(OnnxGraph graph, String x, int index) {
        float[][] affine = affine(index);
        int n = affine[0].length;
        return graph.op(
                "Add", graph.op("Mul", x, graph.floats(affine[0], 1, n, 1, 1)), graph.floats(affine[1], 1, n, 1, 1));
    }

    /** A normalisation with running statistics as factor and summand per channel. */
    private float[][] affine(int index) {
        float[] scale = slice(theta, network.weights(index).get(0));
        float[] shift = slice(theta, network.weights(index).get(1));
        float[] mean = slice(statistics, network.statistics(index).get(0));
        float[] variance = slice(statistics, network.statistics(index).get(1));
        for (int c = 0; c < scale.length; c++) {
            double factor = scale[c] / Math.sqrt(variance[c] + TrainingGraph.EPSILON);
            scale[c] = (float) factor;
            shift[c] = (float) (shift[c] - factor * mean[c]);
        }
        return new float[][] {scale, shift};
    }

    private static float[] slice(float[] vector, Network.Slot slot) {
        return Arrays.copyOfRange(vector, slot.offset(), slot.offset() + slot.length());
    }
}
