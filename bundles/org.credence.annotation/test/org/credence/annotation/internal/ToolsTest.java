package org.credence.annotation.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.credence.annotation.Annotation;
import org.credence.annotation.Brush;
import org.credence.annotation.ConfidenceLayer;
import org.credence.annotation.FramePixels;
import org.credence.annotation.LabelScheme;
import org.credence.annotation.LayerEditor;
import org.credence.annotation.PaintTarget;
import org.credence.annotation.PaintTools;
import org.credence.annotation.Polyline;
import org.credence.annotation.Reader;
import org.credence.annotation.Series;
import org.credence.annotation.spi.PaintGesture;
import org.credence.annotation.spi.PaintTool;
import org.credence.imaging.Frame;
import org.credence.imaging.FrameRef;
import org.credence.imaging.PixelSpacing;
import org.junit.jupiter.api.Test;

/** Tools on a bright disc of radius 40 in the middle of a dark frame of 200 x 150 pixels. */
class ToolsTest {

    private static final int COLUMNS = 200;
    private static final int ROWS = 150;
    private static final double RADIUS = 40;
    private static final int DARK = 40;
    private static final int BRIGHT = 180;

    private final Annotation annotation =
            new Annotation(new Reader("r", "R"), LabelScheme.lungUltrasound(), Series.black(COLUMNS, ROWS, 1));
    private final FrameRef frame = annotation.frames().get(0);
    private final FramePixels disc = disc(new PixelSpacing(1, 1));
    private final Brush brush = new Brush(8, 80, Brush.Mode.SET);

    @Test
    void everyToolHasItsOwnNameAndTheBrushComesFirst() {
        List<PaintTool> tools = PaintTools.standard().all();
        assertEquals(10, tools.stream().map(PaintTool::id).distinct().count());
        assertEquals(10, tools.stream().map(PaintTool::label).distinct().count());
        assertEquals("org.credence.brush", tools.get(0).id());
        assertEquals("org.credence.eraser", tools.get(1).id());
    }

    @Test
    void aPolygonCoversThePixelsWhoseCentresItHolds() {
        ConfidenceLayer layer = corners(new PolygonTool(), brush, 10, 20, 60, 20, 60, 50, 10, 50);
        assertEquals(50 * 30, layer.count(80));
        assertEquals(80, layer.confidence(10, 20));
        assertEquals(0, layer.confidence(60, 20));
        annotation.replace(frame, 1, ConfidenceLayer.empty(COLUMNS, ROWS));
        double area = 0.5 * 100 * 60;
        assertEquals(
                area, corners(new PolygonTool(), brush, 20, 20, 120, 20, 20, 80).count(80), 0.02 * area);
    }

    @Test
    void aPolygonShowsItsCornersAndTakesThemBack() {
        LayerEditor layer = annotation.edit(frame, 1);
        PaintGesture gesture = new PolygonTool().begin(new PaintTarget(layer, disc, brush));
        gesture.corner(10, 10);
        gesture.corner(20, 10);
        gesture.to(25, 15);
        assertEquals(List.of(new Polyline(points(10, 10, 20, 10, 25, 15), false)), gesture.outlines());
        assertFalse(gesture.close(), "two corners are no area");
        gesture.corner(20, 30);
        gesture.back();
        gesture.corner(10, 20);
        assertTrue(gesture.close());
        assertEquals(List.of(new Polyline(points(10, 10, 20, 10, 10, 20), true)), gesture.outlines());
        gesture.finish();
        assertTrue(layer.finish().changed().get(frame).width() > 5);
    }

    @Test
    void aLassoCoversTheDiscThatIsDrawnAround() {
        LayerEditor layer = annotation.edit(frame, 1);
        PaintGesture gesture = new LassoTool().begin(new PaintTarget(layer, disc, brush));
        for (int degrees = 0; degrees < 360; degrees += 3) {
            gesture.to(100 + 30 * Math.cos(Math.toRadians(degrees)), 75 + 30 * Math.sin(Math.toRadians(degrees)));
        }
        gesture.finish();
        layer.finish();
        assertEquals(Math.PI * 900, painted().count(80), 0.01 * Math.PI * 900);
    }

    @Test
    void anAreaMayReachBeyondTheFrame() {
        assertEquals(
                COLUMNS * ROWS,
                corners(new PolygonTool(), brush, -50, -50, 400, -50, 400, 400, -50, 400)
                        .count(80));
        assertTrue(annotation
                        .replace(frame, 1, ConfidenceLayer.empty(COLUMNS, ROWS))
                        .changed()
                        .size()
                == 1);
        assertTrue(
                corners(new PolygonTool(), brush, -50, -50, -20, -50, -20, 400).isEmpty());
    }

