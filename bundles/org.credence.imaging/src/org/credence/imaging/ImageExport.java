package org.credence.imaging;

import java.util.List;
import java.util.Optional;

/**
 * What to write of a series, and how.
 *
 * @param positions frames in viewing order, from 0; at least one
 * @param shown whether to write what a display shows, 8 bits under the window, where the format could hold stored values
 * @param window the window of what is shown; each frame's own where absent
 * @param overlays whether drawings over the frames are burned into what is shown
 */
public record ImageExport(List<Integer> positions, boolean shown, Optional<Window> window, boolean overlays) {

    public ImageExport {
        positions = List.copyOf(positions);
        if (positions.isEmpty()) {
            throw new IllegalArgumentException("An export has at least one frame");
        }
    }

    /** All frames with their stored values. */
    public static ImageExport whole(ImageSeries series) {
        return new ImageExport(
                java.util.stream.IntStream.range(0, series.frames().size())
                        .boxed()
                        .toList(),
                false,
                Optional.empty(),
                false);
    }
}
