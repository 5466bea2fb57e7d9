package org.credence.segmentation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.credence.imaging.WholeFile;
import org.credence.segmentation.internal.GraphWriter;

/**
 * A model of others on its way to becoming one of ours: one ONNX file that takes gray bytes, gives probabilities and carries
 * its card. Knows MONAI bundles, nnU-Net exports and bare ONNX files. No runtime is needed, and nothing is run.
 *
 * <pre>
 * source + ModelDraft (options) -&gt; read -&gt; graph(), missing() -&gt; write -&gt; Model
 * </pre>
 *
 * For one thread.
 */
public final class ModelImport {

    private static final int MAX_JSON_BYTES = 1 << 24;
    private static final Set<String> REAL = Set.of("FLOAT", "FLOAT16", "DOUBLE");

    private final String kind;
    private final ModelGraph graph;
    private final ModelDraft draft;
    private final ModelGraph.Tensor output;
    private final boolean applied;
    private final int batch;
    private final boolean fixedGrid;

    private ModelImport(String kind, ModelGraph graph, ModelDraft draft) throws SegmentationException {
        this.kind = kind;
        this.graph = graph;
        this.draft = draft;
        requireForeign();
        ModelGraph.Tensor input = input();
        this.batch = input.shape().get(0).equals(1L) ? 1 : 0;
        draft.order(input.shape().get(1) == 3 ? NetworkInput.Order.RGB : NetworkInput.Order.GRAY);
        this.fixedGrid = !open(input.shape().subList(2, 4));
        fixGrid(input);
        this.output = output();
        String last = graph.lastOperators().getOrDefault(output.name(), "");
        this.applied = last.equals("Sigmoid") || last.equals("Softmax");
        if (applied) {
            draft.activation(last.toLowerCase(Locale.ROOT));
        }
        requireAgreement(last);
    }

    /**
     * Reads a source: a folder that is a MONAI bundle or an nnU-Net export, or an ONNX file; blocks.
     *
     * @param source where it lies
     * @param draft what is known beforehand, which stands against what the source says
     * @throws SegmentationException if the source is none of these, is damaged, contradicts itself or what is known, or holds
     *     a model that is not for single images of one or three channels
     */
    public static ModelImport read(Path source, ModelDraft draft) throws SegmentationException {
        try {
            if (!Files.isDirectory(source)) {
                draft.text("name", stem(source));
                return new ModelImport("ONNX file", ModelGraph.read(source), draft);
            }
            if (Files.exists(source.resolve("configs/metadata.json"))) {
                new MonaiBundle(source, draft).read();
                return new ModelImport("MONAI bundle", graph(source.resolve("models"), draft), draft);
            }
            if (Files.exists(source.resolve("plans.json")) && Files.exists(source.resolve("dataset.json"))) {
                new NnUnetExport(source, draft).read();
                return new ModelImport("nnU-Net export", graph(source, draft), draft);
            }
        } catch (IllegalArgumentException e) {
            throw new SegmentationException(
                    source + " says of itself what cannot be: " + e.getMessage() + ". Export the model again.", e);
        } catch (SegmentationException e) {
            throw e;
        } catch (IOException e) {
            throw new SegmentationException(
                    source + " cannot be read: " + e.getMessage() + "; check its permissions.", e);
        }
        throw new SegmentationException(
                source + " is neither a MONAI bundle (configs/metadata.json) nor an nnU-Net export"
                        + " (plans.json and dataset.json) nor an ONNX file. Name one of these.");
    }

    /** What the source is, for people. */
    public String kind() {
        return kind;
    }

    /** The graph as it came. */
    public ModelGraph graph() {
        return graph;
    }

    /** What has to be said before the model can be written, each for people and with an option; empty if nothing. */
    public List<String> missing() {
        return draft.missing();
    }

