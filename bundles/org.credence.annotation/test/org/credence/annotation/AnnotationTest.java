package org.credence.annotation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.credence.annotation.internal.BrushTool;
import org.credence.imaging.FrameRef;
import org.credence.imaging.PixelRect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnnotationTest {

    private static final Reader READER = new Reader("r1", "Reader One");
    // Neither side is a multiple of the tile, as real frames are.
    private final Annotation annotation =
            new Annotation(READER, LabelScheme.lungUltrasound(), Series.black(131, 70, 3));
    private final FrameRef first = annotation.frames().get(0);

    @Test
    void aPixelKeepsEveryPercentExactly() {
        LayerEditor gesture = annotation.edit(first, 1);
        for (int percent = 0; percent <= 100; percent++) {
            gesture.set(percent, 3, percent);
        }
        gesture.finish();
        ConfidenceLayer layer = annotation.layer(first, 1);
        for (int percent = 0; percent <= 100; percent++) {
            assertEquals(percent, layer.confidence(percent, 3));
        }
        assertEquals(41, layer.count(60), "pixels of 60 to 100 %");
    }

    @Test
    void percentsBeyondTheScaleAreRefusedByName() {
        LayerEditor gesture = annotation.edit(first, 1);
        var refused = assertThrows(IllegalArgumentException.class, () -> gesture.set(0, 0, 101));
        assertEquals("Confidence is a percent from 0 to 100, got: 101", refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anySequenceOfEditsUndoneInFullIsAsIfItHadNeverBeen(long seed) {
        Random random = new Random(seed);
        paintSomething(random);
        AnnotationSnapshot start = annotation.snapshot();
        Deque<AnnotationEdit> done = new ArrayDeque<>();
        List<AnnotationSnapshot> after = new ArrayList<>(List.of(start));
        for (int i = 0; i < 60; i++) {
            done.push(random.nextInt(6) == 0 ? markSomething(random) : paintSomething(random));
            after.add(annotation.snapshot());
        }
        Deque<AnnotationEdit> undone = new ArrayDeque<>();
        for (int i = 59; !done.isEmpty(); i--) {
            undone.push(done.pop());
            annotation.undo(undone.peek());
            assertEquals(after.get(i), annotation.snapshot(), "after undoing edit " + i);
        }
        for (int i = 1; !undone.isEmpty(); i++) {
            annotation.redo(undone.pop());
            assertEquals(after.get(i), annotation.snapshot(), "after redoing edit " + i);
        }
    }

    @Test
    void aSnapshotStaysAsItWasWhilePaintingGoesOn() {
        paint(first, 1, 20, 20, 80);
        AnnotationSnapshot before = annotation.snapshot();
        byte[] percents = before.layer(first, 1).percents();
        paint(first, 1, 22, 22, 30);
        assertArrayEquals(percents, before.layer(first, 1).percents());
        assertEquals(30, annotation.layer(first, 1).confidence(22, 22));
    }

    @Test
    void aCancelledGestureLeavesNoTrace() {
        AnnotationSnapshot before = annotation.snapshot();
        LayerEditor gesture = annotation.edit(first, 2);
        Strokes.paint(new BrushTool(), gesture, 10, 10, 60, 40, new Brush(5, 70, Brush.Mode.SET));
        gesture.cancel();
        assertEquals(before, annotation.snapshot());
        assertEquals(FrameState.UNTOUCHED, annotation.state(first));
    }

    @Test
    void paintingOpensACompleteFrameAgainAndUndoCompletesIt() {
        annotation.mark(first, FrameState.COMPLETE);
        AnnotationEdit edit = paint(first, 1, 5, 5, 50);
        assertEquals(FrameState.IN_PROGRESS, annotation.state(first));
        annotation.undo(edit);
        assertEquals(FrameState.COMPLETE, annotation.state(first));
    }

    @Test
    void segmentsOverlapWithoutDisturbingEachOther() {
        paint(first, 1, 30, 30, 40);
        paint(first, 3, 30, 30, 90);
        assertEquals(40, annotation.layer(first, 1).confidence(30, 30));
        assertEquals(90, annotation.layer(first, 3).confidence(30, 30));
    }

    @Test
    void aSecondGestureIsRefusedWhileOneIsUnderWay() {
        annotation.edit(first, 1);
        assertThrows(IllegalStateException.class, () -> annotation.edit(first, 2));
        assertThrows(IllegalStateException.class, annotation::snapshot);
    }

    @Test
    void listenersHearWhatUndoChanged() {
        AnnotationEdit edit = paint(first, 1, 40, 40, 40);
        List<Annotation.Change> heard = new ArrayList<>();
        Runnable silence = annotation.listen(heard::add);
        annotation.undo(edit);
        silence.run();
        annotation.redo(edit);
        assertEquals(1, heard.size());
        assertTrue(heard.get(0).pixels(first).width() >= 9, "got " + heard);
    }

    private AnnotationEdit paintSomething(Random random) {
        return RandomSession.stroke(annotation, annotation.frames().get(random.nextInt(3)), random);
    }

    private AnnotationEdit markSomething(Random random) {
        FrameRef frame = annotation.frames().get(random.nextInt(3));
        return annotation.mark(frame, FrameState.values()[random.nextInt(3)]);
    }

    private AnnotationEdit paint(FrameRef frame, int segment, int column, int row, int percent) {
        LayerEditor gesture = annotation.edit(frame, segment);
        PixelRect touched = Strokes.paint(
                new BrushTool(),
                gesture,
                column + 0.5,
                row + 0.5,
                column + 0.5,
                row + 0.5,
                new Brush(5, percent, Brush.Mode.SET));
        AnnotationEdit edit = gesture.finish();
        PixelRect changed = edit.changed().get(frame);
        assertEquals(changed, changed.intersection(touched), "what changed lies within what was touched");
        return edit;
    }
}
