package org.credence.annotation.ui.internal;

import java.util.List;

/**
 * All that one pane shows: a frame under its window, what lies over it, and where.
 *
 * @param rgb the frame's pixels as shown, 3 bytes per pixel; not copied
 * @param columns of the frame
 * @param rows of the frame
 * @param overlays from the lowest to the topmost
 * @param view where the frame lies on the pane
 * @param deviceZoom device pixels per point, for strokes that keep their width on dense screens
 */
record Picture(byte[] rgb, int columns, int rows, List<Overlay> overlays, ViewTransform view, double deviceZoom) {

    Picture {
        if (rgb.length != 3 * columns * rows) {
            throw new IllegalArgumentException(
                    "A picture of " + columns + " x " + rows + " pixels got " + rgb.length + " bytes");
        }
        overlays = List.copyOf(overlays);
    }
}
