package org.credence.training.onnx.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.credence.training.TrainingPlan;

/**
 * A network as data: its layers, the shape of every value, and where each layer's numbers lie in the flat vectors of
 * weights (learned by gradient) and statistics (running means and variances). Immutable.
 */
final class Network {

    /** The shape of a value, without the batch. */
    record Shape(int channels, int rows, int columns) {
        int pixels() {
            return rows * columns;
        }
    }

    /** A tensor within a flat vector. */
    record Slot(int layer, int offset, long[] shape) {
        int length() {
            long n = 1;
            for (long d : shape) {
                n *= d;
            }
            return (int) n;
        }
    }

    private final List<Layer> layers;
    private final List<Shape> shapes = new ArrayList<>();
    private final List<Slot> weights = new ArrayList<>();
    private final List<Slot> statistics = new ArrayList<>();
    private int weightCount;
    private int statisticCount;

    Network(Shape input, List<Layer> layers) {
        this.layers = List.copyOf(layers);
        shapes.add(input);
        for (int i = 0; i < this.layers.size(); i++) {
            shapes.add(add(i, this.layers.get(i)));
        }
    }

    /** A U-Net: two convolutions per level, halved {@code depth} times, and as many times back up. */
    static Network unet(TrainingPlan plan, int segments) {
        List<Layer> layers = new ArrayList<>();
        int[] skips = new int[plan.depth()];
        int value = 0;
        for (int level = 0; level < plan.depth(); level++) {
            value = block(layers, value, plan.baseChannels() << level);
            skips[level] = value;
            value = push(layers, new Layer.MaxPool(value));
        }
        value = block(layers, value, plan.baseChannels() << plan.depth());
        for (int level = plan.depth() - 1; level >= 0; level--) {
            int channels = plan.baseChannels() << level;
            value = push(layers, new Layer.Conv(value, 4 * channels, 1, true));
            value = push(layers, new Layer.Unfold(value));
            value = push(layers, new Layer.Concat(skips[level], value));
            value = block(layers, value, channels);
        }
        push(layers, new Layer.Conv(value, segments, 1, true));
        return new Network(new Shape(1, plan.rows(), plan.columns()), layers);
    }

    private static int block(List<Layer> layers, int input, int channels) {
        int value = input;
        for (int i = 0; i < 2; i++) {
            value = push(layers, new Layer.Conv(value, channels, 3, false));
            value = push(layers, new Layer.BatchNorm(value));
            value = push(layers, new Layer.Relu(value));
        }
        return value;
    }

    private static int push(List<Layer> layers, Layer layer) {
        layers.add(layer);
        return layers.size();
    }

    private Shape add(int index, Layer layer) {
        return switch (layer) {
            case Layer.Conv c -> {
                Shape in = shapes.get(c.input());
                weight(index, c.outChannels(), in.channels(), c.kernel(), c.kernel());
                if (c.bias()) {
                    weight(index, c.outChannels());
                }
                yield new Shape(c.outChannels(), in.rows(), in.columns());
            }
            case Layer.BatchNorm b -> {
                Shape in = shapes.get(b.input());
                weight(index, in.channels());
                weight(index, in.channels());
                statistic(index, in.channels());
                statistic(index, in.channels());
                yield in;
            }
            case Layer.Relu r -> shapes.get(r.input());
            case Layer.MaxPool m -> {
                Shape in = shapes.get(m.input());
                if (in.rows() % 2 != 0 || in.columns() % 2 != 0) {
                    throw new IllegalArgumentException("Only even sizes can be halved, got: " + in);
                }
                yield new Shape(in.channels(), in.rows() / 2, in.columns() / 2);
            }
            case Layer.Unfold u -> {
                Shape in = shapes.get(u.input());
                if (in.channels() % 4 != 0) {
                    throw new IllegalArgumentException("Only multiples of 4 channels can be unfolded, got: " + in);
                }
                yield new Shape(in.channels() / 4, 2 * in.rows(), 2 * in.columns());
            }
            case Layer.Concat c -> {
                Shape a = shapes.get(c.first());
                Shape b = shapes.get(c.second());
                if (a.rows() != b.rows() || a.columns() != b.columns()) {
                    throw new IllegalArgumentException("Values of different size cannot be joined: " + a + ", " + b);
                }
                yield new Shape(a.channels() + b.channels(), a.rows(), a.columns());
            }
        };
    }

    private void weight(int layer, long... shape) {
        Slot slot = new Slot(layer, weightCount, shape);
        weights.add(slot);
        weightCount += slot.length();
    }

    private void statistic(int layer, long... shape) {
        Slot slot = new Slot(layer, statisticCount, shape);
        statistics.add(slot);
        statisticCount += slot.length();
    }

    List<Layer> layers() {
        return layers;
    }

    /** The shape of a value: 0 is the image, i + 1 the result of layer i. */
    Shape shape(int value) {
        return shapes.get(value);
    }

    Shape output() {
        return shapes.get(layers.size());
    }

    /** All weights, in the order of the flat vector. */
    List<Slot> weights() {
        return weights;
    }

    /** The weights of a layer: kernel and bias of a convolution, scale and shift of a normalisation. */
    List<Slot> weights(int layer) {
        return weights.stream().filter(s -> s.layer() == layer).toList();
    }

    /** All running statistics, in the order of the flat vector. */
    List<Slot> statistics() {
        return statistics;
    }

    /** The running mean and variance of a layer. */
    List<Slot> statistics(int layer) {
        return statistics.stream().filter(s -> s.layer() == layer).toList();
    }

    int weightCount() {
        return weightCount;
    }

    int statisticCount() {
        return statisticCount;
    }

    /** Weights to start from, drawn after He et al.; the last layer's bias says that foreground is rare. */
    float[] initialWeights(long seed) {
        // java.util.Random is specified to the bit, which RandomGenerator's algorithms are not.
        Random random = new Random(seed);
        float[] values = new float[weightCount];
        for (int i = 0; i < layers.size(); i++) {
            List<Slot> slots = weights(i);
            switch (layers.get(i)) {
                case Layer.Conv c -> {
                    double fanIn = (double) shape(c.input()).channels() * c.kernel() * c.kernel();
                    double deviation = Math.sqrt(2 / fanIn);
                    for (int k = 0; k < slots.get(0).length(); k++) {
                        values[slots.get(0).offset() + k] = (float) (deviation * random.nextGaussian());
                    }
                    if (c.bias() && i == layers.size() - 1) {
                        Arrays.fill(
                                values,
                                slots.get(1).offset(),
                                slots.get(1).offset() + slots.get(1).length(),
                                -2f);
                    }
                }
                case Layer.BatchNorm b ->
                    Arrays.fill(
                            values,
                            slots.get(0).offset(),
                            slots.get(0).offset() + slots.get(0).length(),
                            1f);
                case Layer.Relu r -> {}
                case Layer.MaxPool m -> {}
                case Layer.Unfold u -> {}
                case Layer.Concat c -> {}
            }
        }
        return values;
    }

    /** Statistics to start from: mean 0, variance 1. */
    float[] initialStatistics() {
        float[] values = new float[statisticCount];
        for (int i = 0; i < statistics.size(); i += 2) {
            Slot variance = statistics.get(i + 1);
            Arrays.fill(values, variance.offset(), variance.offset() + variance.length(), 1f);
        }
        return values;
    }
}
