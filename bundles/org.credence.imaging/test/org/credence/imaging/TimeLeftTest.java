package org.credence.imaging;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class TimeLeftTest {

    private static final long SECOND = 1_000_000_000L;

    @Test
    void theRestGoesOnAsItWentSoFar() {
        assertEquals(Optional.of("30 s"), TimeLeft.words(1, 4, 10 * SECOND));
        assertEquals(Optional.of("119 s"), TimeLeft.words(1, 120, SECOND));
        assertEquals(Optional.of("2 min"), TimeLeft.words(1, 121, SECOND));
        assertEquals(Optional.of("10 min"), TimeLeft.words(0.5, 300.5, SECOND));
        assertEquals(Optional.of("3 h"), TimeLeft.words(1, 4, 3600 * SECOND));
    }

    @Test
    void nothingIsSaidWhileNothingIsKnownAndOnceAllIsDone() {
        assertEquals(Optional.empty(), TimeLeft.words(0, 4, SECOND));
        assertEquals(Optional.empty(), TimeLeft.words(4, 4, SECOND));
        assertEquals(Optional.empty(), TimeLeft.words(0, 0, 0));
    }
}
