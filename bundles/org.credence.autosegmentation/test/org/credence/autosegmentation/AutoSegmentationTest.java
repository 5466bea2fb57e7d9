package org.credence.autosegmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.credence.annotation.AnnotationSnapshot;
import org.credence.annotation.AnnotationStores;
import org.credence.annotation.FrameState;
import org.credence.annotation.spi.AnnotationStore;
import org.credence.imaging.Frame;
import org.credence.imaging.FrameRef;
import org.credence.imaging.FrameTiming;
import org.credence.imaging.ImageGeometry;
import org.credence.imaging.ImageInstance;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.ImagingException;
import org.credence.imaging.Progress;
import org.credence.imaging.SeriesInfo;
import org.credence.segmentation.Accelerator;
import org.credence.segmentation.Model;
import org.credence.segmentation.ModelCard;
import org.credence.segmentation.ModelSet;
import org.credence.segmentation.Predictor;
import org.credence.segmentation.SegmentationEngines;
import org.credence.segmentation.SegmentationException;
import org.credence.segmentation.spi.InferenceSession;
import org.credence.segmentation.spi.SegmentationEngine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs over clips whose frames are gray as their number, with a model that takes gray for probability. */
class AutoSegmentationTest {

    private static final int SIZE = 8;

    @TempDir
    Path folder;

    private final Session session = new Session();
    private final List<AnnotationSnapshot> saved = new ArrayList<>();
    private final List<ClipOutcome> outcomes = new ArrayList<>();
    private final List<String> ranOn = new ArrayList<>();
    private final List<ImageSeries> clips = new ArrayList<>();
    private Path results;
    private Model model = model("Fixture", "ab");
    private boolean mirrored;

    @BeforeEach
    void twoClips() throws IOException {
        results = folder.resolve("results/deep");
        clips.add(clip("1", 10));
        clips.add(clip("2", 4));
    }

    @Test
    void aClipBecomesAnAnnotationByTheReaderThatTheModelIs() throws Exception {
        run(SegmentationPlan.WHOLE);
        assertEquals(List.of("Fixture"), ranOn);
        assertEquals(2, outcomes.size());
        ClipOutcome.Done done = assertInstanceOf(ClipOutcome.Done.class, outcomes.get(0));
        assertFalse(done.before());
        assertEquals("1.model", done.name());
        assertEquals(List.of(results.resolve("1.model.seg.dcm")), done.report().files());
        assertEquals(10, done.report().frames());
        AnnotationSnapshot said = saved.get(0);
        assertEquals(ModelReader.ID, said.reader().id());
        assertEquals("Fixture", said.reader().name());
        for (FrameRef frame : said.frames()) {
            assertEquals(FrameState.IN_PROGRESS, said.state(frame), "no reader has confirmed it");
            assertEquals(percent(frame.frameNumber()), said.layer(frame, 1).confidence(4, 4));
        }
    }

    @Test
    void whatOpinionsDifferAboutIsAnAnnotationOfItsOwn() throws Exception {
        mirrored = true;
        session.leftOnly = true;
        run(new SegmentationPlan(FrameRange.ALL, 1, 1, 1));
        assertEquals(
                List.of(results.resolve("1.model.seg.dcm"), results.resolve("deviation/1.model.seg.dcm")),
                done(0).report().files());
        AnnotationSnapshot mean = saved.get(0);
        AnnotationSnapshot deviation = saved.get(1);
        assertEquals("Fixture, with mirror images", mean.reader().name());
        assertEquals(
                "Deviation: Fixture, with mirror images", deviation.reader().name());
        for (FrameRef frame : deviation.frames()) {
            int each = percent(frame.frameNumber());
            // One opinion says this and the other 0: half of it is the mean, and the deviation.
            assertEquals(each / 2.0, deviation.layer(frame, 1).confidence(6, 4), 1);
            assertEquals(each / 2.0, deviation.layer(frame, 1).confidence(1, 4), 1);
        }
        mirrored = false;
        session.leftOnly = false;
        Files.writeString(results.resolve("deviation/1.model.seg.dcm"), "of the mirrored run");
        run(SegmentationPlan.WHOLE);
        assertFalse(Files.exists(results.resolve("deviation/1.model.seg.dcm")), "a single model deviates from nothing");
    }

    @Test
    void aNameIsCutWhereAFileCanKeepIt() {
        ModelSet models =
                new ModelSet(List.of(model("A model whose name has some fifty-two characters now", "ab")), true);
        assertEquals(
                "Deviation: A model whose name has some fifty-two characters now,",
                ModelReader.of(models).deviationReader().name());
        for (int length = 1; length < 80; length++) {
            String name = "a ".repeat(40).substring(0, length).strip();
            ModelReader reader = ModelReader.of(new ModelSet(List.of(model(name, "ab")), true));
            assertEquals(reader.reader().name().strip(), reader.reader().name());
            assertEquals(
                    reader.deviationReader().name().strip(),
                    reader.deviationReader().name());
        }
    }

