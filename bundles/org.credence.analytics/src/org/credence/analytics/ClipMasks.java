package org.credence.analytics;

import java.util.List;
import java.util.Optional;
import org.credence.imaging.PixelSpacing;

/**
 * The masks of one clip.
 *
 * @param region the pixels that show tissue, row by row: for ultrasound the fan ({@link ScanRegion}); not to be written
 * @param spacing size of a pixel where the file gives it
 * @param frames at least one, all of one size
 */
public record ClipMasks(boolean[] region, Optional<PixelSpacing> spacing, List<FrameMasks> frames) {

    public ClipMasks {
        frames = List.copyOf(frames);
        if (frames.isEmpty()) {
            throw new IllegalArgumentException("A clip has at least one frame to measure.");
        }
        for (FrameMasks frame : frames) {
            if (frame.columns() != frames.get(0).columns() || frame.columns() * frame.rows() != region.length) {
                throw new IllegalArgumentException("A region of " + region.length + " pixels does not fit a frame of "
                        + frame.columns() + " x " + frame.rows());
            }
        }
    }
}
