package org.credence.workbench.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.credence.imaging.PixelRect;

/** Rectangles that are drawn, moved and deleted with a mouse on an image. Coordinates are image pixels. Needs no display. */
final class MaskModel {

    private static final int LEAST = 2;

    private final int columns;
    private final int rows;
    private final List<PixelRect> masks = new ArrayList<>();
    private int selected = -1;
    private boolean drawing;
    private boolean moving;
    private double startColumn;
    private double startRow;
    private PixelRect before;

    /** No rectangles yet, on an image of this size. */
    MaskModel(int columns, int rows) {
        this.columns = columns;
        this.rows = rows;
    }

    /** The rectangles, the latest on top. */
    List<PixelRect> masks() {
        return List.copyOf(masks);
    }

    Optional<PixelRect> selected() {
        return selected < 0 ? Optional.empty() : Optional.of(masks.get(selected));
    }

    /** Takes hold of the topmost rectangle at a point, or begins a new one there. */
    void press(double column, double row) {
        startColumn = column;
        startRow = row;
        selected = -1;
        for (int i = masks.size() - 1; i >= 0 && selected < 0; i--) {
            if (contains(masks.get(i), column, row)) {
                selected = i;
            }
        }
        if (selected >= 0) {
            moving = true;
            before = masks.get(selected);
        } else if (column >= 0 && row >= 0 && column < columns && row < rows) {
            drawing = true;
            masks.add(new PixelRect((int) column, (int) row, 1, 1));
            selected = masks.size() - 1;
        }
    }

    /** Moves or stretches what {@link #press} has taken hold of; rectangles stay within the image. */
    void drag(double column, double row) {
        if (drawing) {
            int left = whole(Math.floor(Math.min(startColumn, column)), columns);
            int top = whole(Math.floor(Math.min(startRow, row)), rows);
            int right = whole(Math.ceil(Math.max(startColumn, column)), columns);
            int bottom = whole(Math.ceil(Math.max(startRow, row)), rows);
            masks.set(selected, new PixelRect(left, top, Math.max(1, right - left), Math.max(1, bottom - top)));
        } else if (moving) {
            int dx = (int) Math.round(column - startColumn);
            int dy = (int) Math.round(row - startRow);
            masks.set(
                    selected,
                    new PixelRect(
                            Math.clamp(before.column() + (long) dx, 0, columns - before.width()),
                            Math.clamp(before.row() + (long) dy, 0, rows - before.height()),
                            before.width(),
                            before.height()));
        }
    }

    /** Lets go; a rectangle as small as a click is none. */
    void release() {
        if (drawing) {
            PixelRect drawn = masks.get(selected);
            if (drawn.width() < LEAST || drawn.height() < LEAST) {
                masks.remove(selected);
                selected = -1;
            }
        }
        drawing = false;
        moving = false;
    }

    /** Deletes the selected rectangle, if there is one. */
    void delete() {
        if (selected >= 0 && !drawing) {
            masks.remove(selected);
            selected = -1;
            moving = false;
        }
    }

    private static int whole(double value, int most) {
        return (int) Math.clamp(value, 0, most);
    }

    private static boolean contains(PixelRect rect, double column, double row) {
        return column >= rect.column()
                && row >= rect.row()
                && column < rect.column() + rect.width()
                && row < rect.row() + rect.height();
    }
}
