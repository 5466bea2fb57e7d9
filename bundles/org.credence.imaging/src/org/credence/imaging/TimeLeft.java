package org.credence.imaging;

import java.util.Optional;

/** How long work still takes, in words. */
public final class TimeLeft {

    private static final int MOST_SECONDS = 120;
    private static final int MOST_MINUTES = 120;

    private TimeLeft() {}

    /**
     * Such as "40 s", "12 min" or "3 h", as if the rest went on as it went so far; empty as long as nothing is known, and once
     * all is done.
     *
     * @param done of {@code all}
     * @param nanos that it took
     */
    public static Optional<String> words(double done, double all, long nanos) {
        if (!(done > 0 && done < all)) {
            return Optional.empty();
        }
        long seconds = Math.round(nanos / 1e9 * (all - done) / done);
        long minutes = (seconds + 30) / 60;
        return Optional.of(
                seconds < MOST_SECONDS
                        ? seconds + " s"
                        : minutes < MOST_MINUTES ? minutes + " min" : (minutes + 30) / 60 + " h");
    }
}
