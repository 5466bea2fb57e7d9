package org.credence.segmentation;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.credence.imaging.WholeFile;
import org.credence.segmentation.internal.GraphWriter;
import org.credence.segmentation.internal.PromptWriter;

/**
 * A pair of encoder and decoder as Segment Anything (SAM) and its kin are exported, on its way to becoming one of our models. No
 * runtime is needed, and nothing is run.
 *
 * <pre>
 * encoder + decoder + ModelDraft (options) -&gt; read -&gt; graphs, missing() -&gt; write -&gt; PromptModel
 * </pre>
 *
 * For one thread.
 */
public final class PromptImport {

    /** The ending of a decoder's name, after that of its encoder. */
    public static final String DECODER_ENDING = ".decoder.onnx";

    /** What Segment Anything was trained to see: the mean and deviation of ImageNet, channel by channel, of gray 0 to 255. */
    private static final NetworkInput.Normalization SAM = new NetworkInput.Normalization(
            NetworkInput.Kind.FIXED, 0, 255, 1, List.of(123.675, 116.28, 103.53), List.of(58.395, 57.12, 57.375));

    private static final Set<String> REAL = Set.of("FLOAT", "FLOAT16");

    private final ModelGraph encoder;
    private final ModelGraph decoder;
    private final ModelDraft draft;

    private PromptImport(ModelGraph encoder, ModelGraph decoder, ModelDraft draft) throws SegmentationException {
        this.encoder = encoder;
        this.decoder = decoder;
        this.draft = draft;
        requireForeign(encoder);
        requireForeign(decoder);
        ModelGraph.Tensor image = image();
        long side = image.shape().get(2) == ModelGraph.ANY
                ? image.shape().get(3)
                : image.shape().get(2);
        if (draft.columns() != null && side != ModelGraph.ANY && draft.columns() != side) {
            throw refused(encoder, "takes " + image + ", but a grid of " + draft.columns() + " was said");
        }
        if (side > 0 && side <= 8192) {
            draft.grid((int) side, (int) side);
        }
        if (draft.columns() != null && !draft.columns().equals(draft.rows())) {
            throw refused(
                    encoder,
                    "needs a grid of as many columns as rows, and " + draft.columns() + " x " + draft.rows()
                            + " was said");
        }
        boolean gray = image.shape().get(1) == 1;
        draft.order(gray ? NetworkInput.Order.GRAY : NetworkInput.Order.RGB);
        if (gray != (draft.order() == NetworkInput.Order.GRAY)) {
            throw refused(encoder, "takes " + image + ", and " + draft.order() + " was said");
        }
        draft.normalization(gray ? null : SAM);
        draft.text("name", encoder.file().getFileName().toString().replaceFirst("\\.onnx$", ""));
        requireDecoder();
        embeddings();
    }

    /**
     * Reads a pair; blocks.
     *
     * @param encoder the ONNX file that takes an image
     * @param decoder the ONNX file that takes embeddings and prompts
     * @param draft what is known beforehand: texts, grid, normalisation and order of channels; without a normalisation, that of
     *     Segment Anything
     * @throws SegmentationException if a file is missing or damaged, or the two are no such pair; the message says which tensors
     *     differ
     */
    public static PromptImport read(Path encoder, Path decoder, ModelDraft draft) throws SegmentationException {
        return new PromptImport(ModelGraph.read(encoder), ModelGraph.read(decoder), draft);
    }

