package org.credence.workbench.internal;

import java.util.List;
import org.credence.imaging.Frame;
import org.credence.imaging.PixelRect;
import org.eclipse.swt.SWT;
import org.eclipse.swt.events.PaintEvent;
import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.graphics.ImageData;
import org.eclipse.swt.graphics.PaletteData;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.graphics.Region;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Event;

/**
 * Shows an image and what will be blackened of it: a left drag draws a rectangle or moves one, Delete deletes the selected
 * one. UI thread only.
 */
final class MaskCanvas {

    private static final Color AROUND = new Color(0x0D, 0x0E, 0x10);
    private static final Color REGION = new Color(0x2F, 0xA0, 0x7A);
    private static final Color MASK = new Color(0xE6, 0x9F, 0x00);
    private static final Color TEXT = new Color(0xB8, 0xBE, 0xC6);

    private final Canvas canvas;
    private MaskModel model = new MaskModel(1, 1);
    private List<PixelRect> regions = List.of();
    private boolean outside;
    private double aspect = 1;
    private Image image;
    private String message = "";

    MaskCanvas(Composite parent) {
        canvas = new Canvas(parent, SWT.DOUBLE_BUFFERED | SWT.NO_BACKGROUND | SWT.BORDER);
        canvas.addPaintListener(this::paint);
        canvas.addListener(SWT.MouseDown, this::press);
        canvas.addListener(SWT.MouseMove, e -> {
            if ((e.stateMask & SWT.BUTTON1) != 0) {
                model.drag(toColumn(e.x), toRow(e.y));
                canvas.redraw();
            }
        });
        canvas.addListener(SWT.MouseUp, e -> {
            model.release();
            canvas.redraw();
        });
        canvas.addListener(SWT.KeyDown, e -> {
            if (e.keyCode == SWT.DEL || e.keyCode == SWT.BS) {
                delete();
            }
        });
        canvas.addListener(SWT.Dispose, e -> disposeImage());
    }

    Canvas control() {
        return canvas;
    }

    /** Edits the rectangles of other images, whose pixels are not there yet. */
    void edit(MaskModel next, List<PixelRect> calibrated, double pixelAspect, String why) {
        model = next;
        regions = List.copyOf(calibrated);
        aspect = pixelAspect;
        message = why;
        disposeImage();
        canvas.redraw();
    }

    /** Shows the pixels of the images whose rectangles are edited. */
    void show(Frame frame) {
        disposeImage();
        byte[] rgb = frame.rgb8(frame.defaultWindow());
        ImageData data =
                new ImageData(frame.columns(), frame.rows(), 24, new PaletteData(0xff0000, 0xff00, 0xff), 1, rgb);
        image = new Image(canvas.getDisplay(), data);
        message = "";
        canvas.redraw();
    }

    /** Says why there are no pixels. */
    void say(String why) {
        message = why;
        canvas.redraw();
    }

    /** Whether all outside of the calibrated regions is shown black. */
    void blackenOutside(boolean on) {
        outside = on;
        canvas.redraw();
    }

    void delete() {
        model.delete();
        canvas.redraw();
    }

    private void press(Event event) {
        canvas.setFocus();
        if (event.button == 1 && image != null) {
            model.press(toColumn(event.x), toRow(event.y));
            canvas.redraw();
        }
    }

    private void paint(PaintEvent event) {
        GC gc = event.gc;
        Rectangle area = canvas.getClientArea();
        gc.setBackground(AROUND);
        gc.fillRectangle(area);
        if (image == null) {
            gc.setForeground(TEXT);
            Point size = gc.textExtent(message, SWT.DRAW_DELIMITER);
            gc.drawText(message, Math.max(8, (area.width - size.x) / 2), (area.height - size.y) / 2, true);
            return;
        }
        Rectangle all = image.getBounds();
        Rectangle on = onCanvas(new PixelRect(0, 0, all.width, all.height));
        gc.setInterpolation(SWT.HIGH);
        gc.drawImage(image, 0, 0, all.width, all.height, on.x, on.y, on.width, on.height);
        gc.setBackground(new Color(0, 0, 0));
        if (outside && !regions.isEmpty()) {
            Region covered = new Region();
            covered.add(on);
            regions.forEach(r -> covered.subtract(onCanvas(r)));
            gc.setClipping(covered);
            gc.fillRectangle(on);
            gc.setClipping((Region) null);
            covered.dispose();
        }
        gc.setForeground(REGION);
        gc.setLineStyle(SWT.LINE_DASH);
        regions.forEach(r -> outline(gc, onCanvas(r)));
        gc.setLineStyle(SWT.LINE_SOLID);
        gc.setForeground(MASK);
        for (PixelRect mask : model.masks()) {
            Rectangle r = onCanvas(mask);
            gc.setAlpha(215);
            gc.fillRectangle(r);
            gc.setAlpha(255);
            gc.setLineWidth(model.selected().filter(mask::equals).isPresent() ? 3 : 1);
            outline(gc, r);
        }
        gc.setLineWidth(1);
    }

    private static void outline(GC gc, Rectangle r) {
        gc.drawRectangle(r.x, r.y, r.width - 1, r.height - 1);
    }

    private double scale() {
        Rectangle area = canvas.getClientArea();
        Rectangle all = image.getBounds();
        return Math.max(1e-3, Math.min((double) area.width / all.width, area.height / (all.height * aspect)));
    }

    private double left() {
        return (canvas.getClientArea().width - image.getBounds().width * scale()) / 2;
    }

    private double top() {
        return (canvas.getClientArea().height - image.getBounds().height * aspect * scale()) / 2;
    }

    private double toColumn(int x) {
        return image == null ? 0 : (x - left()) / scale();
    }

    private double toRow(int y) {
        return image == null ? 0 : (y - top()) / (scale() * aspect);
    }

    private Rectangle onCanvas(PixelRect r) {
        int x = (int) Math.round(left() + r.column() * scale());
        int y = (int) Math.round(top() + r.row() * scale() * aspect);
        int right = (int) Math.round(left() + (r.column() + r.width()) * scale());
        int bottom = (int) Math.round(top() + (r.row() + r.height()) * scale() * aspect);
        return new Rectangle(x, y, Math.max(1, right - x), Math.max(1, bottom - y));
    }

    private void disposeImage() {
        if (image != null) {
            image.dispose();
            image = null;
        }
    }
}
