package org.credence.imaging;

/**
 * A display window over modality values, DICOM's LINEAR function (PS3.3 C.11.2.1.2.1).
 *
 * @param center the window centre ("level"), in modality units
 * @param width the window width, at least 1
 */
public record Window(double center, double width) {

    public Window {
        if (!(width >= 1) || Double.isInfinite(width) || Double.isNaN(center) || Double.isInfinite(center)) {
            throw new IllegalArgumentException(
                    "A window needs a width of at least 1, got: C " + center + " W " + width);
        }
    }

    /** The window that spreads the values from {@code low} to {@code high} over all gray levels. */
    public static Window spanning(double low, double high) {
        double width = Math.max(1, high - low + 1);
        return new Window(low + width / 2, width);
    }

    /** The gray level, 0 to 255, that shows {@code value}. */
    public int level(double value) {
        double low = center - 0.5 - (width - 1) / 2;
        double high = center - 0.5 + (width - 1) / 2;
        if (value <= low) {
            return 0;
        }
        if (value > high) {
            return 255;
        }
        return (int) Math.round(((value - (center - 0.5)) / (width - 1) + 0.5) * 255);
    }
}
