package org.credence.annotation.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.credence.annotation.Brush;
import org.credence.annotation.LabelScheme;
import org.credence.annotation.Segment;
import org.junit.jupiter.api.Test;

class PaintPaletteTest {

    private final PaintPalette palette = new PaintPalette();

    @Test
    void beginsWithTheFirstSegmentAndTheBrush() {
        assertEquals("Pleural line", palette.segment().label());
        assertEquals(PaintPalette.BRUSH, palette.tool());
        assertEquals(new Brush(8, 80, Brush.Mode.SET), palette.brush());
        assertEquals(OptionalInt.empty(), palette.shownThreshold());
    }

    @Test
    void tellsItsListenersUntilTheyHaveHeardEnough() {
        AtomicInteger heard = new AtomicInteger();
        Runnable end = palette.listen(heard::incrementAndGet);
        palette.chooseConfidence(30);
        palette.chooseMode(Brush.Mode.RAISE);
        end.run();
        palette.chooseConfidence(40);
        assertEquals(2, heard.get());
    }

    @Test
    void paintsNoZeroBecauseThatIsTheEraser() {
        assertThrows(IllegalArgumentException.class, () -> palette.chooseConfidence(0));
        assertThrows(IllegalArgumentException.class, () -> palette.chooseConfidence(101));
        assertEquals(80, palette.confidence());
    }

    @Test
    void refusesASegmentThatTheSchemeLacks() {
        assertThrows(IllegalArgumentException.class, () -> palette.chooseSegment(9));
        assertEquals(1, palette.segment().number());
    }

    @Test
    void growsAndShrinksTheBrushWithinItsRange() {
        palette.chooseRadius(0.5);
        palette.growRadius(1);
        assertEquals(1, palette.radiusPixels());
        palette.growRadius(-1);
        palette.growRadius(-1);
        assertEquals(PaintPalette.SMALLEST_RADIUS, palette.radiusPixels());
        palette.growRadius(100);
        assertEquals(PaintPalette.LARGEST_RADIUS, palette.radiusPixels());
    }

    @Test
    void keepsTheChosenSegmentInASchemeThatHasIt() {
        LabelScheme lung = LabelScheme.lungUltrasound();
        palette.chooseSegment(3);
        Segment third = lung.segment(3).orElseThrow();
        palette.useScheme(new LabelScheme("B-lines only", List.of(third)));
        assertEquals(third, palette.segment());
        palette.useScheme(new LabelScheme("Pleura only", List.of(lung.segment(1).orElseThrow())));
        assertEquals(1, palette.segment().number());
    }

    @Test
    void remembersTheThresholdWhileItIsNotShown() {
        palette.chooseThreshold(70);
        assertEquals(OptionalInt.empty(), palette.shownThreshold());
        palette.showThreshold(true);
        assertEquals(OptionalInt.of(70), palette.shownThreshold());
    }
}
