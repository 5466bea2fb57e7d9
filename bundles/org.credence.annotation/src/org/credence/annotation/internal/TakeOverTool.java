package org.credence.annotation.internal;

import org.credence.annotation.Brush;
import org.credence.annotation.ConfidenceLayer;
import org.credence.annotation.PaintTarget;
import org.credence.annotation.spi.PaintGesture;
import org.credence.annotation.spi.PaintTool;
import org.credence.imaging.PixelRect;

/** Takes over what somebody else says under a round brush: another reader, or a model. */
public final class TakeOverTool implements PaintTool {

    private final ConfidenceLayer opinion;

    /** @param opinion of the size of the layers that are painted on */
    public TakeOverTool(ConfidenceLayer opinion) {
        this.opinion = opinion;
    }

    @Override
    public String id() {
        return "org.credence.take-over";
    }

    @Override
    public String label() {
        return "Take over";
    }

    @Override
    public Input input() {
        return Input.DRAG;
    }

    @Override
    public PaintGesture begin(PaintTarget target) {
        if (target.layer().columns() != opinion.columns() || target.layer().rows() != opinion.rows()) {
            throw new IllegalArgumentException("An opinion on " + opinion.columns() + " x " + opinion.rows()
                    + " pixels does not fit a frame of " + target.layer().columns() + " x "
                    + target.layer().rows());
        }
        Painting painting = Painting.of(target.with(target.brush().withMode(Brush.Mode.SET)));
        return new PaintGesture() {
            private double column = Double.NaN;
            private double row;

            @Override
            public PixelRect to(double toColumn, double toRow) {
                if (Double.isNaN(column)) {
                    column = toColumn;
                    row = toRow;
                }
                Capsule capsule =
                        new Capsule(column, row, toColumn, toRow, target.brush().radiusPixels());
                column = toColumn;
                row = toRow;
                capsule.forEachRow(opinion.columns(), opinion.rows(), (y, from, to) -> {
                    for (int x = from; x < to; x++) {
                        painting.cover(y, x, opinion.confidence(x, y), 1);
                    }
                });
                return capsule.bounds(opinion.columns(), opinion.rows());
            }

            @Override
            public PixelRect finish() {
                return PixelRect.EMPTY;
            }
        };
    }
}
