package org.credence.workbench.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.credence.imaging.PixelRect;
import org.junit.jupiter.api.Test;

class MaskModelTest {

    private final MaskModel model = new MaskModel(100, 80);

    @Test
    void aDragDrawsARectangleInWhicheverDirection() {
        drag(30.7, 40.2, 10.1, 20.9);
        assertEquals(List.of(new PixelRect(10, 20, 21, 21)), model.masks());
        assertEquals(Optional.of(new PixelRect(10, 20, 21, 21)), model.selected());
    }

    @Test
    void aRectangleStaysWithinTheImage() {
        drag(90, 70, 500, -20);
        assertEquals(List.of(new PixelRect(90, 0, 10, 70)), model.masks());
        drag(95, 10, 500, 500);
        assertEquals(List.of(new PixelRect(90, 10, 10, 70)), model.masks(), "moved against the corner");
    }

    @Test
    void aClickBesidesRectanglesDrawsNothingAndSelectsNothing() {
        drag(10, 10, 20, 20);
        drag(50, 50, 50.4, 50.4);
        assertEquals(List.of(new PixelRect(10, 10, 10, 10)), model.masks());
        assertEquals(Optional.empty(), model.selected());
        drag(-5, 10, 20, 20);
        assertEquals(1, model.masks().size(), "a drag that begins outside of the image");
    }

    @Test
    void aDragMovesTheTopmostRectangleUnderThePointer() {
        drag(10, 10, 30, 30);
        drag(40, 40, 20, 20);
        model.press(25, 25);
        model.drag(30, 28);
        model.drag(35, 31);
        model.release();
        assertEquals(List.of(new PixelRect(10, 10, 20, 20), new PixelRect(30, 26, 20, 20)), sorted());
    }

    @Test
    void onlyTheSelectedRectangleIsDeleted() {
        drag(10, 10, 20, 20);
        drag(50, 50, 60, 60);
        drag(15, 15, 15, 15);
        model.delete();
        assertEquals(List.of(new PixelRect(50, 50, 10, 10)), model.masks());
        model.delete();
        assertEquals(1, model.masks().size(), "nothing is selected any more");
    }

    private List<PixelRect> sorted() {
        return model.masks().stream()
                .sorted((a, b) -> Integer.compare(a.column(), b.column()))
                .toList();
    }

    private void drag(double fromColumn, double fromRow, double toColumn, double toRow) {
        model.press(fromColumn, fromRow);
        model.drag(toColumn, toRow);
        model.release();
    }
}
