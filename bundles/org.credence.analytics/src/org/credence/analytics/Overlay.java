package org.credence.analytics;

import java.awt.image.BufferedImage;
import java.util.List;
import org.credence.annotation.ConfidenceLayer;
import org.credence.annotation.Segment;
import org.credence.imaging.Frame;
import org.credence.imaging.ProbabilityMap;

/** Draws segments over frames for figures; needs no display. */
public final class Overlay {

    /** Opacity of a segment at 100 %. */
    private static final double STRONGEST = 0.62;

    /**
     * One segment as it is drawn.
     *
     * @param rgb its colour
     * @param percent per pixel 0 to 100, row by row; not to be written
     * @param outlined whether only the boundary is drawn (of what has at least 50 %), not the area with an opacity that
     *     follows the percent
     */
    public record Layer(int rgb, byte[] percent, boolean outlined) {

        /** What a reader painted: opacity is confidence. */
        public static Layer of(Segment segment, ConfidenceLayer layer) {
            return new Layer(segment.rgb(), layer.percents(), false);
        }

        /** What a model says: opacity is probability; the map must have the segment. */
        public static Layer of(Segment segment, ProbabilityMap map) {
            int plane = map.segments().indexOf(segment.label());
            if (plane < 0) {
                throw new IllegalArgumentException(
                        "The map has no segment " + segment.label() + " but " + map.segments());
            }
            return new Layer(segment.rgb(), map.percent(plane), false);
        }

        /** A mask, filled evenly. */
        public static Layer of(Segment segment, boolean[] mask) {
            byte[] percent = new byte[mask.length];
            for (int i = 0; i < mask.length; i++) {
                percent[i] = (byte) (mask[i] ? 100 : 0);
            }
            return new Layer(segment.rgb(), percent, false);
        }

        /** This layer as a line around it. */
        public Layer outline() {
            return new Layer(rgb, percent, true);
        }
    }

    private Overlay() {}

    /**
     * A frame under its default window with layers over it, the first one lowest.
     *
     * @return an image as large as the frame
     */
    public static BufferedImage draw(Frame frame, List<Layer> layers) {
        int columns = frame.columns();
        int rows = frame.rows();
        byte[] shown = frame.rgb8(frame.defaultWindow());
        int[] pixels = new int[columns * rows];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (shown[3 * i] & 0xff) << 16 | (shown[3 * i + 1] & 0xff) << 8 | shown[3 * i + 2] & 0xff;
        }
        for (Layer layer : layers) {
            if (layer.percent().length != pixels.length) {
                throw new IllegalArgumentException("A layer of " + layer.percent().length
                        + " pixels does not fit a frame of " + columns + " x " + rows);
            }
            for (int i = 0; i < pixels.length; i++) {
                double opacity = layer.outlined()
                        ? isBoundary(layer.percent(), i, columns) ? 1 : 0
                        : STRONGEST * layer.percent()[i] / 100;
                if (opacity > 0) {
                    pixels[i] = mix(pixels[i], layer.rgb(), opacity);
                }
            }
        }
        BufferedImage image = new BufferedImage(columns, rows, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, columns, rows, pixels, 0, columns);
        return image;
    }

    private static boolean isBoundary(byte[] percent, int i, int columns) {
        if (percent[i] < 50) {
            return false;
        }
        int x = i % columns;
        return x == 0
                || x == columns - 1
                || i < columns
                || i >= percent.length - columns
                || percent[i - 1] < 50
                || percent[i + 1] < 50
                || percent[i - columns] < 50
                || percent[i + columns] < 50;
    }

    private static int mix(int under, int over, double opacity) {
        int mixed = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int low = under >> shift & 0xff;
            int high = over >> shift & 0xff;
            mixed |= (int) Math.round(low + opacity * (high - low)) << shift;
        }
        return mixed;
    }
}
