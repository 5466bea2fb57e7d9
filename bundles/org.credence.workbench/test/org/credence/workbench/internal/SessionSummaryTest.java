package org.credence.workbench.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.credence.annotation.CaseReading;
import org.credence.annotation.ReadingCase;
import org.junit.jupiter.api.Test;

class SessionSummaryTest {

    /** Completed cases of these times, and one that was left after an hour. */
    private static List<CaseReading> readings(long... timesMs) {
        List<CaseReading> readings = new ArrayList<>();
        for (long ms : timesMs) {
            readings.add(new CaseReading(readings.size() + 1, new ReadingCase("k" + ms, 1), true, ms, 0));
        }
        readings.add(new CaseReading(readings.size() + 1, new ReadingCase("left", 1), false, 3_600_000, 0));
        return readings;
    }

    @Test
    void theMedianIsThatOfCompletedCases() {
        assertEquals(new SessionSummary(3, 4, 20), SessionSummary.of(readings(900, 10, 20)));
        assertEquals(new SessionSummary(2, 3, 15), SessionSummary.of(readings(20, 10)));
        assertEquals(new SessionSummary(0, 1, 0), SessionSummary.of(readings()));
    }
}
