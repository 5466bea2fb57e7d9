package org.credence.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Takes a model that was trained here apart, and lays the network inside out as other tools do: floats in, logits out, and
 * what they mean in files beside it. Reads and writes the ONNX file field by field, by nothing of the product.
 */
final class ForeignModels {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FLOAT = 1;

    private final List<Field> model;
    private final JsonNode card;

    /** A field of a protobuf message: its number, its wire type, and its bytes or number. */
    private record Field(int number, int wire, byte[] bytes, long value) {
        String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private ForeignModels(List<Field> model, JsonNode card) {
        this.model = model;
        this.card = card;
    }

    static ForeignModels of(Path trained) throws IOException {
        List<Field> model = parse(Files.readAllBytes(trained));
        for (Field f : model) {
            if (f.number() == 14) {
                List<Field> entry = parse(f.bytes());
                if (text(entry, 1).equals("credence.card")) {
                    return new ForeignModels(model, JSON.readTree(text(entry, 2)));
                }
            }
        }
        throw new IOException(trained + " has no card");
    }

    JsonNode card() {
        return card;
    }

    /** A MONAI bundle: metadata, the transform of intensities, and a network for any number of frames. */
    void writeMonai(Path bundle) throws IOException {
        Files.createDirectories(bundle.resolve("configs"));
        Files.createDirectories(bundle.resolve("models"));
        ObjectNode metadata = JSON.createObjectNode()
                .put("schema", "meta_schema")
                .put("version", "0.1.0")
                .put("monai_version", "1.3.0")
                .put("pytorch_version", "2.1.0")
                .put("numpy_version", "1.24.3")
                .put("task", "Segmentation of artefacts in lung ultrasound")
                .put("description", "A network of phantoms, laid out as a bundle")
                .put("authors", "The tests")
                .put("copyright", card.path("license").asText())
                .put("intended_use", "Tests");
        metadata.putObject("optional_packages_version");
        ObjectNode format = metadata.putObject("network_data_format");
        ObjectNode in = format.putObject("inputs").putObject("image");
        in.put("type", "image")
                .put("format", "magnitude")
                .put("num_channels", 1)
                .put("dtype", "float32")
                .put("is_patch_data", false);
        in.putArray("spatial_shape").add(rows()).add(columns());
        in.putArray("value_range").add(0).add(1);
        in.putObject("channel_def").put("0", "image");
        ObjectNode out = format.putObject("outputs").putObject("pred");
        out.put("type", "image").put("format", "classes").put("num_channels", labels().size());
        ObjectNode channels = out.putObject("channel_def");
        for (int c = 0; c < labels().size(); c++) {
            channels.put(Integer.toString(c), labels().get(c));
        }
        JSON.writeValue(bundle.resolve("configs/metadata.json").toFile(), metadata);
        ObjectNode inference = JSON.createObjectNode();
        var transforms = inference.putObject("preprocessing").putArray("transforms");
        transforms.addObject().put("_target_", "LoadImaged").put("keys", "image");
        transforms
                .addObject()
                .put("_target_", "NormalizeIntensityd")
                .put("keys", "image")
                .put("subtrahend", mean())
                .put("divisor", deviation());
        JSON.writeValue(bundle.resolve("configs/inference.json").toFile(), inference);
        Files.write(bundle.resolve("models/model.onnx"), network(0));
    }

    /**
     * An nnU-Net export: plans, labels as regions, and a network for one frame at a time.
     *
     * @param columnMm spacing of the images that the network was trained on
     */
    void writeNnUnet(Path export, double columnMm, double rowMm) throws IOException {
        Files.createDirectories(export);
        ObjectNode dataset = JSON.createObjectNode().put("file_ending", ".nii.gz");
        dataset.putObject("channel_names").put("0", "US");
        ObjectNode names = dataset.putObject("labels").put("background", 0);
        var order = dataset.putArray("regions_class_order");
        for (int c = 0; c < labels().size(); c++) {
            names.putArray(labels().get(c)).add(c + 1);
            order.add(c + 1);
        }
        JSON.writeValue(export.resolve("dataset.json").toFile(), dataset);
        ObjectNode plans = JSON.createObjectNode()
                .put("dataset_name", "Dataset001_Phantoms")
                .put("plans_name", "nnUNetPlans")
                .put("image_reader_writer", "SimpleITKIO");
        ObjectNode figures =
                plans.putObject("foreground_intensity_properties_per_channel").putObject("0");
        figures.put("mean", mean())
                .put("std", deviation())
                .put("percentile_00_5", 0)
                .put("percentile_99_5", 255);
        ObjectNode flat = plans.putObject("configurations").putObject("2d");
        flat.putArray("patch_size").add(rows()).add(columns());
        flat.putArray("spacing").add(rowMm).add(columnMm);
        flat.putArray("normalization_schemes").add("CTNormalization");
        flat.putArray("use_mask_for_norm").add(false);
        JSON.writeValue(export.resolve("plans.json").toFile(), plans);
        Files.write(export.resolve("network.onnx"), network(1));
    }

    private List<String> labels() {
        List<String> labels = new ArrayList<>();
        card.path("segments").forEach(s -> labels.add(s.path("label").asText()));
        return labels;
    }

    int columns() {
        return card.path("input").path("columns").asInt();
    }

