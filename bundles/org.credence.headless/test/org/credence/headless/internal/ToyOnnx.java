package org.credence.headless.internal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** ONNX files of one node on N x 1 x size x size, for commands whose engine is a toy or none. */
final class ToyOnnx {

    static final byte FLOAT = 1;
    static final byte UINT8 = 2;

    private static final int ANY = -1;

    private ToyOnnx() {}

    /** A network that gives what it takes: floats. */
    static byte[] identity(String input, String output, int size) {
        return file(node("Identity", input, output), value(input, FLOAT, size), value(output, FLOAT, size));
    }

    /** A network that makes floats of the bytes. */
    static byte[] cast(String input, String output, int size) {
        byte[] to = {1 << 3 | 2, 2, 't', 'o', 3 << 3, FLOAT, (byte) (20 << 3), 1, 2};
        return file(
                concat(node("Cast", input, output), field(5, to)),
                value(input, UINT8, size),
                value(output, FLOAT, size));
    }

    /** The encoder of a pair, of one node on 1 x 3 x 16 x 16. */
    static byte[] encoder() {
        return file(
                node("MaxPool", "x", "image_embeddings"),
                value("x", 1, 3, 16, 16),
                value("image_embeddings", 1, 3, 4, 4));
    }

    /** The decoder of a pair, whose masks are the one that goes in. */
    static byte[] decoder() {
        byte[] nodes = concat(
                field(1, node("Identity", "mask_input", "masks")),
                field(1, node("Identity", "mask_input", "low_res_masks")),
                field(1, node("Identity", "has_mask_input", "iou_predictions")));
        byte[] inputs = concat(
                field(11, value("image_embeddings", 1, 3, 4, 4)),
                field(11, value("point_coords", 1, ANY, 2)),
                field(11, value("point_labels", 1, ANY)),
                field(11, value("mask_input", 1, 1, 8, 8)),
                field(11, value("has_mask_input", 1)),
                field(11, value("orig_im_size", 2)));
        byte[] outputs = concat(
                field(12, value("masks", 1, ANY, ANY, ANY)),
                field(12, value("iou_predictions", 1, ANY)),
                field(12, value("low_res_masks", 1, ANY, 8, 8)));
        return file(concat(nodes, field(2, text("g")), inputs, outputs));
    }

    /** A key and a value, to be appended to a file. */
    static byte[] metadata(String key, String value) {
        return field(14, concat(field(1, text(key)), field(2, text(value))));
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] file(byte[] node, byte[] input, byte[] output) {
        return file(concat(field(1, node), field(2, text("g")), field(11, input), field(12, output)));
    }

    private static byte[] file(byte[] graph) {
        byte[] operators = {2 << 3, 17};
        return concat(new byte[] {1 << 3, 9}, field(7, graph), field(8, operators));
    }

    private static byte[] node(String operator, String input, String output) {
        return concat(field(1, text(input)), field(2, text(output)), field(4, text(operator)));
    }

    private static byte[] value(String name, byte type, int size) {
        return value(name, type, new int[] {ANY, 1, size, size});
    }

    private static byte[] value(String name, int... sizes) {
        return value(name, FLOAT, sizes);
    }

    private static byte[] value(String name, byte type, int[] sizes) {
        byte[][] dims = new byte[sizes.length][];
        for (int d = 0; d < dims.length; d++) {
            dims[d] = sizes[d] == ANY ? field(1, field(2, text("N"))) : length(sizes[d]);
        }
        byte[] shape = concat(dims);
        byte[] tensor = concat(new byte[] {1 << 3, type}, field(2, shape));
        return concat(field(1, text(name)), field(2, field(1, tensor)));
    }

    private static byte[] length(int pixels) {
        return field(1, new byte[] {1 << 3, (byte) pixels});
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] field(int number, byte[] content) {
        ByteArrayOutputStream to = new ByteArrayOutputStream();
        to.write(number << 3 | 2);
        int length = content.length;
        for (; length > 127; length >>>= 7) {
            to.write(length & 127 | 128);
        }
        to.write(length);
        to.writeBytes(content);
        return to.toByteArray();
    }
}
