package org.credence.imaging;

import java.nio.file.Path;
import java.util.Optional;

/**
 * One image object in a file: its header, and the way to its pixels.
 *
 * @param series what it belongs to
 * @param sopInstanceUid (0008,0018)
 * @param sopClassUid (0008,0016)
 * @param instanceNumber (0020,0013), 0 where absent
 * @param file where it lies
 * @param columns pixels in a row
 * @param rows pixels in a column
 * @param frameCount at least 1
 * @param geometry where its pixels lie in space
 * @param timing when its frames were taken
 * @param decoder decodes a frame
 */
public record ImageInstance(
        SeriesInfo series,
        String sopInstanceUid,
        String sopClassUid,
        int instanceNumber,
        Path file,
        int columns,
        int rows,
        int frameCount,
        ImageGeometry geometry,
        FrameTiming timing,
        FrameDecoder decoder)
        implements ImageFile {

    /** Decodes frames of one instance; blocks, may be called from any thread. */
    @FunctionalInterface
    public interface FrameDecoder {
        /**
         * Decodes one frame.
         *
         * @param index the frame, from 0
         * @throws ImagingException if the pixels cannot be had exactly; never returns doubtful pixels
         */
        Frame decode(int index) throws ImagingException;
    }

    public ImageInstance {
        if (columns < 1 || rows < 1 || frameCount < 1) {
            throw new IllegalArgumentException(
                    "An image has pixels and frames, got: " + columns + " x " + rows + ", " + frameCount + " frames");
        }
        if (!geometry.planes().isEmpty() && geometry.planes().size() != frameCount) {
            throw new IllegalArgumentException(
                    frameCount + " frames got " + geometry.planes().size() + " planes");
        }
    }

    /** The distance of pixels, where the file gives one. */
    public Optional<PixelSpacing> spacing() {
        return geometry.spacing();
    }

    /** Position of the first frame along the stack's normal in mm; NaN where there is none. */
    public double slicePositionMm() {
        return geometry.planes().isEmpty()
                ? Double.NaN
                : geometry.planes().get(0).positionMm();
    }
}
