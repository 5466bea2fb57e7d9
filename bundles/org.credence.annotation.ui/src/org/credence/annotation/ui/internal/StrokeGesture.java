package org.credence.annotation.ui.internal;

import java.util.Optional;
import org.credence.annotation.Annotation;
import org.credence.annotation.Brush;
import org.credence.annotation.LayerEdit;
import org.credence.annotation.LayerEditor;
import org.credence.annotation.spi.PaintTool;
import org.credence.imaging.FrameRef;

/** One stroke from pressing the pointer to letting it go, in image coordinates. Needs no display. */
final class StrokeGesture {

    private final Annotation annotation;
    private final FrameRef frame;
    private final PaintTool tool;
    private final Brush brush;
    private final LayerEditor layer;
    private double column;
    private double row;

    /** Begins a stroke, which paints at once. */
    StrokeGesture(
            Annotation annotation,
            FrameRef frame,
            int segment,
            PaintTool tool,
            Brush brush,
            double column,
            double row) {
        this.annotation = annotation;
        this.frame = frame;
        this.tool = tool;
        this.brush = brush;
        this.layer = annotation.edit(frame, segment);
        this.column = column;
        this.row = row;
        moveTo(column, row);
    }

    String label() {
        return tool.label();
    }

    void moveTo(double toColumn, double toRow) {
        var changed = tool.paint(layer, column, row, toColumn, toRow, brush);
        column = toColumn;
        row = toRow;
        if (!changed.isEmpty()) {
            annotation.notifyListeners(new Annotation.Change(frame, changed));
        }
    }

    /** Ends the stroke; empty if it changed nothing. */
    Optional<LayerEdit> finish() {
        LayerEdit edit = layer.finish();
        return edit.changed().isEmpty() ? Optional.empty() : Optional.of(edit);
    }

    /** Ends the stroke as if it had never begun. */
    void cancel() {
        var changed = layer.changed();
        layer.cancel();
        annotation.notifyListeners(new Annotation.Change(frame, changed));
    }
}
