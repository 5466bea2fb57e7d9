package org.credence.imaging;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The order in which slices are viewed: along their normal, and where every position occurs equally often, volume after
 * volume.
 *
 * @param order the slices' places in the list given, in viewing order
 * @param stack how they lie, where they make up a stack
 */
record SliceOrder(int[] order, Optional<SliceStack> stack) {

    /**
     * @param planes where slices lie; those of one position in the order in which they belong to volumes
     * @return empty if they are not parallel
     */
    static Optional<SliceOrder> of(List<ImagePlane> planes) {
        for (ImagePlane plane : planes) {
            if (!plane.isParallel(planes.get(0))) {
                return Optional.empty();
            }
        }
        // All along one normal: directions that differ in the last digits would shift slices far from the origin.
        Vector3 normal = planes.get(0).normal();
        double[] at = new double[planes.size()];
        Integer[] sorted = new Integer[at.length];
        for (int i = 0; i < at.length; i++) {
            at[i] = normal.dot(planes.get(i).origin());
            sorted[i] = i;
        }
        Arrays.sort(sorted, (a, b) -> Double.compare(at[a], at[b]));
        double[] positions = new double[at.length];
        int[] counts = new int[at.length];
        int n = 0;
        for (int i = 0; i < at.length; i++) {
            // Against the first of a position, or many small steps would make one position of a whole stack.
            if (n == 0 || at[sorted[i]] - positions[n - 1] > SliceStack.SAME_MM) {
                positions[n++] = at[sorted[i]];
            }
            counts[n - 1]++;
        }
        int[] order = new int[at.length];
        if (n < 2) {
            Arrays.setAll(order, i -> i);
            return Optional.of(new SliceOrder(order, Optional.empty()));
        }
        SliceStack stack = SliceStack.of(Arrays.copyOf(positions, n), Arrays.copyOf(counts, n));
        int from = 0;
        for (int p = 0; p < n; p++) {
            // Slices of one position differ by less than a hundredth of a millimetre; their order is that of the list.
            Arrays.sort(sorted, from, from + counts[p]);
            for (int k = 0; k < counts[p]; k++) {
                order[stack.volumes() > 1 ? k * n + p : from + k] = sorted[from + k];
            }
            from += counts[p];
        }
        return Optional.of(new SliceOrder(order, Optional.of(stack)));
    }
}
