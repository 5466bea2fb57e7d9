package org.credence.headless.internal;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.credence.imaging.Attribute;
import org.credence.imaging.FileDescription;
import org.credence.imaging.ImageSources;
import org.credence.imaging.ImagingException;
import org.credence.imaging.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what image files hold. */
@Command(name = "info", description = "Print what DICOM files hold, image or not.", sortOptions = false)
final class InfoCommand implements Credence.Runs {

    private final Services services;
    private final ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    @Parameters(arity = "1..*", paramLabel = "PATH", description = "Files, or folders to search.")
    private List<Path> paths;

    @Option(names = "--json", description = "Print JSON.")
    private boolean asJson;

    @Option(
            names = "--digest",
            description = "Decode all pixels and add their SHA-256: stored samples, pixel-interleaved, little-endian.")
    private boolean digest;

    @Spec
    private CommandSpec spec;

    InfoCommand(Services services) {
        this.services = services;
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        ImageSources.Finding found = files();
        ArrayNode all = json.createArrayNode();
        int failed = 0;
        for (ImageSources.Problem problem : found.problems()) {
            failed++;
            if (asJson) {
                all.add(json.createObjectNode()
                        .put("file", problem.file().toString())
                        .put("error", problem.message()));
            }
            err.println("credence: " + problem.message());
        }
        for (Path file : found.files()) {
            try {
                FileDescription description = services.images().describe(file, details());
                if (asJson) {
                    all.add(asJson(file, description));
                } else {
                    print(out, file, description);
                }
            } catch (ImagingException e) {
                failed++;
                if (asJson) {
                    all.add(json.createObjectNode().put("file", file.toString()).put("error", e.getMessage()));
                }
                err.println("credence: " + e.getMessage());
                if (spec.root().userObject() instanceof Credence credence && credence.debugs()) {
                    e.printStackTrace(err);
                }
            }
        }
        if (asJson) {
            out.println(json.writeValueAsString(all));
        }
        return failed > 0 ? Credence.BAD_INPUT : 0;
    }

    private Set<FileDescription.Detail> details() {
        return digest ? Set.of(FileDescription.Detail.DIGEST) : Set.of();
    }

    /** The files to describe, and what a search could not look at. */
    private ImageSources.Finding files() throws ImagingException {
        List<Path> files = new ArrayList<>();
        List<ImageSources.Problem> problems = new ArrayList<>();
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                ImageSources.Finding within = services.images().find(path, Progress.NONE);
                files.addAll(within.files());
                problems.addAll(within.problems());
            } else {
                files.add(path);
            }
        }
        return new ImageSources.Finding(files, problems);
    }

    private static void print(PrintWriter out, Path file, FileDescription description) {
        out.println(file);
        out.println("  " + description.format());
        out.println("  " + description.summary());
        description.pixelDigest().ifPresent(d -> out.println("  pixels sha256 " + d));
        description.pixelError().ifPresent(e -> out.println("  pixels not decoded: " + e));
        print(out, description.attributes(), "  ");
        out.println();
    }

    private static void print(PrintWriter out, List<Attribute> attributes, String indent) {
        for (Attribute a : attributes) {
            String name = a.keyword().isEmpty() ? "-" : a.keyword();
            if (a.items().isEmpty()) {
                out.println(indent + a.tag() + " " + a.vr() + " " + name + " = "
                        + a.value().replaceAll("\\p{Cntrl}+", " "));
            } else {
                out.println(indent + a.tag() + " " + a.vr() + " " + name);
                for (int i = 0; i < a.items().size(); i++) {
                    out.println(indent + "  item " + (i + 1));
                    print(out, a.items().get(i), indent + "    ");
                }
            }
        }
    }

    private ObjectNode asJson(Path file, FileDescription description) {
        ObjectNode node = json.createObjectNode()
                .put("file", file.toString())
                .put("format", description.format())
                .put("summary", description.summary());
        description.pixelDigest().ifPresent(d -> node.put("pixelSha256", d));
        description.pixelError().ifPresent(e -> node.put("pixelError", e));
        node.set("attributes", asJson(description.attributes()));
        return node;
    }

    private ArrayNode asJson(List<Attribute> attributes) {
        ArrayNode array = json.createArrayNode();
        for (Attribute a : attributes) {
            ObjectNode node = json.createObjectNode()
                    .put("tag", a.tag())
                    .put("keyword", a.keyword())
                    .put("vr", a.vr());
            if (a.items().isEmpty()) {
                node.put("value", a.value());
            } else {
                ArrayNode items = node.putArray("items");
                a.items().forEach(i -> items.add(asJson(i)));
            }
            array.add(node);
        }
        return array;
    }
}
