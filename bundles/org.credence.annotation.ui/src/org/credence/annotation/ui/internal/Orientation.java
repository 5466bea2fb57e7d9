package org.credence.annotation.ui.internal;

import org.credence.imaging.PixelRect;

/**
 * How an image is turned before it is shown: mirrored left to right or not, then turned clockwise by quarters.
 *
 * @param quarterTurns clockwise, 0 to 3
 * @param mirrored whether left and right are exchanged before that
 */
record Orientation(int quarterTurns, boolean mirrored) {

    /** As the file has it. */
    static final Orientation UPRIGHT = new Orientation(0, false);

    Orientation {
        if (quarterTurns < 0 || quarterTurns > 3) {
            throw new IllegalArgumentException("An image is turned by 0 to 3 quarters, got: " + quarterTurns);
        }
    }

    /** Turned further clockwise by some quarters, or back by negative ones. */
    Orientation turned(int quarters) {
        return new Orientation(Math.floorMod(quarterTurns + quarters, 4), mirrored);
    }

    /** With left and right of what is seen exchanged. */
    Orientation flippedAcross() {
        // A mirror before a turn acts like one after the opposite turn.
        return new Orientation(Math.floorMod(-quarterTurns, 4), !mirrored);
    }

    /** With top and bottom of what is seen exchanged. */
    Orientation flippedDown() {
        return flippedAcross().turned(2);
    }

    /** Whether columns of the image are shown as rows. */
    boolean swapsAxes() {
        return quarterTurns % 2 == 1;
    }

    boolean isUpright() {
        return quarterTurns == 0 && !mirrored;
    }

    /** Where a point of an image of {@code columns} x {@code rows} is seen, from the left of the turned image. */
    double across(double column, double row, int columns, int rows) {
        double x = mirrored ? columns - column : column;
        return switch (quarterTurns) {
            case 0 -> x;
            case 1 -> rows - row;
            case 2 -> columns - x;
            default -> row;
        };
    }

    /** Where a point of an image is seen, from the top of the turned image. */
    double down(double column, double row, int columns, int rows) {
        double x = mirrored ? columns - column : column;
        return switch (quarterTurns) {
            case 0 -> row;
            case 1 -> x;
            case 2 -> rows - row;
            default -> columns - x;
        };
    }

    /** The column of the image that is seen at a point of the turned image. */
    double column(double across, double down, int columns) {
        double x = switch (quarterTurns) {
            case 0 -> across;
            case 1 -> down;
            case 2 -> columns - across;
            default -> columns - down;
        };
        return mirrored ? columns - x : x;
    }

    /** The row of the image that is seen at a point of the turned image. */
    double row(double across, double down, int rows) {
        return switch (quarterTurns) {
            case 0 -> down;
            case 1 -> rows - across;
            case 2 -> rows - down;
            default -> across;
        };
    }

    /** Where pixels of an image are seen. */
    PixelRect seen(PixelRect pixels, int columns, int rows) {
        double right = pixels.column() + (double) pixels.width();
        double bottom = pixels.row() + (double) pixels.height();
        int x0 = (int) across(pixels.column(), pixels.row(), columns, rows);
        int y0 = (int) down(pixels.column(), pixels.row(), columns, rows);
        int x1 = (int) across(right, bottom, columns, rows);
        int y1 = (int) down(right, bottom, columns, rows);
        return new PixelRect(Math.min(x0, x1), Math.min(y0, y1), Math.abs(x1 - x0), Math.abs(y1 - y0));
    }

    /** Pixels as they are seen; the array itself where nothing is turned. */
    byte[] seen(byte[] samples, int columns, int rows, int channels) {
        if (isUpright()) {
            return samples;
        }
        byte[] seen = new byte[samples.length];
        int width = swapsAxes() ? rows : columns;
        int height = swapsAxes() ? columns : rows;
        int target = 0;
        for (int y = 0; y < height; y++) {
            int source = channels * index(0, y, columns, rows);
            int step = width == 1 ? 0 : channels * index(1, y, columns, rows) - source;
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < channels; c++) {
                    seen[target++] = samples[source + c];
                }
                source += step;
            }
        }
        return seen;
    }

    /** The same percents, row by row as they are seen. */
    Overlay.Rows seen(Overlay.Rows rows, int columns, int imageRows) {
        if (isUpright()) {
            return rows;
        }
        int height = swapsAxes() ? columns : imageRows;
        int width = swapsAxes() ? imageRows : columns;
        return new Overlay.Rows() {
            @Override
            public void copy(int row, int column, byte[] percents) {
                int n = Math.min(percents.length, width - column);
                if (row < 0 || row >= height) {
                    return;
                }
                for (int i = 0; i < n; i++) {
                    percents[i] = (byte) at(column + i, row);
                }
            }

            @Override
            public int at(int column, int row) {
                int index = index(column, row, columns, imageRows);
                return rows.at(index % columns, index / columns);
            }
        };
    }

    /** The number of the image's pixel that is seen at a whole point. */
    private int index(int x, int y, int columns, int rows) {
        int row = (int) Math.floor(row(x + 0.5, y + 0.5, rows));
        int column = (int) Math.floor(column(x + 0.5, y + 0.5, columns));
        return row * columns + column;
    }
}
