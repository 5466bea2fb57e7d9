package org.credence.headless.internal;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.credence.annotation.AnnotationSnapshot;
import org.credence.annotation.AnnotationStores;
import org.credence.annotation.ConfidenceLayer;
import org.credence.annotation.FrameState;
import org.credence.annotation.LabelScheme;
import org.credence.annotation.LayerKey;
import org.credence.annotation.Reader;
import org.credence.imaging.Frame;
import org.credence.imaging.FrameRef;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.ImageSources;
import org.credence.imaging.Progress;
import org.credence.imaging.WholeFile;
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
            "the areas of each clip as a DICOM measurement report too."
        },
        sortOptions = false)
final class SegmentCommand implements Credence.Runs {

    /** Below this percent a model's output is taken for the noise floor of its sigmoid and not stored. */
    private static final int FLOOR_PERCENT = 5;

    /** Maps are large and short-lived; the engine takes no more frames at a time than this. */
    private static final int BATCH = 4;

    private final Services services;
    private final ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    @Option(names = "--model", required = true, paramLabel = "FILE", description = "An ONNX model with its card.")
    private Path modelFile;

    @Option(names = "--in", required = true, paramLabel = "PATH", description = "A DICOM file, or a folder to search.")
    private Path in;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where the results go.")
    private Path out;

    @Option(
            names = "--every",
            defaultValue = "1",
            paramLabel = "N",
            description = "Segment every Nth frame of a clip only. Default: ${DEFAULT-VALUE}.")
    private int every;

    @Option(names = "--sr", description = "Write a structured report (TID 1500) with the areas beside each SEG.")
    private boolean reports;

    @Option(names = "--json", description = "Print segment.json to standard output too.")
    private boolean print;

    @Spec
    private CommandSpec spec;

    SegmentCommand(Services services) {
        this.services = services;
    }

    @Override
    public Integer call() throws IOException {
        if (every < 1) {
            throw new ParameterException(spec.commandLine(), "--every is a number from 1 on, got: " + every);
        }
        TerminalProgress progress = TerminalProgress.on(spec.commandLine().getErr());
        try {
            return run(progress);
        } finally {
            progress.end();
        }
    }

