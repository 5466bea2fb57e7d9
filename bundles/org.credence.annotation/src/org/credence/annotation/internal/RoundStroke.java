package org.credence.annotation.internal;

import org.credence.annotation.Brush;
import org.credence.annotation.LayerEditor;
import org.credence.annotation.PaintTarget;
import org.credence.annotation.spi.PaintGesture;
import org.credence.imaging.PixelRect;

/** The way of a round brush, with a hard or a soft edge. */
final class RoundStroke implements PaintGesture {

    private final LayerEditor layer;
    private final Brush brush;
    private final Painting painting;
    private double column = Double.NaN;
    private double row;

    RoundStroke(PaintTarget target, Painting painting) {
        this.layer = target.layer();
        this.brush = target.brush();
        this.painting = painting;
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
            capsule.forEachRow(layer.columns(), layer.rows(), painting::cover);
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
            painting.cover(y, x, (radius - Math.sqrt(capsule.distance2(x, y))) / edge);
        }
    }
}
