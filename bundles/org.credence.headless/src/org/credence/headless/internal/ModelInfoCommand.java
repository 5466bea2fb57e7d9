package org.credence.headless.internal;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.credence.segmentation.Model;
import org.credence.segmentation.ModelCard;
import org.credence.segmentation.ModelRepository;
import org.credence.segmentation.NetworkInput;
import org.credence.segmentation.PromptCard;
import org.credence.segmentation.PromptModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows a model's card, its digest, and whether it is still what was recorded. */
@Command(
        name = "info",
        description = "Show a model's card and digest, and whether the file changed since it was recorded.")
final class ModelInfoCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "An ONNX model with its card.")
    private Path file;

    @Option(names = "--json", description = "Print everything as JSON.")
    private boolean asJson;

    @Spec
    private CommandSpec spec;

    ModelInfoCommand() {}

    @Override
    public Integer call() throws IOException {
        ModelRepository repository = new ModelRepository(file.toAbsolutePath().getParent());
        if (PromptModel.isOne(file)) {
            PromptModel model = PromptModel.read(file);
            return report(repository.state(model), model.sha256(), model.card().toJson(), out -> show(out, model));
        }
        Model model = Model.read(file);
        return report(repository.state(model), model.sha256(), model.card().toJson(), out -> show(out, model));
    }

    private int report(ModelRepository.State state, String sha256, String card, Consumer<PrintWriter> shown)
            throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (asJson) {
            ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
            ObjectNode node = json.createObjectNode();
            node.put("file", file.toString()).put("sha256", sha256).put("state", text(state));
            node.set("card", json.readTree(card));
            out.println(json.writeValueAsString(node));
        } else {
            shown.accept(out);
            boolean recorded = state != ModelRepository.State.UNRECORDED;
            out.println("  file      "
                    + (recorded
                            ? text(state) + " since it was recorded"
                            : "not recorded in " + ModelRepository.DIGESTS));
        }
        return state == ModelRepository.State.CHANGED ? Credence.BAD_INPUT : 0;
    }

    static String text(ModelRepository.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    /** Prints what a model is. */
    static void show(PrintWriter out, Model model) {
        ModelCard card = model.card();
        ModelCard.Input input = card.input();
        line(out, "", model.file().toString());
        line(out, "model     ", card.name() + ", version " + card.version());
        line(out, "segments  ", String.join(", ", card.labels()));
        line(out, "grid      ", input.columns() + " x " + input.rows());
        NetworkInput network = input.network();
        if (network == null) {
            line(out, "input     ", "(gray * " + input.scale() + " - " + input.mean() + ") / " + input.deviation());
        } else {
            line(out, "input     ", text(network));
        }
        Integer background = card.output().background();
        line(
                out,
                "output    ",
                card.output().activation()
                        + (background == null ? "" : ", without its channel " + background + ", the background"));
        terms(out, card.license(), card.intendedUse());
        line(out, "sha256    ", model.sha256());
    }

    /** Prints what a model is that answers prompts. */
    static void show(PrintWriter out, PromptModel model) {
        PromptCard card = model.card();
        PromptCard.Embeddings embeddings = card.embeddings();
        line(out, "", model.file().toString());
        line(out, "model     ", card.name() + ", version " + card.version());
        line(out, "prompts   ", "points and boxes, which the Prompt tool of the workbench takes");
        line(out, "grid      ", card.input().grid() + " x " + card.input().grid());
        line(out, "input     ", text(card.input().network()));
        line(
                out,
                "kept      ",
                embeddings.channels() + " x " + embeddings.rows() + " x " + embeddings.columns() + " floats per frame");
        line(
                out,
                "decoder   ",
                card.decoder().file() + ", sha256 " + card.decoder().sha256());
        terms(out, card.license(), card.intendedUse());
        line(out, "sha256    ", model.sha256());
    }

    private static String text(NetworkInput network) {
        NetworkInput.Normalization n = network.normalization();
        return network.order() + ", " + n.kind() + ", gray " + n.low() + " to " + n.high() + " times " + n.scale()
                + ", mean " + n.mean() + ", deviation " + n.deviation();
    }

    private static void terms(PrintWriter out, String license, String intendedUse) {
        line(out, "license   ", license.isEmpty() ? "not said" : license);
        line(out, "use       ", intendedUse.isEmpty() ? "not said" : intendedUse);
    }

    private static void line(PrintWriter out, String key, String text) {
        out.println((key.isEmpty() ? "" : "  " + key) + TerminalProgress.printable(text));
    }
}
