package org.credence.annotation.spi;

import org.credence.annotation.Brush;
import org.credence.annotation.LayerEditor;
import org.credence.imaging.PixelRect;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A way of painting. Implemented by extenders and registered as an OSGi service. Stateless; called on the thread that
 * writes the annotation, once per movement of the pointer, so it must be quick.
 */
@ConsumerType
public interface PaintTool {

    /** Unique and stable, such as {@code org.credence.brush}. */
    String id();

    /** For people, such as "Brush". */
    String label();

    /**
     * Paints from one point to the next, both in image coordinates (column, row), where pixel (0, 0) spans 0..1. A gesture
     * begins with a call whose two points are the same.
     *
     * @return the pixels that may have changed
     */
    PixelRect paint(LayerEditor layer, double fromColumn, double fromRow, double toColumn, double toRow, Brush brush);
}
