package org.credence.formats.internal;

import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.credence.annotation.AnnotatedSeries;
import org.credence.annotation.AnnotationException;
import org.credence.annotation.AnnotationExport;
import org.credence.annotation.FrameState;
import org.credence.annotation.LabelScheme;
import org.credence.imaging.Frame;
import org.credence.imaging.FrameRef;
import org.credence.imaging.ImageExport;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.ImagingException;
import org.credence.imaging.Progress;

/**
 * A training set in the layout of nnU-Net v2: every complete frame is a two-dimensional case, {@code imagesTr/CASE_0000.png}
 * and {@code labelsTr/CASE.png}, or NIfTI where an image has values that PNG cannot hold. Cases are called
 * {@code PpppCcccFffff} after the order of the patients and clips that were given, so that they name nobody, and frames of one
 * patient can be kept together.
 */
public final class NnUnetDataset {

    /** What images hold; all of a set must hold the same. */
    private enum Kind {
        GRAY(".png"),
        COLOR(".png"),
        NIFTI(".nii.gz");

        private final String extension;

        Kind(String extension) {
            this.extension = extension;
        }
    }

    /** A complete frame. */
    private record Case(String name, AnnotatedSeries of, int position) {}

    private final List<Case> cases;
    private final NnUnetLabels labels;
    private final Kind kind;
    private final Path folder;

    private NnUnetDataset(List<Case> cases, NnUnetLabels labels, Kind kind, Path folder) {
        this.cases = cases;
        this.labels = labels;
        this.kind = kind;
        this.folder = folder;
    }

    /** See {@link org.credence.formats.NnUnetExporter}. */
    public static List<Path> write(
            List<AnnotatedSeries> annotated, AnnotationExport export, Path folder, Progress progress)
            throws AnnotationException {
        if (export.threshold().isEmpty()) {
            throw new AnnotationException(
                    "nnunet needs a threshold, the percent from which a pixel belongs to a segment.");
        }
        if (!folder.getFileName().toString().matches("Dataset\\d{3}_.+")) {
            throw new AnnotationException("nnU-Net finds folders named Dataset and three digits, such as"
                    + " Dataset101_Lungs, got: " + folder.getFileName());
        }
        checkAlike(annotated);
        List<Case> cases = cases(annotated);
        try {
            LabelScheme scheme = annotated.get(0).annotation().scheme();
            NnUnetLabels.Survey survey = new NnUnetLabels.Survey(scheme, export);
            for (Case c : cases) {
                progress.checkCancelled();
                survey.take(c.of().annotation(), c.of().series().frames().get(c.position()));
            }
            Kind kind = kind(cases);
            return new NnUnetDataset(cases, survey.labels(), kind, folder).write(progress);
        } catch (ImagingException e) {
            throw new AnnotationException(e.getMessage(), e);
        }
    }

    private static void checkAlike(List<AnnotatedSeries> annotated) throws AnnotationException {
        Set<FrameRef> seen = new HashSet<>();
        for (AnnotatedSeries a : annotated) {
            if (!a.annotation().scheme().means(annotated.get(0).annotation().scheme())) {
                throw new AnnotationException(
                        "The annotations " + annotated.get(0).name() + " and " + a.name()
                                + " have different segments; a training set has one list of them.");
            }
            if (!seen.add(a.series().frames().get(0))) {
                throw new AnnotationException("Series " + a.name() + " was annotated by several readers, among them "
                        + a.annotation().reader().id() + "; a training set has one label per image, choose a reader.");
            }
        }
    }

    private static List<Case> cases(List<AnnotatedSeries> annotated) throws AnnotationException {
        List<Case> cases = new ArrayList<>();
        Map<String, Integer> patients = new HashMap<>();
        for (int c = 0; c < annotated.size(); c++) {
            AnnotatedSeries a = annotated.get(c);
            String id = a.series().info().patientId();
            // Without an identifier nothing says that two series are of one patient.
            String patient = id.isBlank() ? "\n" + c : id;
            int number = patients.computeIfAbsent(patient, p -> patients.size() + 1);
            for (int p = 0; p < a.series().frames().size(); p++) {
                if (a.annotation().state(a.series().frames().get(p)) == FrameState.COMPLETE) {
                    cases.add(new Case(String.format("P%03dC%03dF%04d", number, c + 1, p + 1), a, p));
                }
            }
        }
        if (cases.isEmpty()) {
            throw new AnnotationException(
                    "No frame is marked complete, and only on complete frames does \"not painted\""
                            + " mean background; mark some.");
        }
        return cases;
    }

