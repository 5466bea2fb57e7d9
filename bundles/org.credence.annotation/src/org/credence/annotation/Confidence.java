package org.credence.annotation;

/** The scale of confidence: whole percents from 0 (not painted) to 100 (certain). */
public final class Confidence {

    /** Not painted. */
    public static final int NONE = 0;

    /** Certain. */
    public static final int FULL = 100;

    private Confidence() {}

    /**
     * The percent itself, if it is one.
     *
     * @throws IllegalArgumentException if it is not between 0 and 100
     */
    public static int check(int percent) {
        if (percent < NONE || percent > FULL) {
            throw new IllegalArgumentException("Confidence is a percent from 0 to 100, got: " + percent);
        }
        return percent;
    }
}