    int rows() {
        return card.path("input").path("rows").asInt();
    }

    /** In gray values. */
    private double mean() {
        return card.path("input").path("mean").asDouble()
                / card.path("input").path("scale").asDouble();
    }

    private double deviation() {
        return card.path("input").path("deviation").asDouble()
                / card.path("input").path("scale").asDouble();
    }

    /**
     * The nodes from the first convolution to the logits.
     *
     * @param batch 1, or 0 for any
     */
    private byte[] network(int batch) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Field f : model) {
            if (f.number() == 7) {
                byte[] graph = graph(parse(f.bytes()), batch);
                write(out, new Field(7, 2, graph, 0));
            } else if (f.number() != 14) {
                write(out, f);
            }
        }
        return out.toByteArray();
    }

    private byte[] graph(List<Field> graph, int batch) throws IOException {
        String image = null;
        String logits = null;
        List<List<Field>> nodes = new ArrayList<>();
        for (Field f : graph) {
            if (f.number() == 1) {
                List<Field> node = parse(f.bytes());
                nodes.add(node);
                if (text(node, 4).equals("Conv") && image == null) {
                    image = text(node, 1);
                } else if (text(node, 4).equals("Sigmoid")) {
                    logits = text(node, 1);
                }
            }
        }
        // Backwards from the logits, as far as the image.
        Set<String> wanted = new HashSet<>(Set.of(logits));
        List<List<Field>> kept = new ArrayList<>();
        for (int i = nodes.size() - 1; i >= 0; i--) {
            List<Field> node = nodes.get(i);
            if (!wanted.contains(text(node, 2)) || text(node, 2).equals(image)) {
                continue;
            }
            kept.add(0, node);
            node.stream().filter(f -> f.number() == 1).forEach(f -> wanted.add(f.text()));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (List<Field> node : kept) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (Field f : node) {
                write(bytes, f);
            }
            write(out, new Field(1, 2, bytes.toByteArray(), 0));
        }
        write(out, textField(2, "network"));
        for (Field f : graph) {
            if (f.number() == 5 && wanted.contains(text(parse(f.bytes()), 8))) {
                write(out, f);
            }
        }
        write(out, new Field(11, 2, tensor(image, batch, 1), 0));
        write(out, new Field(12, 2, tensor(logits, batch, labels().size()), 0));
        return out.toByteArray();
    }

    private byte[] tensor(String name, int batch, int channels) {
        ByteArrayOutputStream shape = new ByteArrayOutputStream();
        for (int d : new int[] {batch, channels, rows(), columns()}) {
            ByteArrayOutputStream dimension = new ByteArrayOutputStream();
            write(dimension, d == 0 ? textField(2, "N") : new Field(1, 0, null, d));
            write(shape, new Field(1, 2, dimension.toByteArray(), 0));
        }
        ByteArrayOutputStream tensor = new ByteArrayOutputStream();
        write(tensor, new Field(1, 0, null, FLOAT));
        write(tensor, new Field(2, 2, shape.toByteArray(), 0));
        ByteArrayOutputStream type = new ByteArrayOutputStream();
        write(type, new Field(1, 2, tensor.toByteArray(), 0));
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        write(value, textField(1, name));
        write(value, new Field(2, 2, type.toByteArray(), 0));
        return value.toByteArray();
    }

    private static Field textField(int number, String text) {
        return new Field(number, 2, text.getBytes(StandardCharsets.UTF_8), 0);
    }

    /** The first text of a number; empty if there is none. */
    private static String text(List<Field> message, int number) {
        return message.stream()
                .filter(f -> f.number() == number && f.wire() == 2)
                .findFirst()
                .map(Field::text)
                .orElse("");
    }

    private static List<Field> parse(byte[] bytes) throws IOException {
        List<Field> fields = new ArrayList<>();
        int[] at = {0};
        while (at[0] < bytes.length) {
            long tag = varint(bytes, at);
            int number = (int) (tag >>> 3);
            int wire = (int) (tag & 7);
            switch (wire) {
                case 0 -> fields.add(new Field(number, wire, null, varint(bytes, at)));
                case 2 -> {
                    int length = (int) varint(bytes, at);
                    fields.add(new Field(number, wire, Arrays.copyOfRange(bytes, at[0], at[0] + length), 0));
                    at[0] += length;
                }
                case 5 -> {
                    fields.add(new Field(number, wire, Arrays.copyOfRange(bytes, at[0], at[0] + 4), 0));
                    at[0] += 4;
                }
                default -> throw new IOException("Wire type " + wire + " is not met in ONNX files that we write");
            }
        }
        return fields;
    }

    private static long varint(byte[] bytes, int[] at) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte b = bytes[at[0]++];
            value |= (long) (b & 127) << shift;
            if (b >= 0) {
                return value;
            }
        }
    }

    private static void write(ByteArrayOutputStream out, Field f) {
        varint(out, (long) f.number() << 3 | f.wire());
        if (f.wire() == 0) {
            varint(out, f.value());
        } else {
            if (f.wire() == 2) {
                varint(out, f.bytes().length);
            }
            out.writeBytes(f.bytes());
        }
    }

    private static void varint(ByteArrayOutputStream out, long value) {
        long rest = value;
        while ((rest & ~127L) != 0) {
            out.write((int) (rest & 127 | 128));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
