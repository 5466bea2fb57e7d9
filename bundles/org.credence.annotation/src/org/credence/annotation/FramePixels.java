package org.credence.annotation;

import java.util.Optional;
import org.credence.imaging.Frame;
import org.credence.imaging.PixelSpacing;
import org.credence.imaging.Window;

/**
 * What paint tools may know about the frame under the paint: how bright its pixels are shown, and how large they are.
 * Thread-safe; intensities are computed when the first is asked for.
 */
public final class FramePixels {

    /** The intensity of a pixel that is shown white. */
    public static final int BRIGHTEST = 255;

    private final int columns;
    private final int rows;
    private final Optional<Frame> frame;
    private final Optional<Window> window;
    private final Optional<PixelSpacing> spacing;
    private volatile byte[] gray;

    private FramePixels(
            int columns, int rows, Optional<Frame> frame, Optional<Window> window, Optional<PixelSpacing> spacing) {
        this.columns = columns;
        this.rows = rows;
        this.frame = frame;
        this.window = window;
        this.spacing = spacing;
    }

    /**
     * The pixels of a frame as they are shown.
     *
     * @param frame as it is shown, already inverted if it is shown so
     * @param window the window it is shown under
     * @param spacing the size of its pixels, where that is known
     */
    public static FramePixels of(Frame frame, Window window, Optional<PixelSpacing> spacing) {
        return new FramePixels(frame.columns(), frame.rows(), Optional.of(frame), Optional.of(window), spacing);
    }

    /** Pixels of which nothing but their number is known; tools that look at intensities refuse them. */
    public static FramePixels unknown(int columns, int rows) {
        return new FramePixels(columns, rows, Optional.empty(), Optional.empty(), Optional.empty());
    }

    public int columns() {
        return columns;
    }

    public int rows() {
        return rows;
    }

    /** The size of pixels, where it is known. */
    public Optional<PixelSpacing> spacing() {
        return spacing;
    }

    /** Width of a pixel in mm; 1 where the size is not known. */
    public double columnMm() {
        return spacing.map(PixelSpacing::columnMm).orElse(1.0);
    }

    /** Height of a pixel in mm; 1 where the size is not known. */
    public double rowMm() {
        return spacing.map(PixelSpacing::rowMm).orElse(1.0);
    }

    /** Whether there are intensities to look at. */
    public boolean hasIntensities() {
        return frame.isPresent();
    }

    /**
     * How bright a pixel is shown, 0 (black) to 255 (white), under the window; colours by their luma.
     *
     * @throws IllegalStateException if nothing is known of the frame
     */
    public int intensity(int column, int row) {
        if (column < 0 || row < 0 || column >= columns || row >= rows) {
            throw new IndexOutOfBoundsException(
                    "Pixel (" + column + ", " + row + ") lies outside " + columns + " x " + rows);
        }
        byte[] known = gray;
        if (known == null) {
            // Threads that come at once compute the same.
            known = frame.orElseThrow(() -> new IllegalStateException(
                            "This tool looks at intensities, and no frame is shown; show one."))
                    .gray8(window.orElseThrow());
            gray = known;
        }
        return known[row * columns + column] & 0xff;
    }
}