    @Test
    void withinTheEdgeOfAnAreaTheWeightRisesInMmWhateverTheShapeOfPixels() {
        FramePixels flat = disc(new PixelSpacing(0.5, 2));
        corners(new PolygonTool(), flat, brush.withConfidence(100).withRamp(8), 20, 20, 180, 20, 180, 130, 20, 130);
        for (int n = 0; n < 10; n++) {
            double across = 100 * Math.min(1, (n + 1) * 0.5 / 8);
            assertEquals(across, painted().confidence(20 + n, 75), 0.5, "column " + n);
            double down = 100 * Math.min(1, (n + 1) * 2 / 8.0);
            assertEquals(down, painted().confidence(100, 20 + n), 0.5, "row " + n);
        }
    }

    @Test
    void aFloodFillsTheLevelThatIsClickedAndNothingElse() {
        ConfidenceLayer filled = click(new FloodFillTool(), brush.withTolerance(20), 100, 75);
        assertEquals(Math.PI * RADIUS * RADIUS, filled.count(80), 0.01 * Math.PI * RADIUS * RADIUS);
        for (int y = 0; y < ROWS; y++) {
            for (int x = 0; x < COLUMNS; x++) {
                assertEquals(disc.intensity(x, y) == BRIGHT ? 80 : 0, filled.confidence(x, y));
            }
        }
        assertEquals(
                COLUMNS * ROWS,
                click(new FloodFillTool(), brush.withTolerance(BRIGHT), 0, 0).count(80));
    }

    @Test
    void aTracedLevelIsTheOutlineOfTheDiscAndIsForeseen() {
        Polyline outline = new LevelTracingTool()
                .preview()
                .orElseThrow()
                .at(disc, ConfidenceLayer.empty(COLUMNS, ROWS), brush, 100.5, 40.5)
                .get(0);
        assertTrue(outline.closed());
        for (Polyline.Point p : outline.points()) {
            assertEquals(RADIUS, Math.hypot(p.column() - 100, p.row() - 75), 1.0, "corner of a pixel at the edge");
        }
        ConfidenceLayer traced = click(new LevelTracingTool(), brush, 100, 40);
        assertEquals(Math.PI * RADIUS * RADIUS, traced.count(80), 0.01 * Math.PI * RADIUS * RADIUS);
        assertEquals(area(outline), traced.count(80), 1e-9, "what is foreseen is what is painted");
    }

    @Test
    void aTracedLevelHasNoHolesAndMayBeDark() {
        byte[] ring = new byte[COLUMNS * ROWS];
        for (int i = 0; i < ring.length; i++) {
            double away = Math.hypot(i % COLUMNS + 0.5 - 100, i / COLUMNS + 0.5 - 75);
            ring[i] = (byte) (away < 20 ? 90 : away < RADIUS ? 10 : 90);
        }
        FramePixels pixels = pixels(ring, new PixelSpacing(1, 1));
        ConfidenceLayer traced = click(new LevelTracingTool(), pixels, brush, 130, 75);
        assertEquals(Math.PI * RADIUS * RADIUS, traced.count(80), 0.01 * Math.PI * RADIUS * RADIUS);
    }

    @Test
    void aThresholdBrushKeepsToTheIntensityWhereItBegan() {
        ConfidenceLayer layer = drag(new ThresholdBrushTool(), brush.withTolerance(10), 75, 75, 20, 75);
        assertEquals(80, layer.confidence(65, 75));
        assertEquals(0, layer.confidence(55, 75), "dark");
        layer = drag(new ThresholdBrushTool(), brush.within(new Brush.IntensityRange(0, 100)), 75, 40, 20, 40);
        assertEquals(80, layer.confidence(40, 40), "the range that was asked for");
    }

    @Test
    void anyToolKeepsToTheRangeOfIntensities() {
        Brush bright = brush.within(new Brush.IntensityRange(BRIGHT, BRIGHT));
        ConfidenceLayer layer = corners(new PolygonTool(), bright, 0, 0, 200, 0, 200, 150, 0, 150);
        assertEquals(Math.PI * RADIUS * RADIUS, layer.count(80), 0.01 * Math.PI * RADIUS * RADIUS);
    }

    @Test
    void toolsThatNeedAFrameSaySo() {
        LayerEditor layer = annotation.edit(frame, 1);
        PaintTarget blind = new PaintTarget(layer, FramePixels.unknown(COLUMNS, ROWS), brush);
        for (PaintTool tool : List.of(new FloodFillTool(), new LevelTracingTool(), new ThresholdBrushTool())) {
            var refused = assertThrows(IllegalStateException.class, () -> tool.begin(blind));
            assertTrue(refused.getMessage().contains(tool.label()), refused.getMessage());
        }
    }

    @Test
    void betweenTwoContoursConfidenceFallsInAStraightLine() {
        LayerEditor layer = annotation.edit(frame, 1);
        Brush sure = brush.withConfidence(100);
        PaintGesture gesture = new TwoContourTool().begin(new PaintTarget(layer, disc, sure));
        square(gesture, 80, 120, 55, 95);
        assertFalse(gesture.close(), "the outer limit is missing");
        square(gesture, 60, 140, 35, 115);
        assertTrue(gesture.close());
        gesture.finish();
        layer.finish();
        assertEquals(100, painted().confidence(80, 75));
        for (int n = 1; n <= 20; n++) {
            // 20 pixels of ramp between the last sure pixel and the first beyond.
            assertEquals(100 * (21 - n) / 21.0, painted().confidence(80 - n, 75), 0.5, "pixel " + n);
        }
        assertEquals(0, painted().confidence(59, 75));
    }

