package org.credence.annotation.ui.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.credence.imaging.PixelRect;

/**
 * Draws a {@link Picture} into an array of device pixels, all of it or only a rectangle; every pixel depends on the
 * picture alone, so composing a part gives exactly what composing the whole would have put there.
 *
 * <p>Frames are averaged when shown smaller, interpolated when shown larger, and shown as plain pixels from
 * {@value #PIXELS_FROM} device pixels per image pixel on; overlays always show exact image pixels.
 */
final class FrameComposer {

    /** The colour around the image. */
    static final int BACKGROUND = 0x0D0E10;

    private static final double PIXELS_FROM = 6;
    // Opacity of a tint in hundredths of a percent: even 1 % of confidence is to be seen, and 100 % leaves texture
    // visible.
    private static final int TINT_LEAST = 800;
    private static final int TINT_PER_PERCENT = 54;
    private static final int RAMP_OPACITY = 6200;
    private static final int BINARY_PERCENT = 45;
    private static final int STRIPE_PERCENT = 85;
    private static final int GAP_PERCENT = 18;
    private static final int OUTLINE = 9500;
    private static final int STRIPE_PERIOD = 9;
    private static final int STRIPE_WIDTH = 3;
    // Below this, waking another thread costs more than it saves.
    private static final int BAND_PIXELS = 60_000;
    private static final int MOST_BANDS = 8;

    private final int width;
    private final int height;
    private final byte[] pixels;

