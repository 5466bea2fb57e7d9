package org.credence.training.onnx.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.credence.imaging.FrameRef;
import org.credence.imaging.Progress;
import org.credence.segmentation.Letterbox;
import org.credence.segmentation.Model;
import org.credence.segmentation.ModelCard;
import org.credence.segmentation.onnx.OnnxRuntime;
import org.credence.training.Exposure;
import org.credence.training.ModelIdentity;
import org.credence.training.TrainingCase;
import org.credence.training.TrainingException;
import org.credence.training.TrainingPlan;
import org.credence.training.TrainingRequest;
import org.credence.training.TrainingResult;
import org.credence.training.TrainingSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxTrainerTest {

    private static final OnnxRuntime RUNTIME = new OnnxRuntime();
    private static final TrainingPlan PLAN = new TrainingPlan(32, 32, 4, 2, 150, 4, 0.01, 3, 4, 1, true);

    @TempDir
    private Path folder;

    @AfterAll
    static void close() {
        RUNTIME.close();
    }

    @Test
    void linesAndDiscsOfUnseenPatientsAreFoundAfterAFewSeconds() throws Exception {
        // Discs and level lines need no augmentation to be learned; it would only take more steps.
        TrainingPlan plain = new TrainingPlan(32, 32, 4, 2, 150, 4, 0.01, 3, 4, 1, false);
        TrainingResult result = train(plain, "model.onnx", Progress.NONE);
        assertEquals(PLAN.steps(), result.report().losses().size());
        assertTrue(result.report().losses().get(PLAN.steps() - 1)
                < 0.3 * result.report().losses().get(0));
        result.report().metrics().forEach((name, dice) -> assertTrue(dice > 0.9, name + " is only " + dice));
        assertEquals(2, result.report().metrics().size());
        Model model = Model.read(folder.resolve("model.onnx"));
        assertEquals(result.report().metrics(), model.card().metrics());
        assertEquals(60, model.card().thresholdPercent());
        assertEquals(64, model.card().trainingDigest().length());
    }

    @Test
    void theSameSeedGivesTheSameFileAndAnotherSeedAnother() throws Exception {
        train(PLAN.withSteps(5), "a.onnx", Progress.NONE);
        train(PLAN.withSteps(5), "b.onnx", Progress.NONE);
        assertArrayEquals(Files.readAllBytes(folder.resolve("a.onnx")), Files.readAllBytes(folder.resolve("b.onnx")));
        TrainingPlan other = new TrainingPlan(32, 32, 4, 2, 5, 4, 0.01, 4, 4, 1, true);
        train(other, "c.onnx", Progress.NONE);
        assertFalse(Arrays.equals(
                Files.readAllBytes(folder.resolve("a.onnx")), Files.readAllBytes(folder.resolve("c.onnx"))));
    }

    @Test
    void progressNamesLossAndTimeLeft() throws Exception {
        List<String> messages = new ArrayList<>();
        train(PLAN.withSteps(3), "model.onnx", new Progress() {
            @Override
            public void report(double fraction, String message) {
                assertTrue(fraction >= 0 && fraction <= 1);
                messages.add(message);
            }

            @Override
            public boolean isCancelled() {
                return false;
            }
        });
        assertTrue(messages.stream().anyMatch(m -> m.matches("Step 2 of 3, loss \\d+\\.\\d{3}, \\d+ s left")));
    }

    @Test
    void cancellationStopsWithinAStepAndLeavesNoFile() throws Exception {
        int[] reports = new int[1];
        Progress impatient = new Progress() {
            @Override
            public void report(double fraction, String message) {
                reports[0]++;
            }

            @Override
            public boolean isCancelled() {
                return reports[0] >= 3;
            }
        };
        assertThrows(CancellationException.class, () -> train(PLAN, "model.onnx", impatient));
        assertEquals(3, reports[0]);
        try (var files = Files.list(folder)) {
            assertEquals(0, files.count());
        }
    }

    @Test
    void whatAModelSaysBesideTheFrameDoesNotCount() throws Exception {
        // A wide frame covers the middle half of the grid; all of it is painted, and the model says yes everywhere.
        TrainingPlan plan = new TrainingPlan(16, 16, 2, 1, 1, 1, 0.01, 1, 1, 0, false);
        TrainingSet set = TrainingSet.of(ToyFrames.SCHEME, List.of(wide("P1")));
        TrainingRequest request = new TrainingRequest(
                TrainingSet.of(ToyFrames.SCHEME, List.of(wide("P2"))),
                set,
                plan,
                new Exposure.HardThreshold(60),
                new ModelIdentity("Toy", "1", "For tests.", "CC0-1.0", "Tests only."),
                folder.resolve("model.onnx"));
        Network yes = new Network(new Network.Shape(1, 16, 16), List.of(new Layer.Conv(0, 2, 1, true)));
        ModelCard card = new ModelCard(
                "Yes",
                "1",
                "",
                ToyFrames.SCHEME.segments().stream()
                        .map(s -> new ModelCard.SegmentEntry(
                                s.number(),
                                s.label(),
                                s.rgb(),
                                new ModelCard.Code("A", "99CREDENCE", "Anything"),
                                new ModelCard.Code("A", "99CREDENCE", "Anything")))
                        .toList(),
                new ModelCard.Input("image", 16, 16, 1, 1 / 255.0, 0, 1),
                new ModelCard.Output("probabilities", "sigmoid", null, ModelCard.Output.LEVELS),
                60,
                "",
                "",
                Map.of(),
                "",
                "");
        byte[] model =
                new InferenceGraph(yes, new float[] {0, 0, 5, 20}, new float[0]).write(new Normalization(0, 1), card);
        Map<String, Double> metrics = new OnnxTrainer(RUNTIME).validate(request, model, Progress.NONE);
        metrics.forEach((name, dice) -> assertEquals(1, dice, 1e-12, name));
        assertEquals(2, metrics.size());
    }

    @Test
    void emphasisCountsOnlyWhatFramesCover() throws Exception {
        TrainingPlan plan = new TrainingPlan(16, 16, 2, 1, 1, 1, 0.01, 1, 9, 0, false);
        TrainingSet set = TrainingSet.of(ToyFrames.SCHEME, List.of(wide("P1")));
        assertArrayEquals(
                new float[] {1, 1}, new BatchSource(set, plan, new Exposure.HardThreshold(60)).positiveWeights());
        byte[] half = new byte[16 * 16];
        Arrays.fill(half, 4 * 16, 6 * 16, (byte) 90);
        TrainingSet quarter = TrainingSet.of(ToyFrames.SCHEME, List.of(wide("P1", half)));
        // A quarter of the covered half is painted: three times as much background.
        assertEquals(
                Math.sqrt(3),
                new BatchSource(quarter, plan, new Exposure.HardThreshold(60)).positiveWeights()[0],
                1e-6);
    }

    private static TrainingCase wide(String patient) {
        byte[] painted = new byte[16 * 16];
        Arrays.fill(painted, 4 * 16, 12 * 16, (byte) 90);
        return wide(patient, painted);
    }

    private static TrainingCase wide(String patient, byte[] painted) {
        return new TrainingCase(
                patient, new FrameRef("1.2.3", 1), new Letterbox(32, 16, 16, 16), new byte[16 * 16], new byte[][] {
                    painted, painted
                });
    }

    @Test
    void aPlaceThatCannotBeWrittenIsNamed() throws Exception {
        Files.writeString(folder.resolve("taken"), "a file where a folder should be");
        TrainingException e = assertThrows(
                TrainingException.class, () -> train(PLAN.withSteps(1), "taken/model.onnx", Progress.NONE));
        assertTrue(e.getMessage().contains("taken"), e.getMessage());
    }

    private TrainingResult train(TrainingPlan plan, String file, Progress progress) throws TrainingException {
        return new OnnxTrainer(RUNTIME)
                .train(
                        new TrainingRequest(
                                ToyFrames.of(32, 6, 4, 1),
                                ToyFrames.of(32, 3, 4, 2),
                                plan,
                                new Exposure.HardThreshold(60),
                                new ModelIdentity("Toy", "1", "For tests.", "CC0-1.0", "Tests only."),
                                folder.resolve(file)),
                        progress);
    }
}
