package org.credence.annotation.ui.internal;

import java.util.List;
import java.util.Optional;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.graphics.Rectangle;

/**
 * What colours mean, in a corner of the pane.
 *
 * @param lines from top to bottom
 * @param ramp colours from 0 to 100 %, with a scale
 */
record Legend(List<Line> lines, Optional<ColorRamp> ramp) {

    /**
     * A text, and the colour that it explains.
     *
     * @param rgb {@code 0xRRGGBB}; none for a title
     */
    record Line(String text, Optional<Integer> rgb) {
        static Line of(String text) {
            return new Line(text, Optional.empty());
        }
    }

    /** Nothing to explain. */
    static final Legend NONE = new Legend(List.of(), Optional.empty());

    private static final int RAMP_WIDTH = 150;
    private static final int RAMP_HEIGHT = 10;
    private static final int PADDING = 10;
    private static final int SWATCH = 11;

    Legend {
        lines = List.copyOf(lines);
    }

    boolean isEmpty() {
        return lines.isEmpty() && ramp.isEmpty();
    }

    /** Draws it into the lower right corner of an area. */
    void draw(GC gc, Rectangle area) {
        if (isEmpty()) {
            return;
        }
        int line = gc.getFontMetrics().getHeight() + 2;
        int width = ramp.isPresent() ? RAMP_WIDTH : 0;
        for (Line l : lines) {
            width = Math.max(width, gc.textExtent(l.text()).x + (l.rgb().isPresent() ? SWATCH + 8 : 0));
        }
        int height = line * lines.size() + ramp.map(r -> RAMP_HEIGHT + line + 4).orElse(0);
        int left = area.x + area.width - width - 2 * PADDING - 10;
        int top = area.y + area.height - height - 2 * PADDING - 4;
        gc.setAntialias(SWT.ON);
        gc.setAlpha(200);
        gc.setBackground(new Color(0x20, 0x24, 0x2A));
        gc.fillRoundRectangle(left, top, width + 2 * PADDING, height + PADDING + 4, 8, 8);
        gc.setAlpha(255);
        gc.setForeground(new Color(0xE6, 0xE9, 0xED));
        int y = top + PADDING / 2 + 2;
        for (Line l : lines) {
            int x = left + PADDING;
            if (l.rgb().isPresent()) {
                gc.setBackground(color(l.rgb().get()));
                gc.fillRoundRectangle(x, y + (line - SWATCH) / 2, SWATCH, SWATCH, 4, 4);
                x += SWATCH + 8;
            }
            gc.drawText(l.text(), x, y, SWT.DRAW_TRANSPARENT);
            y += line;
        }
        if (ramp.isPresent()) {
            ramp(gc, left + PADDING, y + 4);
        }
    }

    private static Color color(int rgb) {
        return new Color(rgb >> 16 & 0xff, rgb >> 8 & 0xff, rgb & 0xff);
    }

    private void ramp(GC gc, int left, int top) {
        for (int x = 0; x < RAMP_WIDTH; x++) {
            gc.setForeground(color(ramp.orElseThrow().at(100 * x / (RAMP_WIDTH - 1))));
            gc.drawLine(left + x, top, left + x, top + RAMP_HEIGHT);
        }
        gc.setForeground(new Color(0xE6, 0xE9, 0xED));
        String[] scale = {"0", "50", "100 %"};
        for (int i = 0; i < scale.length; i++) {
            Point extent = gc.textExtent(scale[i]);
            int x = left + i * RAMP_WIDTH / 2 - i * extent.x / 2;
            gc.drawText(scale[i], x, top + RAMP_HEIGHT + 2, SWT.DRAW_TRANSPARENT);
        }
    }
}
