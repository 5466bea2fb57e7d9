package org.credence.headless.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.credence.annotation.AnnotationException;
import org.credence.annotation.AnnotationSnapshot;
import org.credence.annotation.AnnotationStores;
import org.credence.annotation.ConfidenceLayer;
import org.credence.annotation.LabelScheme;
import org.credence.annotation.LayerKey;
import org.credence.annotation.Reader;
import org.credence.autosegmentation.ModelReader;
import org.credence.imaging.Frame;
import org.credence.imaging.FrameRef;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.ImagingException;
import org.credence.imaging.ProbabilityMap;
import org.credence.imaging.Progress;
import org.credence.phantom.Cohort;
import org.credence.phantom.CohortPlan;
import org.credence.phantom.PhantomClip;
import org.credence.phantom.PhantomExam;
import org.credence.phantom.PhantomPatient;
import org.credence.phantom.SimulatedReader;
import org.credence.segmentation.ModelRepository;
import org.credence.segmentation.ModelSet;
import org.credence.segmentation.Segmenter;
import org.credence.training.Exposure;
import org.credence.training.ModelIdentity;
import org.credence.training.PatientSplit;
import org.credence.training.TrainingPlan;
import org.credence.training.TrainingRequest;
import org.credence.training.TrainingResult;
import org.credence.training.TrainingSet;

/**
 * The main job on a synthetic cohort: simulate, write DICOM, read it back, let readers paint, keep and re-read their
 * annotations, train a model per threshold on the training patients, run both on the held-out ones, and report.
 */
final class Demo {

    /** What the demo makes in its folder. */
    static final Set<String> FOLDERS = Set.of("dicom", "annotations", "models", "report");

    /** The file by which the demo knows a folder as its own. */
    static final String MARK = ".credence-demo";

    /** Three to test on, one to validate on, some to learn from. */
    static final int LEAST_PATIENTS = 8;

    /** The paper's poor and its good threshold. */
    static final List<Integer> THRESHOLDS = List.of(50, 60);

    /** Neighbouring frames are alike; readers complete every second. */
    static final int STRIDE = 2;

    private static final double VALIDATION_SHARE = 0.1;
    private static final double TEST_SHARE = 0.35;

    private final Services services;
    private final Path out;
    private final int patients;
    private final int steps;
    private final long seed;

    Demo(Services services, Path out, int patients, int steps, long seed) {
        this.services = services;
        this.out = out;
        this.patients = patients;
        this.steps = steps;
        this.seed = seed;
    }

    /**
     * A model of the demo and what it says about the held-out patients' annotated frames, in whole percent.
     *
     * @param said by image object
     */
    record Trained(int threshold, TrainingResult result, Map<String, AnnotationSnapshot> said) {

        AnnotationSnapshot on(FrameRef frame) {
            return said.get(frame.sopInstanceUid());
        }
    }

    /** Runs everything; the folder of the report. */
    Path run(Progress progress) throws IOException {
        clear();
        Cohort cohort = Cohort.simulate(CohortPlan.demo().withPatients(patients).withSeed(seed));
        Map<String, ImageSeries> series = simulate(cohort, progress.part(0, 0.14));
        List<Study> studies = read(cohort, series, progress.part(0.14, 0.26));
        PatientSplit split = PatientSplit.of(
                cohort.patients().stream().map(PhantomPatient::id).toList(), seed, VALIDATION_SHARE, TEST_SHARE);
        TrainingPlan plan = TrainingPlan.small(seed).withSteps(steps);
        TrainingSet set = collect(studies, plan, progress.part(0.26, 0.3));
        List<Study> held = studies.stream()
                .filter(s -> split.test().contains(s.exam().patientId()))
                .toList();
        List<Trained> models = new ArrayList<>();
        for (int i = 0; i < THRESHOLDS.size(); i++) {
            double from = 0.3 + 0.32 * i;
            models.add(train(THRESHOLDS.get(i), set, split, plan, held, progress.part(from, from + 0.32)));
        }
        Path report = new DemoReport(services, cohort, studies, held, split, plan, set, models, seed)
                .write(out.resolve("report"), progress.part(0.94, 1));
        progress.report(1, "Done");
        return report;
    }

    private void clear() throws IOException {
        Folders.make(out);
        Files.writeString(
                out.resolve(MARK),
                "Made by 'credence demo'. All data in this folder is synthetic and may be deleted.\n");
        for (String folder : FOLDERS) {
            Path path = out.resolve(folder);
            if (Files.exists(path)) {
                try (Stream<Path> walk = Files.walk(path)) {
                    for (Path p :
                            walk.sorted(java.util.Comparator.reverseOrder()).toList()) {
                        Files.delete(p);
                    }
                }
            }
            Files.createDirectories(path);
        }
    }

    private Map<String, ImageSeries> simulate(Cohort cohort, Progress progress) throws ImagingException {
        List<PhantomClip> clips =
                cohort.exams().stream().flatMap(e -> e.clips().stream()).toList();
        Path dicom = out.resolve("dicom");
        for (int i = 0; i < clips.size(); i++) {
            PhantomClip clip = clips.get(i);
            progress.checkCancelled();
            progress.report(0.95 * i / clips.size(), "Simulating clip " + (i + 1) + " of " + clips.size());
            Path folder = dicom.resolve(clip.series().patientId());
            Folders.make(folder);
            services.sinks().write(clip.render(Progress.NONE), folder.resolve(clip.sopInstanceUid() + ".dcm"));
        }
        Map<String, ImageSeries> series = new HashMap<>();
        for (ImageSeries s :
                services.images().scan(List.of(dicom), progress.part(0.95, 1)).series()) {
            series.put(s.instances().get(0).sopInstanceUid(), s);
        }
        return series;
    }

