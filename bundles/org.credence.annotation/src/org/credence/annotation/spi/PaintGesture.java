package org.credence.annotation.spi;

import java.util.List;
import org.credence.annotation.Polyline;
import org.credence.imaging.PixelRect;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One gesture of a {@link PaintTool} under way. Places are in image coordinates (column, row), where pixel (0, 0) spans
 * 0..1, and may lie outside the frame. Methods that paint return the pixels that may have changed. One thread, the
 * annotation's writer; nothing is called after {@link #finish}.
 */
@ConsumerType
public interface PaintGesture {

    /** The pointer is here now. */
    PixelRect to(double column, double row);

    /** Sets a corner of the outline here; called for {@link PaintTool.Input#CORNERS} only. */
    default PixelRect corner(double column, double row) {
        return to(column, row);
    }

    /** Takes back the last corner of the outline, if it has one; closed outlines stay. */
    default void back() {}

    /**
     * Closes the outline.
     *
     * @return whether nothing is missing, so that {@link #finish} can follow; false if another outline is wanted, or this
     *     one has fewer than three corners and goes on
     */
    default boolean close() {
        return true;
    }

    /** Paints what is not painted yet. An outline that is missing or too short paints nothing. */
    PixelRect finish();

    /** What to draw over the frame meanwhile; nothing by default. */
    default List<Polyline> outlines() {
        return List.of();
    }
}
