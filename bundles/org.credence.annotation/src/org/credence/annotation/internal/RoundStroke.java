package org.credence.annotation.internal;

import org.credence.annotation.Brush;
import org.credence.annotation.LayerEditor;
import org.credence.annotation.PaintTarget;
import org.credence.annotation.spi.PaintGesture;
import org.credence.imaging.PixelRect;

/** The way of a round brush, with a hard or a soft edge. */
final class RoundStroke implements PaintGesture {

    /** What happens to covered pixels. */
    interface Stamp {

        /** Covers a part of a row fully, from a column to the one before {@code to}. */
        void cover(int row, int from, int to);

        /** Covers a pixel by a weight of at most 1; nothing happens where it is not above 0. */
        void cover(int row, int column, double weight);
    }

    private final LayerEditor layer;
    private final Brush brush;
    private final Stamp stamp;
    private double column = Double.NaN;
    private double row;

    RoundStroke(PaintTarget target, Stamp stamp) {
        this.layer = target.layer();
        this.brush = target.brush();
        this.stamp = stamp;
    }

    @Override
    public PixelRect to(double toColumn, double toRow) {
        if (Double.isNaN(column)) {
            column = toColumn;
            row = toRow;
        }
        Capsule capsule = new Capsule(column, row, toColumn, toRow, brush.radiusPixels());
        column = toColumn;
        row = toRow;
        if (brush.softness() == 0) {
            capsule.forEachRow(layer.columns(), layer.rows(), stamp::cover);
        } else {
            capsule.forEachRow(layer.columns(), layer.rows(), (y, from, to) -> soft(capsule, y, from, to));
        }
        return capsule.bounds(layer.columns(), layer.rows());
    }

    @Override
    public PixelRect finish() {
        return PixelRect.EMPTY;
    }

    private void soft(Capsule capsule, int y, int from, int to) {
        double radius = brush.radiusPixels();
        double edge = radius * brush.softness();
        for (int x = from; x < to; x++) {
            stamp.cover(y, x, (radius - Math.sqrt(capsule.distance2(x, y))) / edge);
        }
    }
}
