package org.credence.headless.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.credence.analytics.Calibration;
import org.credence.analytics.ClusterBootstrap;
import org.credence.analytics.FrameMasks;
import org.credence.analytics.Interval;
import org.credence.analytics.Overlap;
import org.credence.analytics.Overlay;
import org.credence.analytics.Plot;
import org.credence.analytics.Report;
import org.credence.annotation.AnnotationSnapshot;
import org.credence.annotation.LabelScheme;
import org.credence.annotation.Segment;
import org.credence.autosegmentation.SegmentedClip;
import org.credence.imaging.Frame;
import org.credence.imaging.FrameRef;
import org.credence.imaging.ProbabilityMap;
import org.credence.imaging.Progress;
import org.credence.phantom.Cohort;
import org.credence.training.PatientSplit;
import org.credence.training.TrainingPlan;
import org.credence.training.TrainingSet;

/** What the demo found, as a report: readers, overlap, and the clinical tasks, per threshold and with intervals. */
final class DemoReport {

    private static final int BINS = 10;

    /** Below this share of the panel an unpainted pixel says nothing about a reader. */
    private static final double WORTH_A_LOOK = 0.05;

    private final Services services;
    private final Cohort cohort;
    private final List<Study> studies;
    private final List<Study> held;
    private final PatientSplit split;
    private final TrainingPlan plan;
    private final TrainingSet set;
    private final List<Demo.Trained> models;
    private final long seed;
    private final LabelScheme scheme = LabelScheme.lungUltrasound();
    private final ClusterBootstrap bootstrap;

    DemoReport(
            Services services,
            Cohort cohort,
            List<Study> studies,
            List<Study> held,
            PatientSplit split,
            TrainingPlan plan,
            TrainingSet set,
            List<Demo.Trained> models,
            long seed) {
        this.services = services;
        this.cohort = cohort;
        this.studies = studies;
        this.held = held;
        this.split = split;
        this.plan = plan;
        this.set = set;
        this.models = models;
        this.seed = seed;
        this.bootstrap = ClusterBootstrap.standard(seed);
    }

    /** Measures and writes; the folder of the report. */
    Path write(Path folder, Progress progress) throws IOException {
        List<Report.Section> sections = new ArrayList<>();
        progress.report(0, "Drawing overlays");
        sections.add(data());
        sections.add(images());
        progress.report(0.2, "Measuring the readers' calibration");
        sections.add(readers());
        progress.report(0.4, "Measuring overlap");
        sections.add(overlap());
        progress.report(0.6, "Measuring the clinical tasks");
        sections.addAll(new ClinicalTasks(services, held, models, bootstrap, intervalNote()).sections());
        progress.report(0.9, "Writing the report");
        Report report = new Report(
                "Confidence, threshold and clinical effect",
                true,
                "Every image, reader and outcome in this report is synthetic: simulated by Credence with known truth."
                        + " The figures show that the whole chain works and how it is read. They say nothing about real"
                        + " lungs, real readers or real patients.",
                Instant.now(),
                sections,
                parameters());
        services.reports().writeAll(report, folder);
        return folder;
    }

    private Report.Section data() {
        int clips = studies.stream().mapToInt(s -> s.clips().size()).sum();
        int frames = studies.stream()
                .flatMap(s -> s.clips().stream())
                .mapToInt(c -> c.series().frames().size())
                .sum();
        List<List<Report.Cell>> rows = new ArrayList<>();
        rows.add(row(
                "Patients (train / validation / held out)",
                split.train().size() + " / " + split.validation().size() + " / "
                        + split.test().size()));
        rows.add(row("Exams, clips, frames", studies.size() + ", " + clips + ", " + frames));
        rows.add(row(
                "Readers, annotated frames each",
                studies.get(0).clips().get(0).readers().size() + ", "
                        + set.cases().size()));
        rows.add(row(
                "Readmitted within 30 days (held out)",
                held.stream()
                                .filter(s -> s.exam().outcome().readmittedWithin30Days())
                                .count() + " of " + held.size()));
        return new Report.Section(
                "Data",
                List.of(
                        new Report.Text(
                                "Clips were simulated with a disease burden per patient, written as DICOM and read"
                                        + " back. Three simulated readers painted every second frame with confidence;"
                                        + " their annotations were kept as DICOM Segmentation (FRACTIONAL) and read back."
                                        + " The label of a pixel is the readers' mean confidence, cut at the threshold."
                                        + " Patients are in one part of the split only."),
                        new Report.Table(
                                "The synthetic cohort.",
                                List.of(new Report.Column("", ""), new Report.Column("number", "")),
                                rows,
                                "")));
    }

