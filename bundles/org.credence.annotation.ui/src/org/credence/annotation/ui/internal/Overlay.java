package org.credence.annotation.ui.internal;

import org.credence.annotation.ConfidenceLayer;
import org.credence.imaging.OverlayPlane;
import org.credence.imaging.ProbabilityMap;

/**
 * Percents that are shown over a frame, in one colour.
 *
 * @param rgb the colour, {@code 0xRRGGBB}
 * @param style how it is drawn
 * @param threshold the percent from which {@link Style#BINARY} is drawn, and where the other styles' outline lies
 * @param rows where the percents come from
 */
record Overlay(int rgb, Style style, int threshold, Rows rows) {

    // Unlike gray, blood flow and the segments of schemes.
    private static final int DRAWING_RGB = 0xE58CFF;

    /** How an overlay is drawn. */
    enum Style {
        /** A tint whose opacity grows with the percent: what a reader painted. */
        TINT,
        /** An even tint with an outline where the percent reaches a threshold: what a model would be trained on. */
        BINARY,
        /** Diagonal stripes whose opacity grows with the percent, with an outline: what a model proposes. */
        STRIPES,
        /** Solid wherever the percent is above 0, and never lost where the image shrinks: what a file draws. */
        DRAWING
    }

    /** Gives percents row by row. */
    @FunctionalInterface
    interface Rows {
        /** Fills {@code percents} with those of one image row, from {@code column} on. */
        void copy(int row, int column, byte[] percents);
    }

    /** What a reader painted, shown as confidence. */
    static Overlay painted(ConfidenceLayer layer, int rgb) {
        return new Overlay(rgb, Style.TINT, 50, layer::copyRow);
    }

    /** What a reader painted, shown at a threshold. */
    static Overlay binary(ConfidenceLayer layer, int rgb, int threshold) {
        return new Overlay(rgb, Style.BINARY, threshold, layer::copyRow);
    }

    /** What a file draws over its frame. */
    static Overlay drawn(OverlayPlane plane) {
        return new Overlay(DRAWING_RGB, Style.DRAWING, 50, (row, column, percents) -> {
            for (int i = 0; i < percents.length; i++) {
                percents[i] = (byte) (plane.at(column + i, row) ? 100 : 0);
            }
        });
    }

    /** One segment of what a model proposes; the percents are copied once. */
    static Overlay proposed(ProbabilityMap map, int segment, int rgb) {
        byte[] all = map.percent(segment);
        int columns = map.columns();
        return new Overlay(
                rgb,
                Style.STRIPES,
                50,
                (row, column, percents) -> System.arraycopy(
                        all, row * columns + column, percents, 0, Math.min(percents.length, columns - column)));
    }
}
