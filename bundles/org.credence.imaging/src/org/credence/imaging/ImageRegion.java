package org.credence.imaging;

/**
 * A calibrated part of an ultrasound image (PS3.3, C.8.5.5).
 *
 * @param bounds the part
 * @param kind how space is laid out in it
 * @param content what it shows, such as "Tissue", "Color Flow" or "PW Spectral Doppler"
 * @param unitX what columns count, such as "cm" or "s"; empty for nothing
 * @param unitY what rows count, such as "cm" or "cm/s"; empty for nothing
 * @param deltaX units from one column to the next; may be negative
 * @param deltaY units from one row to the next; may be negative
 * @param referenceColumn the column, from the left of {@code bounds}, that shows {@code referenceX}
 * @param referenceRow the row, from the top of {@code bounds}, that shows {@code referenceY}
 * @param referenceX in units
 * @param referenceY in units
 */
public record ImageRegion(
        PixelRect bounds,
        Kind kind,
        String content,
        String unitX,
        String unitY,
        double deltaX,
        double deltaY,
        double referenceColumn,
        double referenceRow,
        double referenceX,
        double referenceY) {

    /** How space is laid out in a region. */
    public enum Kind {
        /** A cut through the body. */
        TWO_DIMENSIONAL,
        /** Depth against time. */
        M_MODE,
        /** Speed or frequency against time. */
        SPECTRAL,
        /** A curve against time, such as an ECG. */
        WAVEFORM,
        /** Drawings, such as a gray scale. */
        GRAPHICS,
        /** Anything else. */
        OTHER
    }

    /** The physical value of a column of the image. */
    public double physicalX(double column) {
        return referenceX + (column - bounds.column() - referenceColumn) * deltaX;
    }

    /** The physical value of a row of the image. */
    public double physicalY(double row) {
        return referenceY + (row - bounds.row() - referenceRow) * deltaY;
    }
}
