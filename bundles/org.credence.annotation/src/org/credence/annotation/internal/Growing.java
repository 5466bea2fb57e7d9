package org.credence.annotation.internal;

import org.credence.imaging.PixelRect;

/** A set of pixels that grows from one of them to neighbours along rows and columns, as long as they are alike. */
final class Growing {

    /** Which pixels are alike. */
    interface Like {
        boolean test(int column, int row);
    }

    private static final int MORE = 4096;

    private final int columns;
    private final int rows;
    private final Like like;
    private final boolean[] inside;
    private int[] waiting = new int[1024];
    private int next;
    private int end;
    private int left;
    private int top;
    private int right;
    private int bottom;

    /** Starts at a pixel of the frame, which is alike by definition. */
    Growing(int columns, int rows, int column, int row, Like like) {
        this.columns = columns;
        this.rows = rows;
        this.like = like;
        this.inside = new boolean[columns * rows];
        left = column;
        right = column;
        top = row;
        bottom = row;
        add(column, row);
    }

    /** The whole set. */
    static Area from(int columns, int rows, int column, int row, Like like) {
        Growing growing = new Growing(columns, rows, column, row, like);
        while (!growing.grow()) {
            continue;
        }
        return growing.area();
    }

    /** Grows by some thousands of pixels; true once there are no more. */
    boolean grow() {
        for (int i = 0; i < MORE && next < end; i++) {
            int pixel = waiting[next++];
            int x = pixel % columns;
            int y = pixel / columns;
            visit(x - 1, y);
            visit(x + 1, y);
            visit(x, y - 1);
            visit(x, y + 1);
        }
        return next == end;
    }

    private void visit(int x, int y) {
        if (x >= 0 && y >= 0 && x < columns && y < rows && !inside[y * columns + x] && like.test(x, y)) {
            add(x, y);
        }
    }

    private void add(int x, int y) {
        inside[y * columns + x] = true;
        if (end == waiting.length) {
            waiting = java.util.Arrays.copyOf(waiting, 2 * end);
        }
        waiting[end++] = y * columns + x;
        left = Math.min(left, x);
        right = Math.max(right, x);
        top = Math.min(top, y);
        bottom = Math.max(bottom, y);
    }

    /** What has grown so far. */
    Area area() {
        PixelRect bounds = new PixelRect(left, top, right - left + 1, bottom - top + 1);
        return new Area(bounds, new Area(new PixelRect(0, 0, columns, rows), inside).over(bounds));
    }
}
