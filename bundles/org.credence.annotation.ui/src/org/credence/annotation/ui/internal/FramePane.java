package org.credence.annotation.ui.internal;

import java.util.List;
import java.util.Optional;
import org.credence.annotation.ui.WidgetIds;
import org.credence.imaging.Frame;
import org.credence.imaging.PixelRect;
import org.credence.imaging.Window;
import org.eclipse.swt.SWT;
import org.eclipse.swt.accessibility.AccessibleAdapter;
import org.eclipse.swt.accessibility.AccessibleEvent;
import org.eclipse.swt.events.PaintEvent;
import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.graphics.ImageData;
import org.eclipse.swt.graphics.ImageDataProvider;
import org.eclipse.swt.graphics.PaletteData;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;

/**
 * The canvas that shows one frame. Composes in Java at device resolution and gives SWT exactly the rectangle it asks to
 * be painted, so that a stroke costs its own area and not the pane's. UI thread only.
 */
final class FramePane {

    private static final PaletteData RGB = new PaletteData(0xff0000, 0xff00, 0xff);

    private final Canvas canvas;
    private final int columns;
    private final int rows;
    private final double aspect;
    private FrameComposer composer = new FrameComposer(1, 1);
    private ViewTransform view;
    private boolean fitted = true;
    private Frame frame;
    private Window window;
    private boolean inverted;
    private byte[] shown;
    private List<Overlay> overlays = List.of();
    private String message = "";
    private String badge = "";
    private double cursorColumn = Double.NaN;
    private double cursorRow;
    private double cursorRadius;
    private int cursorRgb;
    private Rectangle cursorDrawn = new Rectangle(0, 0, 0, 0);

    FramePane(Composite parent, int columns, int rows, double aspect) {
        this.columns = columns;
        this.rows = rows;
        this.aspect = aspect;
        canvas = new Canvas(parent, SWT.NO_BACKGROUND | SWT.DOUBLE_BUFFERED);
        canvas.setData(WidgetIds.KEY, WidgetIds.CANVAS);
        canvas.getAccessible().addAccessibleListener(new AccessibleAdapter() {
            @Override
            public void getName(AccessibleEvent event) {
                event.result = Messages.Pane_accessible;
            }
        });
        view = ViewTransform.fit(columns, rows, aspect, 1, 1);
        canvas.addListener(SWT.Resize, e -> resize());
        canvas.addPaintListener(this::paint);
    }

    Canvas canvas() {
        return canvas;
    }

    /** Shows a frame under a window, with bright and dark exchanged if {@code inverse}. */
    void show(Frame next, Window under, boolean inverse, List<Overlay> over) {
        if (next != frame || !under.equals(window) || inverse != inverted) {
            frame = next;
            window = under;
            inverted = inverse;
            shown = Picture.samples(next, under, inverse);
        }
        overlays = List.copyOf(over);
        message = "";
        composeAll();
    }

    /** Shows a short text in the upper left corner, over the image; none if empty. */
    void badge(String text) {
        if (!badge.equals(text)) {
            badge = text;
            canvas.redraw();
        }
    }

    /** Says why there is no frame to see. */
    void say(String text) {
        frame = null;
        window = null;
        shown = null;
        message = text;
        composeAll();
    }

    /** Shows other overlays, or the same ones after some image pixels have changed. */
    void refresh(List<Overlay> over, PixelRect changed) {
        overlays = List.copyOf(over);
        picture().ifPresent(picture -> {
            PixelRect part =
                    view.toPane(changed).intersection(new PixelRect(0, 0, composer.width(), composer.height()));
            composer.compose(picture, part);
            double zoom = zoom();
            int left = (int) Math.floor(part.column() / zoom);
            int top = (int) Math.floor(part.row() / zoom);
            canvas.redraw(
                    left,
                    top,
                    (int) Math.ceil((part.column() + part.width()) / zoom) - left,
                    (int) Math.ceil((part.row() + part.height()) / zoom) - top,
                    false);
        });
    }

    /** Shows a circle around an image point; a radius of 0 hides it. */
    void brushCursor(double column, double row, double radius, int rgb) {
        cursorColumn = column;
        cursorRow = row;
        cursorRadius = radius;
        cursorRgb = rgb;
        Rectangle next = cursorBounds();
        redraw(cursorDrawn);
        redraw(next);
        cursorDrawn = next;
    }

    void fit() {
        fitted = true;
        resize();
    }

    /** One image pixel per device pixel. */
    void actualSize() {
        fitted = false;
        view = ViewTransform.centered(columns, rows, aspect, 1, composer.width(), composer.height());
        composeAll();
    }

    /** Zooms around a point of the canvas. */
    void zoom(double factor, int x, int y) {
        fitted = false;
        view = view.zoomed(factor, x * zoom(), y * zoom());
        composeAll();
    }

    /** Zooms around the middle. */
    void zoom(double factor) {
        Point size = canvas.getSize();
        zoom(factor, size.x / 2, size.y / 2);
    }

    void pan(int dx, int dy) {
        fitted = false;
        view = view.moved(dx * zoom(), dy * zoom());
        composeAll();
    }

    double toColumn(int x) {
        return view.toColumn((x + 0.5) * zoom());
    }

    double toRow(int y) {
        return view.toRow((y + 0.5) * zoom());
    }

    /** The canvas' points per image pixel. */
    double scale() {
        return view.scaleX() / zoom();
    }

