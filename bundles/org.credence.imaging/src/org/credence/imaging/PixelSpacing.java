package org.credence.imaging;

/**
 * Physical distance between neighbouring pixel centres.
 *
 * @param columnMm from one column to the next, in mm
 * @param rowMm from one row to the next, in mm
 */
public record PixelSpacing(double columnMm, double rowMm) {

    public PixelSpacing {
        if (!(columnMm > 0) || !(rowMm > 0) || Double.isInfinite(columnMm) || Double.isInfinite(rowMm)) {
            throw new IllegalArgumentException("Pixel spacing must be positive, got: " + columnMm + " x " + rowMm);
        }
    }
}
