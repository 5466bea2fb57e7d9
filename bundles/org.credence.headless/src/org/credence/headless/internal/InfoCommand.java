package org.credence.headless.internal;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
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
    private final ObjectMapper json = new ObjectMapper();

    @Parameters(arity = "1..*", paramLabel = "PATH", description = "Files, or folders to search.")
    private List<Path> paths;

    @Option(
            names = "--json",
            description = {
                "Print an array with each file's data set in the DICOM JSON model.",
                "With --digest, each is in \"dataSet\" of an object that also has file, format, summary and digest."
            })
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
        ImageSources.Finding found = files();
        int failed = 0;
        JsonList list = new JsonList(out);
        for (ImageSources.Problem problem : found.problems()) {
            failed++;
            fail(list, problem.file(), problem.message());
        }
        for (Path file : found.files()) {
            try {
                FileDescription description = services.images().describe(file, details());
                if (asJson) {
                    list.add(asJson(file, description));
                } else {
                    print(out, file, description);
                }
            } catch (ImagingException e) {
                failed++;
                fail(list, file, e.getMessage());
                if (spec.root().userObject() instanceof Credence credence && credence.debugs()) {
                    e.printStackTrace(spec.commandLine().getErr());
                }
            }
        }
        if (asJson) {
            list.end();
        }
        return failed > 0 ? Credence.BAD_INPUT : 0;
    }

    private void fail(JsonList list, Path file, String message) throws IOException {
        if (asJson && digest) {
            list.add(json.writeValueAsString(
                    json.createObjectNode().put("file", file.toString()).put("error", message)));
        }
        spec.commandLine().getErr().println("credence: " + message);
    }

    private Set<FileDescription.Detail> details() {
        Set<FileDescription.Detail> details = EnumSet.noneOf(FileDescription.Detail.class);
        if (digest) {
            details.add(FileDescription.Detail.DIGEST);
        }
        if (asJson) {
            details.add(FileDescription.Detail.JSON);
        }
        return details;
    }

    /** An array that is printed as it comes, an entry per line, so that a large folder takes no memory. */
    private static final class JsonList {

        private final PrintWriter out;
        private boolean begun;

        JsonList(PrintWriter out) {
            this.out = out;
        }

        void add(String entry) {
            out.println(begun ? "," : "[");
            out.print(entry);
            begun = true;
        }

        void end() {
            out.println(begun ? "\n]" : "[]");
        }
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
        if (!description.content().isEmpty()) {
            out.println("  content");
            description.content().forEach(line -> out.println("    " + TerminalProgress.printable(line)));
        }
        out.println();
    }

    private static void print(PrintWriter out, List<Attribute> attributes, String indent) {
        for (Attribute a : attributes) {
            String name = a.keyword().isEmpty() ? "-" : a.keyword();
            if (a.items().isEmpty()) {
                out.println(
                        indent + a.tag() + " " + a.vr() + " " + name + " = " + TerminalProgress.printable(a.value()));
            } else {
                out.println(indent + a.tag() + " " + a.vr() + " " + name);
                for (int i = 0; i < a.items().size(); i++) {
                    out.println(indent + "  item " + (i + 1));
                    print(out, a.items().get(i), indent + "    ");
                }
            }
        }
    }

    /** The header in the model of its format; with a digest, an object of ours around it. */
    private String asJson(Path file, FileDescription description) throws IOException {
        String header = description
                .json()
                .orElseThrow(() -> new ImagingException("File " + file + " is " + description.format()
                        + ", which has no JSON model; leave out --json."));
        if (!digest) {
            return header;
        }
        ObjectNode node = json.createObjectNode()
                .put("file", file.toString())
                .put("format", description.format())
                .put("summary", description.summary());
        description.pixelDigest().ifPresent(d -> node.put("pixelSha256", d));
        description.pixelError().ifPresent(e -> node.put("pixelError", e));
        node.putRawValue("dataSet", new RawValue(header));
        return json.writeValueAsString(node);
    }
}