    @Test
    void areasAreTheShareThatReachesOneHalf() throws Exception {
        run(SegmentationPlan.WHOLE);
        // Frames 7 to 10 have a gray of 140 and more, which is 55 % and more; one pixel of each frame is black, one
        // white.
        double pixels = 10.0 * SIZE * SIZE;
        assertEquals(
                (4 * (SIZE * SIZE - 1) + 6) / pixels,
                done(0).report().areaFractions().get("Bright"),
                1e-12);
    }

    @Test
    void aSecondRunTellsTheSameWithoutTheModel() throws Exception {
        run(SegmentationPlan.WHOLE);
        ClipReport first = done(0).report();
        ranOn.clear();
        session.frames = 0;
        run(SegmentationPlan.WHOLE);
        assertEquals(0, session.frames);
        assertEquals(List.of(), ranOn);
        assertTrue(done(0).before());
        assertTrue(done(1).before());
        assertEquals(first, done(0).report());
    }

    @Test
    void whateverDiffersIsDoneAgain() throws Exception {
        run(SegmentationPlan.WHOLE);
        Files.writeString(results.resolve("2.model.seg.dcm"), "half");
        assertEquals(4, framesOf(SegmentationPlan.WHOLE), "a file of results");
        Files.writeString(results.resolve("done/1.model.json"), "{\"half\": ");
        assertEquals(10, framesOf(SegmentationPlan.WHOLE), "a damaged note");
        Files.writeString(results.resolve("done/1.model.json"), "{}");
        assertEquals(10, framesOf(SegmentationPlan.WHOLE), "a note that is none");
        Files.writeString(folder.resolve("2"), "other bytes");
        assertEquals(4, framesOf(SegmentationPlan.WHOLE), "an image");
        assertEquals(14, framesOf(new SegmentationPlan(FrameRange.ALL, 1, 1, 1)), "the plan");
        assertEquals(14, framesOf(SegmentationPlan.WHOLE), "the plan");
        model = model("Fixture", "cd");
        assertEquals(14, framesOf(SegmentationPlan.WHOLE), "the model");
        assertEquals(0, framesOf(SegmentationPlan.WHOLE));
    }

    @Test
    void aClipThatFailsIsToldWithItsReasonAndTheOthersAreDone() throws Exception {
        clips.add(0, damaged("3", 6, 5));
        clips.add(missing("4"));
        run(SegmentationPlan.WHOLE);
        ClipOutcome.Failed failed = assertInstanceOf(ClipOutcome.Failed.class, outcomes.get(0));
        assertEquals("Frame 5 is damaged.", failed.reason());
        assertEquals("P Clip 3", failed.title());
        assertFalse(done(1).before());
        assertFalse(done(2).before());
        ClipOutcome.Failed gone = assertInstanceOf(ClipOutcome.Failed.class, outcomes.get(3));
        assertTrue(gone.reason().contains("check that it is still there"), gone.reason());
        assertFalse(Files.exists(results.resolve("3.model.seg.dcm")));
        assertFalse(Files.exists(results.resolve("done/3.model.json")));
        clips.set(0, clip("3", 6));
        assertEquals(6, framesOf(SegmentationPlan.WHOLE), "tried again");
    }

    @Test
    void onlyTheFramesOfThePlanAreSegmented() throws Exception {
        run(new SegmentationPlan(FrameRange.parse("3-9"), 3, 0, 1));
        assertEquals(List.of(3, 6, 9), numbers(saved.get(0)));
        assertEquals(List.of(3), numbers(saved.get(1)));
        run(new SegmentationPlan(FrameRange.parse("7"), 1, 0, 1));
        ClipOutcome.Failed none = assertInstanceOf(ClipOutcome.Failed.class, outcomes.get(1));
        assertTrue(none.reason().startsWith("It has 4 frames and none of 7"), none.reason());
    }

    @Test
    void regionsBelowTheLeastAreLeftOut() throws Exception {
        run(new SegmentationPlan(FrameRange.ALL, 1, 0, SIZE * SIZE + 1));
        assertTrue(saved.get(0).layers().isEmpty());
        assertEquals(0, done(0).report().areaFractions().get("Bright"));
    }

