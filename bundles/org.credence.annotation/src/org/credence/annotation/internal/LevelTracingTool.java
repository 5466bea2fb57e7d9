package org.credence.annotation.internal;

import java.util.List;
import java.util.Optional;
import org.credence.annotation.FramePixels;
import org.credence.annotation.PaintTarget;
import org.credence.annotation.spi.PaintGesture;
import org.credence.annotation.spi.PaintTool;
import org.osgi.service.component.annotations.Component;

/** Fills the outline that the intensity under the pointer has: around the pixels at least as bright and joined to it, or
 * around those at most as bright, whichever are fewer; with their holes. The outline is shown while the pointer hovers. */
@Component(property = "service.ranking:Integer=30")
public final class LevelTracingTool implements PaintTool {

    @Override
    public String id() {
        return "org.credence.level-tracing";
    }

    @Override
    public String label() {
        return "Level tracing";
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
        return new PointGesture(
                pixels,
                (column, row) -> trace(pixels, column, row)
                        .paint(painting, pixels, target.brush().rampMm()));
    }

    @Override
    public Optional<Preview> preview() {
        return Optional.of((pixels, layer, brush, column, row) -> {
            int x = (int) Math.floor(column);
            int y = (int) Math.floor(row);
            return pixels.hasIntensities() && PointGesture.isWithin(pixels, x, y)
                    ? List.of(trace(pixels, x, y).outline())
                    : List.of();
        });
    }

    private static Area trace(FramePixels pixels, int column, int row) {
        int level = pixels.intensity(column, row);
        Growing bright =
                new Growing(pixels.columns(), pixels.rows(), column, row, (x, y) -> pixels.intensity(x, y) >= level);
        Growing dark =
                new Growing(pixels.columns(), pixels.rows(), column, row, (x, y) -> pixels.intensity(x, y) <= level);
        // Side by side, so that a small structure costs little, however large what is around it.
        while (true) {
            if (bright.grow()) {
                return bright.area().filled();
            }
            if (dark.grow()) {
                return dark.area().filled();
            }
        }
    }
}
