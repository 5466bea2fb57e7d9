package org.credence.segmentation;

/**
 * The arithmetic of a {@link Placement}, prepared once for many frames of one size. It has room to work in, so one thread
 * uses it at a time.
 */
final class Fitting {

    private final Placement box;
    private final Taps across;
    private final Taps down;
    private final Neighbours columns;
    private final Neighbours rows;
    private final float[] narrow;
    private final float[][] wides;
    private final int[] wideOf = new int[2];

    Fitting(Placement box) {
        this.box = box;
        across = Taps.of(box.frameColumns(), box.coveredColumns());
        down = Taps.of(box.frameRows(), box.coveredRows());
        columns = Neighbours.of(box.frameColumns(), box.coveredColumns(), box.left());
        rows = Neighbours.of(box.frameRows(), box.coveredRows(), box.top());
        narrow = new float[Math.multiplyExact(box.coveredColumns(), box.frameRows())];
        wides = new float[2][box.frameColumns()];
    }

    Placement box() {
        return box;
    }

    /** A gray frame on the grid as {@link Letterbox#fit} says, into {@code fitted}, whose pixels beside the frame are left as they are. */
    void fit(byte[] gray, byte[] fitted) {
        int width = box.coveredColumns();
        for (int y = 0; y < box.frameRows(); y++) {
            for (int x = 0; x < width; x++) {
                float[] weight = across.weight[x];
                int from = y * box.frameColumns() + across.first[x];
                float sum = 0;
                for (int k = 0; k < weight.length; k++) {
                    sum += weight[k] * (gray[from + k] & 0xff);
                }
                narrow[y * width + x] = sum;
            }
        }
        for (int y = 0; y < box.coveredRows(); y++) {
            float[] weight = down.weight[y];
            int to = (box.top() + y) * box.columns() + box.left();
            for (int x = 0; x < width; x++) {
                float sum = 0;
                for (int k = 0; k < weight.length; k++) {
                    sum += weight[k] * narrow[(down.first[y] + k) * width + x];
                }
                fitted[to + x] = (byte) Math.min(255, Math.max(0, Math.round(sum)));
            }
        }
    }

    /** A plane of the grid on the frame's pixels as {@link Letterbox#unfit} says, into {@code whole}. */
    void unfit(float[] plane, float[] whole) {
        int width = box.frameColumns();
        forgetRows();
        for (int y = 0; y < box.frameRows(); y++) {
            float[] upper = row(plane, rows.low[y]);
            float[] lower = row(plane, rows.high[y]);
            float fraction = rows.fraction[y];
            for (int x = 0; x < width; x++) {
                whole[y * width + x] = upper[x] + fraction * (lower[x] - upper[x]);
            }
        }
    }

    /** The same of probabilities, in whole percent, into {@code percent}. */
    void unfitPercent(float[] plane, byte[] percent) {
        int width = box.frameColumns();
        forgetRows();
        for (int y = 0; y < box.frameRows(); y++) {
            float[] upper = row(plane, rows.low[y]);
            float[] lower = row(plane, rows.high[y]);
            float fraction = rows.fraction[y];
            for (int x = 0; x < width; x++) {
                float p = upper[x] + fraction * (lower[x] - upper[x]);
                percent[y * width + x] = (byte) Math.round(100 * Math.min(1, Math.max(0, p)));
            }
        }
    }

    private void forgetRows() {
        wideOf[0] = -1;
        wideOf[1] = -1;
    }

    /** A row of the grid, interpolated to the frame's columns. The rows above and below a frame's row are even and odd. */
    private float[] row(float[] plane, int row) {
        float[] wide = wides[row & 1];
        if (wideOf[row & 1] != row) {
            int from = row * box.columns();
            for (int x = 0; x < wide.length; x++) {
                float left = plane[from + columns.low[x]];
                wide[x] = left + columns.fraction[x] * (plane[from + columns.high[x]] - left);
            }
            wideOf[row & 1] = row;
        }
        return wide;
    }

    /** Between which pixels of the grid each pixel of the frame lies along one axis, and how far from the first. */
    private record Neighbours(int[] low, int[] high, float[] fraction) {

        static Neighbours of(int length, int covered, int offset) {
            Neighbours all = new Neighbours(new int[length], new int[length], new float[length]);
            for (int i = 0; i < length; i++) {
                double at = (i + 0.5) * covered / length - 0.5;
                int below = (int) Math.floor(at);
                all.fraction[i] = (float) (at - below);
                all.low[i] = offset + Math.min(covered - 1, Math.max(0, below));
                all.high[i] = offset + Math.min(covered - 1, Math.max(0, below + 1));
            }
            return all;
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
