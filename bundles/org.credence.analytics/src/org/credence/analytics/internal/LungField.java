package org.credence.analytics.internal;

import java.util.Arrays;
import java.util.List;
import org.credence.analytics.ClipMasks;
import org.credence.analytics.FrameMasks;

/**
 * The part of the scanned region that lies below the pleural line.
 *
 * <p>Per column the field begins below the lowest pixel of the pleural mask; columns without one take the row between
 * their nearest neighbours that have one. A frame whose pleura covers less than a tenth of the region's columns takes the
 * median row of the clip's other frames; if there is none either, the field is the lower three quarters of the region's
 * height. So a missed pleura shifts the denominator a little; only one that is seen along the very bottom of the image leaves
 * no field, and no number.
 */
final class LungField {

    static final String PLEURA = "Pleural line";

    private final ClipMasks clip;
    private final double clipRow;

    LungField(ClipMasks clip) {
        this.clip = clip;
        this.clipRow = medianPleuraRow(clip);
    }

    /** The field on one of the clip's frames, row by row. */
    boolean[] on(FrameMasks frame) {
        double[] from = pleuraRows(frame);
        boolean[] field = new boolean[frame.columns() * frame.rows()];
        for (int i = 0; i < field.length; i++) {
            field[i] = clip.region()[i] && i / frame.columns() > from[i % frame.columns()];
        }
        return field;
    }

    /** Area of a mask within the field over the area of the field; NaN if the field is empty or the segment unknown. */
    double fraction(FrameMasks frame, String segment) {
        boolean[] mask = frame.mask(segment).orElse(null);
        if (mask == null) {
            return Double.NaN;
        }
        boolean[] field = on(frame);
        long area = 0;
        long covered = 0;
        for (int i = 0; i < field.length; i++) {
            if (field[i]) {
                area++;
                covered += mask[i] ? 1 : 0;
            }
        }
        return area == 0 ? Double.NaN : covered / (double) area;
    }

    /** The mean fraction over a list of clips, each the mean over its frames; NaN if any is. */
    static double meanFraction(List<ClipMasks> clips, String segment) {
        double sum = 0;
        for (ClipMasks clip : clips) {
            LungField field = new LungField(clip);
            double ofClip = 0;
            for (FrameMasks frame : clip.frames()) {
                ofClip += field.fraction(frame, segment);
            }
            sum += ofClip / clip.frames().size();
        }
        return sum / clips.size();
    }

    private double[] pleuraRows(FrameMasks frame) {
        double[] rows = lowest(frame);
        if (!covers(rows, clip.region(), frame.columns())) {
            Arrays.fill(rows, clipRow);
            return rows;
        }
        int before = -1;
        for (int x = 0; x < rows.length; x++) {
            if (!Double.isNaN(rows[x])) {
                for (int gap = before + 1; gap < x; gap++) {
                    double part = before < 0 ? 1 : (gap - before) / (double) (x - before);
                    rows[gap] = before < 0 ? rows[x] : rows[before] + part * (rows[x] - rows[before]);
                }
                before = x;
            }
        }
        Arrays.fill(rows, before + 1, rows.length, rows[before]);
        return rows;
    }

    /** Per column the lowest row of the pleural mask, NaN where there is none. */
    private static double[] lowest(FrameMasks frame) {
        double[] rows = new double[frame.columns()];
        Arrays.fill(rows, Double.NaN);
        boolean[] pleura = frame.mask(PLEURA).orElse(new boolean[0]);
        for (int i = 0; i < pleura.length; i++) {
            if (pleura[i]) {
                rows[i % frame.columns()] = i / frame.columns();
            }
        }
        return rows;
    }

    private static boolean covers(double[] rows, boolean[] region, int columns) {
        boolean[] scanned = new boolean[columns];
        for (int i = 0; i < region.length; i++) {
            scanned[i % columns] |= region[i];
        }
        int width = 0;
        int found = 0;
        for (int x = 0; x < columns; x++) {
            width += scanned[x] ? 1 : 0;
            found += scanned[x] && !Double.isNaN(rows[x]) ? 1 : 0;
        }
        return found > 0 && 10 * found >= width;
    }

    private static double medianPleuraRow(ClipMasks clip) {
        int columns = clip.frames().get(0).columns();
        double[] found = clip.frames().stream()
                .map(LungField::lowest)
                .filter(rows -> covers(rows, clip.region(), columns))
                .flatMapToDouble(Arrays::stream)
                .filter(row -> !Double.isNaN(row))
                .sorted()
                .toArray();
        if (found.length > 0) {
            return found[found.length / 2];
        }
        int top = Integer.MAX_VALUE;
        int bottom = 0;
        for (int i = 0; i < clip.region().length; i++) {
            if (clip.region()[i]) {
                top = Math.min(top, i / columns);
                bottom = Math.max(bottom, i / columns);
            }
        }
        return top == Integer.MAX_VALUE ? 0 : top + 0.25 * (bottom - top);
    }
}
