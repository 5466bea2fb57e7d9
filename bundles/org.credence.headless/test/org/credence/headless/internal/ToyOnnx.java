package org.credence.headless.internal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** ONNX files of one node on N x 1 x size x size, for commands whose engine is a toy or none. */
final class ToyOnnx {

    static final byte FLOAT = 1;
    static final byte UINT8 = 2;

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
        byte[] graph = concat(field(1, node), field(2, text("g")), field(11, input), field(12, output));
        byte[] operators = {2 << 3, 17};
        return concat(new byte[] {1 << 3, 9}, field(7, graph), field(8, operators));
    }

    private static byte[] node(String operator, String input, String output) {
        return concat(field(1, text(input)), field(2, text(output)), field(4, text(operator)));
    }

    private static byte[] value(String name, byte type, int size) {
        byte[] any = field(1, field(2, text("N")));
        byte[] shape = concat(any, length(1), length(size), length(size));
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