    /**
     * Looks for a pair among the ONNX files of a folder; blocks.
     *
     * @return empty if none of them is a decoder
     * @throws SegmentationException if the folder cannot be read, there are several encoders or decoders, or as {@link #read} says
     */
    public static Optional<PromptImport> find(Path folder, ModelDraft draft) throws SegmentationException {
        List<ModelGraph> encoders = new ArrayList<>();
        List<ModelGraph> decoders = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.getFileName().toString().endsWith(".onnx"))
                    .sorted()
                    .toList()) {
                ModelGraph graph = ModelGraph.read(file);
                (takesPrompts(graph) ? decoders : encoders).add(graph);
            }
        } catch (SegmentationException e) {
            throw e;
        } catch (IOException e) {
            throw new SegmentationException(
                    folder + " cannot be read: " + e.getMessage() + "; check its permissions.", e);
        }
        if (decoders.isEmpty()) {
            return Optional.empty();
        }
        if (encoders.size() != 1 || decoders.size() != 1) {
            throw new SegmentationException(
                    "Folder " + folder + " holds " + encoders.size() + " encoders and " + decoders.size()
                            + " decoders, and one of each is needed; name them (--encoder FILE, --decoder FILE).");
        }
        return Optional.of(new PromptImport(encoders.get(0), decoders.get(0), draft));
    }

    private static boolean takesPrompts(ModelGraph graph) {
        return graph.inputs().stream().anyMatch(t -> t.name().equals(PromptCard.POINT_COORDS));
    }

    /** The encoder's graph, as it is before it is imported. */
    public ModelGraph encoder() {
        return encoder;
    }

    /** The decoder's graph, as it is before it is imported. */
    public ModelGraph decoder() {
        return decoder;
    }

    /** What must be said before a model can be written, a line each. */
    public List<String> missing() {
        List<String> missing = new ArrayList<>();
        if (draft.columns() == null) {
            missing.add("the grid, which the encoder leaves open (--grid COLUMNSxROWS)");
        }
        if (draft.normalization() == null) {
            missing.add("what the encoder takes for gray 0 to 255, as it does not take three channels (--normalization"
                    + " fixed:SCALE, fixed:SCALE,MEAN,DEVIATION, zscore or range)");
        }
        return missing;
    }

    /**
     * Writes the encoder, and beside it the decoder as {@code NAME}{@value #DECODER_ENDING}, where no files are; blocks. Each appears
     * whole or not at all, and the encoder last.
     *
     * @param file NAME.onnx
     * @throws SegmentationException if something is missing, weights lie where they must not, or writing fails
     */
    public PromptModel write(Path file) throws SegmentationException {
        if (!missing().isEmpty()) {
            throw new SegmentationException("Model " + encoder.file() + " cannot be imported: this is missing: "
                    + String.join("; ", missing()) + ".");
        }
        String name = file.getFileName().toString().replaceFirst("\\.onnx$", "") + DECODER_ENDING;
        Path beside = file.resolveSibling(name);
        // The decoder is written before its digest is known, and its graph does not depend on that.
        PromptCard unsigned = card(name, "0".repeat(64));
        create(beside, unfinished -> PromptWriter.decoder(decoder, unsigned, unfinished));
        boolean whole = false;
        try {
            PromptCard card = card(name, Model.digest(beside));
            create(file, unfinished -> {
                PromptWriter.encoder(encoder, card, unfinished);
                PromptModel.read(unfinished);
            });
            whole = true;
        } catch (SegmentationException e) {
            throw e;
        } catch (IOException e) {
            throw Model.unreadable(beside, e);
        } finally {
            if (!whole) {
                remove(beside);
            }
        }
        return PromptModel.read(file);
    }

    private static void create(Path file, WholeFile.Content content) throws SegmentationException {
        try {
            WholeFile.create(file, content);
        } catch (SegmentationException e) {
            throw e;
        } catch (FileAlreadyExistsException e) {
            throw new SegmentationException(file + " is in the way; move it or choose another place.", e);
        } catch (IOException e) {
            throw new SegmentationException(
                    "Model " + file + " cannot be written: " + e.getMessage() + "; choose another place.", e);
        }
    }

    private static void remove(Path file) throws SegmentationException {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new SegmentationException(
                    "Model " + file + " was not finished and cannot be removed: " + e.getMessage() + "; remove it.", e);
        }
    }

    private PromptCard card(String decoderFile, String sha256) throws SegmentationException {
        int channels = draft.order() == NetworkInput.Order.GRAY ? 1 : 3;
        try {
            return new PromptCard(
                    draft.text("name"),
                    Optional.ofNullable(draft.text("version")).orElse("1"),
                    draft.text("description"),
                    new PromptCard.Input(
                            GraphWriter.INPUT,
                            draft.columns(),
                            new NetworkInput(channels, draft.order(), draft.normalization(), 1, true, null, null)),
                    embeddings(),
                    coarse(),
                    new PromptCard.Decoder(decoderFile, sha256),
                    draft.text("license"),
                    draft.text("intendedUse"));
        } catch (IllegalArgumentException e) {
            throw new SegmentationException("Model " + encoder.file() + " gets no card: " + e.getMessage() + ".", e);
        }
    }

    private static void requireForeign(ModelGraph graph) throws SegmentationException {
        for (String key : List.of(ModelCard.METADATA_KEY, PromptCard.METADATA_KEY, PromptCard.DECODER_KEY)) {
            if (graph.metadata().containsKey(key)) {
                throw new SegmentationException("Model " + graph.file() + " was imported already; use it as it is.");
            }
        }
        long opset =
                Math.max(graph.opsets().getOrDefault("", 0L), graph.opsets().getOrDefault("ai.onnx", 0L));
        if (opset < GraphWriter.MIN_OPSET) {
            throw new SegmentationException("Model " + graph.file() + " is written for version " + opset
                    + " of the operators; imports need " + GraphWriter.MIN_OPSET + " or later. Export it anew.");
        }
    }

    private ModelGraph.Tensor image() throws SegmentationException {
        if (takesPrompts(encoder)) {
            throw refused(encoder, "takes prompts, " + ModelGraph.listed(encoder.inputs()) + ", so it is a decoder");
        }
        if (encoder.outputs().size() > 1) {
            throw refused(
                    encoder,
                    "gives several feature maps: " + ModelGraph.listed(encoder.outputs())
                            + "; an encoder of the SAM kind gives one, and those of SAM 2 are not supported");
        }
        if (encoder.inputs().size() != 1) {
            throw refused(encoder, "takes " + ModelGraph.listed(encoder.inputs()) + "; an encoder takes one image");
        }
        ModelGraph.Tensor image = encoder.inputs().get(0);
        List<Long> shape = image.shape();
        boolean planes = shape.size() == 4
                && isOneOrOpen(shape.get(0))
                && (shape.get(1) == 1 || shape.get(1) == 3)
                && (shape.get(2).equals(shape.get(3))
                        || shape.get(2) == ModelGraph.ANY
                        || shape.get(3) == ModelGraph.ANY);
        if (!planes || !REAL.contains(image.type())) {
            throw refused(
                    encoder,
                    "takes " + image + "; an encoder takes 1 x 3 (or 1) x grid x grid floats, on a square grid");
        }
        ModelGraph.Tensor features =
                encoder.outputs().isEmpty() ? null : encoder.outputs().get(0);
        if (features == null || features.shape().size() != 4 || !REAL.contains(features.type())) {
            throw refused(encoder, "gives " + features + "; an encoder gives 1 x channels x rows x columns floats");
        }
        return image;
    }

    /** Refuses a decoder that takes or gives other tensors than those of the SAM kind do, naming all that differ. */
    private void requireDecoder() throws SegmentationException {
        List<String> differing = new ArrayList<>();
        long any = ModelGraph.ANY;
        compare(
                "input",
                decoder.inputs(),
                List.of(
                        PromptCard.floats(PromptCard.IMAGE_EMBEDDINGS, 1, any, any, any),
                        PromptCard.floats(PromptCard.POINT_COORDS, 1, any, 2),
                        PromptCard.floats(PromptCard.POINT_LABELS, 1, any),
                        PromptCard.floats(PromptCard.MASK_INPUT, 1, 1, any, any),
                        PromptCard.floats(PromptCard.HAS_MASK_INPUT, 1),
                        PromptCard.floats(PromptCard.ORIG_IM_SIZE, 2)),
                differing);
        for (ModelGraph.Tensor t : decoder.inputs()) {
            boolean prompts =
                    t.name().equals(PromptCard.POINT_COORDS) || t.name().equals(PromptCard.POINT_LABELS);
            if (prompts && t.shape().size() > 1 && t.shape().get(1) != any) {
                differing.add("input " + t + " takes a fixed number of prompts");
            }
        }
        compare(
                "output",
                decoder.outputs(),
                List.of(
                        PromptCard.floats(PromptCard.MASKS, 1, any, any, any),
                        PromptCard.floats(PromptCard.IOU_PREDICTIONS, 1, any),
                        PromptCard.floats(PromptCard.LOW_RES_MASKS, 1, any, any, any)),
                differing);
        if (!differing.isEmpty()) {
            throw refused(
                    decoder,
                    "is no decoder of the SAM kind: " + String.join("; ", differing)
                            + ". Export it as Segment Anything does; decoders of SAM 2 are not supported");
        }
        coarse();
    }

    private static void compare(
            String role, List<ModelGraph.Tensor> found, List<ModelGraph.Tensor> expected, List<String> differing) {
        Map<String, ModelGraph.Tensor> byName = found.stream()
                .collect(Collectors.toMap(ModelGraph.Tensor::name, Function.identity(), (first, second) -> first));
        for (ModelGraph.Tensor due : expected) {
            ModelGraph.Tensor there = byName.remove(due.name());
            if (there == null) {
                differing.add(role + " " + due + " is missing");
            } else if (!there.type().equals(due.type()) || !fits(due.shape(), there.shape(), role.equals("output"))) {
                differing.add(role + " " + there + " should be " + due);
            }
        }
        byName.values().forEach(t -> differing.add(role + " " + t + " is not known"));
    }

    /** Whether sizes that are known are the same; exports often do not say what shape their outputs have. */
    private static boolean fits(List<Long> due, List<Long> there, boolean mayBeUnsaid) {
        boolean fits = due.size() == there.size() || mayBeUnsaid && there.isEmpty();
        for (int d = 0; fits && d < there.size(); d++) {
            fits = due.get(d) == ModelGraph.ANY
                    || there.get(d) == ModelGraph.ANY
                    || due.get(d).equals(there.get(d));
        }
        return fits;
    }

    /** The embeddings as one side gives and the other takes them; what one leaves open, the other has to say. */
    private PromptCard.Embeddings embeddings() throws SegmentationException {
        ModelGraph.Tensor given = encoder.outputs().get(0);
        ModelGraph.Tensor taken = input(PromptCard.IMAGE_EMBEDDINGS);
        int[] sizes = new int[4];
        for (int d = 1; d < sizes.length; d++) {
            long one = given.shape().get(d);
            long other = taken.shape().get(d);
            boolean unsaid = one == ModelGraph.ANY && other == ModelGraph.ANY;
            if (unsaid || one != ModelGraph.ANY && other != ModelGraph.ANY && one != other) {
                throw new SegmentationException("Encoder " + encoder.file() + " and decoder " + decoder.file()
                        + (unsaid ? " do not say how large embeddings are" : " are no pair")
                        + ": the encoder gives " + given + ", the decoder takes " + taken + ". Export both anew.");
            }
            sizes[d] = (int) Math.max(one, other);
        }
        try {
            return new PromptCard.Embeddings("credence.embeddings", sizes[1], sizes[3], sizes[2]);
        } catch (IllegalArgumentException e) {
            throw refused(decoder, "takes " + taken + ". " + e.getMessage());
        }
    }

    private PromptCard.Coarse coarse() throws SegmentationException {
        ModelGraph.Tensor mask = input(PromptCard.MASK_INPUT);
        List<Long> shape = mask.shape();
        if (shape.get(2) < 1 || shape.get(3) < 1 || shape.get(2) > 8192 || shape.get(3) > 8192) {
            throw refused(decoder, "takes " + mask + ", and has to say how large that is");
        }
        return new PromptCard.Coarse(shape.get(3).intValue(), shape.get(2).intValue());
    }

    private ModelGraph.Tensor input(String name) {
        return decoder.inputs().stream()
                .filter(t -> t.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isOneOrOpen(long size) {
        return size == 1 || size == ModelGraph.ANY;
    }

    private static SegmentationException refused(ModelGraph graph, String why) {
        return new SegmentationException("Model " + graph.file() + " cannot be imported: it " + why + ".");
    }
}
