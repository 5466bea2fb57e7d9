package org.credence.headless.internal;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.credence.imaging.Deidentification;
import org.credence.imaging.DeidentificationKey;
import org.credence.imaging.DeidentificationReport;
import org.credence.imaging.DeidentifiedFolder;
import org.credence.imaging.FileIdentity;
import org.credence.imaging.ImagingException;
import org.credence.imaging.PixelRect;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Copies files without what identifies their patients. */
@Command(
        name = "deidentify",
        description = {
            "Copy DICOM files without what identifies patients (PS3.15, Basic Application Level Confidentiality Profile).",
            "With the same key, a patient, study or image gets the same new identity in every run."
        },
        sortOptions = false)
final class DeidentifyCommand implements Credence.Runs {

    /** What {@code --retain} takes. */
    enum Retained {
        PATIENT_CHARACTERISTICS(Deidentification.Option.RETAIN_PATIENT_CHARACTERISTICS),
        DEVICE(Deidentification.Option.RETAIN_DEVICE),
        INSTITUTION(Deidentification.Option.RETAIN_INSTITUTION),
        UIDS(Deidentification.Option.RETAIN_UIDS),
        DESCRIPTIONS(Deidentification.Option.RETAIN_DESCRIPTIONS),
        SAFE_PRIVATE(Deidentification.Option.RETAIN_SAFE_PRIVATE);

        private final Deidentification.Option option;

