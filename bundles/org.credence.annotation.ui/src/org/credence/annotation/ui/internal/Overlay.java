package org.credence.annotation.ui.internal;

import java.util.Arrays;
import java.util.List;
import org.credence.annotation.ConfidenceLayer;
import org.credence.imaging.OverlayPlane;
import org.credence.imaging.PixelRect;

/**
 * Percents that are shown over a frame.
 *
 * @param style how they are drawn
 * @param rgb the colour, {@code 0xRRGGBB}, of all styles but {@link Style#RAMP}
 * @param ramp the colours of {@link Style#RAMP}
 * @param levels the percents at which outlines lie, ascending; may be none
 * @param within where percents may be above 0; nothing is drawn elsewhere
 * @param rows where the percents come from
 */
record Overlay(Style style, int rgb, ColorRamp ramp, List<Integer> levels, PixelRect within, Rows rows) {

    // Unlike gray, blood flow and the segments of schemes.
    private static final int DRAWING_RGB = 0xE58CFF;

    /** How an overlay is drawn; an outline is drawn at every level, whatever the style. */
    enum Style {
        /** A tint whose opacity grows with the percent: what a reader painted. */
        TINT,
        /** A tint of one opacity, whose colour says the percent. */
        RAMP,
        /** Outlines and nothing else. */
        CONTOURS,
        /** An even tint from the first level on: what a model would be trained on. */
        BINARY,
        /** Diagonal stripes whose opacity grows with the percent: what a model proposes. */
        STRIPES,
        /** Solid wherever the percent is above 0, and never lost where the image shrinks: what a file draws. */
        DRAWING
    }

    /** Gives percents of an image. */
    interface Rows {
        /** Fills {@code percents} with those of one image row, from {@code column} on. */
        void copy(int row, int column, byte[] percents);

        /** The percent of one pixel. */
        int at(int column, int row);
    }

    Overlay {
        levels = List.copyOf(levels);
    }

    /** What a reader painted, shown as confidence by opacity. */
    static Overlay painted(ConfidenceLayer layer, int rgb) {
        return of(Style.TINT, layer, rgb, List.of());
    }

    /** What a reader painted, shown as confidence by colour. */
    static Overlay colored(ConfidenceLayer layer, ColorRamp ramp) {
        return new Overlay(Style.RAMP, 0, ramp, List.of(), layer.painted(), rows(layer));
    }

    /** What a reader painted, shown as outlines at some percents, ascending. */
    static Overlay outlined(ConfidenceLayer layer, int rgb, List<Integer> percents) {
        return of(Style.CONTOURS, layer, rgb, percents);
    }

    /** What a reader painted, shown at a threshold. */
    static Overlay binary(ConfidenceLayer layer, int rgb, int threshold) {
        return of(Style.BINARY, layer, rgb, List.of(threshold));
    }

    /**
     * A map of percents by colour, such as how readers differ.
     *
     * @param percents columns x rows, row by row; not copied
     */
    static Overlay map(byte[] percents, int columns, int rows, ColorRamp ramp) {
        return new Overlay(
                Style.RAMP, 0, ramp, List.of(), new PixelRect(0, 0, columns, rows), new Plain(percents, columns));
    }

    /** What a file draws over its frame. */
    static Overlay drawn(OverlayPlane plane) {
        Rows rows = new Rows() {
            @Override
            public void copy(int row, int column, byte[] percents) {
                for (int i = 0; i < percents.length; i++) {
                    percents[i] = (byte) at(column + i, row);
                }
            }

            @Override
            public int at(int column, int row) {
                return plane.at(column, row) ? 100 : 0;
            }
        };
        return new Overlay(Style.DRAWING, DRAWING_RGB, ColorRamp.HEAT, List.of(), plane.bounds(), rows);
    }

    /** One segment of what a model proposes. */
    static Overlay proposed(ConfidenceLayer layer, int rgb) {
        return of(Style.STRIPES, layer, rgb, List.of(50));
    }

    /** The same as it is seen on a pane that turns the image. */
    Overlay seen(Orientation orientation, int columns, int imageRows) {
        return orientation.isUpright()
                ? this
                : new Overlay(
                        style,
                        rgb,
                        ramp,
                        levels,
                        orientation.seen(within, columns, imageRows),
                        orientation.seen(rows, columns, imageRows));
    }

    /** For every percent, how many levels it reaches. */
    byte[] bands() {
        byte[] bands = new byte[101];
        for (int level : levels) {
            for (int percent = Math.max(0, level); percent <= 100; percent++) {
                bands[percent]++;
            }
        }
        return bands;
    }

    private static Overlay of(Style style, ConfidenceLayer layer, int rgb, List<Integer> levels) {
        return new Overlay(style, rgb, ColorRamp.HEAT, levels, layer.painted(), rows(layer));
    }

    private static Rows rows(ConfidenceLayer layer) {
        return new Rows() {
            @Override
            public void copy(int row, int column, byte[] percents) {
                layer.copyRow(row, column, percents);
            }

            @Override
            public int at(int column, int row) {
                return layer.confidence(column, row);
            }
        };
    }

    /** Percents in one array. */
    private record Plain(byte[] percents, int columns) implements Rows {
        @Override
        public void copy(int row, int column, byte[] target) {
            int n = Math.min(target.length, columns - column);
            System.arraycopy(percents, row * columns + column, target, 0, n);
            Arrays.fill(target, n, target.length, (byte) 0);
        }

        @Override
        public int at(int column, int row) {
            return percents[row * columns + column];
        }
    }
}
