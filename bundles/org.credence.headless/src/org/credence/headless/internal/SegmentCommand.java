package org.credence.headless.internal;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.credence.autosegmentation.AnnotationFiles;
import org.credence.autosegmentation.AutoSegmentation;
import org.credence.autosegmentation.AutoSegmentation.Watcher;
import org.credence.autosegmentation.ClipOutcome;
import org.credence.autosegmentation.ClipReport;
import org.credence.autosegmentation.FrameRange;
import org.credence.autosegmentation.ModelReader;
import org.credence.autosegmentation.SegmentationPlan;
import org.credence.autosegmentation.SegmentedClip;
import org.credence.imaging.ImageSources;
import org.credence.imaging.WholeFile;
import org.credence.segmentation.Accelerator;
import org.credence.segmentation.ModelSet;
import org.credence.segmentation.Predictor;
import org.credence.segmentation.SegmentationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs a model over clips: a fractional segmentation per clip, a contact sheet, and areas as JSON. */
@Command(
        name = "segment",
        description = {
            "Run a model over DICOM clips.",
            "Writes a FRACTIONAL SEG per clip, contact-sheet.png and segment.json (areas per clip) into --out; with --sr "
                    + "the areas of each clip as a DICOM measurement report too. Run again, it does what is not done yet: clips are "
                    + "done while model, images, options and the files written are the same."
        },
        sortOptions = false)
final class SegmentCommand implements Credence.Runs {

    private final Services services;
    private final ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    @Option(
            names = "--model",
            required = true,
            paramLabel = "FILE",
            description =
                    "An ONNX model with its card. Given several times, models with the same segments are asked together: their "
                            + "mean is written, and how far they are apart (standard deviation) as a segmentation of its own.")
    private List<Path> modelFiles;

    @Option(names = "--mirror", description = "Ask about each frame's mirror image too, as if by another model.")
    private boolean mirrored;

    @Option(names = "--in", required = true, paramLabel = "PATH", description = "A DICOM file, or a folder to search.")
    private Path in;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where the results go.")
    private Path out;

    @Option(
            names = "--frames",
            paramLabel = "A-B",
            description = "Only these frames of each clip, counted from 1 in viewing order, such as 3-10 or 7.")
    private String framesText;

    @Option(
            names = "--every",
            defaultValue = "1",
            paramLabel = "N",
            description = "Segment every Nth frame of a clip only. Default: ${DEFAULT-VALUE}.")
    private int every;

    @Option(
            names = "--accelerator",
            paramLabel = "DEVICE",
            description = "cuda:0 (or another number) or cpu. Default: the fastest that works.")
    private String acceleratorName;

    @Option(
            names = "--format",
            defaultValue = SegmentFiles.SEG,
            paramLabel = "FORMAT",
            description = "seg, nrrd, nifti or png. Default: ${DEFAULT-VALUE}.")
    private String format;

    @Option(
            names = "--smooth",
            defaultValue = "0",
            paramLabel = "N",
            description =
                    "Mean of each pixel over N segmented frames before and after. Default: ${DEFAULT-VALUE}, none.")
    private int smoothing;

    @Option(
            names = "--min-region",
            defaultValue = "1",
            paramLabel = "PIXELS",
            description = "Leave out regions of fewer pixels. Default: ${DEFAULT-VALUE}, none.")
    private int leastPixels;

    @Option(names = "--sr", description = "Write a structured report (TID 1500) with the areas beside each SEG.")
    private boolean reports;

    @Option(names = "--json", description = "Print segment.json to standard output too.")
    private boolean print;

    @Spec
    private CommandSpec spec;

    private SegmentationPlan plan = SegmentationPlan.WHOLE;
    private Optional<Accelerator> wanted = Optional.empty();

    SegmentCommand(Services services) {
        this.services = services;
    }

    @Override
    public Integer call() throws IOException {
        check();
        TerminalProgress progress = TerminalProgress.on(spec.commandLine().getErr());
        try {
            return run(progress);
        } finally {
            progress.end();
        }
    }

