package org.credence.annotation.internal;

import java.util.function.IntUnaryOperator;
import org.credence.annotation.LayerEditor;
import org.credence.imaging.PixelRect;

/** What a round brush covers on its way from one point to another. */
final class Capsule {

    private Capsule() {}

    /**
     * Applies {@code change} to the confidence of every pixel whose centre lies within {@code radius} of the segment; the
     * pixel under the second end is always covered, so that the smallest brush paints something wherever it goes.
     */
    static PixelRect sweep(
            LayerEditor layer, double x0, double y0, double x1, double y1, double radius, IntUnaryOperator change) {
        int left = (int) Math.floor(Math.min(x0, x1) - radius);
        int top = (int) Math.floor(Math.min(y0, y1) - radius);
        int right = (int) Math.ceil(Math.max(x0, x1) + radius);
        int bottom = (int) Math.ceil(Math.max(y0, y1) + radius);
        PixelRect touched = new PixelRect(left, top, right - left + 1, bottom - top + 1)
                .intersection(new PixelRect(0, 0, layer.columns(), layer.rows()));
        double dx = x1 - x0;
        double dy = y1 - y0;
        double length2 = dx * dx + dy * dy;
        for (int row = touched.row(); row < touched.row() + touched.height(); row++) {
            for (int column = touched.column(); column < touched.column() + touched.width(); column++) {
                double px = column + 0.5 - x0;
                double py = row + 0.5 - y0;
                double t = length2 == 0 ? 0 : Math.clamp((px * dx + py * dy) / length2, 0.0, 1.0);
                double ex = px - t * dx;
                double ey = py - t * dy;
                boolean end = column == (int) Math.floor(x1) && row == (int) Math.floor(y1);
                if (end || ex * ex + ey * ey <= radius * radius) {
                    int there = layer.confidence(column, row);
                    layer.set(column, row, change.applyAsInt(there));
                }
            }
        }
        return touched;
    }
}
