package org.credence.workbench.internal;

/**
 * Time on task: the spans between inputs that follow each other within a minute. Longer ones are pauses and do not count, not
 * even their first minute.
 */
final class WorkClock {

    /** From here on a span without input is a pause. */
    static final long PAUSE_MS = 60_000;

    private long lastMs;
    private long workMs;

    /** @param nowMs of a clock that never goes back */
    WorkClock(long nowMs) {
        lastMs = nowMs;
    }

    /**
     * Says that the reader did something.
     *
     * @return how long the pause was that ends with this; 0 if there was none
     */
    long input(long nowMs) {
        long spanMs = nowMs - lastMs;
        if (spanMs < 0) {
            throw new IllegalArgumentException("Time goes back by " + -spanMs + " ms; use a monotonic clock.");
        }
        lastMs = nowMs;
        if (spanMs >= PAUSE_MS) {
            return spanMs;
        }
        workMs += spanMs;
        return 0;
    }

    /** Time on task up to the latest input. */
    long workMs() {
        return workMs;
    }
}
