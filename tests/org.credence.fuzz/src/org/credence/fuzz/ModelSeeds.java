package org.credence.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.credence.segmentation.Model;
import org.credence.segmentation.ModelDraft;
import org.credence.segmentation.ModelImport;
import org.credence.segmentation.NetworkInput;
import org.credence.segmentation.PromptImport;
import org.credence.segmentation.PromptModel;

/** Sound models, cards and sources of imports. */
final class ModelSeeds {

    private static final String MONAI = """
            {"name": "a", "version": "1", "network_data_format": {
             "inputs": {"image": {"format": "magnitude", "num_channels": 1, "spatial_shape": [8, 8], "value_range": [0, 1]}},
             "outputs": {"pred": {"format": "labels", "channel_def": {"0": "background", "1": "a"}}}}}""";
    private static final String TRANSFORMS = """
            {"preprocessing": {"transforms": [
             {"_target_": "ScaleIntensityRanged", "a_min": 0, "a_max": 255, "b_min": 0, "b_max": 1, "clip": true}]}}""";
    private static final String PLANS = """
            {"dataset_name": "a", "configurations": {"2d": {"patch_size": [8, 8], "spacing": [1, 1],
             "normalization_schemes": ["CTNormalization"], "use_mask_for_norm": [false]}},
             "foreground_intensity_properties_per_channel":
              {"0": {"mean": 90, "std": 30, "percentile_00_5": 4, "percentile_99_5": 200}}}""";
    private static final String DATASET =
            "{\"channel_names\": {\"0\": \"us\"}, \"labels\": {\"background\": 0, \"a\": 1}}";

    /** Puts a file into a folder that all of them share. */
    @FunctionalInterface
    interface Place {
        Path write(String name, byte[] bytes) throws IOException;
    }

    private ModelSeeds() {}

    /**
     * What is imported when these bytes come in: an ONNX file, or, as the first byte has it, the two texts of a MONAI bundle or
     * an nnU-Net export with a zero between, and a sound network.
     */
    static ModelImport read(byte[] bytes, Place place) throws IOException {
        byte kind = bytes.length == 0 ? 0 : bytes[0];
        byte[] rest = Arrays.copyOfRange(bytes, Math.min(1, bytes.length), bytes.length);
        if (kind != 1 && kind != 2) {
            return ModelImport.read(place.write("net.onnx", rest), said(1));
        }
        int zero = 0;
        while (zero < rest.length && rest[zero] != 0) {
            zero++;
        }
        byte[] first = Arrays.copyOf(rest, zero);
        byte[] second = Arrays.copyOfRange(rest, Math.min(rest.length, zero + 1), rest.length);
        if (kind == 1) {
            place.write("monai/models/model.onnx", network(1, 2));
            place.write("monai/configs/inference.json", second);
            Path file = place.write("monai/configs/metadata.json", first);
            return ModelImport.read(file.getParent().getParent(), new ModelDraft());
        }
        place.write("nnunet/model.onnx", network(0, 2));
        place.write("nnunet/plans.json", first);
        return ModelImport.read(place.write("nnunet/dataset.json", second).getParent(), new ModelDraft());
    }

    static List<byte[]> sources() {
        return List.of(
                join((byte) 0, network(0, 1)),
                join((byte) 0, network(1, 1)),
                join((byte) 1, text(MONAI), new byte[1], text(TRANSFORMS)),
                join((byte) 2, text(PLANS), new byte[1], text(DATASET)));
    }

    static List<byte[]> models() throws IOException {
        List<byte[]> models = new ArrayList<>();
        for (int batch = 0; batch < 2; batch++) {
            models.add(Files.readAllBytes(model(batch, 2).file()));
        }
        return models;
    }

    /** A sound model of prompts in this folder, as {@code pair.onnx}. */
    static PromptModel pair(Path folder) throws IOException {
        Path encoder = Files.write(folder.resolve("encoder.onnx"), encoder());
        Path decoder = Files.write(folder.resolve("decoder.onnx"), decoder());
        return PromptImport.read(encoder, decoder, new ModelDraft()).write(folder.resolve("pair.onnx"));
    }

