package org.credence.segmentation.onnx.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;
import org.credence.segmentation.ModelCard;

/**
 * Writes a small U-Net as an ONNX file: two levels, a skip, 3 x 3 convolutions, a transposed one, and random weights that are
 * the same each time. What it says of noise is spread over all probabilities.
 */
final class SmallUnet {

    private static final int FLOAT = 1;
    private static final int UINT8 = 2;

    private final Random random = new Random(11);
    private final Proto graph = new Proto();
    private int values;

    private SmallUnet() {}

    /** A model of this card, whose first level has so many channels. */
    static byte[] model(ModelCard card, int channels) {
        SmallUnet unet = new SmallUnet();
        unet.build(card, channels);
        return new Proto()
                .number(1, 9)
                .message(7, unet.graph)
                .message(8, new Proto().text(1, "").number(2, 17))
                .message(14, new Proto().text(1, ModelCard.METADATA_KEY).text(2, card.toJson()))
                .toBytes();
    }

    private void build(ModelCard card, int channels) {
        String gray = op(
                "Cast",
                card.input().name(),
                null,
                new Proto().text(1, "to").number(3, 1).number(20, 2));
        String scaled = op("Mul", gray, tensor(new float[] {1 / 255f}), null);
        String skip = relu(convolution(relu(convolution(scaled, 1, channels, 3)), channels, channels, 3));
        String small = pool(skip);
        String deep =
                relu(convolution(relu(convolution(small, channels, 2 * channels, 3)), 2 * channels, 2 * channels, 3));
        String large =
                op("ConvTranspose", deep, weights(2 * channels, channels, 2, 2 * channels), longs("strides", 2, 2));
        String joined = op(
                "Concat", skip, large, new Proto().text(1, "axis").number(3, 1).number(20, 2));
        String last = convolution(relu(convolution(joined, 2 * channels, channels, 3)), channels, 1, 1);
        graph.message(
                1,
                new Proto()
                        .text(1, last)
                        .text(2, card.output().name())
                        .text(3, "last")
                        .text(4, "Sigmoid"));
        graph.text(2, "unet")
                .message(11, value(card.input().name(), UINT8, card))
                .message(12, value(card.output().name(), FLOAT, card));
    }

    private String convolution(String x, int from, int to, int kernel) {
        long pad = kernel / 2;
        return op("Conv", x, weights(to, from, kernel, from * kernel * kernel), longs("pads", pad, pad, pad, pad));
    }

    private String relu(String x) {
        return op("Relu", x, null, null);
    }

    private String pool(String x) {
        Proto node = node("MaxPool", x).message(5, longs("kernel_shape", 2, 2)).message(5, longs("strides", 2, 2));
        return put(node);
    }

    private String op(String type, String first, String second, Proto attribute) {
        Proto node = node(type, first);
        if (second != null) {
            node.text(1, second);
        }
        return put(attribute == null ? node : node.message(5, attribute));
    }

    private static Proto node(String type, String input) {
        return new Proto().text(4, type).text(1, input);
    }

    private String put(Proto node) {
        String output = "v" + values++;
        graph.message(1, node.text(2, output).text(3, output));
        return output;
    }

    private String weights(int first, int second, int kernel, int summands) {
        float[] weights = new float[first * second * kernel * kernel];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (random.nextGaussian() * Math.sqrt(2.0 / summands));
        }
        return tensor(weights, first, second, kernel, kernel);
    }

    private String tensor(float[] numbers, long... shape) {
        ByteBuffer raw = ByteBuffer.allocate(4 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(numbers);
        String name = "w" + values++;
        Proto tensor = new Proto();
        for (long d : shape) {
            tensor.number(1, d);
        }
        graph.message(5, tensor.number(2, FLOAT).text(8, name).bytes(9, raw.array()));
        return name;
    }

    private static Proto longs(String name, long... numbers) {
        Proto attribute = new Proto().text(1, name);
        for (long n : numbers) {
            attribute.number(8, n);
        }
        return attribute.number(20, 7);
    }

    private static Proto value(String name, int type, ModelCard card) {
        Proto shape = new Proto();
        for (Proto d : List.of(
                new Proto().text(2, "N"),
                new Proto().number(1, 1),
                new Proto().number(1, card.input().rows()),
                new Proto().number(1, card.input().columns()))) {
            shape.message(1, d);
        }
        return new Proto()
                .text(1, name)
                .message(2, new Proto().message(1, new Proto().number(1, type).message(2, shape)));
    }
}