    private Report.Section images() throws IOException {
        List<Study> byBurden = held.stream()
                .sorted(Comparator.comparingDouble(s -> s.exam().burden()))
                .toList();
        List<Study> shown =
                List.of(byBurden.get(0), byBurden.get(byBurden.size() / 2), byBurden.get(byBurden.size() - 1));
        List<Report.Block> blocks = new ArrayList<>();
        List<Report.Key> legend = scheme.segments().stream()
                .map(s -> new Report.Key(s.label(), s.rgb()))
                .toList();
        for (Study study : shown) {
            Study.ReadClip clip = study.clips().get(0);
            FrameRef ref = Demo.annotated(clip).get(0);
            Frame frame = clip.series().decode(clip.series().position(ref).orElseThrow());
            List<Report.Picture> pictures = new ArrayList<>();
            pictures.add(picture("Image", "without overlay", frame, List.of()));
            AnnotationSnapshot reader = clip.readers().get(0);
            pictures.add(picture(
                    reader.reader().name(),
                    "what the first reader painted, opacity is confidence",
                    frame,
                    scheme.segments().stream()
                            .map(s -> Overlay.Layer.of(s, reader.layer(ref, s.number())))
                            .toList()));
            for (Demo.Trained model : models) {
                AnnotationSnapshot said = model.on(ref);
                pictures.add(picture(
                        "Model, labels at " + model.threshold() + "\u00a0%",
                        "what the model says, opacity is probability",
                        frame,
                        scheme.segments().stream()
                                .map(s -> Overlay.Layer.of(s, said.layer(ref, s.number())))
                                .toList()));
            }
            var truth = clip.truth().truth(ref.frameNumber() - 1);
            pictures.add(picture(
                    "Truth",
                    "outlines of what most of the panel sees",
                    frame,
                    scheme.segments().stream()
                            .map(s -> Overlay.Layer.of(s, truth.mask(s.label())).outline())
                            .toList()));
            blocks.add(new Report.Pictures(
                    String.format(
                            Locale.ROOT,
                            "Held-out patient %s, true burden %.2f.",
                            study.exam().patientId(),
                            study.exam().burden()),
                    pictures,
                    legend));
        }
        return new Report.Section("Images", blocks);
    }

    private static Report.Picture picture(String label, String description, Frame frame, List<Overlay.Layer> layers) {
        return Report.Picture.of(label, "Synthetic lung ultrasound, " + description, Overlay.draw(frame, layers));
    }

    private Report.Section readers() {
        Map<String, Calibration.Tally> tallies = new LinkedHashMap<>();
        for (Study study : held) {
            for (Study.ReadClip clip : study.clips()) {
                for (FrameRef ref : Demo.annotated(clip)) {
                    ProbabilityMap truth =
                            clip.truth().truth(ref.frameNumber() - 1).probabilities();
                    for (AnnotationSnapshot reader : clip.readers()) {
                        tally(
                                reader,
                                ref,
                                truth,
                                tallies.computeIfAbsent(reader.reader().name(), k -> new Calibration.Tally(BINS)));
                    }
                }
            }
        }
        List<Plot.Curve> curves = new ArrayList<>();
        List<List<Report.Cell>> rows = new ArrayList<>();
        tallies.forEach((name, tally) -> {
            Calibration calibration = tally.calibration();
            curves.add(new Plot.Curve(name, Plot.COLORS.get(curves.size()), calibration));
            rows.add(List.of(
                    new Report.Words(name),
                    new Report.Quantity(calibration.ece(), 3),
                    new Report.Quantity(calibration.brier(), 3),
                    new Report.Quantity(calibration.n(), 0)));
        });
        return new Report.Section(
                "Are the readers as sure as they should be?",
                List.of(
                        new Report.Chart(
                                "Share of a perfect panel that agrees, against the confidence painted. On the"
                                        + " diagonal, 70\u00a0% confident means right 70 times in 100.",
                                "Reliability curves of the three simulated readers", new Plot.Reliability(curves)),
                        new Report.Table(
                                "Calibration of the readers on held-out patients.",
                                List.of(
                                        new Report.Column("Reader", ""),
                                        new Report.Column("ECE", ""),
                                        new Report.Column("Brier", ""),
                                        new Report.Column("Pixels", "")),
                                rows,
                                "All segments pooled; pixels that the reader painted or at least "
                                        + Math.round(100 * WORTH_A_LOOK) + " % of the panel sees. ECE with " + BINS
                                        + " bins of equal width.")));
    }

    private void tally(AnnotationSnapshot reader, FrameRef ref, ProbabilityMap truth, Calibration.Tally tally) {
        for (Segment segment : scheme.segments()) {
            int plane = truth.segments().indexOf(segment.label());
            byte[] painted = reader.layer(ref, segment.number()).percents();
            for (int i = 0; i < painted.length; i++) {
                double real = truth.probability(plane, i % truth.columns(), i / truth.columns());
                if (painted[i] > 0 || real >= WORTH_A_LOOK) {
                    tally.add(painted[i] / 100.0, real);
                }
            }
        }
    }

    /** What one patient's frames add up to, per model and segment. */
    private record PatientOverlap(Map<Integer, Map<String, Overlap>> byModel) {
        double dice(int threshold, String segment) {
            return byModel.get(threshold).get(segment).dice();
        }
    }