    private Optional<Picture> picture() {
        return shown == null
                ? Optional.empty()
                : Optional.of(new Picture(shown, columns, rows, overlays, view, zoom()));
    }

    private void resize() {
        Point size = canvas.getSize();
        int width = Math.max(1, (int) Math.round(size.x * zoom()));
        int height = Math.max(1, (int) Math.round(size.y * zoom()));
        view = fitted
                ? ViewTransform.fit(columns, rows, aspect, width, height)
                : view.resized(composer.width(), composer.height(), width, height);
        if (width != composer.width() || height != composer.height()) {
            composer = new FrameComposer(width, height);
        }
        composeAll();
    }

    private void composeAll() {
        if (canvas.isDisposed()) {
            return;
        }
        Optional<Picture> picture = picture();
        if (picture.isPresent()) {
            composer.compose(picture.get(), new PixelRect(0, 0, composer.width(), composer.height()));
        } else {
            composer.clear();
        }
        canvas.redraw();
    }

    private double zoom() {
        return canvas.getMonitor().getZoom() / 100.0;
    }

    private void paint(PaintEvent event) {
        double zoom = zoom();
        int left = Math.clamp((int) Math.floor(event.x * zoom), 0, composer.width());
        int top = Math.clamp((int) Math.floor(event.y * zoom), 0, composer.height());
        int right = Math.clamp((int) Math.ceil((event.x + event.width) * zoom), left, composer.width());
        int bottom = Math.clamp((int) Math.ceil((event.y + event.height) * zoom), top, composer.height());
        if (right > left && bottom > top) {
            ImageData part = cut(left, top, right - left, bottom - top);
            int width = (int) Math.round((right - left) / zoom);
            int height = (int) Math.round((bottom - top) / zoom);
            // SWT asks for the zoom it draws at; at any other it gets a scaled copy.
            ImageDataProvider provider = percent -> percent == Math.round(zoom * 100)
                    ? part
                    : part.scaledTo(Math.max(1, width * percent / 100), Math.max(1, height * percent / 100));
            Image image = new Image(event.display, provider);
            event.gc.drawImage(image, (int) Math.round(left / zoom), (int) Math.round(top / zoom));
            image.dispose();
        }
        if (!message.isEmpty()) {
            drawMessage(event.gc);
        }
        drawCursor(event.gc);
        if (!badge.isEmpty()) {
            drawBadge(event.gc);
        }
    }

    private void drawBadge(GC gc) {
        Point size = gc.textExtent(badge);
        gc.setAntialias(SWT.ON);
        gc.setAlpha(200);
        gc.setBackground(new Color(0x20, 0x24, 0x2A));
        gc.fillRoundRectangle(10, 10, size.x + 20, size.y + 10, 8, 8);
        gc.setAlpha(255);
        gc.setForeground(new Color(0xE6, 0xE9, 0xED));
        gc.drawText(badge, 20, 15, SWT.DRAW_TRANSPARENT);
    }

    private ImageData cut(int left, int top, int width, int height) {
        int stride = 3 * width;
        byte[] data = new byte[stride * height];
        for (int y = 0; y < height; y++) {
            System.arraycopy(composer.pixels(), 3 * ((top + y) * composer.width() + left), data, y * stride, stride);
        }
        return new ImageData(width, height, 24, RGB, 1, data);
    }

    private void drawMessage(GC gc) {
        Rectangle area = canvas.getClientArea();
        gc.setForeground(new Color(0xB8, 0xBE, 0xC6));
        String text = TextWrap.wrap(message, line -> gc.textExtent(line).x, Math.max(120, area.width * 2 / 3));
        Point size = gc.textExtent(text, SWT.DRAW_DELIMITER);
        gc.drawText(
                text, (area.width - size.x) / 2, (area.height - size.y) / 2, SWT.DRAW_DELIMITER | SWT.DRAW_TRANSPARENT);
    }

    private void drawCursor(GC gc) {
        if (cursorRadius <= 0 || Double.isNaN(cursorColumn) || shown == null) {
            return;
        }
        Rectangle b = cursorBounds();
        gc.setAntialias(SWT.ON);
        gc.setLineWidth(3);
        gc.setAlpha(120);
        gc.setForeground(new Color(0, 0, 0));
        gc.drawOval(b.x + 3, b.y + 3, b.width - 6, b.height - 6);
        gc.setLineWidth(1);
        gc.setAlpha(255);
        gc.setForeground(new Color(cursorRgb >> 16 & 0xff, cursorRgb >> 8 & 0xff, cursorRgb & 0xff));
        gc.drawOval(b.x + 3, b.y + 3, b.width - 6, b.height - 6);
    }

    private Rectangle cursorBounds() {
        if (cursorRadius <= 0 || Double.isNaN(cursorColumn)) {
            return new Rectangle(0, 0, 0, 0);
        }
        double zoom = zoom();
        int left = (int) Math.round(view.toPaneX(cursorColumn - cursorRadius) / zoom);
        int right = (int) Math.round(view.toPaneX(cursorColumn + cursorRadius) / zoom);
        int top = (int) Math.round(view.toPaneY(cursorRow - cursorRadius) / zoom);
        int bottom = (int) Math.round(view.toPaneY(cursorRow + cursorRadius) / zoom);
        return new Rectangle(left - 3, top - 3, right - left + 6, bottom - top + 6);
    }

    private void redraw(Rectangle r) {
        if (r.width > 0 && r.height > 0) {
            canvas.redraw(r.x - 2, r.y - 2, r.width + 4, r.height + 4, false);
        }
    }
}