    private static Kind kind(List<Case> cases) throws ImagingException, AnnotationException {
        Kind kind = null;
        AnnotatedSeries last = null;
        for (Case c : cases) {
            if (c.of() == last) {
                continue;
            }
            last = c.of();
            Frame frame = last.series().decode(c.position());
            SampleType type = Samples.storedType(frame);
            boolean png = type == SampleType.U8 || type == SampleType.U16;
            Kind own = frame.isColor() ? Kind.COLOR : png ? Kind.GRAY : Kind.NIFTI;
            if (kind == null || kind == own) {
                kind = own;
            } else if (kind == Kind.COLOR || own == Kind.COLOR) {
                throw new AnnotationException("Series " + cases.get(0).of().name() + " and " + last.name()
                        + " are gray and in colour; a training set has images of one kind, export them apart.");
            } else {
                kind = Kind.NIFTI;
            }
        }
        return kind;
    }

    private List<Path> write(Progress progress) throws AnnotationException, ImagingException {
        List<Path> written = new ArrayList<>();
        for (int i = 0; i < cases.size(); i++) {
            Case c = cases.get(i);
            progress.checkCancelled();
            progress.report((double) i / cases.size(), "Writing case " + (i + 1) + " of " + cases.size());
            ImageSeries series = c.of().series();
            ImageExport one = new ImageExport(List.of(c.position()), false, Optional.empty(), false);
            Path image = folder.resolve("imagesTr").resolve(c.name() + "_0000" + kind.extension);
            Path label = folder.resolve("labelsTr").resolve(c.name() + kind.extension);
            byte[] values = labels.of(c.of().annotation(), series.frames().get(c.position()));
            if (kind == Kind.NIFTI) {
                NiftiFile.write(series, one, image, Progress.NONE);
                written.add(image);
                written.add(nifti(label, series, one, values));
            } else {
                checkKind(series.decode(c.position()), c);
                PngFiles.write(series, one, image, Progress.NONE);
                written.add(image);
                written.add(AnnotationPngs.write(label, series, SampleType.U8, values));
            }
        }
        // Last, as it says that the set is complete.
        written.add(AnnotationOutput.write(
                folder.resolve("dataset.json"),
                unfinished -> Files.write(unfinished, json().getBytes(StandardCharsets.UTF_8))));
        return written;
    }

    private void checkKind(Frame frame, Case c) throws AnnotationException {
        if (frame.isColor() != (kind == Kind.COLOR)) {
            throw new AnnotationException("Frame " + (c.position() + 1) + " of " + c.of().name()
                    + " is in colour and others are not, or the other way round; export them apart.");
        }
    }

    private static Path nifti(Path file, ImageSeries series, ImageExport one, byte[] labels)
            throws AnnotationException, ImagingException {
        Volume volume = NiftiFile.volume(series, one);
        return AnnotationOutput.write(file, unfinished -> {
            try (OutputStream out = new GZIPOutputStream(
                    new BufferedOutputStream(Files.newOutputStream(unfinished), 1 << 16), 1 << 16)) {
                out.write(NiftiFile.header(series, volume, false, SampleType.U8, 1, 1, 0));
                out.write(labels);
            }
        });
    }

    private String json() {
        String modality = cases.get(0).of().series().info().modality();
        String gray = modality.isBlank() ? "gray" : modality.toLowerCase(Locale.ROOT);
        String channels = kind == Kind.COLOR
                ? "{\"0\": \"R\", \"1\": \"G\", \"2\": \"B\"}"
                : "{\"0\": " + NnUnetLabels.quoted(gray) + "}";
        return "{\n"
                + "  \"channel_names\": " + channels + ",\n"
                + labels.json()
                + "  \"numTraining\": " + cases.size() + ",\n"
                + "  \"file_ending\": \"" + kind.extension + "\"\n"
                + "}\n";
    }
}
