package org.credence.annotation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CancellationException;
import org.credence.imaging.FrameRef;
import org.credence.imaging.Progress;
import org.junit.jupiter.api.Test;

class KeyFramesTest {

    private static final int COLUMNS = 160;
    private static final int ROWS = 120;

    private final Annotation annotation =
            new Annotation(new Reader("r", "R"), LabelScheme.lungUltrasound(), Series.black(COLUMNS, ROWS, 9));
    private final List<FrameRef> frames = annotation.frames();

    @Test
    void halfWayBetweenASmallAndALargeDiscIsTheDiscBetween() throws AnnotationException {
        disc(0, 80, 60, 10, 80);
        disc(8, 80, 60, 40, 80);
        interpolate();
        for (int f = 1; f < 8; f++) {
            isDisc(f, 80, 60, 10 + 30 * f / 8.0, 80);
        }
    }

    @Test
    void aDiscThatMovesStaysADisc() throws AnnotationException {
        disc(0, 30, 40, 20, 80);
        disc(8, 120, 70, 20, 80);
        interpolate();
        for (int f = 1; f < 8; f++) {
            isDisc(f, 30 + 90 * f / 8.0, 40 + 30 * f / 8.0, 20, 80);
        }
    }

    @Test
    void confidenceGoesOverLevelByLevel() throws AnnotationException {
        disc(0, 80, 60, 40, 30);
        disc(0, 80, 60, 20, 90);
        disc(8, 80, 60, 40, 50);
        disc(8, 80, 60, 20, 100);
        interpolate();
        ConfidenceLayer middle = annotation.layer(frames.get(4), 1);
        assertEquals(40, middle.confidence(80 + 30, 60));
        assertEquals(95, middle.confidence(80, 60));
        isDisc(4, 80, 60, 40, 40);
        isDisc(4, 80, 60, 20, 95);
    }

    @Test
    void betweenManyLevelsAndOneEveryLevelHasItsShare() throws AnnotationException {
        for (int percent = 10; percent <= 80; percent += 10) {
            disc(0, 80, 60, 50 - percent / 2.0, percent);
        }
        disc(8, 80, 60, 20, 60);
        interpolate();
        ConfidenceLayer middle = annotation.layer(frames.get(4), 1);
        assertEquals(70, middle.confidence(80, 60), "the highest goes over into the only one");
        int previous = 100;
        for (int x = 80; x < 140; x++) {
            int percent = middle.confidence(x, 60);
            assertTrue(percent <= previous, "falls outwards, at " + x);
            previous = percent;
        }
        assertEquals(0, previous);
    }

    @Test
    void keyFramesThemselvesCompleteFramesAndOtherSegmentsStay() throws AnnotationException {
        disc(0, 80, 60, 10, 80);
        disc(4, 80, 60, 40, 60);
        disc(8, 80, 60, 20, 80);
        annotation.mark(frames.get(2), FrameState.COMPLETE);
        AnnotationSnapshot before = annotation.snapshot();
        List<FrameRef> keys = KeyFrames.painted(before, 1);
        assertEquals(List.of(frames.get(0), frames.get(4), frames.get(8)), keys);
        AnnotationEdit edit = annotation.apply(KeyFrames.interpolate(before, 1, keys, Progress.NONE));
        keys.forEach(k -> assertEquals(before.layer(k, 1), annotation.layer(k, 1)));
        assertTrue(annotation.layer(frames.get(2), 1).isEmpty());
        assertEquals(FrameState.COMPLETE, annotation.state(frames.get(2)));
        assertEquals(FrameState.IN_PROGRESS, annotation.state(frames.get(3)));
        assertEquals(5, edit.changed().size());
        annotation.undo(edit);
        assertEquals(before, annotation.snapshot(), "one edit, one undo");
    }

    @Test
    void needsTwoFramesAndMayBeCancelled() {
        disc(0, 80, 60, 10, 80);
        disc(8, 80, 60, 40, 80);
        AnnotationSnapshot now = annotation.snapshot();
        assertThrows(
                IllegalArgumentException.class,
                () -> KeyFrames.interpolate(now, 1, List.of(frames.get(0)), Progress.NONE));
        Progress cancelled = new Progress() {
            @Override
            public void report(double fraction, String message) {}

            @Override
            public boolean isCancelled() {
                return true;
            }
        };
        assertThrows(
                CancellationException.class, () -> KeyFrames.interpolate(now, 1, KeyFrames.painted(now, 1), cancelled));
    }

    private void interpolate() throws AnnotationException {
        AnnotationSnapshot now = annotation.snapshot();
        annotation.apply(KeyFrames.interpolate(now, 1, KeyFrames.painted(now, 1), Progress.NONE));
    }

    /** Paints a disc over what is there. */
    private void disc(int frame, double column, double row, double radius, int percent) {
        LayerEditor layer = annotation.edit(frames.get(frame), 1);
        for (int y = 0; y < ROWS; y++) {
            for (int x = 0; x < COLUMNS; x++) {
                if (Math.hypot(x + 0.5 - column, y + 0.5 - row) <= radius) {
                    layer.set(x, y, percent);
                }
            }
        }
        layer.finish();
    }

    /** Checks that the pixels of at least a percent are those of a disc, to within half a pixel. */
    private void isDisc(int frame, double column, double row, double radius, int percent) {
        ConfidenceLayer layer = annotation.layer(frames.get(frame), 1);
        double tolerance = 0.5;
        for (int y = 0; y < ROWS; y++) {
            for (int x = 0; x < COLUMNS; x++) {
                double away = Math.hypot(x + 0.5 - column, y + 0.5 - row);
                if (away < radius - tolerance || away > radius + tolerance) {
                    assertEquals(
                            away < radius,
                            layer.confidence(x, y) >= percent,
                            "frame " + frame + ", pixel " + x + ", " + y + ", " + away + " of " + radius);
                }
            }
        }
        double radiusOfArea = Math.sqrt(layer.count(percent) / Math.PI);
        assertEquals(radius, radiusOfArea, 0.3, "radius of a disc of the same area");
    }
}
