package org.credence.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.credence.annotation.Annotation;
import org.credence.annotation.AnnotationSnapshot;
import org.credence.annotation.ConfidenceLayer;
import org.credence.annotation.FrameState;
import org.credence.annotation.LabelScheme;
import org.credence.annotation.Reader;
import org.credence.annotation.Segment;
import org.credence.imaging.Frame;
import org.credence.imaging.FrameRef;
import org.credence.imaging.FrameTiming;
import org.credence.imaging.ImageGeometry;
import org.credence.imaging.ImageInstance;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.Progress;
import org.credence.imaging.SeriesInfo;
import org.junit.jupiter.api.Test;

class TrainingSetTest {

    private static final LabelScheme SCHEME =
            new LabelScheme("Two", LabelScheme.lungUltrasound().segments().subList(0, 2));
    private static final int SIZE = 16;

    @Test
    void onlyCompleteFramesAreLearnedFrom() throws Exception {
        ImageSeries series = series("A", 3);
        Annotation annotation = new Annotation(new Reader("R1", "One"), SCHEME, series);
        paint(annotation, series.frames().get(0), 80, FrameState.COMPLETE);
        paint(annotation, series.frames().get(1), 80, FrameState.IN_PROGRESS);
        TrainingSet.Builder builder = TrainingSet.builder(SCHEME, 8, 8);
        assertEquals(1, builder.add(series, List.of(annotation.snapshot()), Progress.NONE));
        TrainingSet set = builder.build();
        assertEquals(
                List.of(series.frames().get(0)),
                set.cases().stream().map(TrainingCase::frame).toList());
    }

    @Test
    void theLabelIsTheMeanOfThoseWhoCompletedTheFrame() throws Exception {
        ImageSeries series = series("A", 1);
        TrainingSet.Builder builder = TrainingSet.builder(SCHEME, SIZE, SIZE);
        builder.add(
                series,
                List.of(
                        read(series, "R1", 90, FrameState.COMPLETE),
                        read(series, "R2", 35, FrameState.COMPLETE),
                        read(series, "R3", 100, FrameState.IN_PROGRESS)),
                Progress.NONE);
        byte[] expected = new byte[SIZE * SIZE];
        Arrays.fill(expected, (byte) 63);
        assertArrayEquals(expected, builder.build().cases().get(0).percent(0));
        assertArrayEquals(new byte[SIZE * SIZE], builder.build().cases().get(0).percent(1));
    }

    @Test
    void withoutACompleteFrameThereIsNothingToTrainOn() throws Exception {
        ImageSeries series = series("A", 1);
        TrainingSet.Builder builder = TrainingSet.builder(SCHEME, 8, 8);
        assertEquals(0, builder.add(series, List.of(read(series, "R1", 90, FrameState.IN_PROGRESS)), Progress.NONE));
        TrainingException e = assertThrows(TrainingException.class, builder::build);
        assertTrue(e.getMessage().contains("complete"), e.getMessage());
    }

    @Test
    void aSeriesWithoutPatientAndAnAnnotationOfOtherFramesAreRefused() throws Exception {
        ImageSeries nobody = series("", 1);
        TrainingSet.Builder builder = TrainingSet.builder(SCHEME, 8, 8);
        assertThrows(
                TrainingException.class,
                () -> builder.add(nobody, List.of(read(nobody, "R1", 90, FrameState.COMPLETE)), Progress.NONE));
        ImageSeries a = series("A", 1);
        AnnotationSnapshot other = new AnnotationSnapshot(
                new Reader("R1", "One"),
                LabelScheme.lungUltrasound(),
                "1.2",
                SIZE,
                SIZE,
                a.frames(),
                Map.of(),
                Map.of(a.frames().get(0), FrameState.COMPLETE));
        TrainingException e =
                assertThrows(TrainingException.class, () -> builder.add(a, List.of(other), Progress.NONE));
        assertTrue(e.getMessage().contains("one scheme"), e.getMessage());
    }

    @Test
    void theDigestDependsOnTheDataAndNotOnTheOrder() throws Exception {
        assertEquals(set(90, "A", "B").digest(), set(90, "B", "A").digest());
        assertNotEquals(set(90, "A", "B").digest(), set(91, "A", "B").digest());
        assertNotEquals(set(90, "A", "B").digest(), set(90, "A", "C").digest());
        assertEquals(set(90, "A").digest(), set(90, "A", "B").only(Set.of("A")).digest());
    }

    @Test
    void aRequestThatMeasuresOnTrainedPatientsCannotBeMade() throws Exception {
        TrainingSet both = set(90, "A", "B");
        TrainingPlan plan = new TrainingPlan(8, 8, 2, 1, 1, 1, 0.01, 1, 1, 0, false);
        ModelIdentity identity = new ModelIdentity("x", "1", "", "", "");
        Path file = Path.of("x.onnx");
        Exposure exposure = new Exposure.Soft();
        TrainingSet a = both.only(Set.of("A"));
        assertThrows(
                IllegalArgumentException.class, () -> new TrainingRequest(both, a, plan, exposure, identity, file));
        assertEquals(
                List.of("B"),
                new TrainingRequest(a, both.only(Set.of("B")), plan, exposure, identity, file)
                        .validation()
                        .patients());
    }

