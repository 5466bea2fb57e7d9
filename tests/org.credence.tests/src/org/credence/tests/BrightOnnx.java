package org.credence.tests;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.credence.segmentation.ModelCard;

/**
 * A model that ONNX Runtime runs: how bright it is around a pixel, is how probable its one segment is. It takes some
 * milliseconds per frame, so that a run can be watched and cancelled.
 */
final class BrightOnnx {

    static final String NAME = "Brightness";

    private static final int SIZE = 64;
    private static final int AROUND = 10;
    private static final int PASSES = 8;
    private static final int FLOAT = 1;
    private static final int UINT8 = 2;

    private BrightOnnx() {}

    static Path write(Path file) throws IOException {
        ModelCard.Code code = new ModelCard.Code("bright", "99CREDENCE", "Bright");
        ModelCard card = new ModelCard(
                NAME,
                "1",
                "Takes the brightest gray around for probability.",
                List.of(new ModelCard.SegmentEntry(1, "Bright", 0x56B4E9, code, code)),
                new ModelCard.Input("image", SIZE, SIZE, 1, 1 / 255.0, 0, 1),
                new ModelCard.Output("probabilities", "sigmoid"),
                60,
                "",
                "",
                Map.of(),
                "",
                "Tests only.");
        byte[] scale = ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(1 / 255f)
                .array();
        byte[] toFloat = join(text(1, "to"), number(3, FLOAT), number(20, 2));
        byte[] graph = join(
                field(1, join(text(1, "image"), text(2, "gray"), text(4, "Cast"), field(5, toFloat))),
                field(1, join(text(1, "gray"), text(1, "scale"), text(2, "pass0"), text(4, "Mul"))),
                passes(),
                text(2, "bright"),
                field(5, join(number(1, 1), number(2, FLOAT), text(8, "scale"), field(9, scale))),
                field(11, value("image", UINT8)),
                field(12, value("probabilities", FLOAT)));
        return Files.write(
                file,
                join(
                        number(1, 9),
                        field(7, graph),
                        field(8, number(2, 17)),
                        field(14, join(text(1, ModelCard.METADATA_KEY), text(2, card.toJson())))));
    }

    /** A network as others export it, without card: floats in, and the same as logits out. */
    static Path writeForeign(Path file) throws IOException {
        byte[] graph = join(
                field(1, join(text(1, "image"), text(2, "logits"), text(4, "Identity"))),
                text(2, "foreign"),
                field(11, value("image", FLOAT)),
                field(12, value("logits", FLOAT)));
        return Files.write(file, join(number(1, 9), field(7, graph), field(8, number(2, 17))));
    }

    private static byte[] passes() {
        byte[] all = {};
        for (int p = 0; p < PASSES; p++) {
            String output = p == PASSES - 1 ? "probabilities" : "pass" + (p + 1);
            all = join(all, field(1, brightest("pass" + p, output)));
        }
        return all;
    }

    /** The brightest within some pixels: deliberately a wide window, which no runtime makes quick. */
    private static byte[] brightest(String input, String output) {
        byte[] length = number(8, 2 * AROUND + 1);
        byte[] edge = number(8, AROUND);
        byte[] kernel = join(text(1, "kernel_shape"), length, length, number(20, 7));
        byte[] pads = join(text(1, "pads"), edge, edge, edge, edge, number(20, 7));
        return join(text(1, input), text(2, output), text(4, "MaxPool"), field(5, kernel), field(5, pads));
    }

    private static byte[] value(String name, int type) {
        byte[] shape = join(
                field(1, text(2, "N")), field(1, number(1, 1)), field(1, number(1, SIZE)), field(1, number(1, SIZE)));
        return join(text(1, name), field(2, field(1, join(number(1, type), field(2, shape)))));
    }

    private static byte[] number(int number, int value) {
        return join(varint(number << 3), varint(value));
    }

    private static byte[] text(int number, String text) {
        return field(number, text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] field(int number, byte[] content) {
        return join(varint(number << 3 | 2), varint(content.length), content);
    }

    private static byte[] varint(int value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int rest = value;
        for (; rest > 127; rest >>>= 7) {
            out.write(rest & 127 | 128);
        }
        out.write(rest);
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
