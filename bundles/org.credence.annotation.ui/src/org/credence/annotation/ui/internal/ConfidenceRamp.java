package org.credence.annotation.ui.internal;

import org.credence.annotation.ui.PaintPalette;
import org.credence.annotation.ui.WidgetIds;
import org.eclipse.swt.SWT;
import org.eclipse.swt.events.PaintEvent;
import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;

/**
 * Ten confidences to click on, in the opacities in which they are painted: a choice and a legend at once. The scale
 * above it does the same for the keyboard and for screen readers.
 */
final class ConfidenceRamp {

    private static final int STEPS = 10;

    private final Canvas canvas;
    private final PaintPalette palette;

    ConfidenceRamp(Composite parent, PaintPalette palette) {
        this.palette = palette;
        canvas = new Canvas(parent, SWT.DOUBLE_BUFFERED | SWT.NO_FOCUS);
        canvas.setData(WidgetIds.KEY, WidgetIds.RAMP);
        canvas.setToolTipText(Messages.Palette_rampToolTip);
        canvas.addPaintListener(this::paint);
        canvas.addListener(SWT.MouseDown, e -> choose(e.x));
        canvas.addListener(SWT.MouseMove, e -> {
            if ((e.stateMask & SWT.BUTTON1) != 0) {
                choose(e.x);
            }
        });
    }

    Canvas canvas() {
        return canvas;
    }

    private void choose(int x) {
        int width = Math.max(1, canvas.getSize().x);
        palette.chooseConfidence(10 * (Math.clamp((long) x * STEPS / width, 0, STEPS - 1) + 1));
    }

    private void paint(PaintEvent event) {
        GC gc = event.gc;
        Point size = canvas.getSize();
        int rgb = palette.segment().rgb();
        Color color = new Color(rgb >> 16 & 0xff, rgb >> 8 & 0xff, rgb & 0xff);
        Color ground = new Color(0x26, 0x29, 0x2E);
        gc.setBackground(canvas.getParent().getBackground());
        gc.fillRectangle(0, 0, size.x, size.y);
        for (int i = 0; i < STEPS; i++) {
            int left = i * size.x / STEPS;
            int width = (i + 1) * size.x / STEPS - left - 2;
            gc.setAlpha(255);
            gc.setBackground(ground);
            gc.fillRectangle(left, 2, width, size.y - 6);
            gc.setAlpha(255 * (i + 1) / STEPS);
            gc.setBackground(color);
            gc.fillRectangle(left, 2, width, size.y - 6);
            gc.setAlpha(255);
            String key = Integer.toString((i + 1) % STEPS);
            Point extent = gc.textExtent(key);
            gc.setForeground(i < 6 ? new Color(0xFF, 0xFF, 0xFF) : new Color(0, 0, 0));
            gc.drawText(key, left + (width - extent.x) / 2, 2 + (size.y - 6 - extent.y) / 2, SWT.DRAW_TRANSPARENT);
            if (palette.confidence() == 10 * (i + 1)) {
                gc.setBackground(canvas.getForeground());
                gc.fillRectangle(left, size.y - 3, width, 3);
            }
        }
    }
}
