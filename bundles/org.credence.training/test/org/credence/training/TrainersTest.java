package org.credence.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class TrainersTest {

    @Test
    void withoutATrainerTheMessageNamesWhatToInstall() {
        TrainingException e = assertThrows(TrainingException.class, () -> new Trainers(List.of()).best());
        assertTrue(e.getMessage().contains("org.credence.training.onnx"), e.getMessage());
    }

    @Test
    void theLearningRateWarmsUpAndFalls() {
        TrainingPlan plan = TrainingPlan.small(1);
        assertTrue(plan.learningRate(0) < 0.1 * plan.learningRate());
        assertEquals(plan.learningRate(), plan.learningRate(plan.steps() / 20), 1e-9);
        assertTrue(plan.learningRate(plan.steps() - 1) < 0.02 * plan.learningRate());
    }

    @Test
    void aGridThatCannotBeHalvedOftenEnoughIsRefused() {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> new TrainingPlan(100, 128, 8, 4, 1, 1, 0.01, 1, 1, 0, false));
        assertTrue(e.getMessage().contains("multiple of 16"), e.getMessage());
    }

    @Test
    void plansThatWouldFailAfterTheirTrainingAreRefusedBefore() {
        // A card's grid ends at 8192; one value per channel has no variance; 2^30 pixels fit in no buffer.
        assertThrows(
                IllegalArgumentException.class, () -> new TrainingPlan(16384, 16, 8, 4, 1, 4, 0.01, 1, 1, 0, false));
        assertThrows(IllegalArgumentException.class, () -> new TrainingPlan(16, 16, 8, 4, 1, 1, 0.01, 1, 1, 0, false));
        assertThrows(
                IllegalArgumentException.class, () -> new TrainingPlan(8192, 8192, 8, 4, 1, 16, 0.01, 1, 1, 0, false));
        assertThrows(
                IllegalArgumentException.class, () -> new TrainingPlan(64, 64, 256, 6, 1, 4, 0.01, 1, 1, 0, false));
        new TrainingPlan(16, 16, 8, 4, 1, 2, 0.01, 1, 1, 0, false);
    }
}
