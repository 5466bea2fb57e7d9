package org.credence.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PatientSplitTest {

    @Test
    void noPatientIsInTwoPartsAndNoneIsLost() throws Exception {
        Random random = new Random(3);
        for (int round = 0; round < 200; round++) {
            List<String> patients = patients(3 + random.nextInt(40));
            double validation = 0.5 * random.nextDouble();
            double test = 0.4 * random.nextDouble();
            PatientSplit split = PatientSplit.of(patients, round, validation, test);
            Set<String> all = new HashSet<>();
            int sum = 0;
            for (Set<String> part : List.of(split.train(), split.validation(), split.test())) {
                all.addAll(part);
                sum += part.size();
            }
            assertEquals(patients.size(), sum);
            assertEquals(new HashSet<>(patients), all);
            assertFalse(split.train().isEmpty());
            assertTrue(validation == 0 || !split.validation().isEmpty());
            assertTrue(test == 0 || !split.test().isEmpty());
        }
    }

    @Test
    void theOrderOfPatientsDoesNotMatterTheSeedDoes() throws Exception {
        List<String> patients = patients(20);
        PatientSplit split = PatientSplit.of(patients, 1, 0.2, 0.3);
        assertEquals(4, split.validation().size());
        assertEquals(6, split.test().size());
        List<String> shuffled = new ArrayList<>(patients);
        Collections.reverse(shuffled);
        assertEquals(split, PatientSplit.of(shuffled, 1, 0.2, 0.3));
        assertFalse(split.equals(PatientSplit.of(patients, 2, 0.2, 0.3)));
    }

    @Test
    void tooFewPatientsAreRefusedWithTheirNumber() {
        TrainingException e = assertThrows(TrainingException.class, () -> PatientSplit.of(patients(2), 1, 0.2, 0.2));
        assertTrue(e.getMessage().startsWith("2 patients"), e.getMessage());
    }

    @Test
    void aSplitWithAPatientInTwoPartsCannotBeMade() {
        assertThrows(IllegalArgumentException.class, () -> new PatientSplit(Set.of("A", "B"), Set.of("B"), Set.of()));
    }

    private static List<String> patients(int count) {
        List<String> patients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            patients.add("P" + i);
        }
        return patients;
    }
}