        Retained(Deidentification.Option option) {
            this.option = option;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Dates go unless one of these is named. */
    static final class Dates {
        @Option(names = "--shift-dates", description = "Move dates back by 1 to 3650 days, the same for each patient.")
        private boolean shift;

        @Option(names = "--retain-dates", description = "Leave dates as they are.")
        private boolean retain;
    }

    private final Services services;

    @Parameters(arity = "0..*", paramLabel = "INPUT", description = "DICOM files, or folders to search.")
    private List<Path> inputs = List.of();

    @Option(names = "--out", paramLabel = "DIR", description = "Where the copies go: PATIENT/STUDY/IMAGE.dcm.")
    private Path out;

    @Option(
            names = "--key-file",
            required = true,
            paramLabel = "FILE",
            description = "The secret: whoever has it can tell who is who. Keep it apart from the copies.")
    private Path keyFile;

    @Option(names = "--new-key", description = "Make the key file first.")
    private boolean newKey;

    @ArgGroup
    private Dates dates = new Dates();

    @Option(
            names = "--retain",
            split = ",",
            paramLabel = "WHAT",
            converter = RetainedConverter.class,
            description =
                    "Keep patient-characteristics, device, institution, uids, descriptions or safe-private; commas between.")
    private List<Retained> retained = List.of();

    @Option(
            names = "--mask",
            paramLabel = "X,Y,W,H",
            converter = RectConverter.class,
            description = "Blacken a rectangle of every image, in pixels. May be given several times.")
    private List<PixelRect> masks = List.of();

    @Option(
            names = "--mask-banners",
            description = "Blacken what lies outside of the calibrated regions of ultrasound images.")
    private boolean maskBanners;

    @Option(
            names = "--map",
            paramLabel = "FILE",
            description = "Keep, encrypted, which copy stands for which original.")
    private Path map;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Say what was removed, as .html, .csv or .json; without any removed value.")
    private Path report;

    @Option(names = "--overwrite", description = "Replace copies that are there already.")
    private boolean overwrite;

    @Option(
            names = "--reverse",
            paramLabel = "MAP",
            description = "Print the originals of all copies that a map knows, or of those named as INPUT.")
    private Path reverse;

    @Spec
    private CommandSpec spec;

    DeidentifyCommand(Services services) {
        this.services = services;
    }

    /** Reads what {@code --retain} names. */
    static final class RetainedConverter implements picocli.CommandLine.ITypeConverter<Retained> {
        @Override
        public Retained convert(String value) {
            for (Retained r : Retained.values()) {
                if (r.toString().equalsIgnoreCase(value.strip())) {
                    return r;
                }
            }
            throw new picocli.CommandLine.TypeConversionException("expected one of "
                    + String.join(
                            ", ",
                            EnumSet.allOf(Retained.class).stream()
                                    .map(Retained::toString)
                                    .toList())
                    + ", got: " + value);
        }
    }

    /** Reads four whole numbers. */
    static final class RectConverter implements picocli.CommandLine.ITypeConverter<PixelRect> {
        @Override
        public PixelRect convert(String value) {
            if (!value.matches("\\d{1,6},\\d{1,6},\\d{1,6},\\d{1,6}")) {
                throw new picocli.CommandLine.TypeConversionException(
                        "expected column,row,width,height in pixels, got: " + value);
            }
            String[] n = value.split(",");
            return new PixelRect(
                    Integer.parseInt(n[0]), Integer.parseInt(n[1]), Integer.parseInt(n[2]), Integer.parseInt(n[3]));
        }
    }

    @Override
    public Integer call() throws IOException {
        if (reverse != null) {
            return reverse();
        }
        if (inputs.isEmpty() || out == null) {
            throw new ParameterException(
                    spec.commandLine(), "Name the files (INPUT) and where the copies go (--out DIR).");
        }
        if (report != null && !report.toString().toLowerCase(Locale.ROOT).matches(".*\\.(html|csv|json)")) {
            throw new ParameterException(
                    spec.commandLine(), "--report is a file that ends with .html, .csv or .json, got: " + report);
        }
        Deidentification how = new Deidentification(key(), options(), masks);
        TerminalProgress progress = TerminalProgress.on(spec.commandLine().getErr());
        try {
            return run(how, progress);
        } finally {
            progress.end();
        }
    }

    private byte[] key() throws ImagingException {
        if (newKey && Files.exists(keyFile)) {
            throw new ImagingException(
                    "The key file " + keyFile + " is there already; leave out --new-key to use it, or name another.");
        }
        if (!newKey && !Files.exists(keyFile)) {
            throw new ImagingException("The key file " + keyFile + " does not exist; add --new-key to make one.");
        }
        return newKey ? DeidentificationKey.create(keyFile) : DeidentificationKey.read(keyFile);
    }

    private Set<Deidentification.Option> options() {
        Set<Deidentification.Option> options = EnumSet.noneOf(Deidentification.Option.class);
        retained.forEach(r -> options.add(r.option));
        if (dates.shift) {
            options.add(Deidentification.Option.SHIFT_DATES);
        }
        if (dates.retain) {
            options.add(Deidentification.Option.RETAIN_DATES);
        }
        if (maskBanners) {
            options.add(Deidentification.Option.MASK_BANNERS);
        }
        return options;
    }

    private int run(Deidentification how, TerminalProgress progress) throws IOException {
        List<String> told = new ArrayList<>();
        new TreeSet<>(how.options())
                .forEach(o -> told.add(o.name().toLowerCase(Locale.ROOT).replace('_', ' ')));
        masks.forEach(m -> told.add("mask " + m.column() + "," + m.row() + "," + m.width() + "," + m.height()));
        DeidentifySummary summary = new DeidentifySummary(told, out);
        IdentityMap identities =
                map == null ? null : Files.exists(map) ? IdentityMap.read(map, how.key()) : new IdentityMap();
        List<Path> files = find(summary);
        Folders.make(out);
        DeidentifiedFolder copies = new DeidentifiedFolder(services.deidentifiers(), out, overwrite);
        try {
            for (int i = 0; i < files.size(); i++) {
                progress.report((double) i / files.size(), "De-identifying file " + (i + 1) + " of " + files.size());
                progress.checkCancelled();
                one(files.get(i), how, copies, summary, identities);
            }
        } finally {
            // What was copied must be told and found again, even if the rest was cancelled.
            if (identities != null && summary.copies() > 0) {
                identities.write(map, how.key());
            }
            if (report != null) {
                summary.write(report);
            }
        }
        progress.report(1, summary.copies() + " copies in " + out);
        progress.end();
        tell(summary);
        return summary.failed() > 0 ? Credence.BAD_INPUT : 0;
    }

    private void tell(DeidentifySummary summary) {
        PrintWriter err = spec.commandLine().getErr();
        summary.warnings().forEach((w, n) -> err.println("credence: " + n + (n == 1 ? " file: " : " files: ") + w));
        if (summary.failed() > 0) {
            err.println("credence: " + summary.failed() + " files were not copied"
                    + (report == null ? "; add --report FILE to see why." : "; " + report + " says why."));
        }
        spec.commandLine().getOut().println(summary.copies() + " copies in " + out);
    }

    private void one(
            Path file,
            Deidentification how,
            DeidentifiedFolder copies,
            DeidentifySummary summary,
            IdentityMap identities) {
        try {
            DeidentificationReport done = copies.add(file, how);
            summary.add(done);
            if (identities != null) {
                FileIdentity copy = services.deidentifiers().identity(done.target());
                identities.add(new IdentityMap.Entry(services.deidentifiers().identity(file), copy));
            }
        } catch (ImagingException e) {
            summary.fail(file, e.getMessage());
            if (spec.root().userObject() instanceof Credence credence && credence.debugs()) {
                e.printStackTrace(spec.commandLine().getErr());
            }
        }
    }

    /** All files of all inputs but the copies. */
    private List<Path> find(DeidentifySummary summary) throws IOException {
        Set<Path> files = new TreeSet<>();
        Path copies = out.toAbsolutePath().normalize();
        for (Path input : inputs) {
            if (!Files.exists(input)) {
                summary.fail(input, "It does not exist.");
                continue;
            }
            Files.walkFileTree(input, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    return folder.toAbsolutePath().normalize().equals(copies)
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || file.equals(input)) {
                        files.add(file);
                    } else {
                        summary.fail(file, "It is no file but a link or a device, which is not followed.");
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    summary.fail(file, "It cannot be read: " + e.getMessage());
                    return FileVisitResult.CONTINUE;
                }
            });
        }
        return new ArrayList<>(files);
    }

