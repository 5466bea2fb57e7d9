package org.credence.annotation;

import java.nio.file.Path;
import org.credence.imaging.Frame;
import org.credence.imaging.FrameTiming;
import org.credence.imaging.ImageGeometry;
import org.credence.imaging.ImageInstance;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.SeriesInfo;

/** Black series to paint on. */
public final class Series {

    private Series() {}

    public static ImageSeries black(int columns, int rows, int frames) {
        return black("1.2.3", columns, rows, frames);
    }

    static ImageSeries black(String sopInstanceUid, int columns, int rows, int frames) {
        SeriesInfo info = new SeriesInfo("P", "P", "1.2.1", "20260101", "", "1.2.2", 1, "", "US");
        return ImageSeries.of(new ImageInstance(
                info,
                sopInstanceUid,
                "1.2.840.10008.5.1.4.1.1.3.1",
                1,
                Path.of("black.dcm"),
                columns,
                rows,
                frames,
                ImageGeometry.UNKNOWN,
                FrameTiming.every(40),
                index -> Frame.gray(columns, rows, new byte[columns * rows])));
    }
}
