package org.credence.headless.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.credence.analytics.Auroc;
import org.credence.analytics.ClipMasks;
import org.credence.analytics.ClusterBootstrap;
import org.credence.analytics.ExamMasks;
import org.credence.analytics.FrameMasks;
import org.credence.analytics.Interval;
import org.credence.analytics.LinearPrediction;
import org.credence.analytics.Plot;
import org.credence.analytics.RankCorrelation;
import org.credence.analytics.Report;
import org.credence.analytics.ScanRegion;
import org.credence.analytics.spi.ImagingBiomarker;
import org.credence.autosegmentation.SegmentedClip;
import org.credence.imaging.FrameRef;
import org.credence.phantom.PhantomExam;

/** What each threshold's model is worth at the bedside: the demo's clinical tasks on the held-out patients. */
final class ClinicalTasks {

    private static final List<Integer> MODEL_COLORS = List.of(Plot.COLORS.get(1), Plot.COLORS.get(0));
    private static final String MAIN_BIOMARKER = "org.credence.b-line-area";
    private static final int TRUTH_COLOR = 0x666666;

    /** A line that is fitted without the patient it predicts takes two others. */
    private static final int LEAST_PATIENTS = 3;

    private final Services services;
    private final List<Study> held;
    private final List<Demo.Trained> models;
    private final ClusterBootstrap bootstrap;
    private final String intervalNote;

    ClinicalTasks(
            Services services,
            List<Study> held,
            List<Demo.Trained> models,
            ClusterBootstrap bootstrap,
            String intervalNote) {
        this.services = services;
        this.held = held;
        this.models = models;
        this.bootstrap = bootstrap;
        this.intervalNote = intervalNote;
    }

    /** A way to get masks of an exam, and its biomarker on every held-out exam. */
    private record Measured(String source, int rgb, double[] biomarker) {
        Measured only(int[] exams) {
            return new Measured(
                    source,
                    rgb,
                    IntStream.of(exams).mapToDouble(i -> biomarker[i]).toArray());
        }
    }

    List<Report.Section> sections() throws IOException {
        List<Report.Section> sections = new ArrayList<>();
        List<boolean[]> regions = regions();
        List<List<Report.Cell>> errors = new ArrayList<>();
        List<List<Report.Cell>> aurocs = new ArrayList<>();
        List<Plot.Row> forest = new ArrayList<>();
        List<Plot.Series> points = new ArrayList<>();
        List<Report.Block> comparisons = new ArrayList<>();
        for (ImagingBiomarker biomarker : biomarkers()) {
            List<Measured> everywhere = measure(biomarker, regions);
            int[] kept = IntStream.range(0, held.size())
                    .filter(i -> everywhere.stream().allMatch(m -> Double.isFinite(m.biomarker()[i])))
                    .toArray();
            List<PhantomExam> exams =
                    IntStream.of(kept).mapToObj(i -> held.get(i).exam()).toList();
            List<String> ids = exams.stream().map(PhantomExam::patientId).toList();
            if (kept.length < held.size()) {
                comparisons.add(new Report.Text(String.format(
                        Locale.ROOT,
                        "%s: %d of %d exams leave nothing to measure on, by one source of the masks or another, and are"
                                + " left out for all of them.",
                        biomarker.label(),
                        held.size() - kept.length,
                        held.size())));
            }
            if (Set.copyOf(ids).size() < LEAST_PATIENTS) {
                continue;
            }
            double[] sf = exams.stream().mapToDouble(e -> e.outcome().sfRatio()).toArray();
            boolean[] back = new boolean[exams.size()];
            for (int i = 0; i < back.length; i++) {
                back[i] = exams.get(i).outcome().readmittedWithin30Days();
            }
            Map<Integer, LinearPrediction> predictions = new HashMap<>();
            for (Measured measured : everywhere.stream().map(m -> m.only(kept)).toList()) {
                LinearPrediction prediction = LinearPrediction.leaveOnePatientOut(ids, measured.biomarker(), sf);
                Interval mae = prediction.mae(bootstrap);
                errors.add(List.of(
                        new Report.Words(biomarker.label()),
                        new Report.Words(measured.source()),
                        new Report.Range(mae, 1),
                        new Report.Range(prediction.maeOverBaseline(bootstrap), 1),
                        new Report.Quantity(RankCorrelation.spearman(measured.biomarker(), sf), 2)));
                forest.add(new Plot.Row(biomarker.label() + ", " + measured.source(), mae, measured.rgb()));
                aurocs.add(List.of(
                        new Report.Words(biomarker.label()),
                        new Report.Words(measured.source()),
                        new Report.Range(Auroc.interval(ids, measured.biomarker(), back, bootstrap), 2)));
                for (Demo.Trained model : models) {
                    if (measured.source().equals(name(model))) {
                        predictions.put(model.threshold(), prediction);
                        if (points.size() < models.size()) {
                            points.add(scatter(measured, prediction, ids));
                        }
                    }
                }
            }
            Interval paired =
                    predictions.get(Demo.THRESHOLDS.get(1)).maeOver(predictions.get(Demo.THRESHOLDS.get(0)), bootstrap);
            comparisons.add(new Report.Text(String.format(
                    Locale.ROOT,
                    "%s: labels cut at %d %% instead of %d %% change the mean absolute error by %s (%.0f %% interval %s"
                            + " to %s), which %s.",
                    biomarker.label(),
                    Demo.THRESHOLDS.get(1),
                    Demo.THRESHOLDS.get(0),
                    signed(paired.estimate()),
                    100 * paired.level(),
                    signed(paired.low()),
                    signed(paired.high()),
                    paired.excludes(0)
                            ? "excludes no difference"
                            : "does not exclude that there is none; " + paired.clusters() + " patients are few")));
        }
        List<Report.Block> first = new ArrayList<>();
        first.add(new Report.Text(
                "A straight line from one biomarker of an exam to the S/F ratio (SpO2 divided by FiO2), fitted"
                        + " on all held-out patients but the one it predicts. The baseline says the others'"
                        + " mean."));
        first.add(new Report.Table(
                "Mean absolute error of the S/F ratio.",
                List.of(
                        new Report.Column("Biomarker", ""),
                        new Report.Column("Measured by", ""),
                        new Report.Column("MAE", "S/F"),
                        new Report.Column("MAE minus baseline", "S/F"),
                        new Report.Column("Spearman", "")),
                errors,
                intervalNote));
        first.add(new Report.Chart(
                "Mean absolute error of the S/F ratio with its interval, smaller is better.",
                "Errors per biomarker and source of the masks",
                new Plot.Forest(new Plot.Axis("MAE", "S/F"), forest, Double.NaN, 1)));
        first.addAll(comparisons);
        first.add(new Report.Chart(
                "Predicted against true S/F ratio per held-out exam, from the "
                        + biomarkers().get(0).label() + ".",
                "Scatter of predictions around the line of identity",
                new Plot.Scatter(
                        new Plot.Axis("True S/F ratio", ""), new Plot.Axis("Predicted S/F ratio", ""), points, true)));
        sections.add(new Report.Section("Clinical task: oxygenation (S/F ratio)", first));
        sections.add(new Report.Section(
                "Clinical task: readmission within 30 days",
                List.of(new Report.Table(
                        "AUROC of each biomarker for readmission.",
                        List.of(
                                new Report.Column("Biomarker", ""),
                                new Report.Column("Measured by", ""),
                                new Report.Column("AUROC", "")),
                        aurocs,
                        "Undefined where all or none came back. " + intervalNote))));
        return sections;
    }

