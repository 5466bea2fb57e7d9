package org.credence.segmentation;

import java.util.Arrays;

/** Finds regions in planes and takes the small ones out; has room to work in, so one thread uses it at a time. */
final class Cleaning {

    private final int leastPixels;
    private final int floorPercent;
    private boolean[] seen = new boolean[0];
    private int[] region = new int[0];

    /**
     * @param leastPixels that a region needs to stay
     * @param floorPercent that its pixels have at least
     */
    Cleaning(int leastPixels, int floorPercent) {
        this.leastPixels = leastPixels;
        this.floorPercent = floorPercent;
    }

    /** Takes small regions out of a plane of percents. */
    void clean(byte[] plane, int columns, int rows) {
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
