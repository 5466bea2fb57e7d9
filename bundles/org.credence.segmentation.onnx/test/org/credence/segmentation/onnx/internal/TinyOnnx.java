package org.credence.segmentation.onnx.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import org.credence.segmentation.ModelCard;

/** Writes an ONNX file whose probability is gray / 255, byte by byte, so that the engine's tests need no other bundle. */
final class TinyOnnx {

    private static final int FLOAT = 1;
    private static final int UINT8 = 2;

    private TinyOnnx() {}

    /** A model with this card, whose graph has these names and sizes. */
    static byte[] model(ModelCard card, String input, String output, int rows, int columns) {
        return model(card, input, output, rows, columns, new Proto().text(2, "N"));
    }

    /** A model with this card, whose graph takes one frame at a time. */
    static byte[] modelOfOneFrame(ModelCard card, int rows, int columns) {
        return model(card, card.input().name(), card.output().name(), rows, columns, new Proto().number(1, 1));
    }

    /** A model that answers in bytes: gray itself is the level, up to that which stands for 1. */
    static byte[] modelInBytes(int rows, int columns) {
        ModelCard floats = card(rows, columns);
        int levels = ModelCard.Output.LEVELS;
        ModelCard card = new ModelCard(
                floats.name(),
                floats.version(),
                "",
                floats.segments(),
                floats.input(),
                new ModelCard.Output("probabilities", "sigmoid", null, levels),
                50,
                "",
                "",
                Map.of(),
                "",
                "");
        Proto graph = new Proto()
                .message(1, node("Min", List.of("image", "most"), "probabilities", null))
                .text(2, "bytes")
                .message(5, new Proto().number(2, UINT8).text(8, "most").bytes(9, new byte[] {(byte) levels}))
                .message(11, value("image", UINT8, rows, columns, open()))
                .message(12, value("probabilities", UINT8, rows, columns, open()));
        return file(card, graph);
    }

    /** A model of this card that takes this many convolutions to say what it says, each with a kernel of 9 x 9. */
    static byte[] modelOfManySteps(ModelCard card, int steps) {
        Proto graph = new Proto()
                .message(
                        1,
                        node(
                                "Cast",
                                List.of(card.input().name()),
                                "gray",
                                new Proto().text(1, "to").number(3, 1).number(20, 2)))
                .message(1, node("Mul", List.of("gray", "scale"), "step0", null));
        for (int s = 0; s < steps; s++) {
            String to = s == steps - 1 ? card.output().name() : "step" + (s + 1);
            Proto pads = new Proto().text(1, "pads");
            for (int i = 0; i < 4; i++) {
                pads.number(8, 4);
            }
            graph.message(1, node("Conv", List.of("step" + s, "kernel"), to, pads.number(20, 7)));
        }
        graph.text(2, "long")
                .message(5, scalar("scale", 1 / 255f))
                .message(5, kernel())
                .message(
                        11,
                        value(
                                card.input().name(),
                                UINT8,
                                card.input().rows(),
                                card.input().columns(),
                                open()))
                .message(
                        12,
                        value(
                                card.output().name(),
                                FLOAT,
                                card.input().rows(),
                                card.input().columns(),
                                open()));
        return file(card, graph);
    }

    private static Proto open() {
        return new Proto().text(2, "N");
    }

    /** One in the middle, so that nothing changes. */
    private static Proto kernel() {
        ByteBuffer raw = ByteBuffer.allocate(4 * 81).order(ByteOrder.LITTLE_ENDIAN);
        raw.putFloat(4 * 40, 1);
        return new Proto()
                .number(1, 1)
                .number(1, 1)
                .number(1, 9)
                .number(1, 9)
                .number(2, FLOAT)
                .text(8, "kernel")
                .bytes(9, raw.array());
    }

    private static byte[] model(ModelCard card, String input, String output, int rows, int columns, Proto frames) {
        Proto graph = new Proto()
                .message(
                        1,
                        node(
                                "Cast",
                                List.of(input),
                                "gray",
                                new Proto().text(1, "to").number(3, 1).number(20, 2)))
                .message(1, node("Mul", List.of("gray", "scale"), output, null))
                .text(2, "tiny")
                .message(5, scalar("scale", 1 / 255f))
                .message(11, value(input, UINT8, rows, columns, frames))
                .message(12, value(output, FLOAT, rows, columns, frames));
        return file(card, graph);
    }

    private static byte[] file(ModelCard card, Proto graph) {
        return new Proto()
                .number(1, 9)
                .message(7, graph)
                .message(8, new Proto().text(1, "").number(2, 17))
                .message(14, new Proto().text(1, ModelCard.METADATA_KEY).text(2, card.toJson()))
                .toBytes();
    }

    static ModelCard card(int rows, int columns) {
        ModelCard.Code code = new ModelCard.Code("A", "99CREDENCE", "Anything");
        return new ModelCard(
                "Tiny",
                "1",
                "",
                List.of(new ModelCard.SegmentEntry(1, "Bright", 0, code, code)),
                new ModelCard.Input("image", columns, rows, 1, 1 / 255.0, 0, 1),
                new ModelCard.Output("probabilities", "sigmoid"),
                50,
                "",
                "",
                Map.of(),
                "",
                "");
    }

    private static Proto node(String type, List<String> inputs, String output, Proto attribute) {
        Proto node = new Proto();
        inputs.forEach(i -> node.text(1, i));
        node.text(2, output).text(3, output).text(4, type);
        return attribute == null ? node : node.message(5, attribute);
    }

    private static Proto scalar(String name, float value) {
        byte[] raw = ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(value)
                .array();
        return new Proto().number(2, FLOAT).text(8, name).bytes(9, raw);
    }

    private static Proto value(String name, int type, int rows, int columns, Proto frames) {
        Proto shape = new Proto()
                .message(1, frames)
                .message(1, new Proto().number(1, 1))
                .message(1, new Proto().number(1, rows))
                .message(1, new Proto().number(1, columns));
        Proto tensor = new Proto().number(1, type).message(2, shape);
        return new Proto().text(1, name).message(2, new Proto().message(1, tensor));
    }
}