    @Test
    void mirroringSwapsImageAndLabelAlike() {
        Augmentation mirror = new Augmentation(true, 1, 0, 0, 0, 1, 0);
        assertArrayEquals(new byte[] {3, 2, 1, 6, 5, 4}, mirror.applyToImage(new byte[] {1, 2, 3, 4, 5, 6}, 3));
        assertArrayEquals(new byte[] {3, 2, 1, 6, 5, 4}, mirror.applyToLabel(new byte[] {1, 2, 3, 4, 5, 6}, 3));
    }

    @Test
    void imageAndLabelMoveTogether() {
        Random random = new Random(6);
        byte[] disc = new byte[64 * 64];
        for (int i = 0; i < disc.length; i++) {
            int x = i % 64 - 24;
            int y = i / 64 - 36;
            disc[i] = (byte) (x * x + y * y < 100 ? 100 : 0);
        }
        for (int round = 0; round < 20; round++) {
            Augmentation change = Augmentation.draw(random);
            byte[] image = change.applyToImage(disc, 64);
            byte[] label = change.applyToLabel(disc, 64);
            int differ = 0;
            for (int i = 0; i < image.length; i++) {
                differ += (image[i] & 0xff) >= 50 * change.gain() == label[i] >= 50 ? 0 : 1;
            }
            assertTrue(differ < 40, change + " differs in " + differ + " pixels");
        }
    }

    @Test
    void noChangeChangesNothing() {
        byte[] plane = {1, 2, 3, 4, 5, 6};
        assertArrayEquals(plane, Augmentation.NONE.applyToImage(plane, 3));
        assertArrayEquals(plane, Augmentation.NONE.applyToLabel(plane, 3));
    }

    @Test
    void overlapAddsUpOverFrames() {
        Overlap sum = new Overlap(2, 4, 3).plus(new Overlap(1, 1, 4));
        assertEquals(2.0 * 3 / 12, sum.dice().getAsDouble(), 1e-12);
        assertTrue(Overlap.NONE.dice().isEmpty());
    }

    @Test
    void aFrameAddedTwiceIsRefusedForItsFirstReaderWouldBeForgotten() throws Exception {
        ImageSeries series = series("A", 1);
        TrainingSet.Builder builder = TrainingSet.builder(SCHEME, 8, 8);
        builder.add(series, List.of(read(series, "R1", 80, FrameState.COMPLETE)), Progress.NONE);
        List<AnnotationSnapshot> second = List.of(read(series, "R2", 20, FrameState.COMPLETE));
        TrainingException e = assertThrows(TrainingException.class, () -> builder.add(series, second, Progress.NONE));
        assertTrue(e.getMessage().contains("added before"), e.getMessage());
    }

    @Test
    void aSchemeInOtherColorsIsTheSameScheme() throws Exception {
        LabelScheme recolored = new LabelScheme(
                "Recolored",
                SCHEME.segments().stream()
                        .map(s -> new Segment(s.number(), s.label(), s.category(), s.type(), 0x123456))
                        .toList());
        ImageSeries series = series("A", 1);
        TrainingSet.Builder builder = TrainingSet.builder(recolored, 8, 8);
        assertEquals(1, builder.add(series, List.of(read(series, "R1", 80, FrameState.COMPLETE)), Progress.NONE));
    }

    private static TrainingSet set(int percent, String... patients) throws Exception {
        TrainingSet.Builder builder = TrainingSet.builder(SCHEME, 8, 8);
        for (String patient : patients) {
            ImageSeries series = series(patient, 1);
            builder.add(series, List.of(read(series, "R1", percent, FrameState.COMPLETE)), Progress.NONE);
        }
        return builder.build();
    }

    private static AnnotationSnapshot read(ImageSeries series, String reader, int percent, FrameState state) {
        Annotation annotation = new Annotation(new Reader(reader, reader), SCHEME, series);
        paint(annotation, series.frames().get(0), percent, state);
        return annotation.snapshot();
    }

    private static void paint(Annotation annotation, FrameRef frame, int percent, FrameState state) {
        byte[] layer = new byte[SIZE * SIZE];
        Arrays.fill(layer, (byte) percent);
        annotation.replace(frame, 1, ConfidenceLayer.of(SIZE, SIZE, layer));
        annotation.mark(frame, state);
    }

    private static ImageSeries series(String patient, int frames) {
        SeriesInfo info = new SeriesInfo(patient, "", "1.1", "20260101", "", "1.1.1", 1, "", "US");
        return ImageSeries.of(new ImageInstance(
                info,
                "1.1.1." + (patient.isEmpty() ? 0 : (int) patient.charAt(0)),
                "1.2.840.10008.5.1.4.1.1.3.1",
                1,
                Path.of("clip.dcm"),
                SIZE,
                SIZE,
                frames,
                ImageGeometry.UNKNOWN,
                FrameTiming.every(40),
                index -> Frame.gray(SIZE, SIZE, new byte[SIZE * SIZE])));
    }
}