    /** The B-line area first: it is what the report is about. */
    private List<ImagingBiomarker> biomarkers() {
        return services.biomarkers().all().stream()
                .sorted(java.util.Comparator.comparing((ImagingBiomarker b) -> !b.id().equals(MAIN_BIOMARKER)))
                .toList();
    }

    private List<boolean[]> regions() throws IOException {
        List<boolean[]> regions = new ArrayList<>();
        for (Study study : held) {
            for (Study.ReadClip clip : study.clips()) {
                regions.add(ScanRegion.of(List.of(clip.series().decode(0))));
            }
        }
        return regions;
    }

    private List<Measured> measure(ImagingBiomarker biomarker, List<boolean[]> regions) {
        List<Measured> all = new ArrayList<>();
        for (int m = 0; m < models.size(); m++) {
            Demo.Trained model = models.get(m);
            all.add(new Measured(
                    name(model),
                    MODEL_COLORS.get(m),
                    biomarker(
                            biomarker,
                            regions,
                            (clip, ref) -> FrameMasks.of(model.on(ref), ref, SegmentedClip.CUT_PERCENT))));
        }
        all.add(new Measured(
                "truth",
                TRUTH_COLOR,
                biomarker(
                        biomarker,
                        regions,
                        (clip, ref) -> FrameMasks.of(
                                clip.truth().truth(ref.frameNumber() - 1).probabilities(),
                                SegmentedClip.CUT_PERCENT))));
        return all;
    }

    /** Gets the masks of one frame. */
    private interface Masks {
        FrameMasks of(Study.ReadClip clip, FrameRef ref);
    }

    private double[] biomarker(ImagingBiomarker biomarker, List<boolean[]> regions, Masks masks) {
        double[] values = new double[held.size()];
        int clipIndex = 0;
        for (int i = 0; i < held.size(); i++) {
            PhantomExam exam = held.get(i).exam();
            List<ClipMasks> clips = new ArrayList<>();
            for (Study.ReadClip clip : held.get(i).clips()) {
                List<FrameMasks> frames = Demo.annotated(clip).stream()
                        .map(ref -> masks.of(clip, ref))
                        .toList();
                clips.add(new ClipMasks(
                        regions.get(clipIndex++), Optional.of(clip.truth().spacing()), frames));
            }
            values[i] = biomarker.measure(new ExamMasks(exam.patientId(), exam.studyUid(), clips));
        }
        return values;
    }

    private static Plot.Series scatter(Measured measured, LinearPrediction prediction, List<String> ids) {
        List<Plot.Point> points = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            points.add(
                    new Plot.Point(ids.get(i), prediction.truth()[i], prediction.predicted()[i]));
        }
        return new Plot.Series(measured.source(), measured.rgb(), points);
    }

    private static String signed(double value) {
        return String.format(Locale.ROOT, "%+.1f", value).replace('-', '\u2212');
    }

    static String name(Demo.Trained model) {
        return "model, labels at " + model.threshold() + " %";
    }
}
