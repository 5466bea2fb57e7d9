package org.credence.annotation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.credence.annotation.internal.BrushTool;
import org.credence.annotation.internal.EraserTool;
import org.credence.imaging.FrameRef;

/** A reader who paints, erases, marks frames, undoes and redoes at random; the same seed does the same things. */
final class RandomSession {

    private final Random random;
    private final Annotation annotation;
    private final Deque<AnnotationEdit> done = new ArrayDeque<>();
    private final Deque<AnnotationEdit> undone = new ArrayDeque<>();

    RandomSession(long seed) {
        random = new Random(seed);
        annotation =
                new Annotation(new Reader("r1", "Reader One"), LabelScheme.lungUltrasound(), Series.black(131, 70, 3));
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
        FrameRef frame = annotation.frames().get(random.nextInt(3));
        if (choice == 3) {
            done.push(annotation.mark(frame, FrameState.values()[random.nextInt(3)]));
            return false;
        }
        done.push(stroke(annotation, frame, random));
        return false;
    }

    /** A stroke of a few movements anywhere on a frame and beyond, with any brush, in any segment. */
    static AnnotationEdit stroke(Annotation annotation, FrameRef frame, Random random) {
        LayerEditor gesture = annotation.edit(frame, 1 + random.nextInt(4));
        Brush brush = new Brush(
                0.5 + 12 * random.nextDouble(), 1 + random.nextInt(100), Brush.Mode.values()[random.nextInt(3)]);
        var tool = random.nextInt(4) == 0 ? new EraserTool() : new BrushTool();
        double column = random.nextDouble(-10, 140);
        double row = random.nextDouble(-10, 80);
        for (int i = 0; i < 4; i++) {
            double nextColumn = column + random.nextGaussian() * 15;
            double nextRow = row + random.nextGaussian() * 15;
            Strokes.paint(tool, gesture, column, row, nextColumn, nextRow, brush);
            column = nextColumn;
            row = nextRow;
        }
        return gesture.finish();
    }
}
