package org.credence.annotation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;

/** A reader who edits in all ways, undoes and redoes at random; the same seed does the same things. */
final class RandomSession {

    private final Random random;
    private final Annotation annotation;
    private final RandomEdits edits;
    private final Deque<AnnotationEdit> done = new ArrayDeque<>();
    private final Deque<AnnotationEdit> undone = new ArrayDeque<>();

    RandomSession(long seed) {
        random = new Random(seed);
        annotation =
                new Annotation(new Reader("r1", "Reader One"), LabelScheme.lungUltrasound(), Series.black(131, 70, 3));
        edits = new RandomEdits(annotation);
    }

    /** The snapshot after this many steps. */
    static AnnotationSnapshot after(long seed, int steps) {
        RandomSession session = new RandomSession(seed);
        for (int i = 0; i < steps; i++) {
            session.step();
        }
        return session.snapshot();
    }

    AnnotationSnapshot snapshot() {
        return annotation.snapshot();
    }

    /** Does one thing, and tells the journal. */
    void step(Journal journal) throws AnnotationException {
        if (step()) {
            journal.undone(undone.peek());
        } else {
            journal.done(done.peek());
        }
    }

    /** Does one thing; true if it was to undo. */
    boolean step() {
        int choice = random.nextInt(10);
        if (choice < 2 && !done.isEmpty()) {
            undone.push(done.pop());
            annotation.undo(undone.peek());
            return true;
        }
        if (choice == 2 && !undone.isEmpty()) {
            done.push(undone.pop());
            annotation.redo(done.peek());
            return false;
        }
        undone.clear();
        try {
            done.push(edits.any(random));
        } catch (AnnotationException e) {
            throw new AssertionError("nothing changed meanwhile", e);
        }
        return false;
    }
}
