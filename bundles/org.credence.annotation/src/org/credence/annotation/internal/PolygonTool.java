package org.credence.annotation.internal;

import org.credence.annotation.PaintTarget;
import org.credence.annotation.spi.PaintGesture;
import org.credence.annotation.spi.PaintTool;
import org.osgi.service.component.annotations.Component;

/** Fills a polygon whose corners are clicked; within its edge the weight rises over the brush's ramp. */
@Component(property = "service.ranking:Integer=60")
public final class PolygonTool implements PaintTool {

    @Override
    public String id() {
        return "org.credence.polygon";
    }

    @Override
    public String label() {
        return "Polygon";
    }

    @Override
    public Input input() {
        return Input.CORNERS;
    }

    @Override
    public PaintGesture begin(PaintTarget target) {
        Painting painting = Painting.of(target);
        return new OutlineGesture(
                1,
                outlines -> Area.within(
                                outlines.get(0),
                                target.layer().columns(),
                                target.layer().rows())
                        .paint(painting, target.pixels(), target.brush().rampMm()));
    }
}
