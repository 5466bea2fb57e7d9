package org.credence.annotation.ui.internal;

import java.math.BigDecimal;
import java.math.MathContext;

/** Measured values as people read them. */
final class Numbers {

    private static final MathContext DIGITS = new MathContext(5);
    private static final double WHOLE_FROM = 10_000;
    private static final double SCIENTIFIC_BELOW = 1e-4;

    private Numbers() {}

    /** A value with all digits before the point, and five digits at most where there are some behind it. */
    static String text(double value) {
        if (!Double.isFinite(value)) {
            return Messages.Numbers_none;
        }
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return Long.toString((long) value);
        }
        if (Math.abs(value) >= WHOLE_FROM && Math.abs(value) < 1e15) {
            return Long.toString(Math.round(value));
        }
        BigDecimal rounded = BigDecimal.valueOf(value).round(DIGITS).stripTrailingZeros();
        return Math.abs(value) < SCIENTIFIC_BELOW ? rounded.toString() : rounded.toPlainString();
    }
}
