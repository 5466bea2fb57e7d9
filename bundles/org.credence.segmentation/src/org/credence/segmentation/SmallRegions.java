package org.credence.segmentation;

import java.io.IOException;
import java.util.Arrays;
import org.credence.imaging.Frame;

/**
 * Takes small regions out of what a model says. A region is pixels of a segment with at least {@code floorPercent} that
 * touch at a side or corner; those of fewer than {@code leastPixels} become 0, everything else stays as it is.
 */
public final class SmallRegions implements Segmenter.Sink {

    private final int leastPixels;
    private final int floorPercent;
    private final Segmenter.Sink next;
    private boolean[] seen = new boolean[0];
    private int[] region = new int[0];

    /**
     * @param leastPixels that a region needs to stay, at least 1
     * @param floorPercent from 1 to 100
     * @param next gets what stays
     */
    public SmallRegions(int leastPixels, int floorPercent, Segmenter.Sink next) {
        if (leastPixels < 1 || floorPercent < 1 || floorPercent > 100) {
            throw new IllegalArgumentException(
                    "Regions have at least 1 pixel of 1 to 100 percent, got: " + leastPixels + " of " + floorPercent);
        }
        this.leastPixels = leastPixels;
        this.floorPercent = floorPercent;
        this.next = next;
    }

    @Override
    public void take(int n, Frame frame, byte[][] percent) throws IOException {
        for (byte[] plane : percent) {
            clean(plane, frame.columns(), frame.rows());
        }
        next.take(n, frame, percent);
    }

    private void clean(byte[] plane, int columns, int rows) {
        if (seen.length != plane.length) {
            seen = new boolean[plane.length];
            region = new int[plane.length];
        }
        Arrays.fill(seen, false);
        for (int i = 0; i < plane.length; i++) {
            if (plane[i] >= floorPercent && !seen[i]) {
                int size = collect(plane, columns, rows, i);
                for (int k = 0; size < leastPixels && k < size; k++) {
                    plane[region[k]] = 0;
                }
            }
        }
    }

    /** Collects the region of a pixel. */
    private int collect(byte[] plane, int columns, int rows, int start) {
        int size = 0;
        region[size++] = start;
        seen[start] = true;
        for (int k = 0; k < size; k++) {
            int column = region[k] % columns;
            int row = region[k] / columns;
            for (int y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y++) {
                for (int x = Math.max(0, column - 1); x <= Math.min(columns - 1, column + 1); x++) {
                    int i = y * columns + x;
                    if (plane[i] >= floorPercent && !seen[i]) {
                        seen[i] = true;
                        region[size++] = i;
                    }
                }
            }
        }
        return size;
    }
}
