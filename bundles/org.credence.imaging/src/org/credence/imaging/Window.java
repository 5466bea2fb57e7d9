package org.credence.imaging;

/**
 * A display window over modality values (PS3.3 C.11.2.1.2).
 *
 * @param center the window centre ("level"), in modality units
 * @param width the window width: at least 1 for {@link ToneCurve#LINEAR}, above 0 for the others
 * @param curve how the values in the window become gray levels
 */
public record Window(double center, double width, ToneCurve curve) {

    public Window {
        if (!(width >= curve.leastWidth())
                || Double.isInfinite(width)
                || Double.isNaN(center)
                || Double.isInfinite(center)) {
            throw new IllegalArgumentException("A window needs a width of at least "
                    + (curve.leastWidth() == 1 ? "1" : "more than 0") + ", got: C " + center + " W " + width);
        }
    }

    /** A window with a straight line over whole values. */
    public Window(double center, double width) {
        this(center, width, ToneCurve.LINEAR);
    }

    /** The window that spreads the values from {@code low} to {@code high} over all gray levels. */
    public static Window spanning(double low, double high) {
        double width = Math.max(1, high - low + 1);
        return new Window(low + width / 2, width);
    }

    /** The window that spreads real values from {@code low} to {@code high}, however close, over all gray levels. */
    public static Window spanningReal(double low, double high) {
        double width = high > low ? high - low : 1;
        return new Window(low + width / 2, width, ToneCurve.LINEAR_EXACT);
    }

    /** A window of the same curve elsewhere; a width below the least becomes the least. */
    public Window at(double newCenter, double newWidth) {
        return new Window(newCenter, Math.max(curve.leastWidth(), newWidth), curve);
    }

    /** The gray level, 0 to 255, that shows {@code value}. */
    public int level(double value) {
        return curve.level(value, center, width);
    }
}
