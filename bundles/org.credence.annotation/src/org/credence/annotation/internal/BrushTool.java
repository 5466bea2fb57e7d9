package org.credence.annotation.internal;

import org.credence.annotation.Brush;
import org.credence.annotation.LayerEditor;
import org.credence.annotation.spi.PaintTool;
import org.credence.imaging.PixelRect;
import org.osgi.service.component.annotations.Component;

/** Paints the brush's confidence under a round brush with a hard edge. */
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
    public PixelRect paint(
            LayerEditor layer, double fromColumn, double fromRow, double toColumn, double toRow, Brush brush) {
        return Capsule.sweep(
                layer, fromColumn, fromRow, toColumn, toRow, brush.radiusPixels(), there -> switch (brush.mode()) {
                    case SET -> brush.confidence();
                    case RAISE -> Math.max(there, brush.confidence());
                    case LOWER -> Math.min(there, brush.confidence());
                });
    }
}
