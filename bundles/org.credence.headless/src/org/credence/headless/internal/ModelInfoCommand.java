package org.credence.headless.internal;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.credence.segmentation.Model;
import org.credence.segmentation.ModelCard;
import org.credence.segmentation.ModelRepository;
import org.credence.segmentation.NetworkInput;
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
        Model model = Model.read(file);
        ModelRepository.State state = new ModelRepository(file.toAbsolutePath().getParent()).state(model);
        PrintWriter out = spec.commandLine().getOut();
        if (asJson) {
            ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
            ObjectNode node = json.createObjectNode();
            node.put("file", file.toString()).put("sha256", model.sha256()).put("state", text(state));
            node.set("card", json.readTree(model.card().toJson()));
            out.println(json.writeValueAsString(node));
        } else {
            show(out, model);
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
            NetworkInput.Normalization n = network.normalization();
            line(
                    out,
                    "input     ",
                    network.order() + ", " + n.kind() + ", gray " + n.low() + " to " + n.high() + " times " + n.scale()
                            + ", mean " + n.mean() + ", deviation " + n.deviation());
        }
        Integer background = card.output().background();
        line(
                out,
                "output    ",
                card.output().activation()
                        + (background == null ? "" : ", without its channel " + background + ", the background"));
        line(out, "license   ", card.license().isEmpty() ? "not said" : card.license());
        line(out, "use       ", card.intendedUse().isEmpty() ? "not said" : card.intendedUse());
        line(out, "sha256    ", model.sha256());
    }

    private static void line(PrintWriter out, String key, String text) {
        out.println((key.isEmpty() ? "" : "  " + key) + TerminalProgress.printable(text));
    }
}
