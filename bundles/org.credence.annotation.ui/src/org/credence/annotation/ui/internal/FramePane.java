package org.credence.annotation.ui.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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
 *
 * <p>Whoever calls speaks of columns and rows of the image; that it may be shown turned is the pane's affair.
 */
final class FramePane {

    /** Who draws over the image; later ones lie on top. */
    enum Over {
        MEASURES,
        PROMPTS,
        GUIDE,
        CROSS,
        CURSOR
    }

    private static final PaletteData RGB = new PaletteData(0xff0000, 0xff00, 0xff);
    private static final Color TEXT = new Color(0xE6, 0xE9, 0xED);
    private static final Color PLATE = new Color(0x20, 0x24, 0x2A);
    private static final Color ACTIVE = new Color(0x4C, 0x9B, 0xE8);

    private final Canvas canvas;
    private final Map<Over, List<Mark>> marks = new EnumMap<>(Over.class);
    private final Map<Over, List<Rectangle>> drawn = new EnumMap<>(Over.class);
    private FrameComposer composer = new FrameComposer(1, 1);
    private int columns = 1;
    private int rows = 1;
    private double aspect = 1;
    private Orientation orientation = Orientation.UPRIGHT;
    private ViewTransform view = ViewTransform.fit(1, 1, 1, 1, 1);
    private boolean fitted = true;
    private Frame frame;
    private Window window;
    private boolean inverted;
    private byte[] shown;
    private List<Overlay> overlays = List.of();
    private String message = "";
    private List<String> captions = List.of();
    private Legend legend = Legend.NONE;
    private boolean active;
    private Runnable viewListener = () -> {};

    FramePane(Composite parent) {
        canvas = new Canvas(parent, SWT.NO_BACKGROUND | SWT.DOUBLE_BUFFERED);
        canvas.setData(WidgetIds.KEY, WidgetIds.CANVAS);
        canvas.getAccessible().addAccessibleListener(new AccessibleAdapter() {
            @Override
            public void getName(AccessibleEvent event) {
                event.result = Messages.Pane_accessible;
            }
        });
        canvas.addListener(SWT.Resize, e -> resize());
        canvas.addPaintListener(this::paint);
    }

    Canvas canvas() {
        return canvas;
    }

    /** Says what images will be shown: how many pixels they have, and a pixel's height divided by its width. */
    void shape(int imageColumns, int imageRows, double pixelAspect) {
        if (columns != imageColumns || rows != imageRows || aspect != pixelAspect) {
            columns = imageColumns;
            rows = imageRows;
            aspect = pixelAspect;
            frame = null;
            shown = null;
            fitted = true;
            resize();
        }
    }

    /** Tells when the reader chooses another part of the image. */
    void onView(Runnable listener) {
        viewListener = listener;
    }

    /** Shows a frame under a window, with bright and dark exchanged if {@code inverse}. */
    void show(Frame next, Window under, boolean inverse, List<Overlay> over) {
        if (next != frame || !under.equals(window) || inverse != inverted || shown == null) {
            frame = next;
            window = under;
            inverted = inverse;
            byte[] samples = Picture.samples(next, under, inverse);
            shown = orientation.seen(samples, columns, rows, samples.length / (columns * rows));
        }
        overlays = List.copyOf(over);
        message = "";
        composeAll();
    }

    /** Shows short texts in the upper left corner, over the image. */
    void captions(List<String> texts) {
        if (!captions.equals(texts) && !canvas.isDisposed()) {
            captions = List.copyOf(texts);
            canvas.redraw();
        }
    }

    void legend(Legend next) {
        if (!legend.equals(next) && !canvas.isDisposed()) {
            legend = next;
            canvas.redraw();
        }
    }