    @Test
    void anAreaGrowsByARampThatFallsInMm() {
        FramePixels flat = disc(new PixelSpacing(0.5, 2));
        corners(new PolygonTool(), flat, brush, 80, 50, 120, 50, 120, 100, 80, 100);
        corners(new PolygonTool(), flat, brush.withConfidence(30), 10, 10, 20, 10, 20, 20, 10, 20);
        click(new BoundaryRampTool(), flat, brush.withMode(Brush.Mode.RAISE).withRamp(10), 100, 75);
        for (int n = 1; n < 30; n++) {
            double across = 80 * Math.max(0, 1 - n * 0.5 / 10);
            assertEquals(across, painted().confidence(80 - n, 75), 0.5, "column " + n);
            double down = 80 * Math.max(0, 1 - n * 2 / 10.0);
            assertEquals(down, painted().confidence(100, 99 + n), 0.5, "row " + n);
        }
        assertEquals(0, painted().confidence(22, 15), "another area does not grow");
    }

    @Test
    void smoothingSpreadsAnEdgeEvenlyAndLeavesTheInside() {
        corners(new PolygonTool(), brush.withConfidence(100), 0, 0, 100, 0, 100, 150, 0, 150);
        drag(new SmoothTool(), brush, 100, 75, 100, 80);
        int[] across = new int[6];
        for (int i = 0; i < across.length; i++) {
            across[i] = painted().confidence(97 + i, 77);
        }
        // Sums of 1 4 6 4 1 over 16.
        int[] expected = {100, 94, 69, 31, 6, 0};
        for (int i = 0; i < across.length; i++) {
            assertEquals(expected[i], across[i], "column " + (97 + i));
        }
        assertEquals(100, painted().confidence(99, 20), "away from the brush");
    }

    private static void square(PaintGesture gesture, int left, int right, int top, int bottom) {
        gesture.corner(left, top);
        gesture.corner(right, top);
        gesture.corner(right, bottom);
        gesture.corner(left, bottom);
    }

    private ConfidenceLayer corners(PaintTool tool, Brush with, double... places) {
        return corners(tool, disc, with, places);
    }

    private ConfidenceLayer corners(PaintTool tool, FramePixels pixels, Brush with, double... places) {
        LayerEditor layer = annotation.edit(frame, 1);
        PaintGesture gesture = tool.begin(new PaintTarget(layer, pixels, with));
        for (Polyline.Point p : points(places)) {
            gesture.corner(p.column(), p.row());
        }
        assertTrue(gesture.close());
        gesture.finish();
        layer.finish();
        return painted();
    }

    private ConfidenceLayer click(PaintTool tool, Brush with, int column, int row) {
        return click(tool, disc, with, column, row);
    }

    private ConfidenceLayer click(PaintTool tool, FramePixels pixels, Brush with, int column, int row) {
        LayerEditor layer = annotation.edit(frame, 1);
        PaintGesture gesture = tool.begin(new PaintTarget(layer, pixels, with));
        gesture.to(column + 0.5, row + 0.5);
        gesture.finish();
        layer.finish();
        return painted();
    }

    private ConfidenceLayer drag(PaintTool tool, Brush with, double x0, double y0, double x1, double y1) {
        LayerEditor layer = annotation.edit(frame, 1);
        PaintGesture gesture = tool.begin(new PaintTarget(layer, disc, with));
        gesture.to(x0, y0);
        gesture.to(x1, y1);
        gesture.finish();
        layer.finish();
        return painted();
    }

    private ConfidenceLayer painted() {
        return annotation.layer(frame, 1);
    }

    private static List<Polyline.Point> points(double... places) {
        Polyline.Point[] points = new Polyline.Point[places.length / 2];
        for (int i = 0; i < points.length; i++) {
            points[i] = new Polyline.Point(places[2 * i], places[2 * i + 1]);
        }
        return List.of(points);
    }

    private static double area(Polyline outline) {
        double twice = 0;
        Polyline.Point a = outline.points().get(outline.points().size() - 1);
        for (Polyline.Point b : outline.points()) {
            twice += a.column() * b.row() - b.column() * a.row();
            a = b;
        }
        return Math.abs(twice) / 2;
    }

    private static FramePixels disc(PixelSpacing spacing) {
        byte[] gray = new byte[COLUMNS * ROWS];
        for (int i = 0; i < gray.length; i++) {
            double away = Math.hypot(i % COLUMNS + 0.5 - 100, i / COLUMNS + 0.5 - 75);
            gray[i] = (byte) (away < RADIUS ? BRIGHT : DARK);
        }
        return pixels(gray, spacing);
    }

    private static FramePixels pixels(byte[] gray, PixelSpacing spacing) {
        Frame frame = Frame.gray(COLUMNS, ROWS, gray);
        return FramePixels.of(frame, frame.defaultWindow(), Optional.of(spacing));
    }
}
