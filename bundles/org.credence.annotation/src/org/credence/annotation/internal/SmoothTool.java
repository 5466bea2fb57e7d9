package org.credence.annotation.internal;

import org.credence.annotation.LayerEditor;
import org.credence.annotation.PaintTarget;
import org.credence.annotation.spi.PaintGesture;
import org.credence.annotation.spi.PaintTool;
import org.osgi.service.component.annotations.Component;

/** Smooths the confidence under a round brush: the mode is given the mean around each pixel as it was before the stroke. */
@Component(property = "service.ranking:Integer=70")
public final class SmoothTool implements PaintTool {

    @Override
    public String id() {
        return "org.credence.smooth";
    }

    @Override
    public String label() {
        return "Smooth";
    }

    @Override
    public Input input() {
        return Input.DRAG;
    }

    @Override
    public PaintGesture begin(PaintTarget target) {
        LayerEditor layer = target.layer();
        Smoothing smoothing = new Smoothing(layer.before());
        Painting painting = Painting.of(target);
        return new RoundStroke(target, new RoundStroke.Stamp() {
            @Override
            public void cover(int row, int from, int to) {
                for (int column = Math.max(0, from); column < Math.min(to, layer.columns()); column++) {
                    cover(row, column, 1.0);
                }
            }

            @Override
            public void cover(int row, int column, double weight) {
                painting.cover(row, column, smoothing.at(column, row), weight);
            }
        });
    }
}
