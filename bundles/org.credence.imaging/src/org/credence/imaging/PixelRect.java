package org.credence.imaging;

/**
 * A rectangle of whole pixels; empty when it has no area.
 *
 * @param column its first column
 * @param row its first row
 * @param width in pixels, not negative
 * @param height in pixels, not negative
 */
public record PixelRect(int column, int row, int width, int height) {

    /** The rectangle without area. */
    public static final PixelRect EMPTY = new PixelRect(0, 0, 0, 0);

    public PixelRect {
        if (width < 0 || height < 0) {
            throw new IllegalArgumentException("A rectangle has no negative size, got: " + width + " x " + height);
        }
    }

    public boolean isEmpty() {
        return width == 0 || height == 0;
    }

    /** The smallest rectangle that holds both. */
    public PixelRect union(PixelRect other) {
        if (isEmpty()) {
            return other;
        }
        if (other.isEmpty()) {
            return this;
        }
        int left = Math.min(column, other.column);
        int top = Math.min(row, other.row);
        int right = Math.max(column + width, other.column + other.width);
        int bottom = Math.max(row + height, other.row + other.height);
        return new PixelRect(left, top, right - left, bottom - top);
    }

    /** What both cover. */
    public PixelRect intersection(PixelRect other) {
        int left = Math.max(column, other.column);
        int top = Math.max(row, other.row);
        int right = Math.min(column + width, other.column + other.width);
        int bottom = Math.min(row + height, other.row + other.height);
        return right <= left || bottom <= top ? EMPTY : new PixelRect(left, top, right - left, bottom - top);
    }
}
