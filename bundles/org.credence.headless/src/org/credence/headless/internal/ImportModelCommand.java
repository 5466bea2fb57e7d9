package org.credence.headless.internal;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.credence.segmentation.Model;
import org.credence.segmentation.ModelDraft;
import org.credence.segmentation.ModelGraph;
import org.credence.segmentation.ModelImport;
import org.credence.segmentation.ModelRepository;
import org.credence.segmentation.NetworkInput;
import org.credence.segmentation.PromptImport;
import org.credence.segmentation.PromptModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a model with its card of somebody else's, or says what is missing for that. */
@Command(
        name = "import",
        description = {
            "Make a model of a MONAI bundle, an nnU-Net export (plans.json, dataset.json and an ONNX file) or an ONNX file; "
                    + "or a model that answers points and boxes of encoder and decoder, as Segment Anything is exported: two files, "
                    + "NAME.onnx and NAME.decoder.onnx.",
            "Shows the graph's inputs and outputs, and what has to be said with options. What an option says stands "
                    + "against what the source says. The digest is recorded in models.sha256 beside the model."
        },
        sortOptions = false)
final class ImportModelCommand implements Callable<Integer> {

    @Parameters(arity = "0..1", paramLabel = "SOURCE", description = "A folder or an ONNX file.")
    private Path source;

    @Option(
            names = "--encoder",
            paramLabel = "FILE",
            description = "In place of SOURCE, with --decoder: the ONNX file that takes an image and gives embeddings.")
    private Path encoder;

