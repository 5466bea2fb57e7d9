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
        Taps across = Taps.of(frameColumns, coveredColumns());
        Taps down = Taps.of(frameRows, coveredRows());
        float[] narrow = new float[coveredColumns() * frameRows];
        for (int y = 0; y < frameRows; y++) {
            for (int x = 0; x < coveredColumns(); x++) {
                float sum = 0;
                for (int k = 0; k < across.weight[x].length; k++) {
                    sum += across.weight[x][k] * (gray[y * frameColumns + across.first[x] + k] & 0xff);
                }
                narrow[y * coveredColumns() + x] = sum;
            }
        }
        byte[] fitted = new byte[columns * rows];
        for (int y = 0; y < coveredRows(); y++) {
            for (int x = 0; x < coveredColumns(); x++) {
                float sum = 0;
                for (int k = 0; k < down.weight[y].length; k++) {
                    sum += down.weight[y][k] * narrow[(down.first[y] + k) * coveredColumns() + x];
                }
                fitted[(top() + y) * columns + left() + x] = (byte) Math.min(255, Math.max(0, Math.round(sum)));
            }
        }
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
        int[] x0 = new int[frameColumns];
        int[] x1 = new int[frameColumns];
        float[] fx = new float[frameColumns];
        neighbours(frameColumns, coveredColumns(), left(), x0, x1, fx);
        int[] y0 = new int[frameRows];
        int[] y1 = new int[frameRows];
        float[] fy = new float[frameRows];
        neighbours(frameRows, coveredRows(), top(), y0, y1, fy);
        for (int y = 0; y < frameRows; y++) {
            int upper = y0[y] * columns;
            int lower = y1[y] * columns;
            for (int x = 0; x < frameColumns; x++) {
                float a = plane[upper + x0[x]] + fx[x] * (plane[upper + x1[x]] - plane[upper + x0[x]]);
                float b = plane[lower + x0[x]] + fx[x] * (plane[lower + x1[x]] - plane[lower + x0[x]]);
                whole[y * frameColumns + x] = a + fy[y] * (b - a);
            }
        }
        return whole;
    }

    private static void neighbours(int length, int covered, int offset, int[] low, int[] high, float[] fraction) {
        for (int i = 0; i < length; i++) {
            double at = (i + 0.5) * covered / length - 0.5;
            int below = (int) Math.floor(at);
            fraction[i] = (float) (at - below);
            low[i] = offset + Math.min(covered - 1, Math.max(0, below));
            high[i] = offset + Math.min(covered - 1, Math.max(0, below + 1));
        }
    }

    private static void check(int got, int expected) {
        if (got != expected) {
            throw new IllegalArgumentException("A plane of " + expected + " pixels got " + got + " values");
        }
    }

    /** Which source pixels make up each target pixel along one axis, and with which weights. */
    private record Taps(int[] first, float[][] weight) {

        static Taps of(int source, int target) {
            int[] first = new int[target];
            float[][] weight = new float[target][];
            double step = (double) source / target;
            for (int i = 0; i < target; i++) {
                // Enlarging, the triangle between two source centres; shrinking, the box that the target pixel covers.
                double from = step >= 1 ? i * step : Math.max(0, (i + 0.5) * step - 0.5);
                double to = step >= 1 ? Math.min(source, (i + 1) * step) : from;
                int low = Math.min(source - 1, (int) from);
                int high = step >= 1 ? Math.max(low, (int) Math.ceil(to - 1e-9) - 1) : Math.min(source - 1, low + 1);
                first[i] = low;
                weight[i] = new float[high - low + 1];
                double sum = 0;
                for (int k = low; k <= high; k++) {
                    double w = step >= 1
                            ? Math.min(k + 1, to) - Math.max(k, from)
                            : Math.max(0, 1 - Math.abs(Math.min(source - 1, from) - k));
                    weight[i][k - low] = (float) w;
                    sum += w;
                }
                for (int k = 0; k < weight[i].length; k++) {
                    weight[i][k] /= (float) sum;
                }
            }
            return new Taps(first, weight);
        }
    }
}
