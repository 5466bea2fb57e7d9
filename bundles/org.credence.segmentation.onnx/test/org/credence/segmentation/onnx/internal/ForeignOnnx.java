package org.credence.segmentation.onnx.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;

/** Writes networks as others export them: floats in, logits out, no card. Each is a convolution of one pixel. */
final class ForeignOnnx {

    private static final int FLOAT = 1;

    private ForeignOnnx() {}

    /**
     * A network {@code y[k] = sum(w[k][c] * x[c]) + b[k]}.
     *
     * @param batch 1, or 0 for any
     * @param size of the grid, 0 for any
     * @param weightsFile where the weights lie, null for inside
     */
    static byte[] network(int batch, int size, float[][] w, float[] b, String weightsFile) {
        Proto kernel = tensor("w", w.length, w[0].length, 1, 1);
        if (weightsFile == null) {
            kernel.bytes(9, weights(w));
        } else {
            kernel.message(13, new Proto().text(1, "location").text(2, weightsFile));
            kernel.message(13, new Proto().text(1, "offset").text(2, "4"));
            kernel.number(14, 1);
        }
        Proto graph = new Proto()
                .message(
                        1,
                        new Proto()
                                .text(1, "image")
                                .text(1, "w")
                                .text(1, "b")
                                .text(2, "logits")
                                .text(4, "Conv"))
                .text(2, "foreign")
                .message(5, kernel)
                .message(5, tensor("b", b.length).bytes(9, weights(new float[][] {b})))
                .message(11, value("image", batch, w[0].length, size))
                .message(12, value("logits", batch, w.length, size));
        return model(graph);
    }

    /**
     * A network for any grid that sees its surroundings: convolutions of 3 x 3, half of the grid, and back again. A pixel's
     * answer depends on pixels at most 5 away, and on whether it is at an even place.
     */
    static byte[] deep(long seed) {
        Random random = new Random(seed);
        Proto pads = new Proto().text(1, "pads");
        for (int i = 0; i < 4; i++) {
            pads.number(8, 1);
        }
        pads.number(20, 7);
        Proto graph = new Proto()
                .message(1, convolution("image", "w1", "c1").message(5, pads))
                .message(1, new Proto().text(1, "c1").text(2, "r1").text(4, "Relu"))
                .message(
                        1,
                        new Proto()
                                .text(1, "r1")
                                .text(2, "half")
                                .text(4, "MaxPool")
                                .message(5, twos("kernel_shape"))
                                .message(5, twos("strides")))
                .message(1, convolution("half", "w2", "c2").message(5, pads))
                .message(
                        1,
                        new Proto()
                                .text(1, "c2")
                                .text(2, "logits")
                                .text(4, "DepthToSpace")
                                .message(
                                        5,
                                        new Proto()
                                                .text(1, "blocksize")
                                                .number(3, 2)
                                                .number(20, 2)))
                .text(2, "deep")
                .message(5, tensor("w1", 8, 1, 3, 3).bytes(9, weights(random, 8 * 9)))
                .message(5, tensor("w2", 4, 8, 3, 3).bytes(9, weights(random, 4 * 8 * 9)))
                .message(11, value("image", 0, 1, 0))
                .message(12, value("logits", 0, 1, 0));
        return model(graph);
    }

    private static Proto convolution(String from, String weights, String to) {
        return new Proto().text(1, from).text(1, weights).text(2, to).text(4, "Conv");
    }

    private static Proto twos(String name) {
        return new Proto().text(1, name).number(8, 2).number(8, 2).number(20, 7);
    }

    private static byte[] weights(Random random, int count) {
        float[][] w = new float[1][count];
        for (int i = 0; i < count; i++) {
            w[0][i] = (float) (0.3 * random.nextGaussian());
        }
        return weights(w);
    }

    /** A network whose result is said to be of the input's size, but is twice as large once it runs. */
    static byte[] lying() {
        Proto graph = new Proto()
                .message(1, new Proto().text(1, "image").text(2, "shape").text(4, "Shape"))
                .message(
                        1,
                        new Proto()
                                .text(1, "image")
                                .text(2, "sum")
                                .text(4, "ReduceSum")
                                .message(
                                        5,
                                        new Proto()
                                                .text(1, "keepdims")
                                                .number(3, 0)
                                                .number(20, 2)))
                .message(
                        1,
                        new Proto()
                                .text(1, "sum")
                                .text(2, "count")
                                .text(4, "Cast")
                                .message(
                                        5,
                                        new Proto().text(1, "to").number(3, 7).number(20, 2)))
                .message(
                        1,
                        new Proto()
                                .text(1, "shape")
                                .text(1, "count")
                                .text(2, "larger")
                                .text(4, "Add"))
                .message(
                        1,
                        new Proto()
                                .text(1, "zero")
                                .text(1, "larger")
                                .text(2, "logits")
                                .text(4, "Expand"))
                .text(2, "lying")
                .message(5, tensor("zero", 1).bytes(9, new byte[4]))
                .message(11, value("image", 0, 1, 4))
                .message(12, value("logits", 0, 1, 4));
        return model(graph);
    }

    static byte[] weights(float[][] w) {
        ByteBuffer raw = ByteBuffer.allocate(4 * w.length * w[0].length).order(ByteOrder.LITTLE_ENDIAN);
        for (float[] row : w) {
            for (float f : row) {
                raw.putFloat(f);
            }
        }
        return raw.array();
    }

    private static byte[] model(Proto graph) {
        return new Proto()
                .number(1, 9)
                .message(7, graph)
                .message(8, new Proto().text(1, "").number(2, 18))
                .toBytes();
    }

    private static Proto tensor(String name, long... shape) {
        Proto tensor = new Proto().number(2, FLOAT).text(8, name);
        for (long d : shape) {
            tensor.number(1, d);
        }
        return tensor;
    }

    private static Proto value(String name, int batch, int channels, int size) {
        Proto shape = new Proto();
        for (int d : new int[] {batch, channels, size, size}) {
            shape.message(1, d == 0 ? new Proto().text(2, "any") : new Proto().number(1, d));
        }
        Proto tensor = new Proto().number(1, FLOAT).message(2, shape);
        return new Proto().text(1, name).message(2, new Proto().message(1, tensor));
    }
}
