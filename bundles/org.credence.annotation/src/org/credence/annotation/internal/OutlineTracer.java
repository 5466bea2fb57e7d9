package org.credence.annotation.internal;

import java.util.ArrayList;
import java.util.List;
import org.credence.annotation.Polyline;
import org.credence.imaging.PixelRect;

/** Walks along the sides of an area's pixels, with the area on the right hand, and notes every turn. */
final class OutlineTracer {

    // Right, down, left, up.
    private static final int[] DX = {1, 0, -1, 0};
    private static final int[] DY = {0, 1, 0, -1};

    private OutlineTracer() {}

    /** The outer edge of a connected area; empty for an empty one. */
    static Polyline trace(Area area) {
        PixelRect b = area.bounds();
        for (int i = 0; i < area.inside().length; i++) {
            if (area.inside()[i]) {
                // The first pixel, row by row, has nothing above it.
                return walk(area, b.column() + i % b.width(), b.row() + i / b.width());
            }
        }
        return new Polyline(List.of(), true);
    }

    private static Polyline walk(Area area, int column, int row) {
        List<Polyline.Point> turns = new ArrayList<>();
        int x = column;
        int y = row;
        int heading = 0;
        turns.add(new Polyline.Point(x, y));
        do {
            x += DX[heading];
            y += DY[heading];
            int next;
            if (!rightAhead(area, x, y, heading)) {
                next = (heading + 1) % 4;
            } else if (leftAhead(area, x, y, heading)) {
                next = (heading + 3) % 4;
            } else {
                next = heading;
            }
            if (next != heading && !(x == column && y == row)) {
                turns.add(new Polyline.Point(x, y));
            }
            heading = next;
        } while (x != column || y != row || heading != 0);
        return new Polyline(turns, true);
    }

    /** The pixel beyond the corner, on the right of the way. */
    private static boolean rightAhead(Area area, int x, int y, int heading) {
        return switch (heading) {
            case 0 -> area.contains(x, y);
            case 1 -> area.contains(x - 1, y);
            case 2 -> area.contains(x - 1, y - 1);
            default -> area.contains(x, y - 1);
        };
    }

    private static boolean leftAhead(Area area, int x, int y, int heading) {
        return switch (heading) {
            case 0 -> area.contains(x, y - 1);
            case 1 -> area.contains(x, y);
            case 2 -> area.contains(x - 1, y);
            default -> area.contains(x - 1, y - 1);
        };
    }
}