    /** Encoders of such a model. */
    static List<byte[]> pairs() throws IOException {
        return List.of(
                Files.readAllBytes(pair(Files.createTempDirectory("pairs")).file()));
    }

    static List<byte[]> promptCards() throws IOException {
        return List.of(text(pair(Files.createTempDirectory("pairs")).card().toJson()));
    }

    private static byte[] encoder() {
        return graph(join(
                field(1, identity("x", "e")), field(11, value("x", 1, 3, 8, 8)), field(12, value("e", 1, 3, 2, 2))));
    }

    private static byte[] decoder() {
        return graph(join(
                field(1, identity("mask_input", "masks")),
                field(1, identity("mask_input", "low_res_masks")),
                field(1, identity("has_mask_input", "iou_predictions")),
                field(11, value("image_embeddings", 1, 3, 2, 2)),
                field(11, value("point_coords", 1, 0, 2)),
                field(11, value("point_labels", 1, 0)),
                field(11, value("mask_input", 1, 1, 4, 4)),
                field(11, value("has_mask_input", 1)),
                field(11, value("orig_im_size", 2)),
                field(12, value("masks", 1, 0, 0, 0)),
                field(12, value("iou_predictions", 1, 0)),
                field(12, value("low_res_masks", 1, 0, 4, 4))));
    }

    private static byte[] identity(String input, String output) {
        return join(field(1, text(input)), field(2, text(output)), field(4, text("Identity")));
    }

    static List<byte[]> cards() throws IOException {
        return List.of(
                text(model(0, 1).card().toJson()), text(model(1, 2).card().toJson()));
    }

    private static Model model(int batch, int channels) throws IOException {
        Path folder = Files.createTempDirectory("models");
        Path source = Files.write(folder.resolve("net.onnx"), network(batch, channels));
        Path target = folder.resolve("model.onnx");
        source.toFile().deleteOnExit();
        target.toFile().deleteOnExit();
        return ModelImport.read(source, said(channels)).write(target);
    }

    private static ModelDraft said(int channels) {
        return new ModelDraft()
                .segments(channels == 1 ? List.of("a") : List.of("a", "b"))
                .activation("sigmoid")
                .grid(8, 8)
                .spacing(new NetworkInput.Spacing("mm", 1, 1))
                .overlapPercent(50)
                .normalization(NetworkInput.Normalization.ofImage(NetworkInput.Kind.ZSCORE));
    }

    /** A network that multiplies its input with weights. */
    private static byte[] network(int batch, int channels) {
        byte[] node = join(field(1, text("x")), field(1, text("w")), field(2, text("y")), field(4, text("Mul")));
        byte[] weights = join(
                new byte[] {8, 1, 8, (byte) channels, 8, 1, 8, 1, 0x10, 1},
                field(8, text("w")),
                field(9, new byte[4 * channels]));
        byte[] graph = join(
                field(1, node),
                field(5, weights),
                field(11, value("x", batch, 1, 8, 8)),
                field(12, value("y", batch, channels, 8, 8)));
        return graph(graph);
    }

    private static byte[] graph(byte[] graph) {
        return join(new byte[] {8, 9}, field(7, graph), field(8, new byte[] {0x10, 17}));
    }

    /** Floats; a size of 0 is open. */
    private static byte[] value(String name, int... sizes) {
        byte[] shape = {};
        for (int size : sizes) {
            byte[] any = {0x12, 1, 'N'};
            shape = join(shape, field(1, size == 0 ? any : new byte[] {8, (byte) size}));
        }
        byte[] tensor = join(new byte[] {8, 1}, field(2, shape));
        return join(field(1, text(name)), field(2, field(1, tensor)));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] field(int number, byte[] value) {
        byte[] head = value.length < 128
                ? new byte[] {(byte) (number << 3 | 2), (byte) value.length}
                : new byte[] {(byte) (number << 3 | 2), (byte) (value.length & 127 | 128), (byte) (value.length >> 7)};
        return join(head, value);
    }

    private static byte[] join(byte kind, byte[]... parts) {
        return join(new byte[] {kind}, join(parts));
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
