package org.credence.segmentation;

/** The arithmetic of a {@link Placement}, prepared once for many frames of one size. Immutable. */
final class Fitting {

    /** Fractions of a pixel are counted in so many bits, which leaves room for a byte twice interpolated in an int. */
    private static final int BITS = 11;

    private static final int ONE = 1 << BITS;

    private final Placement box;
    private final boolean same;
    private final Taps across;
    private final Taps down;
    private final Neighbours columns;
    private final Neighbours rows;

    /** Room to work in, for one thread at a time; any fitting may use it. */
    static final class Room {
        private float[] narrow = new float[0];
        private final float[][] wides = new float[2][0];
        private final int[][] wideLevels = new int[2][0];
        private final int[] wideOf = new int[2];

        private void forgetRows() {
            wideOf[0] = -1;
            wideOf[1] = -1;
        }
    }

    Fitting(Placement box) {
        this.box = box;
        same = box.frameColumns() == box.coveredColumns() && box.frameRows() == box.coveredRows();
        across = Taps.of(box.frameColumns(), box.coveredColumns());
        down = Taps.of(box.frameRows(), box.coveredRows());
        columns = Neighbours.of(box.frameColumns(), box.coveredColumns(), box.left());
        rows = Neighbours.of(box.frameRows(), box.coveredRows(), box.top());
        Math.multiplyExact(box.coveredColumns(), box.frameRows());
    }

    Placement box() {
        return box;
    }

    /**
     * A gray frame on the grid as {@link Letterbox#fit} says, into {@code fitted}, whose pixels beside the frame are left as
     * they are.
     */
    void fit(byte[] gray, byte[] fitted, Room room) {
        int width = box.coveredColumns();
        if (same) {
            for (int y = 0; y < box.frameRows(); y++) {
                System.arraycopy(gray, y * width, fitted, (box.top() + y) * box.columns() + box.left(), width);
            }
            return;
        }
        if (room.narrow.length < width * box.frameRows()) {
            room.narrow = new float[width * box.frameRows()];
        }
        float[] narrow = room.narrow;
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
    void unfit(float[] plane, float[] whole, Room room) {
        int width = box.frameColumns();
        room.forgetRows();
        for (int y = 0; y < box.frameRows(); y++) {
            float[] upper = row(plane, rows.low[y], room);
            float[] lower = row(plane, rows.high[y], room);
            float fraction = rows.fraction[y];
            for (int x = 0; x < width; x++) {
                whole[y * width + x] = upper[x] + fraction * (lower[x] - upper[x]);
            }
        }
    }

    /** The same of probabilities, in whole percent, into {@code percent}. */
    void unfitPercent(float[] plane, byte[] percent, Room room) {
        int width = box.frameColumns();
        room.forgetRows();
        for (int y = 0; y < box.frameRows(); y++) {
            float[] upper = row(plane, rows.low[y], room);
            float[] lower = row(plane, rows.high[y], room);
            float fraction = rows.fraction[y];
            for (int x = 0; x < width; x++) {
                float p = upper[x] + fraction * (lower[x] - upper[x]);
                percent[y * width + x] = (byte) Math.round(100 * Math.min(1, Math.max(0, p)));
            }
        }
    }

    /**
     * The same of bytes that stand for probabilities, from 0 to {@code most}. Whole numbers all the way: the loops over
     * columns are those that a processor does several at a time.
     */
    void unfitPercent(byte[] levels, int most, byte[] percent, Room room) {
        int width = box.frameColumns();
        float step = 100f / most;
        if (same) {
            for (int y = 0; y < box.frameRows(); y++) {
                int from = (box.top() + y) * box.columns() + box.left();
                int to = y * width;
                for (int x = 0; x < width; x++) {
                    percent[to + x] = (byte) (int) ((levels[from + x] & 0xff) * step + 0.5f);
                }
            }
            return;
        }
        step /= ONE * ONE;
        room.forgetRows();
        for (int y = 0; y < box.frameRows(); y++) {
            int[] upper = row(levels, rows.low[y], room);
            int[] lower = row(levels, rows.high[y], room);
            int below = Math.round(rows.fraction[y] * ONE);
            int above = ONE - below;
            int to = y * width;
            for (int x = 0; x < width; x++) {
                percent[to + x] = (byte) (int) ((upper[x] * above + lower[x] * below) * step + 0.5f);
            }
        }
    }

    /** A row of the grid, interpolated to the frame's columns. The rows above and below a frame's row are even and odd. */
    private float[] row(float[] plane, int row, Room room) {
        int width = box.frameColumns();
        if (room.wides[row & 1].length < width) {
            room.wides[row & 1] = new float[width];
        }
        float[] wide = room.wides[row & 1];
        if (room.wideOf[row & 1] != row) {
            int from = row * box.columns();
            for (int x = 0; x < width; x++) {
                float left = plane[from + columns.low[x]];
                wide[x] = left + columns.fraction[x] * (plane[from + columns.high[x]] - left);
            }
            room.wideOf[row & 1] = row;
        }
        return wide;
    }

    private int[] row(byte[] levels, int row, Room room) {
        int width = box.frameColumns();
        if (room.wideLevels[row & 1].length < width) {
            room.wideLevels[row & 1] = new int[width];
        }
        int[] wide = room.wideLevels[row & 1];
        if (room.wideOf[row & 1] != row) {
            int from = row * box.columns();
            for (int x = 0; x < width; x++) {
                int left = levels[from + columns.low[x]] & 0xff;
                int right = levels[from + columns.high[x]] & 0xff;
                wide[x] = left * ONE + columns.parts[x] * (right - left);
            }
            room.wideOf[row & 1] = row;
        }
        return wide;
    }

    /** Between which pixels of the grid each pixel of the frame lies along one axis, and how far from the first, in two forms. */
    private record Neighbours(int[] low, int[] high, float[] fraction, int[] parts) {

        static Neighbours of(int length, int covered, int offset) {
            Neighbours all = new Neighbours(new int[length], new int[length], new float[length], new int[length]);
            for (int i = 0; i < length; i++) {
                double at = (i + 0.5) * covered / length - 0.5;
                int below = (int) Math.floor(at);
                all.fraction[i] = (float) (at - below);
                all.parts[i] = Math.round(all.fraction[i] * ONE);
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
