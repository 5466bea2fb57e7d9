package org.credence.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.credence.segmentation.ModelCard;

/**
 * A U-Net with random weights as a model file: four levels, two 3 x 3 convolutions each, upsampled by transposed
 * convolutions. Little is said by it, as with real models: its last layer leans to "no".
 */
final class UnetFile {

    private static final int DEPTH = 4;
    private static final int UINT8 = 2;
    private static final int FLOAT = 1;
    private static final int FLOAT16 = 10;

    /**
     * What is written.
     *
     * @param base channels of the first level
     * @param segments that it tells apart
     * @param size of square frames
     * @param bytes whether it answers in bytes, as our models do, and not in floats
     * @param half whether weights and layers have 16 bits
     */
    record Shape(int base, int segments, int size, boolean bytes, boolean half) {}

    private final Shape shape;
    private final Random random = new Random(5);
    private final Message graph = new Message();
    private int values;

    private UnetFile(Shape shape) {
        this.shape = shape;
    }

    static void write(Path file, Shape shape) throws IOException {
        UnetFile unet = new UnetFile(shape);
        Message model = new Message()
                .number(1, 9)
                .message(7, unet.graph(shape.base(), shape.segments(), shape.size()))
                .message(8, new Message().text(1, "").number(2, 17))
                .message(
                        14,
                        new Message()
                                .text(1, ModelCard.METADATA_KEY)
                                .text(2, card(shape).toJson()));
        Files.write(file, model.out.toByteArray());
    }

    private static ModelCard card(Shape shape) {
        int segments = shape.segments();
        int size = shape.size();
        ModelCard.Code code = new ModelCard.Code("49755003", "SCT", "Morphologically Abnormal Structure");
        List<ModelCard.SegmentEntry> entries = new ArrayList<>();
        for (int s = 1; s <= segments; s++) {
            entries.add(new ModelCard.SegmentEntry(s, "Segment " + s, 0x203040 * s & 0xffffff, code, code));
        }
        return new ModelCard(
                "U-Net",
                "1",
                "",
                entries,
                new ModelCard.Input("image", size, size, 1, 1 / 255.0, 0, 1),
                new ModelCard.Output("probabilities", "sigmoid", null, shape.bytes() ? ModelCard.Output.LEVELS : null),
                50,
                "",
                "",
                Map.of(),
                "",
                "");
    }

    private Message graph(int base, int segments, int size) {
        String value = cast("image", FLOAT);
        value = op("Mul", List.of(), value, constant(FLOAT, new float[] {1 / 255f}));
        if (shape.half()) {
            value = cast(value, FLOAT16);
        }
        int channels = 1;
        List<String> skips = new ArrayList<>();
        for (int level = 0; level <= DEPTH; level++) {
            value = convolution(value, channels, base << level, 3, true, 0);
            channels = base << level;
            value = convolution(value, channels, channels, 3, true, 0);
            if (level < DEPTH) {
                skips.add(value);
                value = op("MaxPool", List.of(longs("kernel_shape", 2, 2), longs("strides", 2, 2)), value);
            }
        }
        for (int level = DEPTH - 1; level >= 0; level--) {
            int fewer = base << level;
            value = op(
                    "ConvTranspose",
                    List.of(longs("strides", 2, 2)),
                    value,
                    weights(channels * fewer * 4, channels, channels, fewer, 2, 2));
            value = op(
                    "Concat",
                    List.of(new Message().text(1, "axis").number(3, 1).number(20, 2)),
                    skips.get(level),
                    value);
            value = convolution(value, 2 * fewer, fewer, 3, true, 0);
            value = convolution(value, fewer, fewer, 3, true, 0);
            channels = fewer;
        }
        value = convolution(value, channels, segments, 1, false, -5);
        if (shape.half()) {
            value = cast(value, FLOAT);
        }
        value = op("Sigmoid", List.of(), value);
        if (shape.bytes()) {
            int levels = ModelCard.Output.LEVELS;
            String none = op("IsNaN", List.of(), value);
            String mark = constant(FLOAT, new float[] {(float) ModelCard.Output.NO_NUMBER / levels});
            String marked = op("Where", List.of(), none, mark, value);
            String step = constant(FLOAT, new float[] {1f / levels});
            graph.message(5, new Message().number(2, UINT8).text(8, "zero").bytes(9, new byte[1]));
            value = op("QuantizeLinear", List.of(), marked, step, "zero");
        }
        graph.message(
                1,
                new Message()
                        .text(1, value)
                        .text(2, "probabilities")
                        .text(3, "last")
                        .text(4, "Identity"));
        return graph.text(2, "unet")
                .message(11, value("image", UINT8, 1, size))
                .message(12, value("probabilities", shape.bytes() ? UINT8 : FLOAT, segments, size));
    }

