package org.credence.headless.internal;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.credence.imaging.ImageExport;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.ImageSources;
import org.credence.imaging.ImagingException;
import org.credence.imaging.PresentationState;
import org.credence.imaging.Progress;
import org.credence.imaging.ToneCurve;
import org.credence.imaging.Window;
import org.credence.imaging.spi.ImageExporter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes images in another format, a file or a few per series. */
@Command(
        name = "convert",
        description = {
            "Write images in another format.",
            "Prints the files written. Without --shown, stored values are written where the format holds them."
        },
        sortOptions = false)
final class ConvertCommand implements Credence.Runs {

    private final Services services;

    @Parameters(arity = "1..*", paramLabel = "INPUT", description = "DICOM files, or folders to search.")
    private List<Path> inputs;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "FORMAT",
            description = "png, tiff, nifti, nrrd, dicom (uncompressed) or another that is installed.")
    private String format;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "PATH",
            description = "A file for a single series, where its name ends as the format's do; else a folder.")
    private Path out;

    @Option(names = "--frames", paramLabel = "LIST", description = "Only these frames of each series, such as 1-10,15.")
    private String frames;

    @Option(names = "--shown", description = "Write what a display shows: 8 bits under the window.")
    private boolean shown;

    @Option(
            names = "--window",
            paramLabel = "C,W[,CURVE]",
            description =
                    "Window centre and width; the curve is linear (default), linear-exact or sigmoid. Implies --shown.")
    private String window;

    @Option(
            names = "--window-of",
            paramLabel = "FILE",
            description = "The window that a presentation state has for the images. Implies --shown.")
    private Path state;

    @Option(names = "--overlays", description = "Draw overlays into the pixels. Implies --shown.")
    private boolean overlays;

    @Option(names = "--overwrite", description = "Replace files that exist.")
    private boolean overwrite;

    @Spec
    private CommandSpec spec;

    ConvertCommand(Services services) {
        this.services = services;
    }

    @Override
    public Integer call() throws IOException {
        Optional<Window> asked = Optional.ofNullable(window).map(this::parsedWindow);
        if (window != null && state != null) {
            throw new ParameterException(spec.commandLine(), "--window and --window-of exclude each other.");
        }
        if (frames != null) {
            // Wrong usage is said before any file is read.
            parsedFrames(Integer.MAX_VALUE);
        }
        ImageExporter exporter = services.exporters().exporter(format.toLowerCase(Locale.ROOT));
        TerminalProgress progress = TerminalProgress.on(spec.commandLine().getErr());
        try {
            return run(exporter, asked, progress);
        } finally {
            progress.end();
        }
    }

    private int run(ImageExporter exporter, Optional<Window> asked, TerminalProgress progress) throws IOException {
        PresentationState presentation = state == null ? null : presentation();
        ImageSources.Scan scan = services.images().scan(inputs, progress.part(0, 0.1));
        List<String> problems = new ArrayList<>();
        scan.problems().forEach(p -> problems.add(p.message()));
        List<Path> written = new ArrayList<>();
        SeriesNames names = new SeriesNames();
        int all = scan.series().size();
        boolean toFile = all == 1 && isFile(exporter);
        for (int i = 0; i < all; i++) {
            ImageSeries series = scan.series().get(i);
            Progress mine = progress.part(0.1 + 0.9 * i / all, 0.1 + 0.9 * (i + 1) / all);
            try {
                Path target = toFile ? out : out.resolve(names.of(series) + "." + exporter.extension());
                checkFree(target);
                written.addAll(exporter.write(series, export(series, asked, presentation), target, mine));
            } catch (ImagingException e) {
                // One damaged series must not cost the others; it is named, and the exit code says so.
                problems.add(e.getMessage());
            }
        }
        progress.report(1, written.size() + " files written");
        progress.end();
        PrintWriter result = spec.commandLine().getOut();
        written.forEach(result::println);
        problems.forEach(p -> spec.commandLine().getErr().println("credence: " + TerminalProgress.printable(p)));
        return problems.isEmpty() ? 0 : Credence.BAD_INPUT;
    }

    /** Whether a path is to be the file itself, not a folder for it; what may be packed may also not be. */
    private boolean isFile(ImageExporter exporter) {
        if (Files.isDirectory(out) || out.getFileName() == null) {
            return false;
        }
        String name = out.getFileName().toString().toLowerCase(Locale.ROOT);
        String extension = "." + exporter.extension();
        return name.endsWith(extension) || name.endsWith(extension.replaceFirst("\\.gz$", ""));
    }

    private PresentationState presentation() throws ImagingException {
        if (services.images().read(state) instanceof PresentationState p) {
            if (p.inverted()) {
                throw new ImagingException("Presentation state " + state
                        + " shows low values bright, which cannot be written; give its window by --window.");
            }
            return p;
        }
        throw new ImagingException(state + " is no presentation state; give a window by --window C,W.");
    }

    private ImageExport export(ImageSeries series, Optional<Window> asked, PresentationState presentation)
            throws ImagingException {
        List<Integer> positions = new ArrayList<>();
        int count = series.frames().size();
        if (frames == null) {
            for (int p = 0; p < count; p++) {
                positions.add(p);
            }
        } else {
            for (int number : parsedFrames(count)) {
                if (number > count) {
                    throw new ImagingException(
                            series + " has no frame " + number + "; choose from 1 to " + count + ".");
                }
                positions.add(number - 1);
            }
        }
        Optional<Window> under = asked;
        if (presentation != null) {
            List<Optional<Window>> windows = positions.stream()
                    .map(p -> presentation.window(series.frames().get(p)))
                    .distinct()
                    .toList();
            if (windows.size() != 1 || windows.get(0).isEmpty()) {
                throw new ImagingException("Presentation state " + state + " has "
                        + (windows.size() == 1 ? "no window" : "different windows") + " for the frames of " + series
                        + "; choose frames that share one, or give it by --window.");
            }
            under = windows.get(0);
        }
        return new ImageExport(positions, shown || overlays || under.isPresent(), under, overlays);
    }

    /** Refuses to replace what is there: the file itself, or numbered ones of its name. */
    private void checkFree(Path target) throws ImagingException {
        Path folder = target.toAbsolutePath().getParent();
        if (overwrite || folder == null || !Files.isDirectory(folder)) {
            return;
        }
        String name = target.getFileName().toString();
        int dot = name.lastIndexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        Pattern taken =
                Pattern.compile(Pattern.quote(stem) + "(-\\d+)?" + Pattern.quote(dot > 0 ? name.substring(dot) : ""));
        try (Stream<Path> files = Files.list(folder)) {
            Optional<Path> there = files.filter(
                            f -> taken.matcher(f.getFileName().toString()).matches())
                    .findFirst();
            if (there.isPresent()) {
                throw new ImagingException(
                        there.get() + " exists; choose another place, or replace it with --overwrite.");
            }
        } catch (ImagingException e) {
            throw e;
        } catch (IOException e) {
            throw new ImagingException("Folder " + folder + " cannot be read; check its permissions.", e);
        }
    }

    private Window parsedWindow(String text) {
        String[] parts = text.split(",", -1);
        try {
            if (parts.length == 2 || parts.length == 3) {
                ToneCurve curve =
                        switch (parts.length == 2 ? "linear" : parts[2].strip().toLowerCase(Locale.ROOT)) {
                            case "linear" -> ToneCurve.LINEAR;
                            case "linear-exact" -> ToneCurve.LINEAR_EXACT;
                            case "sigmoid" -> ToneCurve.SIGMOID;
                            default -> throw new IllegalArgumentException(parts[2]);
                        };
                return new Window(Double.parseDouble(parts[0].strip()), Double.parseDouble(parts[1].strip()), curve);
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw new ParameterException(
                spec.commandLine(),
                "--window is a centre and a width of at least 1 (above 0 for linear-exact and sigmoid), such as"
                        + " 40,400 or 40,400,sigmoid, got: " + text);
    }

    /** Numbers of frames; of a range, those up to one past {@code count} at most. */
    private List<Integer> parsedFrames(int count) {
        List<Integer> numbers = new ArrayList<>();
        for (String part : frames.split(",", -1)) {
            if (!part.strip().matches("\\d{1,9}(-\\d{1,9})?")) {
                throw wrongFrames();
            }
            String[] ends = part.strip().split("-");
            int from = Integer.parseInt(ends[0]);
            int to = Integer.parseInt(ends[ends.length - 1]);
            if (from < 1 || to < from) {
                throw wrongFrames();
            }
            if (count == Integer.MAX_VALUE) {
                continue;
            }
            for (int n = from; n <= Math.min(to, count + 1L); n++) {
                numbers.add(n);
            }
            if (from > count + 1L) {
                numbers.add(from);
            }
        }
        return numbers;
    }

    private ParameterException wrongFrames() {
        return new ParameterException(
                spec.commandLine(), "--frames are numbers from 1 on and ranges, such as 1-10,15, got: " + frames);
    }
}
