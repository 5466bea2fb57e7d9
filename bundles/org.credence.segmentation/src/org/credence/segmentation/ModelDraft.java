package org.credence.segmentation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is known of a model that is being imported. What is said first stands: options come first, then what the model's own
 * files say. Passing null says nothing. For one thread.
 */
public final class ModelDraft {

    /** The overlap that says that there are no tiles. */
    public static final int NOT_TILED = -1;

    /** Texts of a card by its keys: {@code name}, {@code version}, {@code description}, {@code license}, {@code intendedUse}. */
    private final Map<String, String> texts = new TreeMap<>();

    private static final Pattern GRID = Pattern.compile("(\\d{1,4})x(\\d{1,4})");
    private static final Pattern FIXED = Pattern.compile("fixed:([^,]+)(?:,([^,]+),([^,]+))?");

    private final Map<String, String> problems = new TreeMap<>();
    private Path onnxFile;
    private String output;
    private List<String> segments;
    private Integer background;
    private String activation;
    private Integer columns;
    private Integer rows;
    private NetworkInput.Order order;
    private NetworkInput.Normalization normalization;
    private NetworkInput.Spacing spacing;
    private Integer overlapPercent;
    private Integer thresholdPercent;
    private boolean floats;
    private Integer leastPixels;

    /** A draft that knows nothing. */
    public ModelDraft() {}

    /** The graph, where the source has several. */
    public ModelDraft onnxFile(Path file) {
        onnxFile = onnxFile == null ? file : onnxFile;
        return this;
    }

    /** The output that is meant, where the graph has several. */
    public ModelDraft output(String name) {
        output = output == null ? name : output;
        return this;
    }

    /** A text of the card: {@code name}, {@code version}, {@code description}, {@code license} or {@code intendedUse}. */
    public ModelDraft text(String key, String text) {
        if (text != null && !text.isBlank()) {
            texts.putIfAbsent(key, text);
        }
        return this;
    }

    /** Labels of the segments in the order of the output's channels, without the background. */
    public ModelDraft segments(List<String> labels) {
        segments = segments == null && labels != null ? List.copyOf(labels) : segments;
        return this;
    }

    /** The output's channel that is no segment; -1 if there is none. */
    public ModelDraft background(Integer channel) {
        background = background == null ? channel : background;
        return this;
    }

    /**
     * What makes probabilities of the output.
     *
     * @param name {@code sigmoid} or {@code softmax}; null says nothing
     * @throws IllegalArgumentException if it is neither
     */
    public ModelDraft activation(String name) {
        if (name != null && !name.equals("sigmoid") && !name.equals("softmax")) {
            throw new IllegalArgumentException(
                    "An activation is sigmoid (segments may overlap) or softmax, got: " + name);
        }
        activation = activation == null ? name : activation;
        return this;
    }

    /** The grid on which frames are given, where the graph leaves it open. */
    public ModelDraft grid(Integer gridColumns, Integer gridRows) {
        if (columns == null && rows == null) {
            columns = gridColumns;
            rows = gridRows;
        }
        return this;
    }

    /**
     * The same as people write it.
     *
     * @param text such as {@code 256x192}; null says nothing
     * @throws IllegalArgumentException if it is none
     */
    public ModelDraft grid(String text) {
        if (text == null) {
            return this;
        }
        Matcher sizes = GRID.matcher(text.strip());
        if (!sizes.matches()) {
            throw new IllegalArgumentException("A grid is written as a size such as 256x192, got: " + text);
        }
        return grid(Integer.parseInt(sizes.group(1)), Integer.parseInt(sizes.group(2)));
    }

    /** What the network's channels are. */
    public ModelDraft order(NetworkInput.Order channels) {
        order = order == null ? channels : order;
        return this;
    }

    /** From gray to what the network takes. */
    public ModelDraft normalization(NetworkInput.Normalization of) {
        normalization = normalization == null ? of : normalization;
        return this;
    }

