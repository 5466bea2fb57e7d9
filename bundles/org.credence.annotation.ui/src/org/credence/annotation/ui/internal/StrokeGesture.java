package org.credence.annotation.ui.internal;

import java.util.List;
import java.util.Optional;
import org.credence.annotation.Annotation;
import org.credence.annotation.AnnotationEdit;
import org.credence.annotation.Brush;
import org.credence.annotation.FramePixels;
import org.credence.annotation.LayerEditor;
import org.credence.annotation.PaintTarget;
import org.credence.annotation.Polyline;
import org.credence.annotation.spi.PaintGesture;
import org.credence.annotation.spi.PaintTool;
import org.credence.imaging.FrameRef;
import org.credence.imaging.PixelRect;

/** One gesture of a paint tool on one layer, from its first click to its last, in image coordinates. Needs no display. */
final class StrokeGesture {

    private final Annotation annotation;
    private final FrameRef frame;
    private final PaintTool tool;
    private final LayerEditor layer;
    private final PaintGesture gesture;

    /** Begins a gesture, which paints nothing yet. */
    StrokeGesture(Annotation annotation, FrameRef frame, int segment, PaintTool tool, FramePixels pixels, Brush brush) {
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
    }

    PaintTool tool() {
        return tool;
    }

    void moveTo(double column, double row) {
        tell(gesture.to(column, row));
    }

    void corner(double column, double row) {
        tell(gesture.corner(column, row));
    }

    void back() {
        gesture.back();
    }

    /** Closes the outline; whether nothing is missing now. */
    boolean close() {
        return gesture.close();
    }

    List<Polyline> outlines() {
        return gesture.outlines();
    }

    /**
     * Ends the gesture; empty if it changed nothing.
     *
     * @param model whose proposal was taken over by it
     */
    Optional<AnnotationEdit> finish(Optional<String> model) {
        tell(gesture.finish());
        AnnotationEdit edit = model.isPresent() ? layer.finish(model.get()) : layer.finish();
        return edit.isEmpty() ? Optional.empty() : Optional.of(edit);
    }

    /** Ends the gesture as if it had never begun. */
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
