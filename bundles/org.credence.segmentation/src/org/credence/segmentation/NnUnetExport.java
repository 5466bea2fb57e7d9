package org.credence.segmentation;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads what {@code plans.json} and {@code dataset.json} of nnU-Net (version 2) say of a network for single images. */
final class NnUnetExport {

    private static final String CONFIGURATION = "2d";
    private static final int MAX_INHERITANCE = 8;

    private final Path folder;
    private final ModelDraft draft;

    NnUnetExport(Path folder, ModelDraft draft) {
        this.folder = folder;
        this.draft = draft;
    }

    void read() throws IOException {
        JsonNode plans = ModelImport.json(folder.resolve("plans.json"));
        JsonNode dataset = ModelImport.json(folder.resolve("dataset.json"));
        draft.text("name", plans.path("dataset_name").asText(""));
        draft.text("name", dataset.path("name").asText(""));
        draft.text("description", dataset.path("description").asText(""));
        draft.text(
                "license",
                dataset.path("licence").asText(dataset.path("license").asText("")));
        channels(dataset.has("channel_names") ? dataset.path("channel_names") : dataset.path("modality"));
        labels(dataset);
        JsonNode all = plans.path("configurations");
        if (!all.has(CONFIGURATION)) {
            throw new SegmentationException("nnU-Net export " + folder + " has no configuration " + CONFIGURATION + " ("
                    + String.join(", ", (Iterable<String>) all::fieldNames)
                    + "); models here are for single images.");
        }
        JsonNode patch = value(all, "patch_size");
        if (patch.size() != 2 || !(inRange(patch.get(0)) && inRange(patch.get(1)))) {
            throw new SegmentationException("nnU-Net export " + folder + " has the patch_size " + patch
                    + "; models here are for single images of 1 to 8192 rows and columns.");
        }
        int rows = patch.get(0).asInt();
        int columns = patch.get(1).asInt();
        draft.grid(columns, rows);
        // nnU-Net moves its window by half a patch unless told otherwise.
        draft.overlapPercent(50);
        JsonNode spacing = value(all, "spacing");
        if (spacing.size() == 2 && isSpacing(spacing.get(0)) && isSpacing(spacing.get(1))) {
            // PNG and its like have no physical spacing, which nnU-Net writes as 1.
            String reader = dataset.path("overwrite_image_reader_writer")
                    .asText(plans.path("image_reader_writer").asText(""));
            draft.spacing(new NetworkInput.Spacing(
                    reader.contains("NaturalImage") ? "pixel" : "mm",
                    spacing.get(1).asDouble(),
                    spacing.get(0).asDouble()));
        }
        normalization(
                value(all, "normalization_schemes"),
                value(all, "use_mask_for_norm"),
                plans.path("foreground_intensity_properties_per_channel"));
    }

    private static boolean inRange(JsonNode size) {
        return size.isInt() && size.asInt() >= 1 && size.asInt() <= 8192;
    }

    private static boolean isSpacing(JsonNode spacing) {
        return spacing.asDouble() > 0 && spacing.asDouble() < 1e6;
    }

    /** What a configuration says, or the one that it inherits from. */
    private static JsonNode value(JsonNode configurations, String key) {
        JsonNode configuration = configurations.path(CONFIGURATION);
        for (int i = 0; i < MAX_INHERITANCE && !configuration.has(key) && configuration.has("inherits_from"); i++) {
            configuration =
                    configurations.path(configuration.path("inherits_from").asText(""));
        }
        return configuration.path(key);
    }

    private void channels(JsonNode names) throws SegmentationException {
        String all = "";
        for (JsonNode name : names) {
            all += name.asText("").isEmpty()
                    ? "?"
                    : name.asText("").substring(0, 1).toLowerCase(java.util.Locale.ROOT);
        }
        if (names.size() == 1) {
            draft.order(NetworkInput.Order.GRAY);
        } else if (all.equals("rgb") || all.equals("bgr")) {
            draft.order(all.equals("rgb") ? NetworkInput.Order.RGB : NetworkInput.Order.BGR);
        } else {
            throw new SegmentationException("nnU-Net export " + folder + " takes the channels " + names
                    + "; models here take gray, or red, green and blue.");
        }
    }

    private void labels(JsonNode dataset) {
        Map<Integer, String> byNumber = new TreeMap<>();
        List<String> regions = new ArrayList<>();
        boolean areRegions = false;
        for (Map.Entry<String, JsonNode> label : dataset.path("labels").properties()) {
            if (label.getKey().equals("ignore")) {
                continue;
            }
            areRegions |= label.getValue().isArray();
            if (!label.getKey().equals("background")) {
                regions.add(label.getKey());
            }
            byNumber.put(label.getValue().asInt(-1), label.getKey());
        }
        if (areRegions) {
            draft.activation("sigmoid").segments(regions).background(-1);
            return;
        }
        List<Integer> numbers = new ArrayList<>(byNumber.keySet());
        boolean complete = numbers.size() == regions.size() + 1 && "background".equals(byNumber.get(0));
        for (int i = 0; i < numbers.size(); i++) {
            complete &= numbers.get(i) == i;
        }
        if (complete && numbers.size() > 1) {
            byNumber.remove(0);
            draft.activation("softmax")
                    .segments(new ArrayList<>(byNumber.values()))
                    .background(0);
        } else {
            draft.problem("segments", "the labels of dataset.json are not numbered from background 0 on");
        }
    }

    private void normalization(JsonNode schemes, JsonNode masked, JsonNode figures) {
        List<String> names = new ArrayList<>();
        schemes.forEach(s -> names.add(s.asText("")));
        for (JsonNode m : masked) {
            if (m.asBoolean(false)) {
                draft.problem("normalization", "nnU-Net normalises it within a mask, which images here do not have");
                return;
            }
        }
        if (names.isEmpty() || names.stream().distinct().count() != 1) {
            draft.problem("normalization", "the normalization_schemes are " + names);
            return;
        }
        switch (names.get(0)) {
            case "ZScoreNormalization" ->
                draft.normalization(NetworkInput.Normalization.ofImage(NetworkInput.Kind.ZSCORE));
            case "RescaleTo01Normalization" ->
                draft.normalization(NetworkInput.Normalization.ofImage(NetworkInput.Kind.RANGE));
            case "RGBTo01Normalization" -> draft.normalization(NetworkInput.Normalization.fixed(1.0 / 255, 0, 1));
            case "NoNormalization" -> draft.normalization(NetworkInput.Normalization.fixed(1, 0, 1));
            case "CTNormalization" -> percentiles(names.size(), figures.path("0"));
            default -> draft.problem("normalization", "nnU-Net's " + names.get(0) + " is not known here");
        }
    }

    /** Clips to percentiles of the training images, then takes their mean and deviation. */
    private void percentiles(int channels, JsonNode figures) {
        double low = figures.path("percentile_00_5").asDouble(-1);
        double high = figures.path("percentile_99_5").asDouble(-1);
        double mean = figures.path("mean").asDouble(Double.NaN);
        double deviation = figures.path("std").asDouble(0);
        if (channels != 1
                || !(low >= 0 && low < high && high <= 255)
                || !Double.isFinite(mean)
                || !(deviation > 0 && Double.isFinite(deviation))) {
            draft.problem(
                    "normalization",
                    "nnU-Net clips to the percentiles " + low + " to " + high + " of the training images, which are no"
                            + " gray values from 0 to 255");
            return;
        }
        draft.normalization(new NetworkInput.Normalization(
                NetworkInput.Kind.FIXED, low, high, 1, List.of(mean), List.of(deviation)));
    }
}
