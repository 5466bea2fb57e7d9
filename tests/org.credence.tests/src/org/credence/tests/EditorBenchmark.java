package org.credence.tests;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.credence.annotation.Annotation;
import org.credence.annotation.Brush;
import org.credence.annotation.ConfidenceLayer;
import org.credence.annotation.LabelScheme;
import org.credence.annotation.Reader;
import org.credence.annotation.Segment;
import org.credence.annotation.ui.ConfidenceEditor;
import org.credence.annotation.ui.PaintPalette;
import org.credence.annotation.ui.SeriesEditorInput;
import org.credence.annotation.ui.WidgetIds;
import org.credence.imaging.Frame;
import org.credence.imaging.FrameCache;
import org.credence.imaging.FrameRef;
import org.credence.imaging.FrameTiming;
import org.credence.imaging.ImageGeometry;
import org.credence.imaging.ImageInstance;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.PixelSpacing;
import org.credence.imaging.SeriesInfo;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Event;
import org.eclipse.ui.IWorkbenchPage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How fast the editor is, printed as tables; no test, and run by {@code benchmarks/editor} only. Movements are real events
 * of the window system; a movement has ended when a pixel of the window has been read back from the screen after it.
 */
class EditorBenchmark {

    private static final int MOVES = 400;
    private static final int CINE_FRAMES = 300;
    private static final double FRAME_MS = 1000.0 / 30;

    @TempDir
    Path folder;

    private final Robot robot = new Robot();
    private final Display display = Display.getCurrent();
    private final IWorkbenchPage page = Robot.window().getActivePage();
    private final PaintPalette palette = Services.get(PaintPalette.class);
    private ConfidenceEditor editor;

    @AfterEach
    void closeIt() {
        page.closeAllEditors(false);
        robot.settle();
    }

    private static ImageSeries series(int columns, int rows, int frames) {
        Random random = new Random(1);
        byte[][] pictures = new byte[Math.min(frames, 30)][3 * columns * rows];
        for (byte[] picture : pictures) {
            random.nextBytes(picture);
        }
        SeriesInfo info = new SeriesInfo("P1", "Phantom", "1.2.3", "20260101", "", "1.2.3.4", 1, "Noise", "US");
        return ImageSeries.of(new ImageInstance(
                info,
                "1.2.3.4." + columns + "." + frames,
                "1.2.840.10008.5.1.4.1.1.3.1",
                1,
                Path.of("noise.dcm"),
                columns,
                rows,
                frames,
                ImageGeometry.of(new PixelSpacing(0.2, 0.2)),
                FrameTiming.every(FRAME_MS),
                position -> Frame.color(columns, rows, pictures[position % pictures.length])));
    }

    /** Six segments on every frame, each a blob of some 5 % of the frame, no two frames alike. */
    private Annotation painted(ImageSeries series) {
        Annotation annotation = new Annotation(new Reader("me", "Me"), LabelScheme.lungUltrasoundComplete(), series);
        int columns = series.columns();
        int rows = series.rows();
        double radius = Math.sqrt(0.05 * columns * rows / Math.PI);
        List<Segment> six = annotation.scheme().segments().subList(0, 6);
        for (int f = 0; f < series.frames().size(); f++) {
            FrameRef frame = series.frames().get(f);
            for (Segment s : six) {
                byte[] percents = new byte[columns * rows];
                double x0 = columns * (0.2 + 0.12 * s.number()) + 40 * Math.sin(f / 20.0 + s.number());
                double y0 = rows * (0.3 + 0.07 * s.number()) + 30 * Math.cos(f / 15.0 + s.number());
                for (int y = (int) Math.max(0, y0 - radius); y < Math.min(rows, y0 + radius); y++) {
                    for (int x = (int) Math.max(0, x0 - radius); x < Math.min(columns, x0 + radius); x++) {
                        double distance = Math.hypot(x - x0, y - y0);
                        if (distance < radius) {
                            percents[y * columns + x] = (byte) (100 - 60 * distance / radius);
                        }
                    }
                }
                annotation.replace(frame, s.number(), ConfidenceLayer.of(columns, rows, percents));
            }
        }
        return annotation;
    }

    private void open(ImageSeries series, Annotation annotation) throws Exception {
        editor = (ConfidenceEditor) page.openEditor(
                new SeriesEditorInput(series, new FrameCache(1L << 30), annotation, folder.resolve("me.seg.dcm")),
                ConfidenceEditor.ID);
        robot.until("the first frame is shown", () -> editor.visibleFrame().isPresent());
        robot.settle();
    }

    @Test
    void brush() throws Exception {
        System.out.println("| brush of radius 64, six painted segments, colour | pane | p50, ms | p95, ms | max, ms |");
        System.out.println("|---|---|---|---|---|");
        brush(1024, 768);
        brush(2048, 2048);
    }