    /** Shows that keys act on this pane. */
    void active(boolean now) {
        if (active != now && !canvas.isDisposed()) {
            active = now;
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
            PixelRect part = view.toPane(orientation.seen(changed, columns, rows))
                    .intersection(new PixelRect(0, 0, composer.width(), composer.height()));
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

    /** Draws other marks of a kind. */
    void marks(Over kind, List<Mark> next) {
        drawn.getOrDefault(kind, List.of()).forEach(this::redraw);
        marks.put(kind, List.copyOf(next));
        List<Rectangle> now = new ArrayList<>();
        for (Mark mark : next) {
            Rectangle bounds = mark.bounds(this);
            now.add(bounds);
            redraw(bounds);
        }
        drawn.put(kind, now);
    }

    Orientation orientation() {
        return orientation;
    }

    /** Turns the image. */
    void orient(Orientation next) {
        if (!orientation.equals(next)) {
            orientation = next;
            fitted = true;
            shown = null;
            Frame again = frame;
            if (again != null) {
                Window under = window;
                byte[] samples = Picture.samples(again, under, inverted);
                shown = orientation.seen(samples, columns, rows, samples.length / (columns * rows));
            }
            resize();
        }
    }

    void fit() {
        fitted = true;
        resize();
        viewListener.run();
    }

    /** One image pixel per device pixel. */
    void actualSize() {
        fitted = false;
        view = ViewTransform.centered(seenColumns(), seenRows(), seenAspect(), 1, composer.width(), composer.height());
        viewChanged();
    }

    /** Zooms around a point of the canvas. */
    void zoom(double factor, int x, int y) {
        fitted = false;
        view = view.zoomed(factor, x * zoom(), y * zoom());
        viewChanged();
    }

    /** Zooms around the middle. */
    void zoom(double factor) {
        Point size = canvas.getSize();
        zoom(factor, size.x / 2, size.y / 2);
    }

    void pan(int dx, int dy) {
        fitted = false;
        view = view.moved(dx * zoom(), dy * zoom());
        viewChanged();
    }

    /** What part of the image is shown. */
    PaneView view() {
        double whole = ViewTransform.fit(seenColumns(), seenRows(), seenAspect(), composer.width(), composer.height())
                .scaleX();
        return new PaneView(
                fitted,
                view.scaleX() / whole,
                view.toColumn(composer.width() / 2.0) / seenColumns(),
                view.toRow(composer.height() / 2.0) / seenRows());
    }

    /** Shows the same part as another pane. */
    void follow(PaneView other) {
        fitted = other.fitted();
        if (fitted) {
            resize();
            return;
        }
        double scale = other.magnification()
                * ViewTransform.fit(seenColumns(), seenRows(), seenAspect(), composer.width(), composer.height())
                        .scaleX();
        view = new ViewTransform(
                scale,
                scale * seenAspect(),
                composer.width() / 2.0 - other.centerAcross() * seenColumns() * scale,
                composer.height() / 2.0 - other.centerDown() * seenRows() * scale * seenAspect());
        composeAll();
    }

    double toColumn(int x, int y) {
        double across = view.toColumn((x + 0.5) * zoom());
        return orientation.column(across, view.toRow((y + 0.5) * zoom()), columns);
    }

    double toRow(int x, int y) {
        double across = view.toColumn((x + 0.5) * zoom());
        return orientation.row(across, view.toRow((y + 0.5) * zoom()), rows);
    }

    /** Where a point of the image lies on the canvas, in points. */
    Point toCanvas(double column, double row) {
        double zoom = zoom();
        double x = view.toPaneX(orientation.across(column, row, columns, rows));
        double y = view.toPaneY(orientation.down(column, row, columns, rows));
        return new Point((int) Math.round(x / zoom), (int) Math.round(y / zoom));
    }

    /** The canvas' points per column of the turned image. */
    double scaleAcross() {
        return view.scaleX() / zoom();
    }

    /** The canvas' points per row of the turned image. */
    double scaleDown() {
        return view.scaleY() / zoom();
    }

    private int seenColumns() {
        return orientation.swapsAxes() ? rows : columns;
    }

    private int seenRows() {
        return orientation.swapsAxes() ? columns : rows;
    }

    private double seenAspect() {
        return orientation.swapsAxes() ? 1 / aspect : aspect;
    }

    private Optional<Picture> picture() {
        if (shown == null) {
            return Optional.empty();
        }
        List<Overlay> seen =
                overlays.stream().map(o -> o.seen(orientation, columns, rows)).toList();
        return Optional.of(new Picture(shown, seenColumns(), seenRows(), seen, view, zoom()));
    }

    private void resize() {
        if (canvas.isDisposed()) {
            return;
        }
        Point size = canvas.getSize();
        int width = Math.max(1, (int) Math.round(size.x * zoom()));
        int height = Math.max(1, (int) Math.round(size.y * zoom()));
        view = fitted
                ? ViewTransform.fit(seenColumns(), seenRows(), seenAspect(), width, height)
                : view.resized(composer.width(), composer.height(), width, height);
        if (width != composer.width() || height != composer.height()) {
            composer = new FrameComposer(width, height);
        }
        composeAll();
    }

    private void viewChanged() {
        composeAll();
        viewListener.run();
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
        Rectangle area = canvas.getClientArea();
        if (!message.isEmpty()) {
            drawMessage(event.gc, area);
        }
        if (shown != null) {
            for (Over kind : Over.values()) {
                marks.getOrDefault(kind, List.of()).forEach(m -> m.draw(event.gc, this));
            }
        }
        drawCaptions(event.gc, area.width - 40);
        legend.draw(event.gc, area);
        if (active) {
            event.gc.setForeground(ACTIVE);
            event.gc.setLineWidth(2);
            event.gc.drawRectangle(1, 1, area.width - 2, area.height - 2);
        }
    }

    private void drawCaptions(GC gc, int width) {
        gc.setAntialias(SWT.ON);
        int top = 10;
        for (String text : captions) {
            String caption = TextWrap.wrap(text, t -> gc.textExtent(t).x, width);
            Point size = gc.textExtent(caption, SWT.DRAW_DELIMITER);
            gc.setAlpha(200);
            gc.setBackground(PLATE);
            gc.fillRoundRectangle(10, top, size.x + 20, size.y + 10, 8, 8);
            gc.setAlpha(255);
            gc.setForeground(TEXT);
            gc.drawText(caption, 20, top + 5, SWT.DRAW_TRANSPARENT | SWT.DRAW_DELIMITER);
            top += size.y + 14;
        }
    }

    private ImageData cut(int left, int top, int width, int height) {
        int stride = 3 * width;
        if (width == composer.width()) {
            int from = top * stride;
            // All of the pane, at every frame of a cine: SWT only reads what it is given.
            byte[] rows = height == composer.height()
                    ? composer.pixels()
                    : Arrays.copyOfRange(composer.pixels(), from, from + height * stride);
            return new ImageData(width, height, 24, RGB, 1, rows);
        }
        byte[] data = new byte[stride * height];
        for (int y = 0; y < height; y++) {
            System.arraycopy(composer.pixels(), 3 * ((top + y) * composer.width() + left), data, y * stride, stride);
        }
        return new ImageData(width, height, 24, RGB, 1, data);
    }

    private void drawMessage(GC gc, Rectangle area) {
        gc.setForeground(new Color(0xB8, 0xBE, 0xC6));
        String text = TextWrap.wrap(message, line -> gc.textExtent(line).x, Math.max(120, area.width * 2 / 3));
        Point size = gc.textExtent(text, SWT.DRAW_DELIMITER);
        gc.drawText(
                text, (area.width - size.x) / 2, (area.height - size.y) / 2, SWT.DRAW_DELIMITER | SWT.DRAW_TRANSPARENT);
    }

    private void redraw(Rectangle r) {
        if (r.width > 0 && r.height > 0 && !canvas.isDisposed()) {
            canvas.redraw(r.x - 2, r.y - 2, r.width + 4, r.height + 4, false);
        }
    }
}
