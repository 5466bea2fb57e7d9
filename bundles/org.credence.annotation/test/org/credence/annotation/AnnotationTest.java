package org.credence.annotation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.credence.annotation.internal.BrushTool;
import org.credence.imaging.FrameRef;
import org.credence.imaging.PixelRect;
import org.credence.imaging.ProbabilityMap;
import org.credence.imaging.Progress;
import org.junit.jupiter.api.Test;

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

    @Test
    void whatAModelHadAPartInIsKnownAndUndone() throws AnnotationException {
        float[][] half = {new float[131 * 70]};
        half[0][0] = 0.505f;
        half[0][1] = 0.2f;
        var map = new ProbabilityMap(131, 70, List.of("B-line"), half);
        var proposal = ModelProposal.of("lung-60", Map.of(first, map), 25);
        AnnotationSnapshot before = annotation.snapshot();
        AnnotationEdit edit = annotation.apply(proposal.accept(before, Brush.Mode.SET, Progress.NONE));
        assertEquals(51, annotation.layer(first, 3).confidence(0, 0));
        assertEquals(0, annotation.layer(first, 3).confidence(1, 0), "too improbable");
        assertEquals(List.of("lung-60"), annotation.snapshot().provenance(3).models());
        assertTrue(annotation.provenance(1).isManual());
        assertEquals(FrameState.IN_PROGRESS, annotation.state(first), "only a reader completes");
        annotation.undo(edit);
        assertEquals(before, annotation.snapshot());
    }

    @Test
    void aRevisionOfWhatWasChangedMeanwhileIsRefusedAndDoesNothing() throws AnnotationException {
        paint(first, 1, 20, 20, 80);
        AnnotationSnapshot then = annotation.snapshot();
        Revision revision = FrameEdits.clear(then, first, List.of(1));
        AnnotationEdit between = paint(first, 1, 60, 60, 70);
        AnnotationSnapshot now = annotation.snapshot();
        var refused = assertThrows(AnnotationException.class, () -> annotation.apply(revision));
        assertTrue(refused.getMessage().contains("was changed"), refused.getMessage());
        assertEquals(now, annotation.snapshot());
        annotation.undo(between);
        annotation.apply(revision);
        assertTrue(annotation.layer(first, 1).isEmpty());
    }

    @Test
    void anEditThatChangesNothingIsEmptyAndLeavesTheFrameComplete() {
        paint(first, 1, 20, 20, 80);
        annotation.mark(first, FrameState.COMPLETE);
        assertTrue(paint(first, 1, 20, 20, 80).isEmpty());
        LayerEditor gesture = annotation.edit(first, 1);
        gesture.set(50, 50, 10);
        gesture.set(50, 50, 0);
        assertTrue(gesture.finish().isEmpty());
        assertEquals(FrameState.COMPLETE, annotation.state(first));
    }

    @Test
    void listenersHearOfManyFramesAtOnceInViewingOrder() throws AnnotationException {
        FrameRef last = annotation.frames().get(2);
        paint(last, 1, 20, 20, 80);
        List<Annotation.Change> heard = new ArrayList<>();
        annotation.listen(heard::add);
        annotation.apply(Propagation.GENTLE.from(annotation.snapshot(), last, -2, List.of(1), Progress.NONE));
        assertEquals(1, heard.size());
        assertEquals(
                annotation.frames().subList(0, 2),
                List.copyOf(heard.get(0).frames().keySet()));
    }

    @Test
    void theNextUnsureFrameIsTheNextInViewingOrderAndAroundTheEnd() {
        List<FrameRef> frames = annotation.frames();
        assertEquals(Optional.empty(), unsure(first), "nothing is painted");
        paint(frames.get(1), 1, 20, 20, 60);
        annotation.mark(frames.get(1), FrameState.COMPLETE);
        assertEquals(Optional.empty(), unsure(first), "sure enough, and complete");
        paint(frames.get(1), 2, 20, 20, 59);
        annotation.mark(frames.get(1), FrameState.COMPLETE);
        assertEquals(Optional.of(frames.get(1)), unsure(first));
        assertEquals(Optional.of(frames.get(1)), unsure(frames.get(2)), "around the end");
        annotation.mark(frames.get(2), FrameState.IN_PROGRESS);
        assertEquals(Optional.of(frames.get(2)), unsure(frames.get(1)));
        annotation.mark(frames.get(2), FrameState.COMPLETE);
        assertEquals(Optional.of(frames.get(1)), unsure(frames.get(1)), "itself, after all others");
    }

    private Optional<FrameRef> unsure(FrameRef after) {
        return annotation.snapshot().nextUnsure(after, AnnotationSnapshot.UNSURE_BELOW);
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