    /**
     * The card as it is going to be.
     *
     * @throws SegmentationException if something is missing, or does not go together
     */
    public ModelCard card() throws SegmentationException {
        if (!missing().isEmpty()) {
            throw new SegmentationException("Model " + graph.file() + " does not say everything that a card needs;"
                    + " missing: " + String.join("; ", missing()) + ".");
        }
        long channels = output.shape().get(1);
        int segments = draft.segmentCount() + (draft.background() < 0 ? 0 : 1);
        if (channels != ModelGraph.ANY && channels != segments || draft.background() >= segments) {
            throw new SegmentationException(
                    "Model " + graph.file() + " gives " + output + ", but " + draft.segmentCount()
                            + " segments are named"
                            + (draft.background() < 0
                                    ? " and no background"
                                    : " and channel " + draft.background() + " as background")
                            + ". Name every channel (--segments, --background).");
        }
        if (segments == 1 && "softmax".equals(draft.activation())) {
            throw new SegmentationException("Model " + graph.file()
                    + " gives one channel, of which a softmax is always 1." + " Import it with --activation sigmoid.");
        }
        try {
            return draft.card(GraphWriter.INPUT, GraphWriter.STATISTICS, GraphWriter.OUTPUT, batch, fixedGrid);
        } catch (IllegalArgumentException e) {
            throw new SegmentationException("Model " + graph.file() + " gets no card: " + e.getMessage() + ".", e);
        }
    }

    /**
     * Writes the model where no file is; blocks. The file appears whole or not at all.
     *
     * @throws SegmentationException as {@link #card} does, if weights lie where they must not, or if writing fails
     */
    public Model write(Path file) throws SegmentationException {
        ModelCard card = card();
        try {
            WholeFile.create(file, unfinished -> {
                new GraphWriter(graph, card, output, applied).write(unfinished);
                Model.read(unfinished);
            });
        } catch (SegmentationException e) {
            throw e;
        } catch (FileAlreadyExistsException e) {
            throw new SegmentationException(file + " is in the way; move it or choose another place.", e);
        } catch (IOException e) {
            throw new SegmentationException(
                    "Model " + file + " cannot be written: " + e.getMessage() + "; choose another place.", e);
        }
        return Model.read(file);
    }

    private void requireForeign() throws SegmentationException {
        if (graph.metadata().containsKey(ModelCard.METADATA_KEY)) {
            throw new SegmentationException("Model " + graph.file() + " carries a card already; use it as it is.");
        }
        long opset =
                Math.max(graph.opsets().getOrDefault("", 0L), graph.opsets().getOrDefault("ai.onnx", 0L));
        if (opset < GraphWriter.MIN_OPSET) {
            throw new SegmentationException("Model " + graph.file() + " is written for version " + opset
                    + " of the operators; imports need " + GraphWriter.MIN_OPSET + " or later. Export it anew.");
        }
    }

    private ModelGraph.Tensor input() throws SegmentationException {
        if (graph.inputs().size() != 1) {
            throw refused("takes " + graph.inputs() + "; a model takes one image");
        }
        ModelGraph.Tensor input = graph.inputs().get(0);
        List<Long> shape = input.shape();
        if (shape.size() == 5) {
            throw refused("takes " + input + ", which is a volume; models here are for single images");
        }
        boolean typed = REAL.contains(input.type()) || input.type().equals("UINT8");
        if (shape.size() != 4 || !typed) {
            throw refused("takes " + input + "; a model takes N x channels x rows x columns of floats or bytes");
        }
        if (shape.get(0) != 1 && shape.get(0) != ModelGraph.ANY) {
            throw refused(
                    "takes " + input + ", so " + shape.get(0) + " images at a time; export it for one or any number");
        }
        boolean gray = draft.order() == null || draft.order() == NetworkInput.Order.GRAY;
        long channels = shape.get(1);
        if (channels != 1 && channels != 3 && channels != ModelGraph.ANY
                || draft.order() != null && channels != ModelGraph.ANY && gray != (channels == 1)) {
            throw refused("takes " + input + "; a model takes 1 channel (gray) or 3 (rgb or bgr), "
                    + (draft.order() == null ? "of which it has neither" : "and " + draft.order() + " was said"));
        }
        return input;
    }

