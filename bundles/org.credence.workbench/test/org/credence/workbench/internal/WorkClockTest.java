package org.credence.workbench.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class WorkClockTest {

    @Test
    void spansBetweenInputsAreWork() {
        WorkClock clock = new WorkClock(1000);
        assertEquals(0, clock.workMs());
        assertEquals(0, clock.input(1500));
        assertEquals(0, clock.input(61_499));
        assertEquals(60_499, clock.workMs());
    }

    @Test
    void aMinuteWithoutInputIsAPauseAndDoesNotCount() {
        WorkClock clock = new WorkClock(0);
        clock.input(10_000);
        assertEquals(60_000, clock.input(70_000));
        assertEquals(10_000, clock.workMs());
        clock.input(75_000);
        assertEquals(15_000, clock.workMs());
    }

    @Test
    void timeThatGoesBackIsRefused() {
        WorkClock clock = new WorkClock(1000);
        assertThrows(IllegalArgumentException.class, () -> clock.input(999));
    }
}
