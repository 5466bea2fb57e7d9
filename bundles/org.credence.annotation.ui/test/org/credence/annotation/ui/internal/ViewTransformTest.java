package org.credence.annotation.ui.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.credence.imaging.PixelRect;
import org.junit.jupiter.api.Test;

class ViewTransformTest {

    @Test
    void fitsTheWholeImageIntoTheMiddle() {
        ViewTransform view = ViewTransform.fit(100, 50, 1, 400, 400);
        assertEquals(4, view.scaleX());
        assertEquals(0, view.toPaneX(0));
        assertEquals(100, view.toPaneY(0));
        assertEquals(300, view.toPaneY(50));
    }

    @Test
    void showsPixelsThatAreNotSquareInTheirTrueProportion() {
        double aspect = 2;
        ViewTransform view = ViewTransform.fit(100, 100, aspect, 400, 400);
        assertEquals(2, view.scaleX());
        assertEquals(4, view.scaleY());
    }

    @Test
    void zoomsAroundThePointer() {
        ViewTransform view = ViewTransform.fit(100, 100, 1, 400, 400);
        double column = view.toColumn(123);
        double row = view.toRow(77);
        ViewTransform zoomed = view.zoomed(3, 123, 77);
        assertEquals(column, zoomed.toColumn(123), 1e-9);
        assertEquals(row, zoomed.toRow(77), 1e-9);
        assertEquals(12, zoomed.scaleX());
    }

    @Test
    void stopsZoomingAtItsEnds() {
        ViewTransform view = ViewTransform.fit(100, 100, 1, 400, 400);
        assertEquals(64, view.zoomed(1e6, 0, 0).scaleX(), 1e-9);
        assertEquals(0.02, view.zoomed(1e-6, 0, 0).scaleX(), 1e-9);
    }

    @Test
    void keepsTheMiddleWhenThePaneIsResized() {
        ViewTransform view = ViewTransform.fit(100, 100, 1, 400, 400).zoomed(2, 10, 10);
        ViewTransform resized = view.resized(400, 400, 600, 300);
        assertEquals(view.toColumn(200), resized.toColumn(300), 1e-9);
        assertEquals(view.toRow(200), resized.toRow(150), 1e-9);
    }

    @Test
    void coversChangedPixelsWithAMarginForInterpolation() {
        ViewTransform view = ViewTransform.fit(100, 100, 1, 400, 400);
        PixelRect pane = view.toPane(new PixelRect(10, 20, 5, 5));
        assertTrue(pane.column() <= 40 - 4 && pane.row() <= 80 - 4);
        assertTrue(pane.column() + pane.width() >= 60 + 4 && pane.row() + pane.height() >= 100 + 4);
    }
}
