package org.credence.annotation.ui.internal;

import org.credence.imaging.PixelRect;

/**
 * Where an image lies on a pane: pane = image * scale + offset, in device pixels.
 *
 * @param scaleX device pixels per column
 * @param scaleY device pixels per row; differs from scaleX where the image's pixels are not square
 * @param offsetX of the image's left edge
 * @param offsetY of the image's upper edge
 */
record ViewTransform(double scaleX, double scaleY, double offsetX, double offsetY) {

    private static final double SMALLEST_SCALE = 0.02;
    private static final double LARGEST_SCALE = 64;

    ViewTransform {
        if (!(scaleX > 0) || !(scaleY > 0) || Double.isInfinite(scaleX) || Double.isInfinite(scaleY)) {
            throw new IllegalArgumentException("A view has a positive scale, got: " + scaleX + " x " + scaleY);
        }
    }

    /** The whole image, as large as it goes, in the middle. */
    static ViewTransform fit(int columns, int rows, double aspect, int width, int height) {
        double scale = Math.max(SMALLEST_SCALE, Math.min((double) width / columns, height / (rows * aspect)));
        return centered(columns, rows, aspect, scale, width, height);
    }

    /** The image at a scale, in the middle of the pane. */
    static ViewTransform centered(int columns, int rows, double aspect, double scale, int width, int height) {
        return new ViewTransform(
                scale, scale * aspect, (width - columns * scale) / 2, (height - rows * scale * aspect) / 2);
    }

    double toColumn(double paneX) {
        return (paneX - offsetX) / scaleX;
    }

    double toRow(double paneY) {
        return (paneY - offsetY) / scaleY;
    }

    double toPaneX(double column) {
        return column * scaleX + offsetX;
    }

    double toPaneY(double row) {
        return row * scaleY + offsetY;
    }

    /** Larger by a factor, with the image point under (paneX, paneY) staying there. */
    ViewTransform zoomed(double factor, double paneX, double paneY) {
        double bounded = Math.clamp(scaleX * factor, SMALLEST_SCALE, LARGEST_SCALE) / scaleX;
        return new ViewTransform(
                scaleX * bounded,
                scaleY * bounded,
                paneX - (paneX - offsetX) * bounded,
                paneY - (paneY - offsetY) * bounded);
    }

    ViewTransform moved(double dx, double dy) {
        return new ViewTransform(scaleX, scaleY, offsetX + dx, offsetY + dy);
    }

    /** The same view on a pane of another size: what was in the middle stays there. */
    ViewTransform resized(int oldWidth, int oldHeight, int width, int height) {
        return moved((width - oldWidth) / 2.0, (height - oldHeight) / 2.0);
    }

    /** The device pixels that show some image pixels, with a margin for interpolation. */
    PixelRect toPane(PixelRect image) {
        int left = (int) Math.floor(toPaneX(image.column() - 1.0));
        int top = (int) Math.floor(toPaneY(image.row() - 1.0));
        int right = (int) Math.ceil(toPaneX(image.column() + image.width() + 1.0));
        int bottom = (int) Math.ceil(toPaneY(image.row() + image.height() + 1.0));
        return new PixelRect(left, top, Math.max(0, right - left), Math.max(0, bottom - top));
    }
}
