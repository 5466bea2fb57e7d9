package org.credence.annotation;

import org.credence.annotation.spi.PaintGesture;
import org.credence.annotation.spi.PaintTool;
import org.credence.imaging.PixelRect;

/** Gestures for tests, on frames of which nothing is known. */
public final class Strokes {

    private Strokes() {}

    /** Moves a tool from one point to another and ends its gesture, but not the layer's. */
    public static PixelRect paint(
            PaintTool tool, LayerEditor layer, double x0, double y0, double x1, double y1, Brush brush) {
        return paint(tool, layer, FramePixels.unknown(layer.columns(), layer.rows()), x0, y0, x1, y1, brush);
    }

    /** The same on a frame. */
    public static PixelRect paint(
            PaintTool tool,
            LayerEditor layer,
            FramePixels pixels,
            double x0,
            double y0,
            double x1,
            double y1,
            Brush brush) {
        PaintGesture gesture = tool.begin(new PaintTarget(layer, pixels, brush));
        PixelRect changed = gesture.to(x0, y0).union(gesture.to(x1, y1));
        return changed.union(gesture.finish());
    }
}
