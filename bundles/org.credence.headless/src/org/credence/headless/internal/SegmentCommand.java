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
import org.credence.annotation.AnnotatedSeries;
import org.credence.annotation.AnnotationExport;
import org.credence.annotation.AnnotationStores;
import org.credence.annotation.LabelScheme;
import org.credence.imaging.FrameRef;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.ImageSources;
import org.credence.imaging.Progress;
import org.credence.imaging.WholeFile;
import org.credence.segmentation.Accelerator;
import org.credence.segmentation.Model;
import org.credence.segmentation.SegmentationException;
import org.credence.segmentation.Segmenter;
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
            "Writes a FRACTIONAL SEG per clip, contact-sheet.png and segment.json (areas per clip) into --out; with --sr",
            "the areas of each clip as a DICOM measurement report too. Run again, it does what is not done yet: clips are",
            "done while model, images, options and the files written are the same."
        },
        sortOptions = false)
final class SegmentCommand implements Credence.Runs {

    private static final String SEG = "seg";

    private final Services services;
    private final ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    @Option(names = "--model", required = true, paramLabel = "FILE", description = "An ONNX model with its card.")
    private Path modelFile;

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
            defaultValue = SEG,
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

    private FrameRange range = FrameRange.ALL;
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
        if (smoothing < 0 || smoothing > 100) {
            throw new ParameterException(
                    spec.commandLine(), "--smooth is a number of frames from 0 to 100, got: " + smoothing);
        }
        if (leastPixels < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--min-region is a number of pixels from 1 on, got: " + leastPixels);
        }
        format = format.toLowerCase(Locale.ROOT);
        if (!Set.of(SEG, "nrrd", "nifti", "png").contains(format)) {
            throw new ParameterException(spec.commandLine(), "--format is seg, nrrd, nifti or png, got: " + format);
        }
        if (reports && !format.equals(SEG)) {
            throw new ParameterException(
                    spec.commandLine(), "--sr refers to a segmentation, so it needs --format seg, got: " + format);
        }
        try {
            if (framesText != null) {
                range = FrameRange.parse(framesText);
            }
            if (acceleratorName != null) {
                wanted = Optional.of(Accelerator.parse(acceleratorName));
            }
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    /** A clip with the name of its files and the digest of its images. */
    private record Clip(ImageSeries series, String name, String imagesSha256, Optional<FinishedClips.Done> done) {
        String title() {
            return series.info().patientId() + " " + series.info().seriesDescription();
        }
    }

    private int run(TerminalProgress progress) throws IOException {
        Model model = Model.read(modelFile);
        ImageSources.Scan scan = services.images().scan(List.of(in), progress.part(0, 0.02));
        Folders.make(out);
        ObjectNode result = json.createObjectNode();
        result.put("model", model.card().name()).put("modelSha256", model.sha256());
        result.put("modelThresholdPercent", model.card().thresholdPercent());
        result.put("cutPercent", Cut.PERCENT).put("every", every).put("frames", range.toString());
        result.put("smooth", smoothing).put("minRegion", leastPixels).put("format", format);
        ArrayNode reported = result.putArray("clips");
        ArrayNode problems = result.putArray("problems");
        scan.problems().forEach(p -> problems.add(p.message()));
        FinishedClips finished = new FinishedClips(
                out,
                model.sha256(),
                "format " + format + ", frames " + range + ", every " + every + ", smooth " + smoothing
                        + ", min-region " + leastPixels + (reports ? ", reports" : ""));
        List<Clip> clips = look(scan, finished, model, progress.part(0.02, 0.04));
        List<ContactSheet.Tile> tiles = new ArrayList<>();
        LabelScheme scheme = ModelScheme.of(model.card());
        boolean allDone = clips.stream().allMatch(c -> c.done().isPresent());
        try (Segmenter segmenter = allDone ? null : open(model)) {
            String runsOn = segmenter == null ? "" : segmenter.accelerator();
            progress.report(0.04, segmenter == null ? "Nothing is left to segment" : "Running on " + runsOn);
            int n = 0;
            for (Clip clip : clips) {
                Progress mine = progress.part(0.04 + 0.94 * n / clips.size(), 0.04 + 0.94 * (n + 1) / clips.size());
                n++;
                try {
                    FinishedClips.Done done = clip.done().isPresent()
                            ? clip.done().get()
                            : segment(segmenter, scheme, clip, finished, n + " of " + clips.size(), mine);
                    reported.add(done.report()
                            .deepCopy()
                            .put("doneBefore", clip.done().isPresent()));
                    tiles.add(new ContactSheet.Tile(clip.title(), done.picture()));
                } catch (IOException e) {
                    // One damaged clip must not cost the work on the others; it is named, and the exit code says so.
                    problems.add(clip.title() + ": " + e.getMessage());
                }
                if (segmenter != null && !segmenter.accelerator().equals(runsOn)) {
                    runsOn = segmenter.accelerator();
                    progress.end();
                    spec.commandLine().getErr().println("credence: the model now runs on " + runsOn);
                }
            }
            if (segmenter != null) {
                result.put("accelerator", runsOn);
            }
        }
        if (!tiles.isEmpty()) {
            progress.report(0.99, "Drawing the contact sheet");
            ContactSheet.write(tiles, scheme, out.resolve("contact-sheet.png"));
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

    private Segmenter open(Model model) throws SegmentationException {
        return wanted.isPresent()
                ? services.engines().open(model, wanted.get())
                : services.engines().open(model);
    }

    private List<Clip> look(ImageSources.Scan scan, FinishedClips finished, Model model, Progress progress)
            throws IOException {
        List<Clip> clips = new ArrayList<>();
        int all = scan.series().size();
        for (ImageSeries series : scan.series()) {
            progress.report((double) clips.size() / all, "Looking what is done");
            progress.checkCancelled();
            // Named after the images, so that more images in the folder change no name.
            String name = AnnotationStores.fileFor(out, SegmentedClip.reader(model.card()), series)
                    .getFileName()
                    .toString()
                    .replaceFirst("\\.seg\\.dcm$", "");
            String images = FinishedClips.digest(series);
            clips.add(new Clip(series, name, images, finished.find(name, images)));
        }
        return clips;
    }

    private FinishedClips.Done segment(
            Segmenter segmenter, LabelScheme scheme, Clip clip, FinishedClips finished, String which, Progress progress)
            throws IOException {
        ImageSeries series = clip.series();
        List<Integer> positions = range.positions(series.frames().size(), every);
        if (positions.isEmpty()) {
            throw new SegmentationException("It has " + series.frames().size() + " frames and none of " + range
                    + "; choose others with --frames.");
        }
        Progress named = new Progress() {
            @Override
            public void report(double fraction, String message) {
                progress.report(fraction, "Clip " + which + ", " + clip.title() + ": " + message);
            }

            @Override
            public boolean isCancelled() {
                return progress.isCancelled();
            }
        };
        named.report(0, "Opening");
        SegmentedClip segmented =
                SegmentedClip.of(segmenter, scheme, series, positions, smoothing, leastPixels, named.part(0, 0.95));
        named.report(0.95, "Saving");
        List<Path> files = new ArrayList<>();
        ObjectNode report = describe(series, scheme, segmented);
        if (format.equals(SEG)) {
            Path file = AnnotationStores.fileFor(out, segmented.snapshot().reader(), series);
            services.annotations().save(segmented.snapshot(), series, file);
            files.add(file);
            report.put("file", file.getFileName().toString());
            if (reports) {
                files.add(measure(segmented, series, file, out.resolve(clip.name() + ".sr.dcm")));
                report.put("report", clip.name() + ".sr.dcm");
            }
        } else {
            files.addAll(services.annotationExporters()
                    .exporter(format)
                    .write(
                            List.of(new AnnotatedSeries(clip.name(), series, segmented.snapshot())),
                            AnnotationExport.PERCENTS,
                            out,
                            named.part(0.95, 1)));
            ArrayNode listed = report.putArray("files");
            files.forEach(f -> listed.add(out.relativize(f).toString().replace('\\', '/')));
        }
        FinishedClips.Done done = new FinishedClips.Done(
                report,
                ContactSheet.Tile.of(clip.title(), segmented.shown(), segmented.shownLayers(), scheme)
                        .image());
        finished.note(clip.name(), clip.imagesSha256(), files, done);
        return done;
    }

    private Path measure(SegmentedClip segmented, ImageSeries series, Path segmentation, Path report)
            throws IOException {
        services.measurements()
                .write(
                        segmented.snapshot(),
                        series,
                        segmentation,
                        SegmentAreas.of(series, segmented.snapshot(), segmented.frames(), Cut.PERCENT),
                        report);
        return report;
    }

    private ObjectNode describe(ImageSeries series, LabelScheme scheme, SegmentedClip segmented) {
        ObjectNode node = json.createObjectNode()
                .put("patient", series.info().patientId())
                .put("series", series.info().seriesDescription())
                .put("sopInstanceUid", series.instances().get(0).sopInstanceUid())
                .put("frames", segmented.frames().size());
        ObjectNode areas = node.putObject("areaFraction");
        double pixels =
                (double) series.columns() * series.rows() * segmented.frames().size();
        for (var segment : scheme.segments()) {
            long cut = 0;
            for (FrameRef frame : segmented.frames()) {
                cut += segmented.snapshot().layer(frame, segment.number()).count(Cut.PERCENT);
            }
            areas.put(segment.label(), cut / pixels);
        }
        return node;
    }
}
