package org.credence.annotation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.credence.annotation.spi.PaintGesture;
import org.credence.imaging.FrameRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrushTest {

    private final Annotation annotation =
            new Annotation(new Reader("r", "R"), LabelScheme.lungUltrasound(), Series.black(100, 80, 1));
    private final FrameRef frame = annotation.frames().get(0);

    @ParameterizedTest
    @CsvSource({
        "SET, 30, 80, 80",
        "SET, 0, 80, 80",
        "SET, 90, 80, 80",
        "RAISE, 30, 80, 80",
        "RAISE, 90, 80, 90",
        "RAISE, 0, 80, 80",
        "LOWER, 30, 80, 30",
        "LOWER, 90, 80, 80",
        "LOWER, 0, 80, 0",
        "ADD, 30, 60, 90",
        "ADD, 30, 80, 100",
        "ADD, 0, 80, 80",
        "BLEND, 30, 80, 55",
        "BLEND, 31, 80, 56",
        "BLEND, 0, 80, 40",
        "BLEND, 100, 1, 51"
    })
    void aModeMeetsWhatIsThere(Brush.Mode mode, int there, int painted, int expected) {
        assertEquals(expected, mode.of(there, painted));
        annotation.replace(frame, 1, filled(there));
        stroke(new Brush(10, painted, mode), 50, 40, 50, 40);
        assertEquals(expected, at(50, 40));
        assertEquals(there, at(70, 40), "not under the brush");
    }

    @ParameterizedTest
    @CsvSource({"ADD, 50", "BLEND, 35"})
    void aPointerThatRestsAndReturnsAddsNothing(Brush.Mode mode, int expected) {
        annotation.replace(frame, 1, filled(30));
        stroke(new Brush(10, mode == Brush.Mode.ADD ? 20 : 40, mode), 50, 40, 55, 40, 45, 40, 50, 40, 50, 40);
        assertEquals(expected, at(50, 40));
        stroke(new Brush(10, mode == Brush.Mode.ADD ? 20 : 40, mode), 50, 40);
        assertEquals(mode == Brush.Mode.ADD ? 70 : 38, at(50, 40), "another stroke does");
    }

    @Test
    void aSoftEdgeFallsInAStraightLineOverItsShareOfTheRadius() {
        stroke(new Brush(20, 100, Brush.Mode.SET).withSoftness(0.5), 50.5, 40.5);
        for (int x = 50; x < 75; x++) {
            double away = x - 50;
            double expected = Math.clamp((20 - away) / 10, 0.0, 1.0) * 100;
            assertEquals(expected, at(x, 40), 0.5, "at " + away);
        }
    }

    @Test
    void ofTwoSoftDabsOfAStrokeTheLargerWeightCounts() {
        Brush soft = new Brush(20, 100, Brush.Mode.SET).withSoftness(1);
        stroke(soft, 50.5, 40.5, 55.5, 40.5);
        int both = at(45, 40);
        annotation.replace(frame, 1, filled(0));
        stroke(soft, 55.5, 40.5, 50.5, 40.5);
        assertEquals(both, at(45, 40), "whichever came first");
        assertEquals(75, both);
    }

    @Test
    void theEraserIsSoftTooAndKnowsNoMode() {
        annotation.replace(frame, 1, filled(80));
        LayerEditor layer = annotation.edit(frame, 1);
        Brush brush = new Brush(20, 50, Brush.Mode.RAISE).withSoftness(0.5);
        Strokes.paint(PaintTools.eraser(), layer, 50.5, 40.5, 50.5, 40.5, brush);
        layer.finish();
        assertEquals(0, at(50, 40));
        assertEquals(40, at(65, 40), "half way down");
        assertEquals(80, at(70, 40));
    }

    @Test
    void nonsenseIsRefusedByName() {
        Brush brush = new Brush(5, 50, Brush.Mode.SET);
        assertThrows(IllegalArgumentException.class, () -> brush.withSoftness(1.1));
        assertThrows(IllegalArgumentException.class, () -> brush.withRamp(-1));
        assertThrows(IllegalArgumentException.class, () -> brush.withTolerance(256));
        assertThrows(IllegalArgumentException.class, () -> new Brush.IntensityRange(10, 9));
        var refused = assertThrows(IllegalArgumentException.class, () -> brush.withConfidence(0));
        assertEquals("A brush paints 1 to 100 %; to remove paint use the eraser.", refused.getMessage());
    }

    private void stroke(Brush brush, double... places) {
        LayerEditor layer = annotation.edit(frame, 1);
        PaintGesture gesture = PaintTools.brush().begin(new PaintTarget(layer, FramePixels.unknown(100, 80), brush));
        for (int i = 0; i < places.length; i += 2) {
            gesture.to(places[i], places[i + 1]);
        }
        gesture.finish();
        layer.finish();
    }

    private int at(int column, int row) {
        return annotation.layer(frame, 1).confidence(column, row);
    }

    private static ConfidenceLayer filled(int percent) {
        byte[] percents = new byte[100 * 80];
        java.util.Arrays.fill(percents, (byte) percent);
        return ConfidenceLayer.of(100, 80, percents);
    }
}
