package org.credence.formats;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.credence.imaging.Frame;
import org.credence.imaging.FrameTiming;
import org.credence.imaging.GrayValues;
import org.credence.imaging.ImageGeometry;
import org.credence.imaging.ImageInstance;
import org.credence.imaging.ImagePlane;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.PixelSpacing;
import org.credence.imaging.SeriesInfo;
import org.credence.imaging.Vector3;

/** Small series for tests, every pixel of them known. */
final class Stacks {

    static final int COLUMNS = 5;
    static final int ROWS = 3;

    /** An oblique plane: 30 degrees about the axis of the body. */
    static final Vector3 ALONG_ROW = new Vector3(Math.cos(Math.PI / 6), Math.sin(Math.PI / 6), 0);

    static final Vector3 ALONG_COLUMN = new Vector3(0, 0, -1);
    static final PixelSpacing SPACING = new PixelSpacing(0.5, 0.75);

    private Stacks() {}

    static GrayValues scale(boolean signed, double slope, double intercept) {
        return new GrayValues(signed, slope, intercept, false, Optional.empty(), List.of());
    }

    /** The stored value of a pixel. */
    static int stored(int frame, int x, int y) {
        return 100 * frame + 10 * y + x - 50;
    }

    static Frame frame(int frame, GrayValues scale) {
        short[] values = new short[COLUMNS * ROWS];
        for (int i = 0; i < values.length; i++) {
            values[i] = (short) (stored(frame, i % COLUMNS, i / COLUMNS) + (scale.signed() ? 0 : 50));
        }
        return Frame.gray(COLUMNS, ROWS, values, scale);
    }

    static Frame color(int frame) {
        byte[] rgb = new byte[3 * COLUMNS * ROWS];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (7 * i + 50 * frame);
        }
        return Frame.color(COLUMNS, ROWS, rgb);
    }

    /** Single images one after the other along the normal, at these distances. */
    static ImageSeries stack(GrayValues scale, double... positions) {
        List<ImageInstance> all = new ArrayList<>();
        Vector3 normal = ALONG_ROW.cross(ALONG_COLUMN);
        for (int i = 0; i < positions.length; i++) {
            Vector3 origin = new Vector3(-10, 20, 30).plus(normal.times(positions[i]));
            int number = i;
            all.add(instance(
                    "1.2.3." + i,
                    1,
                    ImageGeometry.of(SPACING).withPlanes(List.of(new ImagePlane(origin, ALONG_ROW, ALONG_COLUMN))),
                    FrameTiming.UNKNOWN,
                    f -> frame(number, scale)));
        }
        return ImageSeries.group(all).get(0);
    }

    /** A clip without a place. */
    static ImageSeries clip(int frames, ImageInstance.FrameDecoder decoder) {
        return ImageSeries.of(instance("1.2.4", frames, ImageGeometry.of(SPACING), FrameTiming.every(40), decoder));
    }

    private static ImageInstance instance(
            String uid, int frames, ImageGeometry geometry, FrameTiming timing, ImageInstance.FrameDecoder decoder) {
        SeriesInfo info = new SeriesInfo("P", "N", "1.1", "20240101", "Study", "1.2.9", 3, "Sagittal", "MR");
        return new ImageInstance(
                info, uid, "1.2.840", 1, Path.of("none"), COLUMNS, ROWS, frames, geometry, timing, decoder);
    }
}
