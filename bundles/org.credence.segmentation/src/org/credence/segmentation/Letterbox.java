package org.credence.segmentation;

import java.util.Arrays;

/**
 * How a whole frame lies on a model's grid: shrunk or enlarged by one factor in both directions, centred, the rest left
 * empty. Training and inference share it, so a model sees what it was trained on.
 *
 * @param frameColumns width of the frame in pixels
 * @param frameRows height of the frame in pixels
 * @param columns width of the model's grid
 * @param rows height of the model's grid
 */
public record Letterbox(int frameColumns, int frameRows, int columns, int rows) {

    public Letterbox {
        if (frameColumns < 1 || frameRows < 1 || columns < 1 || rows < 1) {
            throw new IllegalArgumentException("Frames and grids have pixels, got: " + frameColumns + " x " + frameRows
                    + " on " + columns + " x " + rows);
        }
    }

    /** Grid pixels per frame pixel. */
    public double scale() {
        return Math.min((double) columns / frameColumns, (double) rows / frameRows);
    }

    /** Columns of the grid that the frame covers. */
    public int coveredColumns() {
        return Math.max(1, (int) Math.round(frameColumns * scale()));
    }

    /** Rows of the grid that the frame covers. */
    public int coveredRows() {
        return Math.max(1, (int) Math.round(frameRows * scale()));
    }

    /** The first column of the grid that the frame covers. */
    public int left() {
        return (columns - coveredColumns()) / 2;
    }

    /** The first row of the grid that the frame covers. */
    public int top() {
        return (rows - coveredRows()) / 2;
    }

    /** Whether the frame reaches this pixel of the grid. */
    public boolean covers(int column, int row) {
        return column >= left() && column < left() + coveredColumns() && row >= top() && row < top() + coveredRows();
    }

    /**
     * A gray image on the grid: each grid pixel is the mean of the area it covers when shrinking, interpolated bilinearly
     * when enlarging; black where the frame does not reach.
     *
     * @param gray frameColumns x frameRows unsigned bytes, row by row
     * @return a new array of columns x rows unsigned bytes
     */
    public byte[] fit(byte[] gray) {
        check(gray.length, frameColumns * frameRows);
        byte[] fitted = new byte[columns * rows];
        new Fitting(Placement.of(this)).fit(gray, fitted, new Fitting.Room());
        return fitted;
    }

    /**
     * A label on the grid: each grid pixel takes the greatest percent that at least a third of its area reaches. Cutting
     * at a threshold before or after gives the same, which a mean would not grant; a third rather than a half, so that
     * lines thinner than a grid pixel survive.
     *
     * @param percent frameColumns x frameRows values from 0 to 100
     * @return a new array of columns x rows values, 0 where the frame does not reach
     */
    public byte[] fitPercent(byte[] percent) {
        check(percent.length, frameColumns * frameRows);
        byte[] fitted = new byte[columns * rows];
        byte[] area = new byte[0];
        for (int y = 0; y < coveredRows(); y++) {
            int y0 = (int) ((long) y * frameRows / coveredRows());
            int y1 = Math.max(y0 + 1, (int) ((long) (y + 1) * frameRows / coveredRows()));
            for (int x = 0; x < coveredColumns(); x++) {
                int x0 = (int) ((long) x * frameColumns / coveredColumns());
                int x1 = Math.max(x0 + 1, (int) ((long) (x + 1) * frameColumns / coveredColumns()));
                int n = (y1 - y0) * (x1 - x0);
                if (area.length != n) {
                    area = new byte[n];
                }
                int i = 0;
                int painted = 0;
                for (int v = y0; v < y1; v++) {
                    for (int u = x0; u < x1; u++) {
                        area[i] = percent[v * frameColumns + u];
                        painted |= area[i++];
                    }
                }
                if (painted == 0) {
                    continue;
                }
                Arrays.sort(area);
                fitted[(top() + y) * columns + left() + x] = area[n - (n + 2) / 3];
            }
        }
        return fitted;
    }

    /**
     * A plane of the grid on the frame's pixels, interpolated bilinearly between the centres of the covered grid pixels.
     *
     * @param plane at least columns x rows values, row by row
     * @return a new array of frameColumns x frameRows values
     */
    public float[] unfit(float[] plane) {
        if (plane.length < columns * rows) {
            check(plane.length, columns * rows);
        }
        float[] whole = new float[frameColumns * frameRows];
        new Fitting(Placement.of(this)).unfit(plane, whole, new Fitting.Room());
        return whole;
    }

    private static void check(int got, int expected) {
        if (got != expected) {
            throw new IllegalArgumentException("A plane of " + expected + " pixels got " + got + " values");
        }
    }
}
