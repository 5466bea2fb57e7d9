package org.credence.tests;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Writes a pair of encoder and decoder for frames of one size, whose answers are known: at each pixel the logit is the sum over the
 * prompts of {@code weight * (1 - distance² / RADIUS²)}, plus the mean of the embeddings. Points on what is meant weigh 1, those
 * beside it -1, corners of a box a half, and the point that is none 0.
 */
final class PairOnnx {

    static final double RADIUS = 16;
    static final float QUALITY = 0.75f;

    private static final int FLOAT = 1;
    private static final int INT64 = 7;
    private static final int OPEN = -1;

    private byte[] nodes = {};
    private byte[] rest = {};

    private PairOnnx() {}

    static byte[] encoder(int size) {
        PairOnnx to = new PairOnnx();
        byte[] quarters = join(number(8, size / 4), number(8, size / 4), number(20, 7));
        to.node(
                "AveragePool",
                "image_embeddings",
                join(field(5, join(text(1, "kernel_shape"), quarters)), field(5, join(text(1, "strides"), quarters))),
                "image");
        to.value(11, "image", 1, 3, size, size);
        to.value(12, "image_embeddings", 1, 3, 4, 4);
        return to.toBytes();
    }

    static byte[] decoder(int size) {
        PairOnnx to = new PairOnnx();
        float[] centres = new float[size];
        for (int i = 0; i < size; i++) {
            centres[i] = i + 0.5f;
        }
        to.floats("columns", centres, 1, 1, 1, size);
        to.floats("rows", centres, 1, 1, size, 1);
        to.floats("weights", new float[] {0, -1, 1, 0.5f, 0.5f}, 5);
        to.floats("half", new float[] {0.5f}, 1);
        to.floats("one", new float[] {1}, 1);
        to.floats("square", new float[] {(float) (RADIUS * RADIUS)}, 1);
        to.floats("quality", new float[] {QUALITY}, 1, 1);
        to.longs("first", 0);
        to.longs("second", 1);
        to.longs("each", -1, 1, 1, 1);
        String kind = to.node("Add", "kind", "point_labels", "one");
        to.node("Cast", "kinds", attribute("to", INT64), kind);
        String weight = to.node("Reshape", "w", to.node("Gather", "w0", "weights", "kinds"), "each");
        String distance = to.node("Add", "d", to.squared("x", "first", "columns"), to.squared("y", "second", "rows"));
        String near = to.node("Sub", "near", "one", to.node("Div", "d1", distance, "square"));
        to.node("ReduceSum", "bump", attribute("keepdims", 1), to.node("Mul", "bumps", weight, near), "first");
        to.node("ReduceMean", "mean", attribute("keepdims", 1), "image_embeddings");
        to.node("Add", "masks", "bump", "mean");
        to.node("Identity", "low_res_masks", "masks");
        to.node("Identity", "iou_predictions", "quality");
        to.value(11, "image_embeddings", 1, 3, 4, 4);
        to.value(11, "point_coords", 1, OPEN, 2);
        to.value(11, "point_labels", 1, OPEN);
        to.value(11, "mask_input", 1, 1, size, size);
        to.value(11, "has_mask_input", 1);
        to.value(11, "orig_im_size", 2);
        to.value(12, "masks", 1, 1, OPEN, OPEN);
        to.value(12, "iou_predictions", 1, 1);
        to.value(12, "low_res_masks", 1, 1, size, size);
        return to.toBytes();
    }

    /** The squares of how far pixels are from the prompts along an axis; half a pixel is added as the networks do. */
    private String squared(String name, String place, String centres) {
        node("Gather", name + "1", attribute("axis", 2), "point_coords", place);
        String moved = node("Reshape", name + "3", node("Add", name + "2", name + "1", "half"), "each");
        String apart = node("Sub", name + "4", centres, moved);
        return node("Mul", name + "5", apart, apart);
    }

    private String node(String type, String output, String... inputs) {
        return node(type, output, new byte[0], inputs);
    }

    private String node(String type, String output, byte[] attributes, String... inputs) {
        byte[] node = attributes;
        for (String i : inputs) {
            node = join(node, text(1, i));
        }
        nodes = join(nodes, field(1, join(node, text(2, output), text(4, type))));
        return output;
    }

    private static byte[] attribute(String name, long value) {
        return field(5, join(text(1, name), number(3, value), number(20, 2)));
    }

    private void floats(String name, float[] values, int... shape) {
        ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        constant(name, FLOAT, raw.array(), shape);
    }

    private void longs(String name, long... values) {
        ByteBuffer raw = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        raw.asLongBuffer().put(values);
        constant(name, INT64, raw.array(), values.length);
    }

    private void constant(String name, int type, byte[] raw, int... shape) {
        byte[] tensor = join(number(2, type), text(8, name), field(9, raw));
        for (int d : shape) {
            tensor = join(tensor, number(1, d));
        }
        rest = join(rest, field(5, tensor));
    }

    private void value(int field, String name, int... shape) {
        byte[] dims = {};
        for (int i = 0; i < shape.length; i++) {
            dims = join(dims, field(1, shape[i] == OPEN ? text(2, name + i) : number(1, shape[i])));
        }
        byte[] tensor = join(number(1, FLOAT), field(2, dims));
        rest = join(rest, field(field, join(text(1, name), field(2, field(1, tensor)))));
    }

    private byte[] toBytes() {
        return join(number(1, 9), field(7, join(nodes, text(2, "pair"), rest)), field(8, number(2, 17)));
    }

    private static byte[] number(int field, long value) {
        return join(varint((long) field << 3), varint(value));
    }

    private static byte[] text(int field, String text) {
        return field(field, text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] field(int number, byte[] content) {
        return join(varint((long) number << 3 | 2), varint(content.length), content);
    }

    private static byte[] varint(long value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long rest = value;
        for (; (rest & ~127L) != 0; rest >>>= 7) {
            out.write((int) (rest & 127 | 128));
        }
        out.write((int) rest);
        return out.toByteArray();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
