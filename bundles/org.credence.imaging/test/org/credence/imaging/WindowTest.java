package org.credence.imaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class WindowTest {

    @Test
    void theFullByteRangeIsShownAsItIs() {
        Window window = Window.spanning(0, 255);
        for (int v = 0; v < 256; v++) {
            assertEquals(v, window.level(v));
        }
    }

    @Test
    void valuesOutsideTheWindowAreBlackAndWhite() {
        Window window = new Window(40, 400);
        assertEquals(0, window.level(-160));
        assertEquals(255, window.level(240));
        assertEquals(128, window.level(40), 1);
    }

    @Test
    void aWindowWithoutWidthIsRefusedWithTheValueNamed() {
        var refused = assertThrows(IllegalArgumentException.class, () -> new Window(10, 0));
        assertEquals("A window needs a width of at least 1, got: C 10.0 W 0.0", refused.getMessage());
    }
}
