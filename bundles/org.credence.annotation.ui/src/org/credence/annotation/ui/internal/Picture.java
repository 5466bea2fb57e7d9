package org.credence.annotation.ui.internal;

import java.util.List;
import org.credence.imaging.Frame;
import org.credence.imaging.Window;

/**
 * All that one pane shows: a frame under its window, what lies over it, and where.
 *
 * @param samples the frame's pixels as shown: 1 byte (gray) or 3 bytes (red, green, blue) per pixel; not copied
 * @param columns of the frame
 * @param rows of the frame
 * @param overlays from the lowest to the topmost
 * @param view where the frame lies on the pane
 * @param deviceZoom device pixels per point, for strokes that keep their width on dense screens
 */
record Picture(byte[] samples, int columns, int rows, List<Overlay> overlays, ViewTransform view, double deviceZoom) {

    Picture {
        if (samples.length != columns * rows && samples.length != 3 * columns * rows) {
            throw new IllegalArgumentException(
                    "A picture of " + columns + " x " + rows + " pixels got " + samples.length + " bytes");
        }
        overlays = List.copyOf(overlays);
    }

    /** A frame as it is shown under a window, gray ones with bright and dark exchanged if {@code inverted}. */
    static byte[] samples(Frame frame, Window window, boolean inverted) {
        if (frame.isColor()) {
            return frame.rgb8(window);
        }
        return (inverted ? frame.inverted() : frame).gray8(window);
    }

    /** Bytes per pixel. */
    int channels() {
        return samples.length / (columns * rows);
    }
}