    private void brush(int columns, int rows) throws Exception {
        ImageSeries series = series(columns, rows, 1);
        open(series, painted(series));
        palette.chooseTool(PaintPalette.BRUSH);
        palette.chooseMode(Brush.Mode.SET);
        palette.chooseSegment(3);
        palette.chooseConfidence(80);
        palette.chooseRadius(64);
        Control canvas = robot.find(WidgetIds.CANVAS);
        Point size = canvas.getSize();
        List<Double> times = new ArrayList<>();
        Image pixel = new Image(display, 1, 1);
        // The button: its event goes straight to the canvas, since only movements are timed.
        send(canvas, SWT.MouseDown, size.x / 2, size.y / 2);
        for (int i = 0; i < MOVES; i++) {
            int x = (int) (size.x / 2 + size.x * 0.3 * Math.sin(i / 19.0));
            int y = (int) (size.y / 2 + size.y * 0.3 * Math.cos(i / 13.0));
            long begin = System.nanoTime();
            send(canvas, SWT.MouseMove, x, y);
            canvas.update();
            read(canvas, x, y, pixel);
            double ms = (System.nanoTime() - begin) / 1e6;
            if (i >= MOVES / 4) {
                times.add(ms);
            }
            while (display.readAndDispatch()) {
                // What else is pending is no part of the movement.
                continue;
            }
        }
        send(canvas, SWT.MouseUp, size.x / 2, size.y / 2);
        pixel.dispose();
        times.sort(null);
        System.out.printf(
                "| %d x %d | %d x %d | %.1f | %.1f | %.1f |%n",
                columns,
                rows,
                size.x,
                size.y,
                times.get(times.size() / 2),
                times.get(times.size() * 95 / 100),
                times.get(times.size() - 1));
        closeIt();
    }

    private static void send(Control canvas, int type, int x, int y) {
        Event event = new Event();
        event.type = type;
        event.x = x;
        event.y = y;
        event.button = type == SWT.MouseMove ? 0 : 1;
        event.stateMask = type == SWT.MouseMove ? SWT.BUTTON1 : 0;
        canvas.notifyListeners(type, event);
    }

    /** Waits until the window system has drawn, by reading a pixel back from the screen. */
    private void read(Control canvas, int x, int y, Image pixel) {
        Point on = canvas.toDisplay(x, y);
        GC gc = new GC(display);
        gc.copyArea(pixel, on.x, on.y);
        gc.dispose();
        pixel.getImageData();
    }

    @Test
    void cine() throws Exception {
        System.out.println("| cine of 300 frames of 1024 x 768 at 30 a second, six segments on each | shown |"
                + " late by more than a frame | frames/s | longest wait, ms |");
        System.out.println("|---|---|---|---|---|");
        ImageSeries series = series(1024, 768, CINE_FRAMES);
        Annotation annotation = painted(series);
        open(series, annotation);
        cine("1 x 1");
        robot.command("org.credence.annotation.ui.fourPanes");
        cine("2 x 2");
    }

    private void cine(String layout) {
        editor.goTo(0);
        robot.settle();
        List<Long> shown = new ArrayList<>();
        editor.addPropertyListener((source, property) -> {
            if (property == ConfidenceEditor.PROP_FRAME) {
                shown.add(System.nanoTime());
            }
        });
        editor.togglePlaying();
        robot.until("300 frames are shown", () -> shown.size() >= CINE_FRAMES);
        editor.togglePlaying();
        int late = 0;
        double longest = 0;
        for (int i = 1; i < CINE_FRAMES; i++) {
            double wait = (shown.get(i) - shown.get(i - 1)) / 1e6;
            late += wait > 2 * FRAME_MS ? 1 : 0;
            longest = Math.max(longest, wait);
        }
        double seconds = (shown.get(CINE_FRAMES - 1) - shown.get(0)) / 1e9;
        System.out.printf(
                "| %s | %d | %d | %.1f | %.0f |%n", layout, CINE_FRAMES, late, (CINE_FRAMES - 1) / seconds, longest);
    }

    @Test
    void history() throws Exception {
        ImageSeries series = series(1024, 768, 1);
        open(series, painted(series));
        palette.chooseTool(PaintPalette.BRUSH);
        palette.chooseSegment(3);
        palette.chooseRadius(16);
        Control canvas = robot.find(WidgetIds.CANVAS);
        Point size = canvas.getSize();
        Random random = new Random(2);
        long before = used();
        for (int i = 0; i < 500; i++) {
            palette.chooseConfidence(1 + random.nextInt(100));
            int x = size.x / 4 + random.nextInt(size.x / 2);
            int y = size.y / 4 + random.nextInt(size.y / 2);
            send(canvas, SWT.MouseDown, x, y);
            for (int k = 1; k <= 5; k++) {
                send(canvas, SWT.MouseMove, x + 12 * k, y + 5 * k);
            }
            send(canvas, SWT.MouseUp, x + 60, y + 25);
            while (display.readAndDispatch()) {
                continue;
            }
        }
        System.out.println("| 500 strokes of radius 16 on 1024 x 768 | p50, ms | p95, ms | max, ms |");
        System.out.println("|---|---|---|---|");
        long kept = used() - before;
        times("undo", canvas, editor::undo);
        times("redo", canvas, editor::redo);
        System.out.printf("| memory that the 500 strokes keep | %.1f MiB | | |%n", kept / 1048576.0);
    }

    /** Bytes in use after everything that is not was collected. */
    private static long used() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(100);
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private void times(String what, Control canvas, Runnable step) {
        List<Double> times = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            long begin = System.nanoTime();
            step.run();
            canvas.update();
            times.add((System.nanoTime() - begin) / 1e6);
            while (display.readAndDispatch()) {
                continue;
            }
        }
        times.sort(null);
        System.out.printf("| %s | %.2f | %.2f | %.2f |%n", what, times.get(250), times.get(475), times.get(499));
    }
}
