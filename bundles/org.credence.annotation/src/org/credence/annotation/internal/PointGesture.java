package org.credence.annotation.internal;

import org.credence.annotation.FramePixels;
import org.credence.annotation.spi.PaintGesture;
import org.credence.imaging.PixelRect;

/** A click: what is painted depends on the pixel under the pointer alone. */
final class PointGesture implements PaintGesture {

    /** Paints from a pixel of the frame. */
    interface Seed {
        PixelRect paint(int column, int row);
    }

    private final FramePixels pixels;
    private final Seed seed;
    private int column = -1;
    private int row = -1;

    PointGesture(FramePixels pixels, Seed seed) {
        this.pixels = pixels;
        this.seed = seed;
    }

    @Override
    public PixelRect to(double toColumn, double toRow) {
        column = (int) Math.floor(toColumn);
        row = (int) Math.floor(toRow);
        return PixelRect.EMPTY;
    }

    @Override
    public PixelRect finish() {
        return isWithin(pixels, column, row) ? seed.paint(column, row) : PixelRect.EMPTY;
    }

    static boolean isWithin(FramePixels pixels, int column, int row) {
        return column >= 0 && row >= 0 && column < pixels.columns() && row < pixels.rows();
    }

    /** Refuses pixels whose intensities are not known. */
    static void needIntensities(FramePixels pixels, String label) {
        if (!pixels.hasIntensities()) {
            throw new IllegalStateException(label + " looks at intensities, and no frame is shown; show one.");
        }
    }
}
