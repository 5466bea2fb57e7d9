package org.credence.training;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * Patients in three parts, none in two: all frames of a patient go the same way, or a model would be judged on lungs that
 * it has seen.
 *
 * @param train to learn from
 * @param validation to choose by
 * @param test to judge by, at the end and once
 */
public record PatientSplit(Set<String> train, Set<String> validation, Set<String> test) {

    public PatientSplit {
        train = Collections.unmodifiableSet(new TreeSet<>(train));
        validation = Collections.unmodifiableSet(new TreeSet<>(validation));
        test = Collections.unmodifiableSet(new TreeSet<>(test));
        Set<String> seen = new TreeSet<>();
        for (Set<String> part : List.of(train, validation, test)) {
            for (String patient : part) {
                if (!seen.add(patient)) {
                    throw new IllegalArgumentException("A patient is in two parts of the split; split by patient.");
                }
            }
        }
    }

    /**
     * Deals patients at random into parts of about these shares; each part with a share above 0 gets at least one. The
     * same patients and seed give the same split, whatever their order.
     *
     * @param validationShare 0 to 1
     * @param testShare 0 to 1, together with the other below 1
     * @throws TrainingException if there are fewer patients than parts
     */
    public static PatientSplit of(Collection<String> patients, long seed, double validationShare, double testShare)
            throws TrainingException {
        if (!(validationShare >= 0 && testShare >= 0 && validationShare + testShare < 1)) {
            throw new IllegalArgumentException("Shares lie between 0 and 1 and leave something to train on, got: "
                    + validationShare + " and " + testShare);
        }
        List<String> dealt = new ArrayList<>(new TreeSet<>(patients));
        int parts = 1 + (validationShare > 0 ? 1 : 0) + (testShare > 0 ? 1 : 0);
        if (dealt.size() < parts) {
            throw new TrainingException(
                    dealt.size() + " patients cannot be split into " + parts + " parts; annotate more patients.");
        }
        Collections.shuffle(dealt, new Random(seed));
        int test = count(testShare, dealt.size());
        int validation = Math.min(count(validationShare, dealt.size()), dealt.size() - 1 - test);
        return new PatientSplit(
                Set.copyOf(dealt.subList(test + validation, dealt.size())),
                Set.copyOf(dealt.subList(test, test + validation)),
                Set.copyOf(dealt.subList(0, test)));
    }

    private static int count(double share, int patients) {
        return share == 0 ? 0 : Math.min(Math.max(1, (int) Math.round(share * patients)), Math.max(1, patients - 2));
    }
}
