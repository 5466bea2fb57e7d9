package org.credence.annotation.internal;

import org.credence.annotation.Confidence;
import org.credence.annotation.ConfidenceLayer;

/**
 * The mean of the confidence around a pixel, by binomial weights over 5 x 5 pixels, rounded half up. At the border the
 * outermost pixels stand for those beyond.
 */
public final class Smoothing {

    private static final int[] WEIGHTS = {1, 4, 6, 4, 1};
    private static final int REACH = 2;
    private static final int SUM = 256;

    private final ConfidenceLayer layer;

    public Smoothing(ConfidenceLayer layer) {
        this.layer = layer;
    }

    /** The smoothed confidence at a pixel. */
    public int at(int column, int row) {
        int sum = 0;
        for (int dy = -REACH; dy <= REACH; dy++) {
            int y = Math.clamp(row + dy, 0, layer.rows() - 1);
            for (int dx = -REACH; dx <= REACH; dx++) {
                int x = Math.clamp(column + dx, 0, layer.columns() - 1);
                sum += WEIGHTS[dy + REACH] * WEIGHTS[dx + REACH] * layer.confidence(x, y);
            }
        }
        return Math.min(Confidence.FULL, (sum + SUM / 2) / SUM);
    }

    /** The whole layer, smoothed. */
    public ConfidenceLayer whole() {
        int columns = layer.columns();
        int rows = layer.rows();
        byte[] there = layer.percents();
        int[] across = new int[there.length];
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                int sum = 0;
                for (int d = -REACH; d <= REACH; d++) {
                    sum += WEIGHTS[d + REACH] * there[y * columns + Math.clamp(x + d, 0, columns - 1)];
                }
                across[y * columns + x] = sum;
            }
        }
        byte[] smooth = new byte[there.length];
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                int sum = 0;
                for (int d = -REACH; d <= REACH; d++) {
                    sum += WEIGHTS[d + REACH] * across[Math.clamp(y + d, 0, rows - 1) * columns + x];
                }
                smooth[y * columns + x] = (byte) ((sum + SUM / 2) / SUM);
            }
        }
        return ConfidenceLayer.of(columns, rows, smooth);
    }
}
