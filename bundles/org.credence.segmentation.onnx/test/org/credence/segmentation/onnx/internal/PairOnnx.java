package org.credence.segmentation.onnx.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Writes a pair of encoder and decoder as Segment Anything is exported, whose answers are known.
 *
 * <p>The encoder gives the means of 8 x 8 squares, channel by channel. The decoder's logits are, at a pixel of the grid, the sum over
 * the prompts of {@code weight * (1 - distance² / RADIUS²)}, plus the mean embedding there, plus the mask that it is given. Points
 * on what is meant weigh 1, those beside it -1, corners of a box a half, and the point that is none 0. Of two masks the worse one is
 * lower by 100.
 */
final class PairOnnx {

    static final int GRID = 32;
    static final double RADIUS = 8;
    static final float QUALITY = 0.875f;

    private static final int FLOAT = 1;
    private static final int INT64 = 7;
    private static final long N = -1;

    private final Proto graph = new Proto();
    private final Proto declared = new Proto();

    private PairOnnx() {}

    /**
     * @param grid of the images, a multiple of {@link #GRID}
     * @param steps convolutions that change nothing and take their time
     */
    static byte[] encoder(int grid, int steps) {
        PairOnnx to = new PairOnnx();
        int cell = 4 * grid / GRID;
        String x = "image";
        for (int s = 0; s < steps; s++) {
            x = to.node("Conv", "step" + s, number("group", 3), longs("pads", 4, 4, 4, 4), x, "kernel");
        }
        to.node("AveragePool", "image_embeddings", longs("kernel_shape", cell, cell), longs("strides", cell, cell), x);
        float[] kernel = new float[3 * 81];
        for (int c = 0; c < 3; c++) {
            kernel[81 * c + 40] = 1;
        }
        to.floats("kernel", kernel, 3, 1, 9, 9);
        to.value(11, "image", 1, 3, grid, grid);
        to.value(12, "image_embeddings", 1, 3, GRID / 4, GRID / 4);
        return to.toBytes();
    }

    static byte[] decoder() {
        PairOnnx to = new PairOnnx();
        float[] centres = new float[GRID];
        for (int i = 0; i < GRID; i++) {
            centres[i] = i + 0.5f;
        }
        to.floats("columns", centres, 1, 1, 1, GRID);
        to.floats("rows", centres, 1, 1, GRID, 1);
        to.floats("weights", new float[] {0, -1, 1, 0.5f, 0.5f}, 5);
        to.floats("half", new float[] {0.5f}, 1);
        to.floats("one", new float[] {1}, 1);
        to.floats("hundred", new float[] {100}, 1);
        to.floats("grid", new float[] {GRID}, 1);
        to.floats("square", new float[] {(float) (RADIUS * RADIUS)}, 1);
        to.floats("qualities", new float[] {0.25f, QUALITY}, 1, 2);
        to.longs8("first", 0);
        to.longs8("second", 1);
        to.longs8("each", -1, 1, 1, 1);
        to.longs8("coarse", 1, 1, GRID, GRID);
        to.longs8("whole", 1, 2, GRID, GRID);
        to.longs8("two", 1, 2);
        to.longs8("corner", 0, 0);
        to.longs8("axes", 2, 3);

        String weight = to.node("Gather", "w", "weights", to.integers(to.node("Add", "l1", "point_labels", "one")));
        String distance = to.node("Add", "d", to.squared("x", "first", "columns"), to.squared("y", "second", "rows"));
        String near = to.node("Sub", "near", "one", to.node("Div", "d1", distance, "square"));
        String bump = to.node("Mul", "bumps", to.node("Reshape", "w1", weight, "each"), near);
        String sum = to.node("ReduceSum", "bump", number("keepdims", 1), null, bump, "first");
        String mean = to.node("ReduceMean", "mean", longs("axes", 1), number("keepdims", 1), "image_embeddings");
        String seen = to.node("Resize", "seen", mean, "", "", "coarse");
        String before = to.node("Mul", "before", "mask_input", "has_mask_input");
        String logits = to.node("Add", "logits", to.node("Add", "l2", sum, seen), before);
        String worse = to.node("Sub", "worse", logits, "hundred");
        to.node("Concat", "low_res_masks", number("axis", 1), null, worse, logits);
        to.node("Identity", "iou_predictions", "qualities");

        // As Segment Anything does it: onto the grid, without what is beside the frame, onto the frame.
        String large = to.node("Resize", "large", text("mode", "linear"), null, "low_res_masks", "", "", "whole");
        String longest = to.node("ReduceMax", "longest", number("keepdims", 1), null, "orig_im_size");
        String scale = to.node("Div", "scale", "grid", longest);
        String covered =
                to.node("Floor", "covered", to.node("Add", "c1", to.node("Mul", "c2", "orig_im_size", scale), "half"));
        String cut = to.node("Slice", "cut", large, "corner", to.integers(covered), "axes");
        String sizes = to.node("Concat", "sizes", number("axis", 0), null, "two", to.integers("orig_im_size"));
        to.node("Resize", "masks", text("mode", "linear"), null, cut, "", "", sizes);

        to.value(11, "image_embeddings", 1, 3, GRID / 4, GRID / 4);
        to.value(11, "point_coords", 1, N, 2);
        to.value(11, "point_labels", 1, N);
        to.value(11, "mask_input", 1, 1, GRID, GRID);
        to.value(11, "has_mask_input", 1);
        to.value(11, "orig_im_size", 2);
        to.value(12, "masks", 1, N, N, N);
        to.value(12, "iou_predictions", 1, N);
        to.value(12, "low_res_masks", 1, N, N, N);
        return to.toBytes();
    }

