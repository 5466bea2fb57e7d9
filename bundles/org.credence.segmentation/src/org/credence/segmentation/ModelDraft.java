package org.credence.segmentation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What is known of a model that is being imported. What is said first stands: options come first, then what the model's own
 * files say. Passing null says nothing. For one thread.
 */
public final class ModelDraft {

    /** Texts of a card by its keys: {@code name}, {@code version}, {@code description}, {@code license}, {@code intendedUse}. */
    private final Map<String, String> texts = new TreeMap<>();

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
    private NetworkInput.Tiling tiling;
    private Integer thresholdPercent;

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

    /** {@code sigmoid} or {@code softmax}. */
    public ModelDraft activation(String name) {
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

    /** The spacing of the training images. */
    public ModelDraft spacing(NetworkInput.Spacing of) {
        spacing = spacing == null ? of : spacing;
        return this;
    }

    /** How the network is meant to go over large images. */
    public ModelDraft tiling(NetworkInput.Tiling of) {
        tiling = tiling == null ? of : tiling;
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
    ModelCard card(String input, String outputName, int batch, boolean fixedGrid) {
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
                order == NetworkInput.Order.GRAY ? 1 : 3, order, normalization, batch, fixedGrid, spacing, tiling);
        return new ModelCard(
                texts.getOrDefault("name", "Imported model"),
                texts.getOrDefault("version", "1"),
                texts.get("description"),
                entries,
                new ModelCard.Input(input, columns, rows, 1, 1, 0, 1, network),
                new ModelCard.Output(outputName, activation, background() < 0 ? null : background),
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
