package org.credence.annotation.internal;

import org.credence.annotation.Brush;
import org.credence.annotation.FramePixels;
import org.credence.annotation.PaintTarget;
import org.credence.annotation.spi.PaintGesture;
import org.credence.annotation.spi.PaintTool;
import org.osgi.service.component.annotations.Component;

/** Fills the pixels around the one clicked that are joined to it along rows and columns by intensities within the brush's
 * tolerance of its own; within the edge the weight rises over the brush's ramp. */
@Component(property = "service.ranking:Integer=40")
public final class FloodFillTool implements PaintTool {

    @Override
    public String id() {
        return "org.credence.flood-fill";
    }

    @Override
    public String label() {
        return "Flood fill";
    }

    @Override
    public Input input() {
        return Input.POINT;
    }

    @Override
    public PaintGesture begin(PaintTarget target) {
        FramePixels pixels = target.pixels();
        PointGesture.needIntensities(pixels, label());
        Painting painting = Painting.of(target);
        return new PointGesture(pixels, (column, row) -> {
            Brush.IntensityRange alike = Brush.IntensityRange.around(
                    pixels.intensity(column, row), target.brush().tolerance());
            return Growing.from(
                            pixels.columns(),
                            pixels.rows(),
                            column,
                            row,
                            (x, y) -> alike.contains(pixels.intensity(x, y)))
                    .paint(painting, pixels, target.brush().rampMm());
        });
    }
}
