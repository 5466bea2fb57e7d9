package org.credence.annotation.internal;

import org.credence.annotation.Brush;
import org.credence.annotation.FramePixels;
import org.credence.annotation.PaintTarget;
import org.credence.annotation.spi.PaintGesture;
import org.credence.annotation.spi.PaintTool;
import org.credence.imaging.PixelRect;
import org.osgi.service.component.annotations.Component;

/** Paints under a round brush, but only intensities of the brush's range; without one, those within its tolerance of the
 * intensity where the stroke began. */
@Component(property = "service.ranking:Integer=80")
public final class ThresholdBrushTool implements PaintTool {

    @Override
    public String id() {
        return "org.credence.threshold-brush";
    }

    @Override
    public String label() {
        return "Threshold brush";
    }

    @Override
    public Input input() {
        return Input.DRAG;
    }

    @Override
    public PaintGesture begin(PaintTarget target) {
        PointGesture.needIntensities(target.pixels(), label());
        return target.brush().intensity().isPresent()
                ? new RoundStroke(target, Painting.of(target))
                : new AlikeStroke(target);
    }

    /** A stroke that waits for its first place on the frame. */
    private static final class AlikeStroke implements PaintGesture {

        private final PaintTarget target;
        private RoundStroke stroke;

        AlikeStroke(PaintTarget target) {
            this.target = target;
        }

        @Override
        public PixelRect to(double column, double row) {
            FramePixels pixels = target.pixels();
            int x = (int) Math.floor(column);
            int y = (int) Math.floor(row);
            if (stroke == null && PointGesture.isWithin(pixels, x, y)) {
                Brush brush = target.brush();
                PaintTarget alike = target.with(
                        brush.within(Brush.IntensityRange.around(pixels.intensity(x, y), brush.tolerance())));
                stroke = new RoundStroke(alike, Painting.of(alike));
            }
            return stroke == null ? PixelRect.EMPTY : stroke.to(column, row);
        }

        @Override
        public PixelRect finish() {
            return PixelRect.EMPTY;
        }
    }
}
