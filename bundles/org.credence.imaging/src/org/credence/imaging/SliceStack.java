package org.credence.imaging;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How the slices of a series lie one behind the other. Positions are in viewing order, from 0.
 *
 * <p>Slices within {@value #SAME_MM} mm along the normal have the same position. Where every position occurs equally often
 * (time points, echoes, directions), the series is that many volumes, one after the other; where only some do, those are
 * repeats. A slice is missing where the distance is more than 1.5 times the usual one.
 *
 * @param volumes how often every position occurs, at least 1
 * @param spacingMm the usual distance of neighbouring slices: the median, the smaller of two
 * @param leastMm the smallest distance of neighbouring slices
 * @param mostMm the largest, gaps included
 * @param gaps where slices are missing
 * @param repeats where several slices have one position
 */
public record SliceStack(
        int volumes, double spacingMm, double leastMm, double mostMm, List<Gap> gaps, List<Repeat> repeats) {

    /** Slices nearer than this have the same position; more than the rounding of oblique directions makes. */
    public static final double SAME_MM = 0.01;

    private static final double GAP_FACTOR = 1.5;
    private static final double UNEVEN_FRACTION = 0.1;

    /** Positions are often rounded to a tenth of a millimetre, which makes distances uneven by as much. */
    private static final double UNEVEN_MM = 0.1;

    private static final double ROUNDING_MM = 1e-6;

    /**
     * A place where slices are missing.
     *
     * @param before the last slice before it
     * @param distanceMm from that slice to the next
     * @param missing how many slices of the usual distance would fit in
     */
    public record Gap(int before, double distanceMm, int missing) {}

    /**
     * Slices at one position.
     *
     * @param first the first of them; the others follow
     * @param count how many there are
     */
    public record Repeat(int first, int count) {}

    public SliceStack {
        gaps = List.copyOf(gaps);
        repeats = List.copyOf(repeats);
    }

    /**
     * @param millimetres the distinct positions of the slices of a volume, ascending
     * @param counts how many slices have each
     */
    static SliceStack of(double[] millimetres, int[] counts) {
        int volumes = counts[0];
        for (int c : counts) {
            volumes = c == counts[0] ? volumes : 1;
        }
        double[] distances = new double[millimetres.length - 1];
        for (int i = 0; i < distances.length; i++) {
            distances[i] = millimetres[i + 1] - millimetres[i];
        }
        double[] sorted = distances.clone();
        java.util.Arrays.sort(sorted);
        double spacing = sorted[(sorted.length - 1) / 2];
        List<Gap> gaps = new ArrayList<>();
        List<Repeat> repeats = new ArrayList<>();
        int slice = 0;
        for (int i = 0; i < counts.length; i++) {
            int here = volumes > 1 ? 1 : counts[i];
            if (here > 1) {
                repeats.add(new Repeat(slice, here));
            }
            slice += here;
            if (i < distances.length && distances[i] > GAP_FACTOR * spacing) {
                int missing = (int) Math.min(Integer.MAX_VALUE, Math.max(1, Math.round(distances[i] / spacing) - 1));
                gaps.add(new Gap(slice - 1, distances[i], missing));
            }
        }
        return new SliceStack(volumes, spacing, sorted[0], sorted[sorted.length - 1], gaps, repeats);
    }

    /** Whether all distances are alike, within a tenth or 0.1 mm, and no position has several slices. */
    public boolean isRegular() {
        return repeats.isEmpty() && gaps.isEmpty() && isEven();
    }

    private boolean isEven() {
        double tolerance = Math.max(UNEVEN_MM, UNEVEN_FRACTION * spacingMm) + ROUNDING_MM;
        return gaps.isEmpty() && mostMm - spacingMm <= tolerance && spacingMm - leastMm <= tolerance;
    }

    /** What is not as it should be, one sentence each; slices are counted from 1. Gaps are those of the first volume. */
    public List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        for (Gap g : gaps) {
            remarks.add(String.format(
                    Locale.ROOT,
                    "%s missing between slices %d and %d: they are %.2f mm apart, where %.2f mm is usual.",
                    g.missing() == 1 ? "1 slice is" : g.missing() + " slices are",
                    g.before() + 1,
                    g.before() + 2,
                    g.distanceMm(),
                    spacingMm));
        }
        for (Repeat r : repeats) {
            remarks.add(String.format(
                    Locale.ROOT, "Slices %d to %d have the same position.", r.first() + 1, r.first() + r.count()));
        }
        if (gaps.isEmpty() && !isEven()) {
            remarks.add(
                    String.format(Locale.ROOT, "The distance of slices varies from %.2f to %.2f mm.", leastMm, mostMm));
        }
        return remarks;
    }
}