    @Test
    void aCancelledRunLeavesWhatWasDoneAndNothingHalfWrittenAndGoesOn() throws Exception {
        clips.add(clip("3", 4));
        Progress onTheSecond = cancelledWhen(message -> message.startsWith("Clip 2 of 3") && message.contains("1 of"));
        session.batch = 1;
        assertThrows(
                CancellationException.class,
                () -> segmentation(SegmentationPlan.WHOLE).run(clips, this::open, new Kept(), onTheSecond));
        assertEquals(1, outcomes.size());
        assertEquals(1, session.closed);
        try (Stream<Path> files = Files.walk(results)) {
            assertEquals(
                    List.of("1.model.json", "1.model.seg.dcm"),
                    files.filter(Files::isRegularFile)
                            .map(f -> f.getFileName().toString())
                            .sorted()
                            .toList());
        }
        assertEquals(8, framesOf(SegmentationPlan.WHOLE));
        assertTrue(done(0).before());
        assertFalse(done(1).before());
    }

    @Test
    void savingCanBeCancelledToo() {
        Progress saving = cancelledWhen(message -> message.endsWith(": Saving"));
        assertThrows(
                CancellationException.class,
                () -> segmentation(SegmentationPlan.WHOLE).run(clips, this::open, new Kept(), saving));
        assertFalse(Files.exists(results.resolve("1.model.seg.dcm")));
        assertFalse(Files.exists(results.resolve("done/1.model.json")));
    }

    @Test
    void progressNamesTheClipAndTheTimeLeftForAll() throws Exception {
        session.batch = 2;
        List<String> said = new ArrayList<>();
        List<Double> fractions = new ArrayList<>();
        segmentation(SegmentationPlan.WHOLE).run(clips, this::open, new Kept(), new Progress() {
            @Override
            public void report(double fraction, String message) {
                said.add(message);
                fractions.add(fraction);
            }

            @Override
            public boolean isCancelled() {
                return false;
            }
        });
        assertTrue(
                said.stream().anyMatch(m -> m.matches("Clip 1 of 2 \\(\\d+ s left in all\\), P Clip 1: Segmenting.*")),
                said.toString());
        assertTrue(said.contains("Clip 2 of 2, P Clip 2: Opening"), said.toString());
        assertEquals(fractions.stream().sorted().toList(), fractions, "never backwards");
        assertEquals(1, fractions.get(fractions.size() - 1));
    }

    @Test
    void aFolderThatTakesNoResultsIsSaidBeforeAnyWork() throws Exception {
        Files.writeString(folder.resolve("file"), "");
        results = folder.resolve("file/below");
        AutoSegmentationException e = assertThrows(AutoSegmentationException.class, () -> run(SegmentationPlan.WHOLE));
        assertTrue(e.getMessage().contains(results.toString()), e.getMessage());
        assertTrue(e.getMessage().contains("choose another folder"), e.getMessage());
        assertEquals(0, session.frames);
    }

    @Test
    void aModelThatDoesNotLoadEndsTheRun() {
        assertThrows(
                SegmentationException.class,
                () -> segmentation(SegmentationPlan.WHOLE)
                        .run(
                                clips,
                                m -> {
                                    throw new SegmentationException("No engine.");
                                },
                                new Kept(),
                                Progress.NONE));
        assertEquals(List.of(), outcomes);
    }

    @Test
    void nonsenseIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new SegmentationPlan(FrameRange.ALL, 0, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new SegmentationPlan(FrameRange.ALL, 1, 101, 1));
        assertThrows(IllegalArgumentException.class, () -> new SegmentationPlan(FrameRange.ALL, 1, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> FrameRange.parse("9-3"));
        assertThrows(
                IllegalArgumentException.class,
                () -> new ClipReport("P", "", "1", 3, Map.of("A", 1.5), List.of(Path.of("f"))));
        assertEquals("3-9", FrameRange.parse(" 3-9 ").toString());
        assertEquals("all", FrameRange.ALL.toString());
    }

    private AutoSegmentation segmentation(SegmentationPlan plan) {
        return new AutoSegmentation(
                new ModelSet(List.of(model), mirrored),
                plan,
                new AnnotationFiles(new AnnotationStores(List.of(new Store())), results));
    }

    private void run(SegmentationPlan plan) throws IOException {
        outcomes.clear();
        segmentation(plan).run(clips, this::open, new Kept(), Progress.NONE);
    }

    private int framesOf(SegmentationPlan plan) throws IOException {
        session.frames = 0;
        run(plan);
        return session.frames;
    }

