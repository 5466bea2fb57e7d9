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
import java.util.concurrent.CancellationException;
import org.credence.imaging.Progress;
import org.credence.segmentation.Model;
import org.credence.segmentation.onnx.OnnxRuntime;
import org.credence.training.Exposure;
import org.credence.training.ModelIdentity;
import org.credence.training.TrainingException;
import org.credence.training.TrainingPlan;
import org.credence.training.TrainingRequest;
import org.credence.training.TrainingResult;
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
