package org.credence.annotation.internal;

import java.util.ArrayList;
import java.util.List;
import org.credence.annotation.PaintTarget;
import org.credence.annotation.Polyline;
import org.credence.annotation.spi.PaintGesture;
import org.credence.annotation.spi.PaintTool;
import org.credence.imaging.PixelRect;
import org.osgi.service.component.annotations.Component;

/** Fills what is drawn around by hand; within its edge the weight rises over the brush's ramp. */
@Component(property = "service.ranking:Integer=50")
public final class LassoTool implements PaintTool {

    @Override
    public String id() {
        return "org.credence.lasso";
    }

    @Override
    public String label() {
        return "Lasso";
    }

    @Override
    public Input input() {
        return Input.DRAG;
    }

    @Override
    public PaintGesture begin(PaintTarget target) {
        return new Drawing(target, Painting.of(target));
    }

    private static final class Drawing implements PaintGesture {

        private final PaintTarget target;
        private final Painting painting;
        private final List<Polyline.Point> line = new ArrayList<>();

        Drawing(PaintTarget target, Painting painting) {
            this.target = target;
            this.painting = painting;
        }

        @Override
        public PixelRect to(double column, double row) {
            Polyline.Point point = new Polyline.Point(column, row);
            if (line.isEmpty() || !line.get(line.size() - 1).equals(point)) {
                line.add(point);
            }
            return PixelRect.EMPTY;
        }

        @Override
        public PixelRect finish() {
            return Area.within(line, target.layer().columns(), target.layer().rows())
                    .paint(painting, target.pixels(), target.brush().rampMm());
        }

        @Override
        public List<Polyline> outlines() {
            return List.of(new Polyline(line, true));
        }
    }
}
