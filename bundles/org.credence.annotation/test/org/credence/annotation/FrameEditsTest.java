package org.credence.annotation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.credence.imaging.FrameRef;
import org.credence.imaging.Progress;
import org.junit.jupiter.api.Test;

/** Frames of 70 x 40 pixels; layers are filled with one percent up to a column. */
class FrameEditsTest {

    private final Annotation annotation =
            new Annotation(new Reader("r", "R"), LabelScheme.lungUltrasound(), Series.black(70, 40, 6));
    private final List<FrameRef> frames = annotation.frames();

    @Test
    void aCopyReplacesOrMeetsWhatIsThere() throws AnnotationException {
        fill(0, 1, 80, 30);
        fill(1, 1, 50, 60);
        annotation.apply(
                FrameEdits.copy(annotation.snapshot(), frames.get(0), frames.get(1), List.of(1), Brush.Mode.LOWER));
        assertEquals(50, at(1, 1, 10));
        assertEquals(50, at(1, 1, 50), "nothing is copied there");
        annotation.apply(
                FrameEdits.copy(annotation.snapshot(), frames.get(0), frames.get(1), List.of(1), Brush.Mode.SET));
        assertEquals(annotation.layer(frames.get(0), 1), annotation.layer(frames.get(1), 1));
        assertEquals(FrameState.IN_PROGRESS, annotation.state(frames.get(1)));
    }

    @Test
    void clearingIsOfTheSegmentsAskedForAndIsUndoneAtOnce() throws AnnotationException {
        fill(0, 1, 80, 30);
        fill(0, 2, 70, 30);
        fill(0, 3, 60, 30);
        AnnotationSnapshot before = annotation.snapshot();
        AnnotationEdit edit = annotation.apply(FrameEdits.clear(before, frames.get(0), List.of(1, 3)));
        assertTrue(annotation.layer(frames.get(0), 1).isEmpty());
        assertEquals(70, at(0, 2, 10));
        assertTrue(annotation.layer(frames.get(0), 3).isEmpty());
        annotation.undo(edit);
        assertEquals(before, annotation.snapshot());
    }

    @Test
    void paintGivenToAnotherSegmentTakesItsModelsAlong() throws AnnotationException {
        fill(0, 1, 80, 30);
        fill(2, 1, 40, 30);
        fill(2, 2, 60, 60);
        annotation.apply(
                new Revision(annotation.snapshot(), Map.of(), Map.of(), Map.of(1, Provenance.MANUAL.with("lung-60"))));
        annotation.apply(FrameEdits.move(annotation.snapshot(), frames, 1, 2, Brush.Mode.SET));
        assertEquals(80, at(0, 2, 10));
        assertEquals(40, at(2, 2, 10));
        assertEquals(60, at(2, 2, 50), "only where there is paint to give");
        assertEquals(List.of(), KeyFrames.painted(annotation.snapshot(), 1));
        assertEquals(List.of("lung-60"), annotation.provenance(2).models());
        assertThrows(
                IllegalArgumentException.class,
                () -> FrameEdits.move(annotation.snapshot(), frames, 2, 2, Brush.Mode.SET));
    }

    @Test
    void smoothingAWholeFrameIsWhatTheToolDoes() throws AnnotationException {
        fill(0, 1, 100, 35);
        annotation.apply(FrameEdits.smooth(annotation.snapshot(), frames.get(0), List.of(1)));
        int[] across = new int[6];
        for (int i = 0; i < across.length; i++) {
            across[i] = at(0, 1, 32 + i);
        }
        assertEquals("[100, 94, 69, 31, 6, 0]", Arrays.toString(across));
    }

    @Test
    void carriedPaintIsLessSureWithEveryFrameAndEndsWhereNothingIsLeft() throws AnnotationException {
        fill(1, 1, 80, 30);
        fill(3, 1, 90, 10);
        annotation.mark(frames.get(4), FrameState.COMPLETE);
        AnnotationSnapshot before = annotation.snapshot();
        Propagation by30 = new Propagation(30, Brush.Mode.RAISE);
        AnnotationEdit edit = annotation.apply(by30.from(before, frames.get(1), 10, List.of(1), Progress.NONE));
        assertEquals(50, at(2, 1, 20));
        assertEquals(20, at(3, 1, 20));
        assertEquals(90, at(3, 1, 5), "what a reader painted is never lowered");
        assertEquals(0, at(4, 1, 20), "complete");
        assertEquals(0, at(5, 1, 20), "nothing is left");
        assertEquals(0, at(0, 1, 20), "backwards is the other way");
        annotation.undo(edit);
        assertEquals(before, annotation.snapshot());
        annotation.apply(by30.from(before, frames.get(1), -1, List.of(1), Progress.NONE));
        assertEquals(50, at(0, 1, 20));
    }

    private void fill(int frame, int segment, int percent, int columns) {
        byte[] percents = new byte[70 * 40];
        for (int y = 0; y < 40; y++) {
            Arrays.fill(percents, y * 70, y * 70 + columns, (byte) percent);
        }
        annotation.replace(frames.get(frame), segment, ConfidenceLayer.of(70, 40, percents));
    }

    private int at(int frame, int segment, int column) {
        return annotation.layer(frames.get(frame), segment).confidence(column, 20);
    }
}