    private Predictor open(ModelSet of) throws SegmentationException {
        SegmentationEngine engine = new SegmentationEngine() {
            @Override
            public String name() {
                return "Fixture";
            }

            @Override
            public List<Accelerator.Found> accelerators() {
                return List.of(new Accelerator.Found(Accelerator.CPU, "Fixture", ""));
            }

            @Override
            public InferenceSession open(Model loaded, Accelerator accelerator) {
                return session;
            }
        };
        return new SegmentationEngines(List.of(engine)).open(of, Optional.empty());
    }

    private ClipOutcome.Done done(int n) {
        return assertInstanceOf(ClipOutcome.Done.class, outcomes.get(n));
    }

    private static List<Integer> numbers(AnnotationSnapshot annotation) {
        return annotation.states().keySet().stream()
                .map(FrameRef::frameNumber)
                .sorted()
                .toList();
    }

    private static int percent(int number) {
        return Math.round(100 * (20 * number / 255f));
    }

    private static Progress cancelledWhen(Predicate<String> said) {
        return new Progress() {
            private volatile boolean cancelled;

            @Override
            public void report(double fraction, String message) {
                cancelled |= said.test(message);
            }

            @Override
            public boolean isCancelled() {
                return cancelled;
            }
        };
    }

    private final class Kept implements AutoSegmentation.Watcher {
        @Override
        public void finished(ClipOutcome outcome) {
            outcomes.add(outcome);
        }

        @Override
        public void runsOn(String accelerator) {
            ranOn.add(accelerator);
        }
    }

    private static final class Session implements InferenceSession {
        int batch = 3;
        boolean leftOnly;
        int frames;
        int closed;

        @Override
        public int batch() {
            return batch;
        }

        @Override
        public String accelerator() {
            return "Fixture";
        }

        @Override
        public void run(int some, ByteBuffer gray, FloatBuffer statistics, ByteBuffer answers, Progress progress) {
            FloatBuffer probabilities = answers.asFloatBuffer();
            frames += some;
            for (int i = 0; i < some * SIZE * SIZE; i++) {
                probabilities.put(i, leftOnly && i % SIZE >= SIZE / 2 ? 0 : (gray.get(i) & 0xff) / 255f);
            }
        }

        @Override
        public void close() {
            closed++;
        }
    }

    private final class Store implements AnnotationStore {
        @Override
        public String name() {
            return "Kept";
        }

        @Override
        public boolean accepts(Path file, ImageSeries series) {
            return true;
        }

        @Override
        public AnnotationSnapshot load(Path file, ImageSeries series, Progress progress) {
            throw new UnsupportedOperationException("load is not part of this test");
        }

        @Override
        public void write(AnnotationSnapshot annotation, ImageSeries series, Path file, Progress progress)
                throws IOException {
            Files.writeString(file, annotation.seriesUid() + annotation.layers().size());
            saved.add(annotation);
        }
    }

    private static Model model(String name, String sha256) {
        ModelCard.Code code = new ModelCard.Code("A", "99CREDENCE", "Anything");
        ModelCard card = new ModelCard(
                name,
                "1",
                "",
                List.of(new ModelCard.SegmentEntry(1, "Bright", 0xffffff, code, code)),
                new ModelCard.Input("image", SIZE, SIZE, 1, 1 / 255.0, 0, 1),
                new ModelCard.Output("probabilities", "sigmoid"),
                50,
                "",
                "",
                Map.of(),
                "",
                "");
        return new Model(Path.of("fixture.onnx"), card, sha256);
    }

    private ImageSeries clip(String uid, int frames) throws IOException {
        return damaged(uid, frames, 0);
    }

    private ImageSeries damaged(String uid, int frames, int damagedFrame) throws IOException {
        Files.writeString(folder.resolve(uid), "image " + uid);
        return series(uid, frames, damagedFrame);
    }

    private ImageSeries missing(String uid) {
        return series(uid, 2, 0);
    }

    private ImageSeries series(String uid, int frames, int damagedFrame) {
        return ImageSeries.of(new ImageInstance(
                new SeriesInfo("P", "P", "1", "", "", uid + ".0", 1, "Clip " + uid, "US"),
                uid,
                "1.2",
                1,
                folder.resolve(uid),
                SIZE,
                SIZE,
                frames,
                ImageGeometry.UNKNOWN,
                FrameTiming.UNKNOWN,
                i -> {
                    if (i + 1 == damagedFrame) {
                        throw new ImagingException("Frame " + damagedFrame + " is damaged.");
                    }
                    byte[] pixels = new byte[SIZE * SIZE];
                    Arrays.fill(pixels, (byte) (20 * (i + 1)));
                    // All grays, as the window of a flat frame would make it black.
                    pixels[0] = 0;
                    pixels[1] = (byte) 255;
                    return Frame.gray(SIZE, SIZE, pixels);
                }));
    }
}