    private int reverse() throws IOException {
        IdentityMap identities = IdentityMap.read(reverse, key());
        Set<String> wanted = new HashSet<>();
        for (Path file : inputs) {
            wanted.add(services.deidentifiers().identity(file).sopInstanceUid());
        }
        PrintWriter to = spec.commandLine().getOut();
        to.println("patient\toriginal patient ID\tissuer\toriginal name\tbirth date\taccession number\tstudy date"
                + "\tstudy UID\tseries UID\tSOP instance UID\tcopy's SOP instance UID");
        int found = 0;
        for (IdentityMap.Entry e : identities.entries()) {
            if (inputs.isEmpty() || wanted.contains(e.copy().sopInstanceUid())) {
                FileIdentity o = e.original();
                String line = String.join(
                        "\t",
                        e.copy().patientId(),
                        o.patientId(),
                        o.patientIdIssuer(),
                        o.patientName(),
                        o.birthDate(),
                        o.accessionNumber(),
                        o.studyDate(),
                        o.studyUid(),
                        o.seriesUid(),
                        o.sopInstanceUid(),
                        e.copy().sopInstanceUid());
                to.println(line.replaceAll("[\\p{Cntrl}&&[^\t]]+", " "));
                found++;
            }
        }
        if (found < wanted.size()) {
            spec.commandLine()
                    .getErr()
                    .println("credence: " + (wanted.size() - found) + " of the files are not in the map " + reverse
                            + "; they may be of another run.");
            return Credence.BAD_INPUT;
        }
        return 0;
    }
}
