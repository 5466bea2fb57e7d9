package org.credence.annotation.ui.internal;

import java.util.Arrays;
import org.credence.imaging.PixelRect;

/**
 * Draws a {@link Picture} into an array of device pixels, all of it or only a rectangle; every pixel depends on the picture
 * alone, so composing a part gives exactly what composing the whole would have put there.
 *
 * <p>Frames are averaged when shown smaller, interpolated when shown larger, and shown as plain pixels from
 * {@value #PIXELS_FROM} device pixels per image pixel on; overlays always show exact image pixels.
 */
final class FrameComposer {

    /** The colour around the image. */
    static final int BACKGROUND = 0x0D0E10;

    private static final double PIXELS_FROM = 6;
    private static final int TINT_PERCENT = 62;
    private static final int BINARY_PERCENT = 45;
    private static final int STRIPE_PERCENT = 85;
    private static final int GAP_PERCENT = 18;

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

    /** Draws a rectangle of the pane; what lies outside the pane is left out. */
    void compose(Picture picture, PixelRect rectangle) {
        PixelRect part = rectangle.intersection(new PixelRect(0, 0, width, height));
        if (part.isEmpty()) {
            return;
        }
        Columns columns = new Columns(picture, part.column(), part.width());
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
            for (Overlay overlay : picture.overlays()) {
                tint(picture, overlay, columns, y, row, start);
            }
        }
    }

    private void plain(Picture picture, Columns columns, int row, int start) {
        for (int x = columns.from; x < columns.to; x++) {
            System.arraycopy(picture.rgb(), 3 * (row * picture.columns() + columns.column[x]), pixels, start + 3 * x, 3);
        }
    }

    private void interpolated(Picture picture, Columns columns, int y, int start) {
        double centre = picture.view().toRow(y + 0.5) - 0.5;
        int upper = (int) Math.floor(centre);
        int below = (int) ((centre - upper) * 256);
        byte[] rgb = picture.rgb();
        int first = 3 * picture.columns() * Math.clamp(upper, 0, picture.rows() - 1);
        int second = 3 * picture.columns() * Math.clamp(upper + 1, 0, picture.rows() - 1);
        for (int x = columns.from; x < columns.to; x++) {
            int left = 3 * columns.left[x];
            int right = 3 * columns.right[x];
            int wx = columns.weight[x];
            int target = start + 3 * x;
            for (int c = 0; c < 3; c++) {
                int top = (rgb[first + left + c] & 0xff) * (256 - wx) + (rgb[first + right + c] & 0xff) * wx;
                int bottom = (rgb[second + left + c] & 0xff) * (256 - wx) + (rgb[second + right + c] & 0xff) * wx;
                pixels[target + c] = (byte) (top * (256 - below) + bottom * below + 0x8000 >> 16);
            }
        }
    }

    private void averaged(Picture picture, Columns columns, int y, int start) {
        int top = Math.clamp((int) Math.floor(picture.view().toRow(y)), 0, picture.rows() - 1);
        int bottom = Math.clamp((int) Math.ceil(picture.view().toRow(y + 1.0)), top + 1, picture.rows());
        byte[] rgb = picture.rgb();
        for (int x = columns.from; x < columns.to; x++) {
            int red = 0;
            int green = 0;
            int blue = 0;
            for (int row = top; row < bottom; row++) {
                int end = 3 * (row * picture.columns() + columns.right[x]);
                for (int i = 3 * (row * picture.columns() + columns.left[x]); i < end; i += 3) {
                    red += rgb[i] & 0xff;
                    green += rgb[i + 1] & 0xff;
                    blue += rgb[i + 2] & 0xff;
                }
            }
            int n = (bottom - top) * (columns.right[x] - columns.left[x]);
            put(start + 3 * x, (red / n) << 16 | (green / n) << 8 | blue / n);
        }
    }

    private void tint(Picture picture, Overlay overlay, Columns columns, int y, int row, int start) {
        byte[] percents = columns.here;
        overlay.rows().copy(row, columns.first, percents);
        byte[] above = percents;
        if (overlay.style() != Overlay.Style.TINT) {
            above = columns.above;
            int rowAbove = (int) Math.floor(picture.view().toRow(y + 0.5 - Math.max(1, picture.deviceZoom())));
            if (rowAbove < 0) {
                Arrays.fill(above, (byte) 0);
            } else {
                overlay.rows().copy(rowAbove, columns.first, above);
            }
        }
        int period = (int) Math.round(9 * picture.deviceZoom());
        int stripe = (int) Math.round(3 * picture.deviceZoom());
        for (int x = columns.from; x < columns.to; x++) {
            int percent = percents[columns.column[x] - columns.first];
            boolean inside = percent >= overlay.threshold();
            int opacity;
            switch (overlay.style()) {
                case TINT -> opacity = percent * TINT_PERCENT;
                case BINARY -> opacity = inside ? 100 * BINARY_PERCENT : 0;
                case STRIPES -> opacity = percent
                        * (Math.floorMod(columns.paneX + x + y, period) < stripe ? STRIPE_PERCENT : GAP_PERCENT);
                default -> throw new IllegalStateException("Unknown style " + overlay.style());
            }
            if (overlay.style() != Overlay.Style.TINT) {
                int left = columns.before[x] < columns.first ? 0 : percents[columns.before[x] - columns.first];
                int up = above[columns.column[x] - columns.first];
                if (inside != left >= overlay.threshold() || inside != up >= overlay.threshold()) {
                    opacity = 9500;
                }
            }
            if (opacity > 0) {
                blend(start + 3 * x, overlay.rgb(), opacity);
            }
        }
    }

    private void blend(int at, int rgb, int opacity) {
        int rest = 10000 - opacity;
        pixels[at] = (byte) (((pixels[at] & 0xff) * rest + (rgb >> 16 & 0xff) * opacity + 5000) / 10000);
        pixels[at + 1] = (byte) (((pixels[at + 1] & 0xff) * rest + (rgb >> 8 & 0xff) * opacity + 5000) / 10000);
        pixels[at + 2] = (byte) (((pixels[at + 2] & 0xff) * rest + (rgb & 0xff) * opacity + 5000) / 10000);
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
                lowest = Math.min(lowest, Math.max(0, before[x]));
                highest = column[x];
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