    private String cast(String value, int type) {
        return op("Cast", List.of(new Message().text(1, "to").number(3, type).number(20, 2)), value);
    }

    private String convolution(String x, int from, int to, int kernel, boolean relu, float bias) {
        float[] summands = new float[to];
        Arrays.fill(summands, bias);
        long pad = kernel / 2;
        String y = op(
                "Conv",
                List.of(longs("pads", pad, pad, pad, pad)),
                x,
                weights(to * from * kernel * kernel, from * kernel * kernel, to, from, kernel, kernel),
                floats(summands, to));
        return relu ? op("Relu", List.of(), y) : y;
    }

    private String weights(int count, int inputs, long... shape) {
        float[] weights = new float[count];
        for (int i = 0; i < count; i++) {
            weights[i] = (float) (random.nextGaussian() * Math.sqrt(2.0 / inputs));
        }
        return floats(weights, shape);
    }

    private String floats(float[] numbers, long... dims) {
        return constant(shape.half() ? FLOAT16 : FLOAT, numbers, dims);
    }

    private String constant(int type, float[] numbers, long... dims) {
        ByteBuffer raw =
                ByteBuffer.allocate((type == FLOAT ? 4 : 2) * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float number : numbers) {
            if (type == FLOAT) {
                raw.putFloat(number);
            } else {
                raw.putShort(Float.floatToFloat16(number));
            }
        }
        String name = "w" + values++;
        Message tensor = new Message();
        for (long d : dims) {
            tensor.number(1, d);
        }
        graph.message(5, tensor.number(2, type).text(8, name).bytes(9, raw.array()));
        return name;
    }

    private String op(String type, List<Message> attributes, String... inputs) {
        Message node = new Message();
        for (String input : inputs) {
            node.text(1, input);
        }
        String output = "v" + values++;
        node.text(2, output).text(3, output).text(4, type);
        for (Message attribute : attributes) {
            node.message(5, attribute);
        }
        graph.message(1, node);
        return output;
    }

    private static Message longs(String name, long... numbers) {
        Message attribute = new Message().text(1, name);
        for (long n : numbers) {
            attribute.number(8, n);
        }
        return attribute.number(20, 7);
    }

    private static Message value(String name, int type, int channels, int size) {
        Message shape = new Message()
                .message(1, new Message().text(2, "N"))
                .message(1, new Message().number(1, channels))
                .message(1, new Message().number(1, size))
                .message(1, new Message().number(1, size));
        Message tensor = new Message().number(1, type).message(2, shape);
        return new Message().text(1, name).message(2, new Message().message(1, tensor));
    }

    /** A message of protocol buffers. */
    private static final class Message {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Message number(int field, long value) {
            varint((long) field << 3);
            varint(value);
            return this;
        }

        Message text(int field, String text) {
            return bytes(field, text.getBytes(StandardCharsets.UTF_8));
        }

        Message message(int field, Message message) {
            return bytes(field, message.out.toByteArray());
        }

        Message bytes(int field, byte[] bytes) {
            varint((long) field << 3 | 2);
            varint(bytes.length);
            out.writeBytes(bytes);
            return this;
        }

        private void varint(long value) {
            long rest = value;
            while (rest > 127) {
                out.write((int) (rest & 127 | 128));
                rest >>>= 7;
            }
            out.write((int) rest);
        }
    }
}
