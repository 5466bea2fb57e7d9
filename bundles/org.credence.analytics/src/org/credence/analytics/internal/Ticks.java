package org.credence.analytics.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Round numbers along an axis, and the axis' range widened to the outermost of them.
 *
 * @param values rising, evenly spaced
 * @param decimals that tell them apart
 */
record Ticks(List<Double> values, int decimals) {

    static final String MINUS = "\u2212";

    /** About {@code count} ticks that span all of the finite values; 0 to 1 if there is none. */
    static Ticks spanning(double low, double high, int count) {
        if (!(low < high)) {
            double middle = Double.isFinite(low) ? low : 0.5;
            return spanning(middle - 0.5, middle + 0.5, count);
        }
        double raw = (high - low) / count;
        double power = Math.pow(10, Math.floor(Math.log10(raw)));
        double step = power * (raw / power <= 1 ? 1 : raw / power <= 2 ? 2 : raw / power <= 5 ? 5 : 10);
        List<Double> values = new ArrayList<>();
        long first = (long) Math.floor(low / step + 1e-9);
        long last = (long) Math.ceil(high / step - 1e-9);
        for (long k = first; k <= last; k++) {
            values.add(k * step);
        }
        return new Ticks(values, (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9)));
    }

    double low() {
        return values.get(0);
    }

    double high() {
        return values.get(values.size() - 1);
    }

    String label(double value) {
        return number(value, decimals);
    }

    /** A number for people: a real minus sign, a dash where there is no number. */
    static String number(double value, int decimals) {
        if (!Double.isFinite(value)) {
            return "\u2013";
        }
        String digits = String.format(Locale.ROOT, "%." + decimals + "f", Math.abs(value));
        // Thousands are set apart by narrow spaces, from five digits on.
        if (Math.abs(value) >= 10_000) {
            int end = decimals == 0 ? digits.length() : digits.indexOf('.');
            StringBuilder spaced = new StringBuilder(digits);
            for (int i = end - 3; i > 0; i -= 3) {
                spaced.insert(i, '\u202f');
            }
            digits = spaced.toString();
        }
        boolean zero = digits.chars().allMatch(c -> c == '0' || c == '.');
        return value < 0 && !zero ? MINUS + digits : digits;
    }
}
