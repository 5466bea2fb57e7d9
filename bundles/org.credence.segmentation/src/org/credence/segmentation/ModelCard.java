package org.credence.segmentation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a model is, what it was trained on and how it wants its input: everything needed to run it and to judge it.
 *
 * <p>The card travels inside the model's ONNX file, as JSON under {@link #METADATA_KEY} in {@code metadata_props}, so the
 * two cannot part.
 *
 * @param name of the model, for people and for provenance
 * @param version of the model
 * @param description one or two sentences
 * @param segments what each output channel means, in the channels' order
 * @param input the image tensor
 * @param output the probability tensor, N x segments x rows x columns
 * @param thresholdPercent the confidence at which the training labels were cut; an output of 0.5 stands for it
 * @param exposure how confidence was shown to the model, in words
 * @param trainingDigest SHA-256 of the training data in hexadecimal, empty where unknown
 * @param metrics figures by name, such as {@code "Dice B-line"}
 * @param license of the weights
 * @param intendedUse what the model is meant for, and what not
 */
public record ModelCard(
        String name,
        String version,
        String description,
        List<SegmentEntry> segments,
        Input input,
        Output output,
        int thresholdPercent,
        String exposure,
        String trainingDigest,
        Map<String, Double> metrics,
        String license,
        String intendedUse) {

    /** The key of the card in an ONNX file's {@code metadata_props}. */
    public static final String METADATA_KEY = "credence.card";

    /** Bounds the buffers that a card can make a program allocate. */
    static final int MAX_VALUES = 1 << 26;

    // A class that reads and writes this record's JSON has no state of its own; the mapper is immutable once built.
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(SerializationFeature.WRITE_ENUMS_USING_TO_STRING)
            .enable(DeserializationFeature.READ_ENUMS_USING_TO_STRING)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.USE_DEFAULTS))
            .build();

    /**
     * A code of a coding scheme, as DICOM writes it.
     *
     * @param value the code, at most 16 characters
     * @param scheme its scheme's designator, such as {@code SCT}, at most 16 characters
     * @param meaning the term for people, at most 64 characters
     */
    public record Code(String value, String scheme, String meaning) {
        public Code {
            if (isNoText(value, 16) || isNoText(scheme, 16) || isNoText(meaning, 64)) {
                throw new IllegalArgumentException(
                        "A code needs a value and a scheme of 1 to 16 characters and a meaning" + " of 1 to 64, got: "
                                + value + ", " + scheme + ", " + meaning);
            }
        }
    }

    /**
     * What an output channel means.
     *
     * @param number of the segment, from 1 to 65535
     * @param label for people, at most 64 characters
     * @param rgb the colour it is shown in, {@code 0xRRGGBB}
     * @param category DICOM property category
     * @param type DICOM property type
     */
    public record SegmentEntry(int number, String label, int rgb, Code category, Code type) {
        public SegmentEntry {
            // The bounds of DICOM Segmentation, which is what a model's answers are kept as.
            if (number < 1 || number > 65535 || isNoText(label, 64) || category == null || type == null) {
                throw new IllegalArgumentException(
                        "A segment of a model needs a number from 1 to 65535, a label of 1 to 64"
                                + " characters and two codes, got: " + number + ", " + label);
            }
        }
    }

    /**
     * The image tensor: N x channels x rows x columns unsigned bytes. The normalisation happens inside the graph and is
     * recorded here for people: {@code x = (gray * scale - mean) / deviation}, or what {@code network} says.
     *
     * @param name of the tensor
     * @param columns of the model's grid
     * @param rows of the model's grid
     * @param channels of the tensor, 1: gray; a network inside that takes more gets copies of it from the graph
     * @param scale factor on gray values 0 to 255
     * @param mean subtracted after scaling
     * @param deviation divided by at last, positive
     * @param network what the graph makes of the bytes for the network inside, where that is more than the three figures;
     *     null where it is not
     * @param statistics name of a second tensor, N x 2 x 1 x 1 floats: what the graph subtracts from each whole frame and
     *     what it divides by, where the network's normalisation goes by the frame's own figures; null where it does not
     */
    public record Input(
            String name,
            int columns,
            int rows,
            int channels,
            double scale,
            double mean,
            double deviation,
            NetworkInput network,
            String statistics) {

        /** An input whose network takes gray under the three figures. */
        public Input(String name, int columns, int rows, int channels, double scale, double mean, double deviation) {
            this(name, columns, rows, channels, scale, mean, deviation, null, null);
        }

        public Input {
            if (name == null || name.isBlank()) {
                throw new IllegalArgumentException("The input tensor needs a name, got: " + name);
            }
            if (columns < 1 || rows < 1 || columns > 8192 || rows > 8192) {
                throw new IllegalArgumentException(
                        "A model's grid has 1 to 8192 columns and rows, got: " + columns + " x " + rows);
            }
            if (channels != 1) {
                throw new IllegalArgumentException("Models take one gray channel, got: " + channels);
            }
            if (!(deviation > 0)) {
                throw new IllegalArgumentException("The deviation must be positive, got: " + deviation);
            }
            if (statistics != null && (statistics.isBlank() || statistics.equals(name) || !ofImage(network))) {
                throw new IllegalArgumentException("A tensor of statistics has a name of its own, and a network that is"
                        + " normalised by them, got: " + statistics);
            }
            if (network != null && network.tiling() != null) {
                NetworkInput.Tiling tiling = network.tiling();
                if (tiling.columns() != columns || tiling.rows() != rows) {
                    throw new IllegalArgumentException("Tiles have the size of the grid, " + columns + " x " + rows
                            + ", got: " + tiling.columns() + " x " + tiling.rows());
                }
            }
        }
    }

    private static boolean ofImage(NetworkInput network) {
        return network != null && network.normalization().kind() != NetworkInput.Kind.FIXED;
    }

    /**
     * Which regions of a model's answers are too small to mean anything. A region is pixels of a segment that touch at a
     * side or corner; what is taken out becomes 0.
     *
     * @param leastPixels of the model's grid that a region needs to stay, at least 2
     * @param floorPercent that pixels have at least to belong to a region, 1 to 100
     */
    public record Cleanup(int leastPixels, int floorPercent) {

        /** The floor where a source names none. */
        public static final int FLOOR_PERCENT = 50;

        public Cleanup {
            if (leastPixels < 2 || floorPercent < 1 || floorPercent > 100) {
                throw new IllegalArgumentException(
                        "A clean-up takes regions of fewer than 2 or more pixels out, of 1 to 100 percent, got: "
                                + leastPixels + ", " + floorPercent);
            }
        }
    }

    /**
     * The probability tensor: floats from 0 to 1, or bytes that stand for them.
     *
     * @param name of the tensor
     * @param activation the function that makes probabilities of logits, already applied by the graph: {@code sigmoid}, or
     *     {@code softmax} where segments exclude each other
     * @param background the channel of the softmax that is no segment, which the graph leaves out; null if there is none
     * @param levels where the tensor is of bytes: the byte that stands for 1, with those below in equal steps, and
     *     {@value #NO_NUMBER} for what is no number; null where it is of floats
     * @param cleanup done to the answers on the frames' own pixels; null for none
     */
    public record Output(String name, String activation, Integer background, Integer levels, Cleanup cleanup) {

        /** The byte that stands for what is no number. */
        public static final int NO_NUMBER = 255;

        /** How many levels the files that we write have, in steps of 0.4 %. */
        public static final int LEVELS = 250;

        /** An output of floats, all of whose channels are segments. */
        public Output(String name, String activation) {
            this(name, activation, null, null, null);
        }

        /** An output without clean-up. */
        public Output(String name, String activation, Integer background, Integer levels) {
            this(name, activation, background, levels, null);
        }

        public Output {
            if (name == null || name.isBlank()) {
                throw new IllegalArgumentException("The output tensor needs a name, got: " + name);
            }
            if (!"sigmoid".equals(activation) && !"softmax".equals(activation)) {
                throw new IllegalArgumentException(
                        "The activation is sigmoid, or softmax where segments exclude each other, got: " + activation);
            }
            if (background != null && (background < 0 || background > 65535 || "sigmoid".equals(activation))) {
                throw new IllegalArgumentException(
                        "A background is a channel of a softmax, from 0 on, got: " + background + ", " + activation);
            }
            if (levels != null && (levels < 1 || levels >= NO_NUMBER)) {
                throw new IllegalArgumentException(
                        "Bytes stand for probabilities in 1 to " + (NO_NUMBER - 1) + " levels, got: " + levels);
            }
        }
    }

    public ModelCard {
        if (name == null || name.isBlank() || version == null || version.isBlank()) {
            throw new IllegalArgumentException("A model needs a name and a version, got: " + name + ", " + version);
        }
        if (input == null
                || output == null
                || segments == null
                || segments.isEmpty()
                || segments.stream().anyMatch(s -> s == null)) {
            throw new IllegalArgumentException("A model card needs input, output and at least one segment: " + name);
        }
        if (thresholdPercent < 1 || thresholdPercent > 100) {
            throw new IllegalArgumentException("A threshold is a percent from 1 to 100, got: " + thresholdPercent);
        }
        if ((long) input.columns() * input.rows() * segments.size() > MAX_VALUES) {
            throw new IllegalArgumentException("A model gives at most " + MAX_VALUES + " values per frame, got: "
                    + input.columns() + " x " + input.rows() + " x " + segments.size());
        }
        segments = List.copyOf(segments);
        Set<Object> seen = new HashSet<>();
        for (SegmentEntry s : segments) {
            if (!seen.add(s.number()) || !seen.add(s.label())) {
                throw new IllegalArgumentException("Segment " + s.number() + " " + s.label() + " occurs twice");
            }
        }
        description = orEmpty(description);
        exposure = orEmpty(exposure);
        trainingDigest = orEmpty(trainingDigest);
        license = orEmpty(license);
        intendedUse = orEmpty(intendedUse);
        metrics = metrics == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(metrics));
    }

    /** Pixels of the model's grid. */
    int pixels() {
        return input.columns() * input.rows();
    }

    /** Bytes that the model gives for a frame of its grid. */
    int answerBytes() {
        return pixels() * segments.size() * (output.levels() == null ? Float.BYTES : 1);
    }

    /** The segments' labels, in the order of the output channels. */
    public List<String> labels() {
        return segments.stream().map(SegmentEntry::label).toList();
    }

    /** This card with other figures. */
    public ModelCard withMetrics(Map<String, Double> figures) {
        return new ModelCard(
                name,
                version,
                description,
                segments,
                input,
                output,
                thresholdPercent,
                exposure,
                trainingDigest,
                figures,
                license,
                intendedUse);
    }

    /** The card as JSON, with sorted keys: equal cards give equal texts. */
    public String toJson() {
        return write(this);
    }

    /**
     * Reads a card; keys it does not know are passed over.
     *
     * @throws SegmentationException if the text is no JSON, or lacks or contradicts what a card needs
     */
    public static ModelCard fromJson(String json) throws SegmentationException {
        return read(json, ModelCard.class);
    }

    /** A card of this kind as JSON. */
    static String write(Object card) {
        try {
            return JSON.writeValueAsString(card);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A model card of plain values cannot fail to become JSON.", e);
        }
    }

    /** A card of this kind, as {@link #fromJson} reads it. */
    static <C> C read(String json, Class<C> kind) throws SegmentationException {
        try {
            C card = JSON.readValue(json, kind);
            if (card == null) {
                throw new SegmentationException("The model card is empty; export the model again.");
            }
            return card;
        } catch (JsonProcessingException e) {
            Throwable cause = e.getCause() instanceof IllegalArgumentException ? e.getCause() : null;
            throw new SegmentationException(
                    "The model card cannot be read: " + (cause != null ? cause.getMessage() : e.getOriginalMessage())
                            + ". Export the model again.",
                    e);
        }
    }

    private static boolean isNoText(String text, int longest) {
        return text == null || text.isBlank() || text.length() > longest;
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }
}
