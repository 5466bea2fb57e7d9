package org.credence.annotation.internal;

import org.credence.annotation.PaintTarget;
import org.credence.annotation.spi.PaintGesture;
import org.credence.annotation.spi.PaintTool;
import org.osgi.service.component.annotations.Component;

/** Removes paint under a round brush, whatever the brush's mode. */
@Component(property = "service.ranking:Integer=90")
public final class EraserTool implements PaintTool {

    @Override
    public String id() {
        return "org.credence.eraser";
    }

    @Override
    public String label() {
        return "Eraser";
    }

    @Override
    public Input input() {
        return Input.DRAG;
    }

    @Override
    public PaintGesture begin(PaintTarget target) {
        return new RoundStroke(target, new Painting(target, there -> 0));
    }
}