    @Option(
            names = "--decoder",
            paramLabel = "FILE",
            description = "The ONNX file that takes embeddings, points and boxes.")
    private Path decoder;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "The model to write; none may be there.")
    private Path out;

    @Option(
            names = "--segments",
            split = ",",
            paramLabel = "LABEL",
            description = "What the output's channels mean, in their order, without the background.")
    private List<String> segments;

    @Option(
            names = "--background",
            paramLabel = "CHANNEL",
            description = "The output's channel that is no segment, from 0; -1 for none.")
    private Integer background;

    @Option(
            names = "--activation",
            paramLabel = "NAME",
            description = "What makes probabilities of the output: sigmoid (segments may overlap) or softmax.")
    private String activation;

    @Option(names = "--grid", paramLabel = "COLUMNSxROWS", description = "The grid, where the graph leaves it open.")
    private String grid;

    @Option(
            names = "--normalization",
            paramLabel = "HOW",
            description =
                    "From gray 0 to 255 to what the network takes: fixed:SCALE, fixed:SCALE,MEAN,DEVIATION "
                            + "(gray * SCALE - MEAN) / DEVIATION; zscore or range of each image. Encoders: that of Segment Anything.")
    private String normalization;

    @Option(names = "--order", paramLabel = "ORDER", description = "What the network's channels are: gray, rgb or bgr.")
    private NetworkInput.Order order;

    @Option(
            names = "--spacing",
            paramLabel = "MM",
            description = "Pixel spacing of the training images, which tiles are resampled to.")
    private Double spacingMm;

    @Option(
            names = "--tiles",
            paramLabel = "OVERLAP",
            description =
                    "The network goes over images of its spacing in tiles of its grid that overlap by this many percent, 0 to 90; "
                            + "none: images are fitted to the grid. Default: what the source says, else none.")
    private String tiles;

    @Option(
            names = "--min-region",
            paramLabel = "PIXELS",
            description = "Regions of fewer pixels of the grid, at 50 %%, are taken out of what the model says.")
    private Integer leastPixels;

    @Option(
            names = "--floats",
            description = "The model answers in floats, four times as many bytes, and not in steps of 0.4 %%.")
    private boolean floats;

    @Option(
            names = "--threshold",
            paramLabel = "PERCENT",
            description = "The confidence at which the training labels were cut. Default: 50.")
    private Integer threshold;

    @Option(names = "--onnx", paramLabel = "FILE", description = "The graph, where the source has several.")
    private Path onnx;

    @Option(names = "--output", paramLabel = "NAME", description = "The output that is meant, where there are several.")
    private String output;

    @Option(names = "--name", paramLabel = "TEXT", description = "The model's name.")
    private String name;

    @Option(names = "--model-version", paramLabel = "TEXT", description = "The model's version.")
    private String version;

    @Option(names = "--license", paramLabel = "TEXT", description = "The license of the weights.")
    private String license;

    @Option(names = "--intended-use", paramLabel = "TEXT", description = "What the model is meant for, and what not.")
    private String intendedUse;

    @Spec
    private CommandSpec spec;

    ImportModelCommand() {}

    @Override
    public Integer call() throws IOException {
        Optional<PromptImport> pair = pair();
        return pair.isPresent() ? pair(pair.get()) : single();
    }

    /** What is imported if it is an encoder and a decoder. */
    private Optional<PromptImport> pair() throws IOException {
        boolean named = encoder != null && decoder != null && source == null;
        if (!named && (source == null || encoder != null || decoder != null)) {
            throw new ParameterException(
                    spec.commandLine(), "Say what to import: SOURCE, or --encoder FILE and --decoder FILE.");
        }
        if (named) {
            return Optional.of(PromptImport.read(encoder, decoder, draft()));
        }
        return Files.isDirectory(source) && onnx == null ? PromptImport.find(source, draft()) : Optional.empty();
    }

    private int pair(PromptImport pair) throws IOException {
        if (segments != null || background != null || activation != null || threshold != null || output != null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--segments, --background, --activation, --threshold and --output are not for encoder and decoder:"
                            + " whoever points says which segment is meant.");
        }
        PrintWriter to = spec.commandLine().getOut();
        for (ModelGraph graph : List.of(pair.encoder(), pair.decoder())) {
            boolean encodes = graph == pair.encoder();
            to.println(TerminalProgress.printable((encodes ? "encoder " : "decoder ") + graph.file()));
            show(to, "input  ", graph.inputs());
            show(to, "output ", graph.outputs());
        }
        if (isMissing(to, pair.missing())) {
            return Credence.BAD_INPUT;
        }
        PromptModel written = pair.write(out);
        new ModelRepository(out.toAbsolutePath().getParent()).put(written);
        ModelInfoCommand.show(to, written);
        return 0;
    }

    private int single() throws IOException {
        ModelImport model = ModelImport.read(source, draft());
        PrintWriter to = spec.commandLine().getOut();
        to.println(TerminalProgress.printable(model.kind() + " " + source));
        show(to, "input  ", model.graph().inputs());
        show(to, "output ", model.graph().outputs());
        if (isMissing(to, model.missing())) {
            return Credence.BAD_INPUT;
        }
        Model written = model.write(out);
        new ModelRepository(out.toAbsolutePath().getParent()).put(written);
        ModelInfoCommand.show(to, written);
        return 0;
    }

    private boolean isMissing(PrintWriter to, List<String> missing) {
        if (!missing.isEmpty()) {
            to.flush();
            PrintWriter err = spec.commandLine().getErr();
            err.println("credence: nothing was written, as this is missing:");
            missing.forEach(m -> err.println("  " + TerminalProgress.printable(m)));
        }
        return !missing.isEmpty();
    }

    private static void show(PrintWriter to, String what, List<ModelGraph.Tensor> tensors) {
        tensors.forEach(t -> to.println("  " + what + TerminalProgress.printable(t.toString())));
    }

    private ModelDraft draft() {
        ModelDraft draft = new ModelDraft()
                .onnxFile(onnx)
                .output(output)
                .segments(segments == null ? null : new ArrayList<>(segments))
                .background(background)
                .order(order)
                .floats(floats)
                .leastPixels(leastPixels)
                .thresholdPercent(threshold)
                .text("name", name)
                .text("version", version)
                .text("license", license)
                .text("intendedUse", intendedUse);
        try {
            draft.activation(activation).grid(grid).normalization(normalization).tiles(tiles);
            if (spacingMm != null) {
                draft.spacing(new NetworkInput.Spacing("mm", spacingMm, spacingMm));
            }
            return draft;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
