package org.credence.segmentation;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes ONNX files field by field, so that tests can also write what no library would. */
final class OnnxFixture {

    static final int FLOAT = 1;
    static final int UINT8 = 2;
    static final int INT64 = 7;
    static final long N = -1;

    /** A protobuf message. */
    static final class Proto {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Proto number(int field, long value) {
            varint((long) field << 3);
            varint(value);
            return this;
        }

        Proto text(int field, String text) {
            return bytes(field, text.getBytes(StandardCharsets.UTF_8));
        }

        Proto message(int field, Proto message) {
            return bytes(field, message.toBytes());
        }

        Proto bytes(int field, byte[] bytes) {
            varint((long) field << 3 | 2);
            varint(bytes.length);
            out.writeBytes(bytes);
            return this;
        }

        Proto raw(byte[] bytes) {
            out.writeBytes(bytes);
            return this;
        }

        byte[] toBytes() {
            return out.toByteArray();
        }

        private void varint(long value) {
            long rest = value;
            while ((rest & ~127L) != 0) {
                out.write((int) (rest & 127 | 128));
                rest >>>= 7;
            }
            out.write((int) rest);
        }
    }

    private long irVersion = 9;
    private long opset = 17;
    private final List<Proto> nodes = new ArrayList<>();
    private final Proto values = new Proto();
    private final Proto metadata = new Proto();

    /** A graph without nodes. */
    static OnnxFixture empty() {
        return new OnnxFixture();
    }

    /** A graph whose output is its input divided by 255, once for every segment of the card, with the card. */
    static OnnxFixture of(ModelCard card) {
        return fitting(card).card(card.toJson());
    }

    /** A graph as the card says, without the card. */
    static OnnxFixture fitting(ModelCard card) {
        ModelCard.Input input = card.input();
        OnnxFixture fixture = empty().input(input.name(), UINT8, N, input.channels(), input.rows(), input.columns())
                .output(card.output().name(), FLOAT, N, card.segments().size(), input.rows(), input.columns())
                .floats("scale", new float[] {1 / 255f}, 1)
                .node(new Proto()
                        .text(1, input.name())
                        .text(2, "gray")
                        .text(4, "Cast")
                        .message(5, new Proto().text(1, "to").number(3, FLOAT).number(20, 2)))
                .node("Mul", "scaled", "gray", "scale");
        String[] copies = new String[card.segments().size()];
        java.util.Arrays.fill(copies, "scaled");
        return fixture.node(proto("Concat", card.output().name(), copies)
                .message(5, new Proto().text(1, "axis").number(3, 1).number(20, 2)));
    }

    OnnxFixture versions(long ir, long operators) {
        irVersion = ir;
        opset = operators;
        return this;
    }

    OnnxFixture card(String json) {
        return entry(ModelCard.METADATA_KEY, json);
    }

    OnnxFixture entry(String key, String value) {
        metadata.message(14, new Proto().text(1, key).text(2, value));
        return this;
    }

    OnnxFixture node(String operator, String output, String... inputs) {
        return node(proto(operator, output, inputs));
    }

    OnnxFixture node(Proto node) {
        nodes.add(node);
        return this;
    }

    static Proto proto(String operator, String output, String... inputs) {
        Proto node = new Proto();
        for (String i : inputs) {
            node.text(1, i);
        }
        return node.text(2, output).text(4, operator);
    }

    OnnxFixture input(String name, int type, long... shape) {
        values.message(11, value(name, type, shape));
        return this;
    }

    OnnxFixture output(String name, int type, long... shape) {
        values.message(12, value(name, type, shape));
        return this;
    }

    OnnxFixture floats(String name, float[] of, long... shape) {
        ByteBuffer raw = ByteBuffer.allocate(4 * of.length).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(of);
        return initializer(tensor(name, FLOAT, shape).bytes(9, raw.array()));
    }

    OnnxFixture longs(String name, long... of) {
        ByteBuffer raw = ByteBuffer.allocate(8 * of.length).order(ByteOrder.LITTLE_ENDIAN);
        raw.asLongBuffer().put(of);
        return initializer(tensor(name, INT64, of.length).bytes(9, raw.array()));
    }

    /** Weights that lie in another file. */
    OnnxFixture external(String name, String location, long... shape) {
        return initializer(tensor(name, FLOAT, shape)
                .message(13, new Proto().text(1, "location").text(2, location))
                .number(14, 1));
    }

    OnnxFixture initializer(Proto tensor) {
        values.message(5, tensor);
        return this;
    }

    static Proto tensor(String name, int type, long... shape) {
        Proto tensor = new Proto().number(2, type).text(8, name);
        for (long d : shape) {
            tensor.number(1, d);
        }
        return tensor;
    }

    Proto graph() {
        Proto graph = new Proto();
        nodes.forEach(n -> graph.message(1, n));
        return graph.text(2, "fixture").raw(values.toBytes());
    }

    byte[] toBytes() {
        return new Proto()
                .number(1, irVersion)
                .message(7, graph())
                .message(8, new Proto().text(1, "").number(2, opset))
                .raw(metadata.toBytes())
                .toBytes();
    }

    private static Proto value(String name, int type, long... shape) {
        Proto dims = new Proto();
        for (long d : shape) {
            dims.message(1, d == N ? new Proto().text(2, "N") : new Proto().number(1, d));
        }
        Proto tensor = new Proto().number(1, type).message(2, dims);
        return new Proto().text(1, name).message(2, new Proto().message(1, tensor));
    }
}
