package org.credence.headless.internal;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.credence.segmentation.Model;
import org.credence.segmentation.ModelRepository;
import org.credence.segmentation.PromptModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the models of a folder, with what became of them since they were recorded. */
@Command(
        name = "list",
        description = {
            "List the models of a folder: name, version, segments, grid, digest, and whether the file changed since it",
            "was recorded in models.sha256. Exit code 3 if one changed, is missing or is no model."
        })
final class ListModelsCommand implements Callable<Integer> {

    @Parameters(paramLabel = "DIR", description = "A folder of ONNX models.")
    private Path folder;

    @Option(names = "--json", description = "Print everything as JSON.")
    private boolean asJson;

    @Spec
    private CommandSpec spec;

    ListModelsCommand() {}

    @Override
    public Integer call() throws IOException {
        List<ModelRepository.Entry> entries = new ModelRepository(folder).list();
        PrintWriter out = spec.commandLine().getOut();
        if (asJson) {
            ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
            ArrayNode all = json.createArrayNode();
            for (ModelRepository.Entry entry : entries) {
                ObjectNode node = all.addObject();
                node.put("file", entry.file().getFileName().toString());
                node.put("state", ModelInfoCommand.text(entry.state()));
                if (entry.model().isPresent()) {
                    node.put("sha256", entry.model().get().sha256());
                    node.set("card", json.readTree(entry.model().get().card().toJson()));
                } else if (entry.prompts().isPresent()) {
                    node.put("sha256", entry.prompts().get().sha256());
                    node.set(
                            "promptCard",
                            json.readTree(entry.prompts().get().card().toJson()));
                } else {
                    node.put("problem", entry.problem());
                }
            }
            out.println(json.writeValueAsString(all));
        } else {
            entries.forEach(e -> out.println(TerminalProgress.printable(line(e))));
        }
        entries.stream()
                .filter(e -> !e.isModel())
                .forEach(e ->
                        spec.commandLine().getErr().println("credence: " + TerminalProgress.printable(e.problem())));
        boolean good = entries.stream().allMatch(e -> e.isModel() && e.state() != ModelRepository.State.CHANGED);
        return good ? 0 : Credence.BAD_INPUT;
    }

    private static String line(ModelRepository.Entry entry) {
        String name = entry.file().getFileName().toString();
        String what = entry.model()
                .map(ListModelsCommand::what)
                .or(() -> entry.prompts().map(ListModelsCommand::what))
                .orElse("no model");
        return String.format(Locale.ROOT, "%-32s %-10s %s", name, ModelInfoCommand.text(entry.state()), what);
    }

    private static String what(Model model) {
        return model.sha256().substring(0, 12) + "  " + model.card().name() + " "
                + model.card().version() + ", "
                + model.card().input().columns() + " x " + model.card().input().rows() + ": "
                + String.join(", ", model.card().labels());
    }

    private static String what(PromptModel model) {
        return model.sha256().substring(0, 12) + "  " + model.card().name() + " "
                + model.card().version() + ", "
                + model.card().input().grid() + " x " + model.card().input().grid() + ": prompts, decoder "
                + model.card().decoder().file();
    }
}
