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
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.credence.annotation.AnnotatedSeries;
import org.credence.annotation.AnnotationException;
import org.credence.annotation.AnnotationExport;
import org.credence.annotation.AnnotationSnapshot;
import org.credence.annotation.spi.AnnotationExporter;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.ImageSources;
import org.credence.imaging.ImagingException;
import org.credence.imaging.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes annotations of images for other programs. */
@Command(
        name = "export",
        description = {
            "Write annotations of images for other programs.",
            "Prints the files written. Without --threshold every percent is kept; nnunet and seg-binary need one."
        },
        sortOptions = false)
final class ExportAnnotationsCommand implements Credence.Runs {

    private final ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private final Services services;

    @Parameters(arity = "1..*", paramLabel = "IMAGES", description = "DICOM files that were annotated, or folders.")
    private List<Path> images;

    @Option(
            names = "--annotations",
            required = true,
            paramLabel = "DIR",
            description = "The folder with their annotations.")
    private Path annotations;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "FORMAT",
            description = "seg, seg-binary, nrrd, nifti, png, nnunet or another that is installed.")
    private String format;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "A new or empty folder; for nnunet called DatasetNNN_NAME.")
    private Path out;

    @Option(names = "--reader", paramLabel = "ID", description = "Only the annotations of this reader.")
    private String reader;

    @Option(
            names = "--threshold",
            paramLabel = "PERCENT",
            description = "Cut at this percent: pixels with as much or more belong to a segment.")
    private Integer threshold;

    @Option(
            names = "--ignore-unsure",
            description = "nnunet: mark pixels that are painted, but less than the threshold, as to be ignored.")
    private boolean ignoreUnsure;

    @Option(names = "--overwrite", description = "Write into a folder that is not empty, and replace files there.")
    private boolean overwrite;

    @Option(names = "--json", description = "Print what was written as JSON.")
    private boolean asJson;

    @Spec
    private CommandSpec spec;

    ExportAnnotationsCommand(Services services) {
        this.services = services;
    }

    @Override
    public Integer call() throws IOException {
        if (threshold != null && (threshold < 1 || threshold > 100)) {
            throw new ParameterException(
                    spec.commandLine(), "--threshold is a percent from 1 to 100, got: " + threshold);
        }
        if (ignoreUnsure && threshold == null) {
            throw new ParameterException(spec.commandLine(), "--ignore-unsure needs --threshold.");
        }
        AnnotationExport how =
                new AnnotationExport(threshold == null ? OptionalInt.empty() : OptionalInt.of(threshold), ignoreUnsure);
        AnnotationExporter exporter = services.annotationExporters().exporter(format.toLowerCase(Locale.ROOT));
        checkEmpty();
        TerminalProgress progress = TerminalProgress.on(spec.commandLine().getErr());
        try {
            return run(exporter, how, progress);
        } finally {
            progress.end();
        }
    }

    private void checkEmpty() throws IOException {
        if (overwrite || !Files.exists(out)) {
            return;
        }
        if (!Files.isDirectory(out)) {
            throw new ImagingException(out + " is a file and no folder; name another place for the results.");
        }
        try (Stream<Path> there = Files.list(out)) {
            if (there.findAny().isPresent()) {
                throw new ImagingException("Folder " + out + " is not empty; name another, or give --overwrite.");
            }
        }
    }

    private int run(AnnotationExporter exporter, AnnotationExport how, TerminalProgress progress) throws IOException {
        ImageSources.Scan scan = services.images().scan(images, progress.part(0, 0.1));
        List<String> problems = new ArrayList<>();
        scan.problems().forEach(p -> problems.add(p.message()));
        List<Path> written = new ArrayList<>();
        ObjectNode result = json.createObjectNode();
        ArrayNode listed = result.putArray("annotations");
        List<AnnotatedSeries> set = new ArrayList<>();
        SeriesNames names = new SeriesNames();
        int all = scan.series().size();
        for (int i = 0; i < all; i++) {
            ImageSeries series = scan.series().get(i);
            Progress mine = progress.part(0.1 + 0.5 * i / all, 0.1 + 0.5 * (i + 1) / all);
            try {
                for (Path file : services.annotations().list(annotations, series)) {
                    AnnotationSnapshot annotation =
                            services.annotations().open(file, series, mine).annotation();
                    if (reader != null && !annotation.reader().id().equals(reader)) {
                        continue;
                    }
                    String id = annotation.reader().id();
                    AnnotatedSeries a = new AnnotatedSeries(names.of(series, "-" + id), series, annotation);
                    listed.addObject()
                            .put("name", a.name())
                            .put("seriesUid", series.info().seriesUid())
                            .put("sopInstanceUid", series.frames().get(0).sopInstanceUid())
                            .put("reader", id)
                            .put("file", file.toString());
                    if (exporter.isSet()) {
                        set.add(a);
                    } else {
                        written.addAll(exporter.write(List.of(a), how, out, mine));
                    }
                }
            } catch (AnnotationException e) {
                // One damaged annotation must not cost the others; it is named, and the exit code says so.
                problems.add(e.getMessage());
            }
        }
        if (listed.isEmpty() && problems.isEmpty()) {
            throw new AnnotationException("Folder " + annotations + " has no annotation of these images"
                    + (reader == null ? "" : " by reader " + reader) + "; choose another folder or reader.");
        }
        if (!set.isEmpty()) {
            written.addAll(exporter.write(set, how, out, progress.part(0.6, 1)));
        }
        progress.report(1, written.size() + " files written");
        progress.end();
        PrintWriter to = spec.commandLine().getOut();
        if (asJson) {
            ArrayNode files = result.putArray("written");
            written.forEach(f -> files.add(f.toString()));
            ArrayNode said = result.putArray("problems");
            problems.forEach(said::add);
            to.println(json.writeValueAsString(result));
        } else {
            written.forEach(to::println);
        }
        problems.forEach(p -> spec.commandLine().getErr().println("credence: " + TerminalProgress.printable(p)));
        return problems.isEmpty() ? 0 : Credence.BAD_INPUT;
    }
}
