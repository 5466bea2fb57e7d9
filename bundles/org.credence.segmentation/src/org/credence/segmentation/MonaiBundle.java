package org.credence.segmentation;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads what a MONAI bundle says of its network: {@code configs/metadata.json}, and the intensity transforms of
 * {@code configs/inference.json}, where there is one, as the range of values alone does not tell how it was reached.
 */
final class MonaiBundle {

    private final Path folder;
    private final ModelDraft draft;

    MonaiBundle(Path folder, ModelDraft draft) {
        this.folder = folder;
        this.draft = draft;
    }

    void read() throws IOException {
        Path file = folder.resolve("configs/metadata.json");
        JsonNode metadata = ModelImport.json(file);
        draft.text("name", metadata.path("name").asText(""));
        draft.text("name", folder.toAbsolutePath().normalize().getFileName().toString());
        draft.text("version", metadata.path("version").asText(""));
        draft.text("description", metadata.path("description").asText(""));
        draft.text("license", metadata.path("copyright").asText(""));
        draft.text("intendedUse", metadata.path("intended_use").asText(""));
        JsonNode format = metadata.path("network_data_format");
        input(only(file, format, "inputs"));
        output(only(file, format, "outputs"));
    }

    private static JsonNode only(Path file, JsonNode format, String key) throws SegmentationException {
        JsonNode all = format.path(key);
        if (!all.isObject() || all.size() != 1) {
            throw new SegmentationException(
                    file + " names " + all.size() + " network_data_format." + key + "; a model here has one.");
        }
        return all.elements().next();
    }

    private void input(JsonNode input) throws IOException {
        JsonNode shape = input.path("spatial_shape");
        if (shape.size() > 2) {
            throw new SegmentationException("MONAI bundle " + folder + " is for volumes (spatial_shape " + shape
                    + "); models here are for single images.");
        }
        if (shape.size() == 2 && size(shape.get(0)) > 0 && size(shape.get(1)) > 0) {
            draft.grid(size(shape.get(1)), size(shape.get(0)));
        }
        switch (input.path("num_channels").asInt(0)) {
            case 1 -> draft.order(NetworkInput.Order.GRAY);
            case 3 -> draft.order(NetworkInput.Order.RGB);
            default -> {
                // The graph decides.
            }
        }
        Path inference = folder.resolve("configs/inference.json");
        if (Files.exists(inference) && transforms(ModelImport.json(inference))) {
            return;
        }
        JsonNode range = input.path("value_range");
        if (input.path("format").asText("").equals("hounsfield")) {
            draft.problem("normalization", "the network takes Hounsfield units, not gray");
        } else if (range.size() == 2 && range.get(0).isNumber() && range.get(1).isNumber()) {
            linear(0, 255, range.get(0).asDouble(), range.get(1).asDouble());
        }
    }

    /** A size is given as a number, or as a condition such as {@code "8*n"} that leaves it open. */
    private static int size(JsonNode node) {
        return node.isInt() && node.asInt() > 0 && node.asInt() <= 8192 ? node.asInt() : 0;
    }

    /** Takes the normalisation from transforms; false if none of them changes intensities. */
    private boolean transforms(JsonNode inference) {
        List<JsonNode> found = new ArrayList<>();
        for (JsonNode t : inference.path("preprocessing").path("transforms")) {
            if (name(t).contains("Intensity")) {
                found.add(t);
            }
        }
        if (found.size() == 1) {
            intensity(name(found.get(0)), found.get(0));
        } else if (!found.isEmpty()) {
            draft.problem("normalization", "it has several intensity transforms");
        }
        return !found.isEmpty();
    }

    /** A transform without its package, and without the letter of those that work on dictionaries. */
    private static String name(JsonNode transform) {
        String target = transform.path("_target_").asText("");
        return target.substring(target.lastIndexOf('.') + 1).replaceFirst("(?<=[a-z])[dD](ict)?$", "");
    }

    private void intensity(String name, JsonNode t) {
        switch (name) {
            case "ScaleIntensity" -> {
                if (t.path("minv").asDouble(0) == 0 && t.path("maxv").asDouble(1) == 1 && !t.has("factor")) {
                    draft.normalization(NetworkInput.Normalization.ofImage(NetworkInput.Kind.RANGE));
                }
            }
            case "NormalizeIntensity" -> {
                if (!t.has("subtrahend")
                        && !t.has("divisor")
                        && !t.path("nonzero").asBoolean(false)) {
                    draft.normalization(NetworkInput.Normalization.ofImage(NetworkInput.Kind.ZSCORE));
                } else if (t.path("subtrahend").isNumber() && t.path("divisor").asDouble(0) > 0) {
                    draft.normalization(NetworkInput.Normalization.fixed(
                            1,
                            t.path("subtrahend").asDouble(),
                            t.path("divisor").asDouble()));
                }
            }
            case "ScaleIntensityRange" -> {
                if (t.path("clip").asBoolean(false)
                        && t.path("b_min").isNumber()
                        && t.path("b_max").isNumber()) {
                    linear(
                            t.path("a_min").asDouble(-1),
                            t.path("a_max").asDouble(-1),
                            t.path("b_min").asDouble(),
                            t.path("b_max").asDouble());
                }
            }
            default -> {
                // Said below.
            }
        }
        draft.problem("normalization", "its transform " + name + " " + t + " has no counterpart here");
    }

    /** Gray from {@code low} to {@code high} becomes {@code first} to {@code last}. */
    private void linear(double low, double high, double first, double last) {
        double scale = (last - first) / (high - low);
        if (!(low >= 0 && low < high && high <= 255) || !(scale > 0 && scale < 1e9) || !Double.isFinite(first)) {
            draft.problem(
                    "normalization",
                    "it takes values of " + low + " to " + high + " for " + first + " to " + last
                            + ", which gray is not");
            return;
        }
        draft.normalization(new NetworkInput.Normalization(
                NetworkInput.Kind.FIXED, low, high, scale, List.of(low * scale - first), List.of(1.0)));
    }

    private void output(JsonNode output) {
        Map<Integer, String> channels = new TreeMap<>();
        output.path("channel_def").properties().forEach(e -> {
            if (e.getKey().matches("\\d{1,5}")) {
                channels.put(Integer.parseInt(e.getKey()), e.getValue().asText(""));
            }
        });
        boolean complete = !channels.isEmpty();
        int background = -1;
        List<String> labels = new ArrayList<>();
        for (Map.Entry<Integer, String> channel : channels.entrySet()) {
            complete &= channel.getKey() == labels.size() + (background < 0 ? 0 : 1);
            if (background < 0 && channel.getValue().equalsIgnoreCase("background")) {
                background = channel.getKey();
            } else {
                labels.add(channel.getValue());
            }
        }
        String format = output.path("format").asText("");
        if (background >= 0 && !format.equals("classes") || format.equals("labels")) {
            draft.activation("softmax");
        } else if (format.equals("classes") && background < 0) {
            draft.activation("sigmoid");
        }
        if (complete && !labels.isEmpty()) {
            draft.segments(labels).background(background);
        } else {
            draft.problem("segments", "its channel_def does not name the output's channels from 0 on");
        }
    }
}
