package org.credence.imaging.internal;

import org.credence.imaging.Progress;

/** Passes reports on at most twenty times a second, so that telling takes no time from the work. One thread. */
public final class PacedProgress implements Progress {

    private static final long PACE_NANOS = 50_000_000;

    private final Progress to;
    private long next = System.nanoTime();

    public PacedProgress(Progress to) {
        this.to = to;
    }

    /** Whether a report would be passed on now; spares making its text. */
    public boolean isDue() {
        return System.nanoTime() - next >= 0;
    }

    @Override
    public void report(double fraction, String message) {
        if (isDue()) {
            next = System.nanoTime() + PACE_NANOS;
            to.report(fraction, message);
        }
    }

    @Override
    public boolean isCancelled() {
        return to.isCancelled();
    }
}
