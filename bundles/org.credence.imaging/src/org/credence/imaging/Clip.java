package org.credence.imaging;

import java.util.List;

/**
 * Images on their way into a file: what an {@link org.credence.imaging.spi.ImageSink} writes.
 *
 * @param series the series they shall belong to
 * @param sopInstanceUid the identity of the new image object
 * @param instanceNumber its number within the series
 * @param frames all gray 8-bit or all colour, all of one size, at least one
 * @param spacing physical size of a pixel; written as ultrasound region calibration for US
 * @param frameTimeMs time from one frame to the next in ms
 * @param region the part of the image that shows tissue (for US, the calibrated region)
 */
public record Clip(
        SeriesInfo series,
        String sopInstanceUid,
        int instanceNumber,
        List<Frame> frames,
        PixelSpacing spacing,
        double frameTimeMs,
        PixelRect region) {

    public Clip {
        frames = List.copyOf(frames);
        if (frames.isEmpty()) {
            throw new IllegalArgumentException("A clip has at least one frame: " + sopInstanceUid);
        }
        Frame first = frames.get(0);
        for (Frame frame : frames) {
            if (frame.columns() != first.columns()
                    || frame.rows() != first.rows()
                    || frame.isColor() != first.isColor()) {
                throw new IllegalArgumentException("The frames of a clip have one size and kind: " + sopInstanceUid);
            }
        }
    }
}
