package org.credence.headless.internal;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.credence.annotation.AnnotationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The main job on synthetic data: from DICOM files through readers and training to a clinical report. */
@Command(
        name = "demo",
        description = {
            "Run the main job on a synthetic cohort: clips, readers, two models, a clinical report.",
            "Writes dicom/, annotations/, models/ and report/ into --out; open report/index.html."
        },
        sortOptions = false)
final class DemoCommand implements Credence.Runs {

    private final Services services;

    @Option(
            names = "--out",
            defaultValue = "credence-demo",
            paramLabel = "DIR",
            description = "Where the results go. Default: ${DEFAULT-VALUE}.")
    private Path out;

    @Option(
            names = "--patients",
            defaultValue = "60",
            paramLabel = "N",
            description = "Synthetic patients. Default: ${DEFAULT-VALUE}.")
    private int patients;

    @Option(
            names = "--steps",
            defaultValue = "600",
            paramLabel = "N",
            description = "Training steps per model. Default: ${DEFAULT-VALUE}.")
    private int steps;

    @Option(
            names = "--seed",
            defaultValue = "20250821",
            paramLabel = "N",
            description = "Decides everything random. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Spec
    private CommandSpec spec;

    DemoCommand(Services services) {
        this.services = services;
    }

    @Override
    public Integer call() throws IOException {
        if (patients < Demo.LEAST_PATIENTS || patients > 999) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--patients is a number from " + Demo.LEAST_PATIENTS + " to 999, got: " + patients);
        }
        if (steps < 1) {
            throw new ParameterException(spec.commandLine(), "--steps is a number from 1 on, got: " + steps);
        }
        refuseToMix();
        PrintWriter err = spec.commandLine().getErr();
        TerminalProgress progress = TerminalProgress.on(err);
        Path report;
        try {
            report = new Demo(services, out, patients, steps, seed).run(progress);
        } finally {
            progress.end();
        }
        spec.commandLine().getOut().println(report.resolve("index.html"));
        return 0;
    }

    /** A demo replaces an earlier one, but never somebody's own files. */
    private void refuseToMix() throws IOException {
        if (!Files.exists(out)) {
            return;
        }
        if (!Files.isDirectory(out)) {
            throw new AnnotationException(out + " is a file; name a folder for the demo.");
        }
        try (Stream<Path> there = Files.list(out)) {
            boolean foreign = there.map(p -> p.getFileName().toString())
                    .anyMatch(n -> !Demo.FOLDERS.contains(n) && !n.equals(Demo.MARK));
            if (foreign || (!isEmpty(out) && !Files.exists(out.resolve(Demo.MARK)))) {
                throw new AnnotationException(
                        "Folder " + out + " holds other files; name an empty or a new folder with --out.");
            }
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> there = Files.list(folder)) {
            return there.findAny().isEmpty();
        }
    }
}