    private void check() {
        if (every < 1) {
            throw new ParameterException(spec.commandLine(), "--every is a number from 1 on, got: " + every);
        }
        if (smoothing < 0 || smoothing > SegmentationPlan.MOST_SMOOTHING_FRAMES) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--smooth is a number of frames from 0 to " + SegmentationPlan.MOST_SMOOTHING_FRAMES + ", got: "
                            + smoothing);
        }
        if (leastPixels < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--min-region is a number of pixels from 1 on, got: " + leastPixels);
        }
        format = format.toLowerCase(Locale.ROOT);
        if (!Set.of(SegmentFiles.SEG, "nrrd", "nifti", "png").contains(format)) {
            throw new ParameterException(spec.commandLine(), "--format is seg, nrrd, nifti or png, got: " + format);
        }
        if (reports && !format.equals(SegmentFiles.SEG)) {
            throw new ParameterException(
                    spec.commandLine(), "--sr refers to a segmentation, so it needs --format seg, got: " + format);
        }
        try {
            FrameRange range = framesText == null ? FrameRange.ALL : FrameRange.parse(framesText);
            plan = new SegmentationPlan(range, every, smoothing, leastPixels);
            if (acceleratorName != null) {
                wanted = Optional.of(Accelerator.parse(acceleratorName));
            }
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private int run(TerminalProgress progress) throws IOException {
        ModelSet models = ModelSet.read(modelFiles, mirrored);
        ImageSources.Scan scan = services.images().scan(List.of(in), progress.part(0, 0.02));
        Folders.make(out);
        ObjectNode result = json.createObjectNode();
        result.put("model", models.name()).put("modelSha256", models.sha256());
        result.put("modelThresholdPercent", models.card().thresholdPercent());
        if (models.isEnsemble()) {
            result.put("mirrored", models.mirrored());
            ArrayNode members = result.putArray("models");
            models.models()
                    .forEach(m -> members.addObject()
                            .put("model", m.card().name())
                            .put("modelSha256", m.sha256())
                            .put("modelThresholdPercent", m.card().thresholdPercent()));
        }
        result.put("cutPercent", SegmentedClip.CUT_PERCENT)
                .put("every", plan.every())
                .put("frames", plan.frames().toString());
        result.put("smooth", plan.smoothingFrames())
                .put("minRegion", plan.leastRegionPixels())
                .put("format", format);
        ArrayNode reported = result.putArray("clips");
        ArrayNode problems = result.putArray("problems");
        scan.problems().forEach(p -> problems.add(p.message()));
        SegmentFiles files = new SegmentFiles(services, out, format, reports);
        List<ContactSheet.Tile> tiles = new ArrayList<>();
        Watcher watcher = new Watcher() {
            @Override
            public void finished(ClipOutcome outcome) {
                switch (outcome) {
                    case ClipOutcome.Done done -> {
                        reported.add(describe(done));
                        tiles.add(new ContactSheet.Tile(done.title(), files.picture(done.name())));
                    }
                    // It is named, and the exit code says so.
                    case ClipOutcome.Failed failed -> problems.add(failed.title() + ": " + failed.reason());
                }
            }

            @Override
            public void runsOn(String accelerator) {
                if (result.has("accelerator")) {
                    progress.end();
                    spec.commandLine().getErr().println("credence: the model now runs on " + accelerator);
                }
                result.put("accelerator", accelerator);
            }
        };
        new AutoSegmentation(models, plan, files).run(scan.series(), this::open, watcher, progress.part(0.02, 0.98));
        if (!tiles.isEmpty()) {
            progress.report(0.99, "Drawing the contact sheet");
            ContactSheet.write(tiles, ModelReader.of(models).scheme(), out.resolve("contact-sheet.png"));
        }
        String text = json.writeValueAsString(result);
        WholeFile.write(out.resolve("segment.json"), text.getBytes(StandardCharsets.UTF_8));
        progress.report(1, tiles.size() + " clips segmented into " + out);
        progress.end();
        if (print) {
            spec.commandLine().getOut().println(text);
        }
        problems.forEach(
                p -> spec.commandLine().getErr().println("credence: " + TerminalProgress.printable(p.asText())));
        return problems.isEmpty() ? 0 : Credence.BAD_INPUT;
    }

    private Predictor open(ModelSet models) throws SegmentationException {
        return services.engines().open(models, wanted);
    }

    private ObjectNode describe(ClipOutcome.Done done) {
        ClipReport report = done.report();
        ObjectNode node = json.createObjectNode()
                .put("patient", report.patientId())
                .put("series", report.seriesDescription())
                .put("sopInstanceUid", report.sopInstanceUid())
                .put("frames", report.frames());
        ObjectNode areas = node.putObject("areaFraction");
        report.areaFractions().forEach(areas::put);
        List<String> names = report.files().stream()
                .map(f -> out.relativize(f).toString().replace('\\', '/'))
                .toList();
        if (format.equals(SegmentFiles.SEG)) {
            node.put("file", names.get(0));
            names.stream().filter(n -> n.endsWith(".sr.dcm")).forEach(n -> node.put("report", n));
            names.stream()
                    .filter(n -> n.startsWith(AnnotationFiles.DEVIATION + "/"))
                    .forEach(n -> node.put("deviation", n));
        } else {
            ArrayNode listed = node.putArray("files");
            names.forEach(listed::add);
        }
        return node.put("doneBefore", done.before());
    }
}
