package org.credence.headless.internal;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.credence.annotation.AnnotationException;
import org.credence.annotation.AnnotationSnapshot;
import org.credence.annotation.AnnotationStores;
import org.credence.annotation.FileStamp;
import org.credence.annotation.LabelScheme;
import org.credence.annotation.Reader;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.ImagingException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes what another program wrote as a reader's annotation of a series. */
@Command(
        name = "import",
        description = {
            "Take what another program wrote as a reader's annotation of a series.",
            "Prints the annotation's file. Its frames are in progress; complete them in the workbench."
        },
        sortOptions = false)
final class ImportAnnotationsCommand implements Credence.Runs {

    private static final String KNOWN = ".*\\.(png|nrrd|nii|nii\\.gz|dcm)";

    private final ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private final Services services;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description =
                    "A DICOM SEG; NRRD or NIfTI, with labels or as probabilities of segment N in NAME-sN.EXT; gray PNG, "
                            + "NAME-FRAME-sN.png with percents or NAME-FRAME.png with labels; or a folder of such files.")
    private List<Path> files;

    @Option(
            names = "--images",
            required = true,
            paramLabel = "PATH",
            description = "The DICOM file, or the folder, of the one series that it lies on.")
    private Path images;

    @Option(names = "--annotations", required = true, paramLabel = "DIR", description = "Where annotations are kept.")
    private Path annotations;

    @Option(names = "--reader", required = true, paramLabel = "ID", description = "Whose annotation it becomes.")
    private String reader;

    @Option(names = "--reader-name", paramLabel = "NAME", description = "The reader's name. Default: the ID.")
    private String readerName;

    @Option(
            names = "--scheme-of",
            paramLabel = "SEG",
            description = "Take the segments of this annotation of the series. Default: those of lung ultrasound.")
    private Path schemeOf;

    @Option(names = "--overwrite", description = "Replace the reader's annotation if there is one.")
    private boolean overwrite;

    @Option(names = "--json", description = "Print what was imported as JSON.")
    private boolean asJson;

    @Spec
    private CommandSpec spec;

    ImportAnnotationsCommand(Services services) {
        this.services = services;
    }

    @Override
    public Integer call() throws IOException {
        Reader who;
        try {
            who = new Reader(reader, readerName == null ? reader : readerName);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
        TerminalProgress progress = TerminalProgress.on(spec.commandLine().getErr());
        try {
            return run(who, progress);
        } finally {
            progress.end();
        }
    }

    private int run(Reader who, TerminalProgress progress) throws IOException {
        List<ImageSeries> found =
                services.images().scan(List.of(images), progress.part(0, 0.1)).series();
        if (found.size() != 1) {
            throw new ImagingException(images + " has " + found.size()
                    + " series, and nothing tells which of them was annotated; name one.");
        }
        ImageSeries series = found.get(0);
        Path file = AnnotationStores.fileFor(annotations, who, series);
        if (!overwrite && Files.exists(file)) {
            throw new AnnotationException("Reader " + who.id() + " has an annotation of this series, " + file
                    + "; choose another reader, or replace it with --overwrite.");
        }
        LabelScheme scheme = schemeOf == null
                ? LabelScheme.lungUltrasound()
                : services.annotations().load(schemeOf, series).scheme();
        AnnotationSnapshot annotation =
                services.annotationImporters().read(expanded(), series, scheme, who, progress.part(0.1, 0.7));
        if (overwrite) {
            services.annotations().save(annotation, series, file);
        } else {
            services.annotations().save(annotation, series, file, FileStamp.ABSENT, progress.part(0.7, 1));
        }
        progress.report(1, annotation.layers().size() + " layers imported");
        progress.end();
        if (asJson) {
            ObjectNode result = json.createObjectNode();
            result.put("file", file.toString())
                    .put("reader", who.id())
                    .put("seriesUid", series.info().seriesUid())
                    .put("frames", annotation.states().size())
                    .put("layers", annotation.layers().size());
            spec.commandLine().getOut().println(json.writeValueAsString(result));
        } else {
            spec.commandLine().getOut().println(file);
        }
        return 0;
    }

    /** The files that are named, and those of folders that are named. */
    private List<Path> expanded() throws IOException {
        List<Path> all = new ArrayList<>();
        for (Path path : files) {
            if (Files.isDirectory(path)) {
                try (Stream<Path> within = Files.list(path)) {
                    within.filter(f -> f.getFileName().toString().matches(KNOWN))
                            .sorted()
                            .forEach(all::add);
                }
            } else {
                all.add(path);
            }
        }
        return all;
    }
}
