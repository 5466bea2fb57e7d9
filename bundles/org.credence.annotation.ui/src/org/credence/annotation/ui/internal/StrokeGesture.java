package org.credence.annotation.ui.internal;

import java.util.Optional;
import org.credence.annotation.Annotation;
import org.credence.annotation.AnnotationEdit;
import org.credence.annotation.Brush;
import org.credence.annotation.FramePixels;
import org.credence.annotation.LayerEditor;
import org.credence.annotation.PaintTarget;
import org.credence.annotation.spi.PaintGesture;
import org.credence.annotation.spi.PaintTool;
import org.credence.imaging.FrameRef;
import org.credence.imaging.PixelRect;

/** One stroke from pressing the pointer to letting it go, in image coordinates. Needs no display. */
final class StrokeGesture {

    private final Annotation annotation;
    private final FrameRef frame;
    private final PaintTool tool;
    private final LayerEditor layer;
    private final PaintGesture gesture;

    /** Begins a stroke, which paints at once. */
    StrokeGesture(
            Annotation annotation,
            FrameRef frame,
            int segment,
            PaintTool tool,
            FramePixels pixels,
            Brush brush,
            double column,
            double row) {
        this.annotation = annotation;
        this.frame = frame;
        this.tool = tool;
        this.layer = annotation.edit(frame, segment);
        try {
            this.gesture = tool.begin(new PaintTarget(layer, pixels, brush));
        } catch (RuntimeException e) {
            // A tool that refuses must not leave the layer open.
            layer.cancel();
            throw e;
        }
        moveTo(column, row);
    }

    String label() {
        return tool.label();
    }

    void moveTo(double toColumn, double toRow) {
        tell(gesture.to(toColumn, toRow));
    }

    /** Ends the stroke; empty if it changed nothing. */
    Optional<AnnotationEdit> finish() {
        tell(gesture.finish());
        AnnotationEdit edit = layer.finish();
        return edit.isEmpty() ? Optional.empty() : Optional.of(edit);
    }

    /** Ends the stroke as if it had never begun. */
    void cancel() {
        var changed = layer.changed();
        layer.cancel();
        annotation.notifyListeners(new Annotation.Change(frame, changed));
    }

    private void tell(PixelRect changed) {
        if (!changed.isEmpty()) {
            annotation.notifyListeners(new Annotation.Change(frame, changed));
        }
    }
}
