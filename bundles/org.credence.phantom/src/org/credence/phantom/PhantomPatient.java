package org.credence.phantom;

import java.util.List;

/**
 * A synthetic patient.
 *
 * @param id such as {@code PHANTOM-001}
 * @param exams in the order of time, one or two
 */
public record PhantomPatient(String id, List<PhantomExam> exams) {

    public PhantomPatient {
        exams = List.copyOf(exams);
    }
}
