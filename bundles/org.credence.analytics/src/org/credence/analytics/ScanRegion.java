package org.credence.analytics;

import java.util.Arrays;
import java.util.List;
import org.credence.imaging.Frame;

/** Finds the part of an ultrasound image that shows tissue, whatever the probe's shape. */
public final class ScanRegion {

    /** Gray level up to which a pixel is taken for the black surroundings. */
    private static final int BLACK = 6;

    private ScanRegion() {}

    /**
     * The convex hull of the largest connected area that is not black on at least one of the frames. Shadows that reach
     * the fan's edge are bridged by the hull; texts and scales beside the fan stay out unless they touch it.
     *
     * @param frames of one clip, all of one size; a few spread over the clip suffice
     * @return columns x rows pixels, row by row; all false if the frames are black
     */
    public static boolean[] of(List<Frame> frames) {
        if (frames.isEmpty()) {
            throw new IllegalArgumentException("A scan region is found on at least one frame.");
        }
        int columns = frames.get(0).columns();
        int rows = frames.get(0).rows();
        boolean[] bright = new boolean[columns * rows];
        for (Frame frame : frames) {
            if (frame.columns() != columns || frame.rows() != rows) {
                throw new IllegalArgumentException("Frames of " + columns + " x " + rows + " and " + frame.columns()
                        + " x " + frame.rows() + " have no common region");
            }
            byte[] gray = frame.isColor() ? luma(frame) : frame.gray8(frame.defaultWindow());
            for (int i = 0; i < bright.length; i++) {
                bright[i] |= (gray[i] & 0xff) > BLACK;
            }
        }
        return hull(largest(bright, columns, rows), columns, rows);
    }

    private static byte[] luma(Frame frame) {
        byte[] gray = new byte[frame.columns() * frame.rows()];
        for (int i = 0; i < gray.length; i++) {
            gray[i] = (byte) frame.stored(i % frame.columns(), i / frame.columns());
        }
        return gray;
    }

    private static boolean[] largest(boolean[] bright, int columns, int rows) {
        boolean[] seen = new boolean[bright.length];
        int[] stack = new int[bright.length];
        int[] best = new int[0];
        for (int start = 0; start < bright.length; start++) {
            if (!bright[start] || seen[start]) {
                continue;
            }
            int count = 1;
            stack[0] = start;
            seen[start] = true;
            for (int next = 0; next < count; next++) {
                int x = stack[next] % columns;
                int y = stack[next] / columns;
                for (int side = 0; side < 4; side++) {
                    int nx = x + (side == 0 ? -1 : side == 1 ? 1 : 0);
                    int ny = y + (side == 2 ? -1 : side == 3 ? 1 : 0);
                    int i = ny * columns + nx;
                    if (nx >= 0 && nx < columns && ny >= 0 && ny < rows && bright[i] && !seen[i]) {
                        seen[i] = true;
                        stack[count++] = i;
                    }
                }
            }
            if (count > best.length) {
                best = Arrays.copyOf(stack, count);
            }
        }
        boolean[] area = new boolean[bright.length];
        for (int i : best) {
            area[i] = true;
        }
        return area;
    }

    /** Andrew's monotone chain over each row's outermost pixels, filled row by row. */
    private static boolean[] hull(boolean[] area, int columns, int rows) {
        int[] left = new int[rows];
        int[] right = new int[rows];
        Arrays.fill(left, Integer.MAX_VALUE);
        Arrays.fill(right, -1);
        int first = -1;
        int last = -1;
        for (int i = 0; i < area.length; i++) {
            if (area[i]) {
                int y = i / columns;
                left[y] = Math.min(left[y], i % columns);
                right[y] = i % columns;
                first = first < 0 ? y : first;
                last = y;
            }
        }
        boolean[] filled = new boolean[area.length];
        if (first < 0) {
            return filled;
        }
        double[] from = chain(left, first, last, 1);
        double[] to = chain(right, first, last, -1);
        for (int y = first; y <= last; y++) {
            for (int x = (int) Math.ceil(from[y - first] - 1e-9); x <= to[y - first] + 1e-9; x++) {
                filled[y * columns + x] = true;
            }
        }
        return filled;
    }

    /** The left (sign 1) or right (sign -1) side of the hull, one bound per row from {@code first} to {@code last}. */
    private static double[] chain(int[] bound, int first, int last, int sign) {
        int[] corner = new int[last - first + 1];
        int n = 0;
        for (int y = first; y <= last; y++) {
            if (bound[y] < 0 || bound[y] == Integer.MAX_VALUE) {
                continue;
            }
            while (n >= 2 && sign * turn(bound, corner[n - 2], corner[n - 1], y) <= 0) {
                n--;
            }
            corner[n++] = y;
        }
        double[] side = new double[last - first + 1];
        int k = 0;
        for (int y = first; y <= last; y++) {
            while (k + 1 < n - 1 && corner[k + 1] <= y) {
                k++;
            }
            int a = corner[k];
            int b = corner[Math.min(k + 1, n - 1)];
            side[y - first] = a == b ? bound[a] : bound[a] + (bound[b] - bound[a]) * (y - a) / (double) (b - a);
        }
        return side;
    }

    /** Above 0 if the bound at {@code b} lies left of the line from {@code a} to {@code c}. */
    private static double turn(int[] bound, int a, int b, int c) {
        return (bound[c] - bound[a]) * (double) (b - a) - (bound[b] - bound[a]) * (double) (c - a);
    }
}