    private List<Study> read(Cohort cohort, Map<String, ImageSeries> series, Progress progress) throws IOException {
        List<SimulatedReader> readers = SimulatedReader.defaults(seed);
        Path folder = out.resolve("annotations");
        List<Study> studies = new ArrayList<>();
        List<PhantomExam> exams = cohort.exams();
        for (int e = 0; e < exams.size(); e++) {
            List<Study.ReadClip> clips = new ArrayList<>();
            for (PhantomClip clip : exams.get(e).clips()) {
                progress.checkCancelled();
                progress.report((double) e / exams.size(), "Readers paint exam " + (e + 1) + " of " + exams.size());
                ImageSeries from = series.get(clip.sopInstanceUid());
                List<AnnotationSnapshot> kept = new ArrayList<>();
                for (AnnotationSnapshot painted :
                        SimulatedReader.readTogether(readers, clip, from, STRIDE, Progress.NONE)) {
                    Path file = AnnotationStores.fileFor(folder, painted.reader(), from);
                    services.annotations().save(painted, from, file);
                    AnnotationSnapshot read = services.annotations().load(file, from);
                    if (!read.layers().equals(painted.layers())
                            || !read.states().equals(painted.states())) {
                        throw new AnnotationException("Annotation " + file + " did not read back as it was painted.");
                    }
                    kept.add(read);
                }
                clips.add(new Study.ReadClip(clip, from, kept));
            }
            studies.add(new Study(exams.get(e), clips));
        }
        return studies;
    }

    private static TrainingSet collect(List<Study> studies, TrainingPlan plan, Progress progress) throws IOException {
        TrainingSet.Builder builder = TrainingSet.builder(LabelScheme.lungUltrasound(), plan.columns(), plan.rows());
        for (int s = 0; s < studies.size(); s++) {
            progress.report((double) s / studies.size(), "Collecting annotated frames");
            for (Study.ReadClip clip : studies.get(s).clips()) {
                builder.add(clip.series(), clip.readers(), Progress.NONE);
            }
        }
        return builder.build();
    }

    private Trained train(
            int threshold, TrainingSet set, PatientSplit split, TrainingPlan plan, List<Study> held, Progress progress)
            throws IOException {
        Path file = out.resolve("models").resolve("lung-" + threshold + ".onnx");
        ModelIdentity identity = new ModelIdentity(
                "Lung ultrasound, labels cut at " + threshold + " %",
                "0.1.0",
                "A small U-Net for pleural line, A-lines, B-lines and consolidation, trained on synthetic clips.",
                "CC0-1.0",
                "Demonstration on synthetic data. Not for clinical use.");
        progress.report(0, "Training on labels cut at " + threshold + " %");
        TrainingResult result = services.trainers()
                .train(
                        new TrainingRequest(
                                set.only(split.train()),
                                set.only(split.validation()),
                                plan,
                                new Exposure.HardThreshold(threshold),
                                identity,
                                file),
                        progress.part(0, 0.9));
        new ModelRepository(file.getParent()).put(result.model());
        Map<String, AnnotationSnapshot> said = new HashMap<>();
        try (Segmenter segmenter = services.engines().open(result.model())) {
            for (int s = 0; s < held.size(); s++) {
                progress.report(0.9 + 0.1 * s / held.size(), "Segmenting held-out patients at " + threshold + " %");
                for (Study.ReadClip clip : held.get(s).clips()) {
                    progress.checkCancelled();
                    said.put(clip.truth().sopInstanceUid(), segment(segmenter, clip));
                }
            }
        }
        return new Trained(threshold, result, said);
    }

    /** What a model says, as percents: a quarter of the memory of its maps, for as many patients as one likes. */
    private static AnnotationSnapshot segment(Segmenter segmenter, Study.ReadClip clip) throws IOException {
        ImageSeries series = clip.series();
        List<FrameRef> refs = annotated(clip);
        List<Frame> frames = new ArrayList<>();
        for (FrameRef ref : refs) {
            frames.add(series.decode(series.position(ref).orElseThrow()));
        }
        List<ProbabilityMap> maps = segmenter.segment(frames, Progress.NONE);
        LabelScheme scheme = ModelReader.of(ModelSet.of(segmenter.model())).scheme();
        Map<LayerKey, ConfidenceLayer> layers = new HashMap<>();
        for (int f = 0; f < refs.size(); f++) {
            for (int s = 0; s < scheme.segments().size(); s++) {
                layers.put(
                        new LayerKey(refs.get(f), scheme.segments().get(s).number()),
                        ConfidenceLayer.of(
                                series.columns(), series.rows(), maps.get(f).percent(s)));
            }
        }
        return new AnnotationSnapshot(
                new Reader("model", "Model"),
                scheme,
                series.info().seriesUid(),
                series.columns(),
                series.rows(),
                series.frames(),
                layers,
                Map.of());
    }

    /** The frames that the readers completed, in viewing order. */
    static List<FrameRef> annotated(Study.ReadClip clip) {
        return clip.series().frames().stream()
                .filter(f -> clip.readers().get(0).states().containsKey(f))
                .toList();
    }
}