    /** A composer for a pane of this many device pixels. */
    FrameComposer(int width, int height) {
        this.width = width;
        this.height = height;
        this.pixels = new byte[3 * width * height];
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** The pane's pixels, 3 bytes (red, green, blue) each, row by row without gaps; the array itself. */
    byte[] pixels() {
        return pixels;
    }

    /** Fills the pane with the background. */
    void clear() {
        for (int i = 0; i < pixels.length; i += 3) {
            put(i, BACKGROUND);
        }
    }

    /** Draws a rectangle of the pane; what lies outside the pane is left out. Large ones are drawn by several threads. */
    void compose(Picture picture, PixelRect rectangle) {
        PixelRect part = rectangle.intersection(new PixelRect(0, 0, width, height));
        if (part.isEmpty()) {
            return;
        }
        int bands = Math.clamp((long) part.width() * part.height() / BAND_PIXELS, 1, MOST_BANDS);
        if (bands == 1) {
            band(picture, part);
            return;
        }
        IntStream.range(0, bands).parallel().forEach(i -> {
            int top = part.height() * i / bands;
            int bottom = part.height() * (i + 1) / bands;
            band(picture, new PixelRect(part.column(), part.row() + top, part.width(), bottom - top));
        });
    }

    private void band(Picture picture, PixelRect part) {
        Columns columns = new Columns(picture, part.column(), part.width());
        List<Tint> tints = new ArrayList<>();
        for (Overlay overlay : picture.overlays()) {
            tints.add(new Tint(overlay, columns));
        }
        for (int y = part.row(); y < part.row() + part.height(); y++) {
            int row = (int) Math.floor(picture.view().toRow(y + 0.5));
            int start = 3 * (y * width + part.column());
            if (row < 0 || row >= picture.rows() || columns.empty()) {
                background(start, 0, part.width());
                continue;
            }
            background(start, 0, columns.from);
            background(start, columns.to, part.width());
            if (picture.view().scaleX() < 1) {
                averaged(picture, columns, y, start);
            } else if (picture.view().scaleX() < PIXELS_FROM) {
                interpolated(picture, columns, y, start);
            } else {
                plain(picture, columns, row, start);
            }
            for (Tint tint : tints) {
                if (tint.overlay.style() == Overlay.Style.DRAWING) {
                    drawing(picture, tint.overlay, columns, y, row, start);
                } else {
                    tint(picture, tint, columns, y, row, start);
                }
            }
        }
    }

    private void plain(Picture picture, Columns columns, int row, int start) {
        int channels = picture.channels();
        byte[] samples = picture.samples();
        for (int x = columns.from; x < columns.to; x++) {
            int i = channels * (row * picture.columns() + columns.column[x]);
            int target = start + 3 * x;
            pixels[target] = samples[i];
            pixels[target + 1] = samples[channels == 1 ? i : i + 1];
            pixels[target + 2] = samples[channels == 1 ? i : i + 2];
        }
    }

    private void interpolated(Picture picture, Columns columns, int y, int start) {
        double centre = picture.view().toRow(y + 0.5) - 0.5;
        int upper = (int) Math.floor(centre);
        int below = (int) ((centre - upper) * 256);
        byte[] samples = picture.samples();
        int channels = picture.channels();
        int first = channels * picture.columns() * Math.clamp(upper, 0, picture.rows() - 1);
        int second = channels * picture.columns() * Math.clamp(upper + 1, 0, picture.rows() - 1);
        for (int x = columns.from; x < columns.to; x++) {
            int left = channels * columns.left[x];
            int right = channels * columns.right[x];
            int wx = columns.weight[x];
            int target = start + 3 * x;
            if (channels == 1) {
                byte level = between(samples, first + left, first + right, second + left, second + right, wx, below);
                pixels[target] = level;
                pixels[target + 1] = level;
                pixels[target + 2] = level;
            } else {
                for (int c = 0; c < 3; c++) {
                    pixels[target + c] = between(
                            samples,
                            first + left + c,
                            first + right + c,
                            second + left + c,
                            second + right + c,
                            wx,
                            below);
                }
            }
        }
    }

    private static byte between(
            byte[] samples, int topLeft, int topRight, int bottomLeft, int bottomRight, int wx, int wy) {
        int top = (samples[topLeft] & 0xff) * (256 - wx) + (samples[topRight] & 0xff) * wx;
        int bottom = (samples[bottomLeft] & 0xff) * (256 - wx) + (samples[bottomRight] & 0xff) * wx;
        return (byte) (top * (256 - wy) + bottom * wy + 0x8000 >> 16);
    }

    private void averaged(Picture picture, Columns columns, int y, int start) {
        int top = Math.clamp((int) Math.floor(picture.view().toRow(y)), 0, picture.rows() - 1);
        int bottom = Math.clamp((int) Math.ceil(picture.view().toRow(y + 1.0)), top + 1, picture.rows());
        byte[] samples = picture.samples();
        int channels = picture.channels();
        for (int x = columns.from; x < columns.to; x++) {
            int n = (bottom - top) * (columns.right[x] - columns.left[x]);
            int target = start + 3 * x;
            for (int c = 0; c < channels; c++) {
                int sum = 0;
                for (int row = top; row < bottom; row++) {
                    int end = channels * (row * picture.columns() + columns.right[x]);
                    for (int i = channels * (row * picture.columns() + columns.left[x]) + c; i < end; i += channels) {
                        sum += samples[i] & 0xff;
                    }
                }
                pixels[target + c] = (byte) (sum / n);
            }
            if (channels == 1) {
                pixels[target + 1] = pixels[target];
                pixels[target + 2] = pixels[target];
            }
        }
    }

    /** Every device pixel that shows a drawn image pixel, if only a part of one. */
    private void drawing(Picture picture, Overlay overlay, Columns columns, int y, int row, int start) {
        boolean smaller = picture.view().scaleX() < 1;
        int top = smaller ? Math.clamp((int) Math.floor(picture.view().toRow(y)), 0, row) : row;
        int bottom =
                smaller ? Math.clamp((int) Math.ceil(picture.view().toRow(y + 1.0)), row + 1, picture.rows()) : row + 1;
        for (int r = top; r < bottom; r++) {
            overlay.rows().copy(r, columns.first, columns.here);
            for (int x = columns.from; x < columns.to; x++) {
                int end = smaller ? columns.right[x] : columns.column[x] + 1;
                for (int c = smaller ? columns.left[x] : columns.column[x]; c < end; c++) {
                    if (columns.here[c - columns.first] > 0) {
                        put(start + 3 * x, overlay.rgb());
                        break;
                    }
                }
            }
        }
    }

    private void tint(Picture picture, Tint tint, Columns columns, int y, int row, int start) {
        Overlay overlay = tint.overlay;
        int rowAbove = (int) Math.floor(picture.view().toRow(y + 0.5 - Math.max(1, picture.deviceZoom())));
        PixelRect within = overlay.within();
        int bottom = within.row() + within.height();
        boolean outlined = !overlay.levels().isEmpty();
        if (row < within.row() || (outlined ? rowAbove : row) >= bottom || tint.from >= tint.to) {
            return;
        }
        byte[] percents = columns.here;
        overlay.rows().copy(row, columns.first, percents);
        if (!outlined) {
            fill(overlay, tint, columns, percents, start);
            return;
        }
        byte[] above = columns.above;
        if (rowAbove < 0) {
            Arrays.fill(above, (byte) 0);
        } else {
            overlay.rows().copy(rowAbove, columns.first, above);
        }
        int period = (int) Math.round(STRIPE_PERIOD * picture.deviceZoom());
        int stripe = (int) Math.round(STRIPE_WIDTH * picture.deviceZoom());
        byte[] bands = tint.bands;
        for (int x = tint.from; x < tint.to; x++) {
            int percent = percents[columns.column[x] - columns.first];
            int left = columns.before[x] < columns.first ? 0 : percents[columns.before[x] - columns.first];
            int up = above[columns.column[x] - columns.first];
            int band = bands[percent];
            if (band != bands[left] || band != bands[up]) {
                blend(start + 3 * x, overlay.rgb(), OUTLINE);
                continue;
            }
            int opacity = switch (overlay.style()) {
                case STRIPES -> {
                    boolean on = Math.floorMod(columns.paneX + x + y, period) < stripe;
                    yield percent * (on ? STRIPE_PERCENT : GAP_PERCENT);
                }
                case BINARY -> band > 0 ? 100 * BINARY_PERCENT : 0;
                case TINT -> percent > 0 ? TINT_LEAST + percent * TINT_PER_PERCENT : 0;
                case RAMP, CONTOURS, DRAWING -> 0;
            };
            if (opacity > 0) {
                blend(start + 3 * x, overlay.rgb(), opacity);
            }
        }
    }

    private void fill(Overlay overlay, Tint tint, Columns columns, byte[] percents, int start) {
        boolean ramp = overlay.style() == Overlay.Style.RAMP;
        for (int x = tint.from; x < tint.to; x++) {
            int percent = percents[columns.column[x] - columns.first];
            if (percent > 0) {
                if (ramp) {
                    blend(start + 3 * x, overlay.ramp().at(percent), RAMP_OPACITY);
                } else {
                    blend(start + 3 * x, overlay.rgb(), TINT_LEAST + percent * TINT_PER_PERCENT);
                }
            }
        }
    }

    /** @param opacity from 0 to 10000 */
    private void blend(int at, int rgb, int opacity) {
        int share = opacity * 6710 >> 10; // of 65536: 6710/1024 is 65536/10000, and never more
        int rest = 65536 - share;
        pixels[at] = (byte) ((pixels[at] & 0xff) * rest + (rgb >> 16 & 0xff) * share + 0x8000 >> 16);
        pixels[at + 1] = (byte) ((pixels[at + 1] & 0xff) * rest + (rgb >> 8 & 0xff) * share + 0x8000 >> 16);
        pixels[at + 2] = (byte) ((pixels[at + 2] & 0xff) * rest + (rgb & 0xff) * share + 0x8000 >> 16);
    }

    private void background(int start, int from, int to) {
        for (int x = from; x < to; x++) {
            put(start + 3 * x, BACKGROUND);
        }
    }

    private void put(int at, int rgb) {
        pixels[at] = (byte) (rgb >> 16);
        pixels[at + 1] = (byte) (rgb >> 8);
        pixels[at + 2] = (byte) rgb;
    }

    /** An overlay, and the columns of the pane on which it can be seen. */
    private static final class Tint {
        private final Overlay overlay;
        private final byte[] bands;
        private final int from;
        private final int to;

        Tint(Overlay overlay, Columns columns) {
            this.overlay = overlay;
            bands = overlay.bands();
            int left = overlay.within().column();
            int right = left + overlay.within().width();
            boolean outlined = !overlay.levels().isEmpty();
            int first = columns.from;
            while (first < columns.to && columns.column[first] < left) {
                first++;
            }
            int last = columns.to;
            // An outline takes the pixel after the last one too.
            while (last > first && (outlined ? columns.before : columns.column)[last - 1] >= right) {
                last--;
            }
            from = first;
            to = last;
        }
    }

    /** Which image columns the pane's columns show; the same for every row of the pane. */
    private static final class Columns {
        private final int paneX;
        private final int from;
        private final int to;
        private final int first;
        private final int[] column;
        private final int[] before;
        private final int[] left;
        private final int[] right;
        private final int[] weight;
        private final byte[] here;
        private final byte[] above;

        Columns(Picture picture, int paneX, int width) {
            this.paneX = paneX;
            ViewTransform view = picture.view();
            int count = picture.columns();
            column = new int[width];
            before = new int[width];
            left = new int[width];
            right = new int[width];
            weight = new int[width];
            int begin = width;
            int end = 0;
            int lowest = count;
            int highest = -1;
            for (int x = 0; x < width; x++) {
                column[x] = (int) Math.floor(view.toColumn(paneX + x + 0.5));
                if (column[x] < 0 || column[x] >= count) {
                    continue;
                }
                begin = Math.min(begin, x);
                end = x + 1;
                before[x] = (int) Math.floor(view.toColumn(paneX + x + 0.5 - Math.max(1, picture.deviceZoom())));
                if (view.scaleX() < 1) {
                    left[x] = Math.clamp((int) Math.floor(view.toColumn(paneX + x)), 0, count - 1);
                    right[x] = Math.clamp((int) Math.ceil(view.toColumn(paneX + x + 1.0)), left[x] + 1, count);
                } else {
                    double centre = view.toColumn(paneX + x + 0.5) - 0.5;
                    int floor = (int) Math.floor(centre);
                    weight[x] = (int) ((centre - floor) * 256);
                    left[x] = Math.clamp(floor, 0, count - 1);
                    right[x] = Math.clamp(floor + 1, 0, count - 1);
                }
                lowest = Math.min(lowest, Math.min(Math.max(0, before[x]), left[x]));
                highest = Math.max(column[x], right[x] - 1);
            }
            from = Math.min(begin, end);
            to = end;
            first = lowest;
            here = new byte[Math.max(0, highest - lowest + 1)];
            above = new byte[here.length];
        }

        boolean empty() {
            return from == to;
        }
    }
}