    /** The squares of how far the grid's pixels are from the prompts along an axis; half a pixel is added as the networks do. */
    private String squared(String name, String place, String centres) {
        String at = node("Gather", name + "1", number("axis", 2), null, "point_coords", place);
        String moved = node("Reshape", name + "3", node("Add", name + "2", at, "half"), "each");
        String apart = node("Sub", name + "4", centres, moved);
        return node("Mul", name + "5", apart, apart);
    }

    private String integers(String of) {
        return node("Cast", of + ".integers", number("to", INT64), null, of);
    }

    private String node(String type, String output, String... inputs) {
        return node(type, output, null, null, inputs);
    }

    private String node(String type, String output, Proto attribute, Proto other, String... inputs) {
        Proto node = new Proto();
        for (String i : inputs) {
            node.text(1, i);
        }
        node.text(2, output).text(4, type);
        if (attribute != null) {
            node.message(5, attribute);
        }
        if (other != null) {
            node.message(5, other);
        }
        graph.message(1, node);
        return output;
    }

    private static Proto number(String name, long value) {
        return new Proto().text(1, name).number(3, value).number(20, 2);
    }

    private static Proto text(String name, String value) {
        return new Proto().text(1, name).text(4, value).number(20, 3);
    }

    private static Proto longs(String name, long... values) {
        Proto attribute = new Proto().text(1, name);
        for (long v : values) {
            attribute.number(8, v);
        }
        return attribute.number(20, 7);
    }

    private void floats(String name, float[] values, long... shape) {
        ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        constant(name, FLOAT, raw, shape);
    }

    private void longs8(String name, long... values) {
        ByteBuffer raw = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        raw.asLongBuffer().put(values);
        constant(name, INT64, raw, values.length);
    }

    private void constant(String name, int type, ByteBuffer raw, long... shape) {
        Proto tensor = new Proto().number(2, type).text(8, name);
        for (long d : shape) {
            tensor.number(1, d);
        }
        declared.message(5, tensor.bytes(9, raw.array()));
    }

    private void value(int field, String name, long... shape) {
        Proto dims = new Proto();
        for (int i = 0; i < shape.length; i++) {
            dims.message(1, shape[i] == N ? new Proto().text(2, name + i) : new Proto().number(1, shape[i]));
        }
        Proto tensor = new Proto().number(1, FLOAT).message(2, dims);
        declared.message(field, new Proto().text(1, name).message(2, new Proto().message(1, tensor)));
    }

    private byte[] toBytes() {
        return new Proto()
                .number(1, 9)
                .message(7, graph.text(2, "pair").raw(declared))
                .message(8, new Proto().text(1, "").number(2, 17))
                .toBytes();
    }
}
