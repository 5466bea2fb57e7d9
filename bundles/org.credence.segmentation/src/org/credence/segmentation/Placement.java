package org.credence.segmentation;

/**
 * Where a frame lies on a grid that it is resampled to: it covers a rectangle of it, and nothing is beside it.
 *
 * @param frameColumns width of the frame in pixels
 * @param frameRows height of the frame in pixels
 * @param left the first column of the grid that it covers
 * @param top the first row of the grid that it covers
 * @param coveredColumns of the grid
 * @param coveredRows of the grid
 * @param columns width of the grid
 * @param rows height of the grid
 */
record Placement(
        int frameColumns,
        int frameRows,
        int left,
        int top,
        int coveredColumns,
        int coveredRows,
        int columns,
        int rows) {

    static Placement of(Letterbox box) {
        return new Placement(
                box.frameColumns(),
                box.frameRows(),
                box.left(),
                box.top(),
                box.coveredColumns(),
                box.coveredRows(),
                box.columns(),
                box.rows());
    }

    /** A frame in the middle of a grid, with so many of its columns and rows. */
    static Placement centred(
            int frameColumns, int frameRows, int coveredColumns, int coveredRows, int columns, int rows) {
        return new Placement(
                frameColumns,
                frameRows,
                (columns - coveredColumns) / 2,
                (rows - coveredRows) / 2,
                coveredColumns,
                coveredRows,
                columns,
                rows);
    }

    int framePixels() {
        return frameColumns * frameRows;
    }
}
