package org.credence.imaging;

import java.util.List;
import java.util.Optional;

/**
 * What the stored values of a gray frame mean.
 *
 * @param signed whether whole numbers are two's complement
 * @param slope modality units per stored value
 * @param intercept modality value of the stored value 0
 * @param inverted whether low values are shown bright (MONOCHROME1, or an inverse presentation)
 * @param padding stored values that stand for no measurement, shown black and left out of ranges
 * @param windows the windows that the file offers, the first to start with; may be empty
 */
public record GrayValues(
        boolean signed,
        double slope,
        double intercept,
        boolean inverted,
        Optional<Padding> padding,
        List<Preset> windows) {

    /** Stored values from {@code low} to {@code high}, both included. */
    public record Padding(double low, double high) {
        boolean contains(double stored) {
            return stored >= low && stored <= high;
        }
    }

    /**
     * A window under a name.
     *
     * @param name for people, such as "LUNG"; may be empty
     */
    public record Preset(String name, Window window) {}

    /** Unsigned values that mean themselves. */
    public static final GrayValues PLAIN = new GrayValues(false, 1, 0, false, Optional.empty(), List.of());

    public GrayValues {
        if (!Double.isFinite(slope) || slope == 0 || !Double.isFinite(intercept)) {
            throw new IllegalArgumentException(
                    "A scale has a slope that is not 0 and an intercept, got: " + slope + ", " + intercept);
        }
        windows = List.copyOf(windows);
    }

    /** The same with these windows. */
    public GrayValues withWindows(List<Preset> offered) {
        return new GrayValues(signed, slope, intercept, inverted, padding, offered);
    }

    /** The same with bright and dark exchanged. */
    GrayValues invert() {
        return new GrayValues(signed, slope, intercept, !inverted, padding, windows);
    }

    /**
     * The window that spreads stored values over all gray levels.
     *
     * @param whole whether stored values are whole numbers; where modality values then lie less than 1 apart, the window is
     *     one of real values too
     */
    public Window spanning(double lowStored, double highStored, boolean whole) {
        double a = slope * lowStored + intercept;
        double b = slope * highStored + intercept;
        return whole && Math.abs(slope) >= 1
                ? Window.spanning(Math.min(a, b), Math.max(a, b))
                : Window.spanningReal(Math.min(a, b), Math.max(a, b));
    }
}