    private Report.Section overlap() {
        Map<String, PatientOverlap> patients = new LinkedHashMap<>();
        for (Study study : held) {
            PatientOverlap mine =
                    patients.computeIfAbsent(study.exam().patientId(), k -> new PatientOverlap(new HashMap<>()));
            for (Study.ReadClip clip : study.clips()) {
                for (FrameRef ref : Demo.annotated(clip)) {
                    var truth = clip.truth().truth(ref.frameNumber() - 1);
                    for (Demo.Trained model : models) {
                        FrameMasks said = FrameMasks.of(model.on(ref), ref, SegmentedClip.CUT_PERCENT);
                        for (Segment segment : scheme.segments()) {
                            Overlap overlap =
                                    Overlap.of(said.mask(segment.label()).orElseThrow(), truth.mask(segment.label()));
                            mine.byModel()
                                    .computeIfAbsent(model.threshold(), k -> new HashMap<>())
                                    .merge(segment.label(), overlap, Overlap::plus);
                        }
                    }
                }
            }
        }
        List<PatientOverlap> clusters = List.copyOf(patients.values());
        List<List<Report.Cell>> rows = new ArrayList<>();
        List<Plot.Row> differences = new ArrayList<>();
        int low = models.get(0).threshold();
        int high = models.get(1).threshold();
        for (Segment segment : scheme.segments()) {
            List<Report.Cell> row = new ArrayList<>(List.of(new Report.Words(segment.label())));
            for (Demo.Trained model : models) {
                row.add(new Report.Range(
                        bootstrap.interval(clusters, c -> meanDice(c, model.threshold(), segment.label())), 3));
            }
            Interval difference = bootstrap.difference(
                    clusters, c -> meanDice(c, high, segment.label()), c -> meanDice(c, low, segment.label()));
            row.add(new Report.Range(difference, 3));
            rows.add(row);
            differences.add(new Plot.Row(segment.label(), difference, segment.rgb()));
        }
        return new Report.Section(
                "Overlap with the truth",
                List.of(
                        new Report.Table(
                                "Dice of each model with the truth on held-out patients.",
                                List.of(
                                        new Report.Column("Segment", ""),
                                        new Report.Column("Labels cut at " + low + " %", "Dice"),
                                        new Report.Column("Labels cut at " + high + " %", "Dice"),
                                        new Report.Column("Difference", "Dice")),
                                rows,
                                "Mean over patients of the Dice of all their annotated frames pooled; patients without"
                                        + " the segment in both masks are left out. Truth: at least half of the panel. "
                                        + intervalNote()),
                        new Report.Chart(
                                "Dice at " + high + " % minus Dice at " + low
                                        + " %. Right of 0, the higher threshold is better.",
                                "Differences in Dice per segment with their intervals",
                                new Plot.Forest(new Plot.Axis("Difference in Dice", ""), differences, 0, 3))));
    }

    private static double meanDice(List<PatientOverlap> patients, int threshold, String segment) {
        return patients.stream()
                .mapToDouble(p -> p.dice(threshold, segment))
                .filter(d -> !Double.isNaN(d))
                .average()
                .orElse(Double.NaN);
    }

    private String intervalNote() {
        return "In brackets, " + Math.round(100 * bootstrap.level()) + " % percentile intervals from "
                + bootstrap.resamples() + " resamples of the " + split.test().size() + " held-out patients.";
    }

    private List<Report.Parameter> parameters() throws IOException {
        List<Report.Parameter> parameters = new ArrayList<>();
        parameters.add(new Report.Parameter("Seed of everything", Long.toString(seed)));
        parameters.add(new Report.Parameter("Cohort", cohort.plan().toString()));
        parameters.add(new Report.Parameter("Training", plan.toString()));
        parameters.add(new Report.Parameter("Training data, SHA-256", set.digest()));
        parameters.add(new Report.Parameter("Models ran on", services.engines().accelerator()));
        for (Demo.Trained model : models) {
            var report = model.result().report();
            parameters.add(new Report.Parameter(
                    ClinicalTasks.name(model) + ", SHA-256",
                    model.result().model().sha256()));
            parameters.add(new Report.Parameter(
                    ClinicalTasks.name(model) + ", training",
                    String.format(
                            Locale.ROOT,
                            "%d parameters, %d steps, %.0f ms per step on %s, last loss %.4f",
                            report.parameters(),
                            report.losses().size(),
                            report.stepMs(),
                            report.accelerator(),
                            report.losses().get(report.losses().size() - 1))));
        }
        parameters.add(new Report.Parameter(
                "Masks of a model",
                "probability of at least " + SegmentedClip.CUT_PERCENT + " % (the label's threshold is learned)"));
        parameters.add(
                new Report.Parameter("Biomarker per exam", "as its own documentation says; annotated frames only"));
        return parameters;
    }

    private static List<Report.Cell> row(String what, String value) {
        return List.of(new Report.Words(what), new Report.Words(value));
    }
}