    private int run(TerminalProgress progress) throws IOException {
        Model model = Model.read(modelFile);
        ImageSources.Scan scan = services.images().scan(List.of(in), progress.part(0, 0.02));
        Folders.make(out);
        ObjectNode result = json.createObjectNode();
        result.put("model", model.card().name()).put("modelSha256", model.sha256());
        result.put("modelThresholdPercent", model.card().thresholdPercent());
        result.put("cutPercent", Cut.PERCENT).put("every", every);
        ArrayNode clips = result.putArray("clips");
        ArrayNode problems = result.putArray("problems");
        scan.problems().forEach(p -> problems.add(p.message()));
        List<ContactSheet.Tile> tiles = new ArrayList<>();
        LabelScheme scheme = ModelScheme.of(model.card());
        try (Segmenter segmenter = services.engines().open(model)) {
            result.put("accelerator", services.engines().accelerator());
            int done = 0;
            for (ImageSeries series : scan.series()) {
                Progress mine = progress.part(
                        0.02 + 0.96 * done / scan.series().size(),
                        0.02 + 0.96 * (done + 1) / scan.series().size());
                String name = series.info().patientId() + " " + series.info().seriesDescription();
                try {
                    mine.report(0, "Clip " + (done + 1) + " of " + scan.series().size() + ", " + name);
                    Segmented segmented = segment(segmenter, scheme, series, mine);
                    Path file =
                            AnnotationStores.fileFor(out, segmented.snapshot().reader(), series);
                    mine.report(1, "Saving " + name);
                    services.annotations().save(segmented.snapshot(), series, file);
                    ObjectNode clip = describe(series, scheme, segmented, file);
                    clips.add(clip);
                    if (reports) {
                        Path report = file.resolveSibling(
                                file.getFileName().toString().replaceFirst("\\.seg\\.dcm$", "") + ".sr.dcm");
                        services.measurements()
                                .write(
                                        segmented.snapshot(),
                                        series,
                                        file,
                                        SegmentAreas.of(series, segmented.snapshot(), segmented.frames(), Cut.PERCENT),
                                        report);
                        clip.put("report", report.getFileName().toString());
                    }
                    tiles.add(ContactSheet.Tile.of(name, segmented.shown(), segmented.shownLayers(), scheme));
                } catch (IOException e) {
                    // One damaged clip must not cost the work on the others; it is named, and the exit code says so.
                    problems.add(name + ": " + e.getMessage());
                }
                done++;
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

    /** What a model said about one clip, and the frame in its middle. */
    private record Segmented(
            AnnotationSnapshot snapshot, List<FrameRef> frames, Frame shown, List<ConfidenceLayer> shownLayers) {}

    private Segmented segment(Segmenter segmenter, LabelScheme scheme, ImageSeries series, Progress progress)
            throws IOException {
        List<Integer> positions = new ArrayList<>();
        for (int p = 0; p < series.frames().size(); p += every) {
            positions.add(p);
        }
        Map<LayerKey, ConfidenceLayer> layers = new HashMap<>();
        Map<FrameRef, FrameState> states = new HashMap<>();
        List<FrameRef> frames = new ArrayList<>();
        long bytes = 0;
        Frame shown = null;
        List<ConfidenceLayer> shownLayers = List.of();
        for (int begin = 0; begin < positions.size(); begin += BATCH) {
            progress.checkCancelled();
            List<Integer> batch = positions.subList(begin, Math.min(positions.size(), begin + BATCH));
            List<Frame> decoded = new ArrayList<>();
            for (int p : batch) {
                decoded.add(series.decode(p));
            }
            var maps = segmenter.segment(decoded, Progress.NONE);
            for (int i = 0; i < batch.size(); i++) {
                FrameRef frame = series.frames().get(batch.get(i));
                List<ConfidenceLayer> ofFrame = new ArrayList<>();
                for (int s = 0; s < scheme.segments().size(); s++) {
                    ConfidenceLayer layer = layer(maps.get(i).percent(s), series);
                    ofFrame.add(layer);
                    if (!layer.isEmpty()) {
                        layers.put(new LayerKey(frame, scheme.segments().get(s).number()), layer);
                        // What is kept, and what the store needs to read it back and compare.
                        bytes += 2 * layer.sizeBytes() + (long) series.columns() * series.rows();
                    }
                }
                states.put(frame, FrameState.IN_PROGRESS);
                frames.add(frame);
                if (shown == null || begin + i <= positions.size() / 2) {
                    shown = decoded.get(i);
                    shownLayers = ofFrame;
                }
            }
            if (bytes > 0.7 * Runtime.getRuntime().maxMemory()) {
                throw new SegmentationException("The model sees so much on the " + positions.size() + " frames of "
                        + series.columns() + " x " + series.rows() + " pixels that it does not fit into "
                        + Runtime.getRuntime().maxMemory() / (1 << 20)
                        + " MiB of memory; segment fewer frames (--every "
                        + 2 * every + ") or allow more memory (-Xmx).");
            }
            progress.report(
                    (double) (begin + batch.size()) / positions.size(),
                    "Segmenting " + series.info().patientId() + " "
                            + series.info().seriesDescription());
        }
        String name = segmenter.model().card().name().strip();
        AnnotationSnapshot snapshot = new AnnotationSnapshot(
                new Reader("model", name.substring(0, Math.min(64, name.length()))),
                scheme,
                series.info().seriesUid(),
                series.columns(),
                series.rows(),
                series.frames(),
                layers,
                states);
        return new Segmented(snapshot, frames, shown, shownLayers);
    }

    private static ConfidenceLayer layer(byte[] percent, ImageSeries series) {
        for (int i = 0; i < percent.length; i++) {
            if (percent[i] < FLOOR_PERCENT) {
                percent[i] = 0;
            }
        }
        return ConfidenceLayer.of(series.columns(), series.rows(), percent);
    }

    private ObjectNode describe(ImageSeries series, LabelScheme scheme, Segmented segmented, Path file) {
        ObjectNode node = json.createObjectNode()
                .put("patient", series.info().patientId())
                .put("series", series.info().seriesDescription())
                .put("sopInstanceUid", series.instances().get(0).sopInstanceUid())
                .put("file", file.getFileName().toString())
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
