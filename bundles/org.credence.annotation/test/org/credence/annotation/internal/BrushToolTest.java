package org.credence.annotation.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.credence.annotation.Annotation;
import org.credence.annotation.Brush;
import org.credence.annotation.ConfidenceLayer;
import org.credence.annotation.LabelScheme;
import org.credence.annotation.LayerEditor;
import org.credence.annotation.Reader;
import org.credence.annotation.Series;
import org.credence.annotation.Strokes;
import org.junit.jupiter.api.Test;

class BrushToolTest {

    private final Annotation annotation =
            new Annotation(new Reader("r", "R"), LabelScheme.lungUltrasound(), Series.black(200, 150, 1));

    @Test
    void aDabCoversTheAreaOfItsCircle() {
        ConfidenceLayer layer = stroke(100, 75, 100, 75, new Brush(20, 80, Brush.Mode.SET));
        assertEquals(Math.PI * 400, layer.count(80), 0.02 * Math.PI * 400);
    }

    @Test
    void aStrokeCoversACapsuleWithoutGaps() {
        ConfidenceLayer layer = stroke(30, 30, 170, 120, new Brush(6, 60, Brush.Mode.SET));
        double expected = Math.PI * 36 + 12 * Math.hypot(140, 90);
        assertEquals(expected, layer.count(60), 0.02 * expected);
    }

    @Test
    void theSmallestBrushPaintsThePixelUnderThePointer() {
        ConfidenceLayer layer = stroke(10.01, 10.99, 10.01, 10.99, new Brush(0.5, 100, Brush.Mode.SET));
        assertEquals(100, layer.confidence(10, 10));
    }

    @Test
    void raisingAndLoweringNeverGoTheOtherWay() {
        stroke(50, 50, 50, 50, new Brush(10, 50, Brush.Mode.SET));
        assertEquals(
                50, stroke(50, 50, 50, 50, new Brush(10, 30, Brush.Mode.RAISE)).confidence(50, 50));
        assertEquals(
                70, stroke(50, 50, 50, 50, new Brush(10, 70, Brush.Mode.RAISE)).confidence(50, 50));
        assertEquals(
                70, stroke(50, 50, 50, 50, new Brush(10, 90, Brush.Mode.LOWER)).confidence(50, 50));
        ConfidenceLayer lowered = stroke(50, 50, 50, 50, new Brush(30, 20, Brush.Mode.LOWER));
        assertEquals(20, lowered.confidence(50, 50));
        assertEquals(0, lowered.confidence(75, 50), "lowering paints nothing where nothing was");
    }

    @Test
    void paintingAcrossTheBorderKeepsToTheFrame() {
        ConfidenceLayer layer = stroke(-5, -5, 5, 5, new Brush(4, 100, Brush.Mode.SET));
        assertEquals(100, layer.confidence(0, 0));
    }

    private ConfidenceLayer stroke(double x0, double y0, double x1, double y1, Brush brush) {
        LayerEditor gesture = annotation.edit(annotation.frames().get(0), 1);
        Strokes.paint(new BrushTool(), gesture, x0, y0, x1, y1, brush);
        gesture.finish();
        return annotation.layer(annotation.frames().get(0), 1);
    }
}
