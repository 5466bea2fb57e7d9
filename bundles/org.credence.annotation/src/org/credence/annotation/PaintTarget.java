package org.credence.annotation;

/**
 * What a gesture paints on, and with what.
 *
 * @param layer the layer under the pointer
 * @param pixels the frame under it
 * @param brush as it was chosen when the gesture began
 */
public record PaintTarget(LayerEditor layer, FramePixels pixels, Brush brush) {

    public PaintTarget {
        if (layer.columns() != pixels.columns() || layer.rows() != pixels.rows()) {
            throw new IllegalArgumentException("A layer of " + layer.columns() + " x " + layer.rows()
                    + " pixels does not lie on a frame of " + pixels.columns() + " x " + pixels.rows());
        }
    }

    /** The same with another brush. */
    public PaintTarget with(Brush other) {
        return new PaintTarget(layer, pixels, other);
    }
}
