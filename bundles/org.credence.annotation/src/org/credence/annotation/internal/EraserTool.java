package org.credence.annotation.internal;

import org.credence.annotation.Brush;
import org.credence.annotation.LayerEditor;
import org.credence.annotation.spi.PaintTool;
import org.credence.imaging.PixelRect;
import org.osgi.service.component.annotations.Component;

/** Removes paint under a round brush. */
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
    public PixelRect paint(
            LayerEditor layer, double fromColumn, double fromRow, double toColumn, double toRow, Brush brush) {
        return Capsule.sweep(layer, fromColumn, fromRow, toColumn, toRow, brush.radiusPixels(), there -> 0);
    }
}
