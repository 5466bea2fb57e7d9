package org.credence.annotation.internal;

import org.credence.annotation.ConfidenceLayer;
import org.credence.annotation.FramePixels;
import org.credence.annotation.PaintTarget;
import org.credence.annotation.spi.PaintGesture;
import org.credence.annotation.spi.PaintTool;
import org.credence.imaging.PixelRect;
import org.osgi.service.component.annotations.Component;

/** Grows the painted area that is clicked by a ramp: around it, confidence falls with the distance in mm from the nearest
 * painted pixel, from what that one has to nothing at the width of the brush's ramp. */
@Component(property = "service.ranking:Integer=20")
public final class BoundaryRampTool implements PaintTool {

    @Override
    public String id() {
        return "org.credence.boundary-ramp";
    }

    @Override
    public String label() {
        return "Boundary ramp";
    }

    @Override
    public Input input() {
        return Input.POINT;
    }

    @Override
    public PaintGesture begin(PaintTarget target) {
        Painting painting = Painting.of(target);
        return new PointGesture(target.pixels(), (column, row) -> grow(target, painting, column, row));
    }

    private static PixelRect grow(PaintTarget target, Painting painting, int column, int row) {
        ConfidenceLayer before = target.layer().before();
        FramePixels pixels = target.pixels();
        double ramp = target.brush().rampMm();
        if (before.confidence(column, row) == 0 || ramp == 0) {
            return PixelRect.EMPTY;
        }
        Area area = Growing.from(pixels.columns(), pixels.rows(), column, row, (x, y) -> before.confidence(x, y) > 0);
        PixelRect around =
                area.grown((int) Math.ceil(ramp / pixels.columnMm()), (int) Math.ceil(ramp / pixels.rowMm()), pixels);
        boolean[] painted = area.over(around);
        DistanceMap distances =
                DistanceMap.to(painted, around.width(), around.height(), pixels.columnMm(), pixels.rowMm());
        for (int y = 0; y < around.height(); y++) {
            for (int x = 0; x < around.width(); x++) {
                double away = distances.at(x, y);
                if (!painted[y * around.width() + x] && away < ramp) {
                    int nearest = distances.nearest(x, y);
                    int edge = before.confidence(
                            around.column() + nearest % around.width(), around.row() + nearest / around.width());
                    int confidence = (int) Math.floor(edge * (1 - away / ramp) + 0.5);
                    if (confidence > 0) {
                        painting.cover(around.row() + y, around.column() + x, confidence, 1);
                    }
                }
            }
        }
        return around;
    }
}
