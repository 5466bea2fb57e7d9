package org.credence.annotation.internal;

import org.credence.annotation.PaintTarget;
import org.credence.annotation.spi.PaintGesture;
import org.credence.annotation.spi.PaintTool;
import org.osgi.service.component.annotations.Component;

/** Paints the brush's confidence under a round brush. */
@Component(property = "service.ranking:Integer=100")
public final class BrushTool implements PaintTool {

    @Override
    public String id() {
        return "org.credence.brush";
    }

    @Override
    public String label() {
        return "Brush";
    }

    @Override
    public Input input() {
        return Input.DRAG;
    }

    @Override
    public PaintGesture begin(PaintTarget target) {
        return new RoundStroke(target, Painting.of(target));
    }
}