    private void fixGrid(ModelGraph.Tensor input) throws SegmentationException {
        long rows = input.shape().get(2);
        long columns = input.shape().get(3);
        if (draft.columns() != null
                && draft.rows() != null
                && (rows != ModelGraph.ANY && rows != draft.rows()
                        || columns != ModelGraph.ANY && columns != draft.columns())) {
            throw refused("takes " + input + ", but a grid of " + draft.columns() + " columns and " + draft.rows()
                    + " rows was said");
        }
        if (!open(List.of(rows, columns)) && rows < 8193 && columns < 8193) {
            draft.grid((int) columns, (int) rows);
        }
    }

    private static boolean open(List<Long> dims) {
        return dims.contains(ModelGraph.ANY);
    }

    private ModelGraph.Tensor output() throws SegmentationException {
        List<ModelGraph.Tensor> named = graph.outputs().stream()
                .filter(t -> draft.output() == null || t.name().equals(draft.output()))
                .toList();
        if (named.size() != 1) {
            throw refused("gives " + graph.outputs() + "; say which one is meant (--output NAME)");
        }
        return named.get(0);
    }

    private void requireAgreement(String last) throws SegmentationException {
        List<Long> shape = output.shape();
        if (last.equals("ArgMax") || shape.size() != 4 || !REAL.contains(output.type())) {
            throw refused(
                    "gives " + output + (last.equals("ArgMax") ? " by ArgMax" : "")
                            + "; a model gives N x segments x rows x columns of floats. Export it without what comes after that");
        }
        boolean other = draft.columns() != null
                && draft.rows() != null
                && (shape.get(2) != ModelGraph.ANY && !shape.get(2).equals((long) draft.rows())
                        || shape.get(3) != ModelGraph.ANY && !shape.get(3).equals((long) draft.columns()));
        if (other || shape.get(0) != ModelGraph.ANY && shape.get(0) != 1) {
            throw refused("takes " + graph.inputs().get(0) + ", but gives " + output
                    + "; a model gives one value per pixel of its grid");
        }
        if (applied && !last.equalsIgnoreCase(draft.activation())) {
            throw refused("ends with " + last + ", but " + draft.activation() + " was said");
        }
    }

    private SegmentationException refused(String why) {
        return new SegmentationException("Model " + graph.file() + " cannot be imported: it " + why + ".");
    }

    private static ModelGraph graph(Path folder, ModelDraft draft) throws IOException {
        List<Path> found = new ArrayList<>();
        if (draft.onnxFile() != null) {
            found.add(draft.onnxFile());
        } else if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                files.filter(f -> f.getFileName().toString().endsWith(".onnx"))
                        .sorted()
                        .forEach(found::add);
            }
        }
        if (found.size() != 1) {
            throw new SegmentationException("Folder " + folder + " holds "
                    + (found.isEmpty() ? "no ONNX file; export the network as ONNX" : found.size() + " ONNX files")
                    + ", and one is needed; name it (--onnx FILE).");
        }
        return ModelGraph.read(found.get(0));
    }

    private static String stem(Path file) {
        return file.getFileName().toString().replaceFirst("\\.onnx$", "");
    }

    /** A JSON object from a file of bounded size. */
    static JsonNode json(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_JSON_BYTES + 1);
            if (bytes.length > MAX_JSON_BYTES) {
                throw new SegmentationException(
                        file + " has more than " + MAX_JSON_BYTES + " bytes; it should describe a model.");
            }
            JsonNode node = new ObjectMapper().readTree(bytes);
            if (node == null || !node.isObject()) {
                throw new SegmentationException(file + " is no JSON object; export the model again.");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw new SegmentationException(
                    file + " is no JSON: " + e.getOriginalMessage() + ". Export the model again.", e);
        }
    }
}
