package org.credence.imaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The examples and formulas of PS3.3, C.11.2.1.2. */
class ToneCurveTest {

    @Test
    void linearEndsAtTheStandardsExamples() {
        Window wide = new Window(0, 100);
        assertEquals(0, wide.level(-50));
        assertEquals(255, wide.level(49.001));
        assertEquals(Math.round(((-20 + 0.5) / 99 + 0.5) * 255), wide.level(-20));
        Window step = new Window(2048, 1);
        assertEquals(0, step.level(2047.5));
        assertEquals(255, step.level(2048));
    }

    @Test
    void linearExactSpansExactlyItsWidth() {
        Window window = new Window(2048, 4096, ToneCurve.LINEAR_EXACT);
        assertEquals(0, window.level(0));
        assertEquals(255, window.level(4096.001));
        assertEquals(128, window.level(2048));
        assertEquals(Math.round(1024 / 4096.0 * 255), window.level(1024));
        assertEquals(64, new Window(0.5, 0.5, ToneCurve.LINEAR_EXACT).level(0.375));
    }

    @Test
    void sigmoidIsTheLogisticFunction() {
        Window window = new Window(100, 50, ToneCurve.SIGMOID);
        for (int x = -200; x < 400; x += 7) {
            assertEquals(Math.round(255 / (1 + Math.exp(-4 * (x - 100) / 50.0))), window.level(x));
        }
    }

    @Test
    void aTableGivesItsEntriesAndMovesWithItsWindow() {
        Window window = new ToneCurve.Table(new byte[] {0, 10, (byte) 200, (byte) 255}).from(-2);
        int[] expected = {0, 0, 10, 200, 255, 255};
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], window.level(i - 3), "at " + (i - 3));
        }
        Window moved = window.at(window.center() + 100, window.width());
        assertEquals(10, moved.level(99));
        Window twice = window.at(window.center(), 2 * window.width());
        assertEquals(10, twice.level(-2));
        assertEquals(10, twice.level(-1));
    }

    @Test
    void everyCurveRises() {
        ToneCurve table = new ToneCurve.Table(new byte[] {0, 50, 100, (byte) 150, (byte) 255});
        for (ToneCurve curve : new ToneCurve[] {ToneCurve.LINEAR, ToneCurve.LINEAR_EXACT, ToneCurve.SIGMOID, table}) {
            Window window = new Window(30, 40, curve);
            int last = -1;
            for (double x = -100; x < 200; x += 0.25) {
                int level = window.level(x);
                assertTrue(level >= last && level <= 255, curve + " at " + x);
                last = level;
            }
            assertEquals(255, last);
        }
    }

    @Test
    void aWidthThatCannotBeIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Window(0, 0.5));
        assertThrows(IllegalArgumentException.class, () -> new Window(0, 0, ToneCurve.SIGMOID));
        assertEquals(1, new Window(0, 10).at(0, 0.2).width());
    }
}
