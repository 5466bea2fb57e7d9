package org.credence.dicom.codecs;

import java.util.Arrays;

/**
 * A tag tree on its way out of packet headers (ISO/IEC 15444-1, B.10.2): a number per code-block, where each inner node holds
 * the least number below it. Not thread-safe.
 */
final class TagTree {

    private static final int UNKNOWN = Integer.MAX_VALUE;

    private final int[] widths;

    /** Index of the first node of each level; leaves are level 0. */
    private final int[] starts;

    private final int[] values;
    private final int[] lows;

    TagTree(int width, int height) {
        int levels = 1;
        for (int w = width, h = height; w > 1 || h > 1; w = w + 1 >> 1, h = h + 1 >> 1) {
            levels++;
        }
        widths = new int[levels];
        starts = new int[levels];
        int nodes = 0;
        for (int level = 0, w = width, h = height; level < levels; level++, w = w + 1 >> 1, h = h + 1 >> 1) {
            widths[level] = w;
            starts[level] = nodes;
            nodes += w * h;
        }
        values = new int[nodes];
        lows = new int[nodes];
        Arrays.fill(values, UNKNOWN);
    }

    /**
     * Reads until it is known whether a leaf's number is below a limit.
     *
     * @throws CodecException if the header ends before
     */
    boolean isBelow(int limit, int x, int y, PacketBits bits) throws CodecException {
        int low = 0;
        int node = 0;
        for (int level = widths.length - 1; level >= 0; level--) {
            node = starts[level] + (y >> level) * widths[level] + (x >> level);
            low = Math.max(low, lows[node]);
            while (low < limit && values[node] == UNKNOWN) {
                if (bits.bit() == 1) {
                    values[node] = low;
                } else {
                    low++;
                }
            }
            lows[node] = low;
        }
        return values[node] < limit;
    }

    /**
     * Reads a leaf's number.
     *
     * @throws CodecException if the header ends before, or the number is above the limit
     */
    int value(int limit, int x, int y, PacketBits bits) throws CodecException {
        int n = 0;
        while (!isBelow(n + 1, x, y, bits)) {
            if (n++ == limit) {
                throw new CodecException(
                        "The JPEG 2000 frame is damaged: a code-block lacks more than " + limit + " bit-planes.");
            }
        }
        return n;
    }
}
