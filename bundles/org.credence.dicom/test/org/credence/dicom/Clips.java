package org.credence.dicom;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.credence.imaging.Clip;
import org.credence.imaging.Frame;
import org.credence.imaging.PixelRect;
import org.credence.imaging.PixelSpacing;
import org.credence.imaging.SeriesInfo;

/** Small clips for tests, every pixel of them known. */
final class Clips {

    private Clips() {}

    static String uid() {
        return "2.25." + new BigInteger(UUID.randomUUID().toString().replace("-", ""), 16);
    }

    static int level(int frame, int x, int y) {
        return 7 * x + 11 * y + 31 * frame & 0xff;
    }

    static Clip gray(int columns, int rows, int frames) {
        List<Frame> all = new ArrayList<>();
        for (int f = 0; f < frames; f++) {
            byte[] pixels = new byte[columns * rows];
            for (int y = 0; y < rows; y++) {
                for (int x = 0; x < columns; x++) {
                    pixels[y * columns + x] = (byte) level(f, x, y);
                }
            }
            all.add(Frame.gray(columns, rows, pixels));
        }
        return of(all);
    }

    static Clip color(int columns, int rows, int frames) {
        List<Frame> all = new ArrayList<>();
        for (int f = 0; f < frames; f++) {
            byte[] pixels = new byte[3 * columns * rows];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = (byte) (i * 5 + f);
            }
            all.add(Frame.color(columns, rows, pixels));
        }
        return of(all);
    }

    private static Clip of(List<Frame> frames) {
        SeriesInfo info = new SeriesInfo(
                "P-1", "Müller^Änne", uid(), "20240131", "Lung ultrasound", uid(), 3, "Right upper zone", "US");
        Frame first = frames.get(0);
        return new Clip(
                info,
                uid(),
                2,
                frames,
                new PixelSpacing(0.217, 0.193),
                33.3,
                new PixelRect(1, 1, first.columns() - 1, first.rows() - 1));
    }
}