    /**
     * The same as people write it.
     *
     * @param text {@code fixed:SCALE}, {@code fixed:SCALE,MEAN,DEVIATION} (gray times scale, less mean, by deviation),
     *     {@code zscore} or {@code range}; null says nothing
     * @throws IllegalArgumentException if it is none
     */
    public ModelDraft normalization(String text) {
        if (text == null) {
            return this;
        }
        String how = text.strip();
        Matcher fixed = FIXED.matcher(how);
        try {
            if (fixed.matches()) {
                boolean figures = fixed.group(2) != null;
                return normalization(NetworkInput.Normalization.fixed(
                        Double.parseDouble(fixed.group(1)),
                        figures ? Double.parseDouble(fixed.group(2)) : 0,
                        figures ? Double.parseDouble(fixed.group(3)) : 1));
            }
            return normalization(NetworkInput.Normalization.ofImage(
                    switch (how) {
                        case "zscore" -> NetworkInput.Kind.ZSCORE;
                        case "range" -> NetworkInput.Kind.RANGE;
                        default -> throw new NumberFormatException();
                    }));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "A normalization is fixed:SCALE, fixed:SCALE,MEAN,DEVIATION, zscore or range, got: " + text, e);
        }
    }

    /** The spacing of the training images. */
    public ModelDraft spacing(NetworkInput.Spacing of) {
        spacing = spacing == null ? of : spacing;
        return this;
    }

    /**
     * That the network goes over large images in tiles of its grid.
     *
     * @param percent by which neighbouring tiles overlap, 0 to 90; {@link #NOT_TILED} if images are fitted to the grid
     */
    public ModelDraft overlapPercent(Integer percent) {
        overlapPercent = overlapPercent == null ? percent : overlapPercent;
        return this;
    }

    /**
     * The same as people write it.
     *
     * @param text a percent from 0 to 90, or {@code none}; null says nothing
     * @throws IllegalArgumentException if it is neither
     */
    public ModelDraft tiles(String text) {
        if (text == null) {
            return this;
        }
        String how = text.strip();
        if (!how.equals("none") && !how.matches("[0-8]?[0-9]|90")) {
            throw new IllegalArgumentException("Tiles are none, or overlap by a percent from 0 to 90, got: " + text);
        }
        return overlapPercent(how.equals("none") ? NOT_TILED : Integer.valueOf(how));
    }

    /** That the model is to answer in floats, four times as many bytes, and not in steps of 0.4 %. */
    public ModelDraft floats(boolean wanted) {
        floats = wanted;
        return this;
    }

    /** Of the grid, at 50 %: regions of fewer are taken out of what the model says; null keeps all. */
    public ModelDraft leastPixels(Integer pixels) {
        leastPixels = leastPixels == null ? pixels : leastPixels;
        return this;
    }

    /** The confidence at which the training labels were cut. */
    public ModelDraft thresholdPercent(Integer percent) {
        thresholdPercent = thresholdPercent == null ? percent : thresholdPercent;
        return this;
    }

    /** Why the source does not tell something: {@code normalization}, {@code segments} and so on. */
    ModelDraft problem(String what, String why) {
        problems.putIfAbsent(what, why);
        return this;
    }

    Path onnxFile() {
        return onnxFile;
    }

    String output() {
        return output;
    }

    int segmentCount() {
        return segments == null ? -1 : segments.size();
    }

    int background() {
        return background == null ? -1 : background;
    }

    String activation() {
        return activation;
    }

    Integer columns() {
        return columns;
    }

    Integer rows() {
        return rows;
    }

    NetworkInput.Order order() {
        return order;
    }

    NetworkInput.Normalization normalization() {
        return normalization;
    }

    String text(String key) {
        return texts.get(key);
    }

    /** What a card still needs, each with what to say on the command line. */
    List<String> missing() {
        List<String> missing = new ArrayList<>();
        Consumer<String[]> lacks = words -> missing.add(words[1]
                + (problems.containsKey(words[0]) ? ", as " + problems.get(words[0]) : "") + " (" + words[2] + ")");
        if (segments == null || segments.isEmpty()) {
            lacks.accept(new String[] {
                "segments", "what the output's channels mean", "--segments LABEL,LABEL..., --background CHANNEL"
            });
        }
        if (activation == null) {
            lacks.accept(new String[] {
                "activation", "what makes probabilities of the output", "--activation sigmoid or softmax"
            });
        }
        if (columns == null || rows == null) {
            lacks.accept(new String[] {"grid", "the grid, which the graph leaves open", "--grid COLUMNSxROWS"});
        }
        if (normalization == null) {
            lacks.accept(new String[] {
                "normalization",
                "what the network takes for gray 0 to 255",
                "--normalization fixed:SCALE, fixed:SCALE,MEAN,DEVIATION, zscore or range"
            });
        }
        return missing;
    }

    /** The card, once nothing is missing. */
    ModelCard card(String input, String statistics, String outputName, int batch, boolean fixedGrid) {
        List<ModelCard.SegmentEntry> entries = new ArrayList<>();
        for (String label : segments) {
            int n = entries.size();
            entries.add(new ModelCard.SegmentEntry(
                    n + 1,
                    label,
                    COLORS.get(n % COLORS.size()),
                    new ModelCard.Code("IMPORTED", "99CREDENCE", "Segment of an imported model"),
                    new ModelCard.Code("IMPORTED-" + (n + 1), "99CREDENCE", label)));
        }
        NetworkInput network = new NetworkInput(
                order == NetworkInput.Order.GRAY ? 1 : 3,
                order,
                normalization,
                batch,
                fixedGrid,
                spacing,
                overlapPercent == null || overlapPercent == NOT_TILED
                        ? null
                        : new NetworkInput.Tiling(columns, rows, overlapPercent));
        return new ModelCard(
                texts.getOrDefault("name", "Imported model"),
                texts.getOrDefault("version", "1"),
                texts.get("description"),
                entries,
                new ModelCard.Input(
                        input,
                        columns,
                        rows,
                        1,
                        1,
                        0,
                        1,
                        network,
                        normalization.kind() == NetworkInput.Kind.FIXED ? null : statistics),
                new ModelCard.Output(
                        outputName,
                        activation,
                        background() < 0 ? null : background,
                        floats ? null : ModelCard.Output.LEVELS,
                        leastPixels == null
                                ? null
                                : new ModelCard.Cleanup(leastPixels, ModelCard.Cleanup.FLOOR_PERCENT)),
                thresholdPercent == null ? 50 : thresholdPercent,
                "",
                "",
                Map.of(),
                texts.get("license"),
                texts.get("intendedUse"));
    }

    /** Colours that people with any colour vision tell apart (Okabe and Ito). */
    private static final List<Integer> COLORS =
            List.of(0xE69F00, 0x56B4E9, 0x009E73, 0xF0E442, 0x0072B2, 0xD55E00, 0xCC79A7, 0x999999);
}
