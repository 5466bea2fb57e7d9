package org.credence.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.credence.annotation.Annotation;
import org.credence.annotation.AnnotationSnapshot;
import org.credence.annotation.Brush;
import org.credence.annotation.ConfidenceLayer;
import org.credence.annotation.FrameState;
import org.credence.annotation.LabelScheme;
import org.credence.annotation.Reader;
import org.credence.annotation.ui.Companions;
import org.credence.annotation.ui.ConfidenceEditor;
import org.credence.annotation.ui.LayerStyle;
import org.credence.annotation.ui.PaintPalette;
import org.credence.annotation.ui.SeriesEditorInput;
import org.credence.annotation.ui.WidgetIds;
import org.credence.imaging.Frame;
import org.credence.imaging.FrameCache;
import org.credence.imaging.FrameTiming;
import org.credence.imaging.ImageGeometry;
import org.credence.imaging.ImageInstance;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.PixelSpacing;
import org.credence.imaging.ProbabilityMap;
import org.credence.imaging.SeriesInfo;
import org.eclipse.core.runtime.preferences.IEclipsePreferences;
import org.eclipse.core.runtime.preferences.InstanceScope;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Table;
import org.eclipse.ui.IWorkbenchPage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Readers' work, tools and panes in the real workbench, with real mouse events, on a clip whose every pixel is known. */
class ComparingTest {

    private static final int SIZE = 128;
    private static final int FRAMES = 6;
    private static final int B_LINE = 3;
    private static final String DO = "org.credence.annotation.ui.";

    @TempDir
    Path folder;

    private final Robot robot = new Robot();
    private final IWorkbenchPage page = Robot.window().getActivePage();
    private final PaintPalette palette = Services.get(PaintPalette.class);
    private final ImageSeries series = discs();
    private ConfidenceEditor editor;

    /** A bright disc of radius 20 on black, in the middle of every frame. */
    private static ImageSeries discs() {
        byte[] gray = new byte[SIZE * SIZE];
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                gray[y * SIZE + x] = (byte) (Math.hypot(x + 0.5 - 64, y + 0.5 - 64) < 20 ? 200 : 10);
            }
        }
        SeriesInfo info = new SeriesInfo("P1", "Phantom", "1.2.3", "20260101", "", "1.2.3.4", 1, "Discs", "US");
        return ImageSeries.of(new ImageInstance(
                info,
                "1.2.3.4.5",
                "1.2.840.10008.5.1.4.1.1.3.1",
                1,
                Path.of("discs.dcm"),
                SIZE,
                SIZE,
                FRAMES,
                ImageGeometry.of(new PixelSpacing(0.5, 0.5)),
                FrameTiming.UNKNOWN,
                position -> Frame.gray(SIZE, SIZE, gray.clone())));
    }

    private static byte[] left(int percent) {
        byte[] percents = new byte[SIZE * SIZE];
        for (int y = 32; y < 96; y++) {
            Arrays.fill(percents, y * SIZE + 32, y * SIZE + 64, (byte) percent);
        }
        return percents;
    }

    private AnnotationSnapshot reading(String id, int percent) {
        Annotation annotation = new Annotation(new Reader(id, "Reader " + id), LabelScheme.lungUltrasound(), series);
        annotation.replace(series.frames().get(0), B_LINE, ConfidenceLayer.of(SIZE, SIZE, left(percent)));
        return annotation.snapshot();
    }

    @BeforeEach
    void choose() {
        palette.chooseTool(PaintPalette.BRUSH);
        palette.chooseMode(Brush.Mode.SET);
        palette.chooseStyle(LayerStyle.OPACITY);
        palette.chooseIntensity(Optional.empty());
        palette.chooseSoftness(0);
        palette.chooseRamp(0);
    }

    @AfterEach
    void closeIt() {
        page.closeAllEditors(false);
        choose();
        robot.settle();
    }

    private void open(boolean blinded) throws Exception {
        SeriesEditorInput input = new SeriesEditorInput(
                series,
                new FrameCache(64 << 20),
                new Annotation(new Reader("me", "Me"), LabelScheme.lungUltrasound(), series),
                folder.resolve("me.seg.dcm"));
        SeriesEditorInput furnished = input.withCompanions(new Companions() {
            @Override
            public List<ImageSeries> series() {
                return List.of(series);
            }

            @Override
            public List<AnnotationSnapshot> readings(ImageSeries of) {
                return List.of(reading("r1", 70), reading("r2", 30));
            }
        });
        editor = (ConfidenceEditor) page.openEditor(blinded ? furnished.blinded() : furnished, ConfidenceEditor.ID);
        robot.until("the first frame is shown", () -> editor.visibleFrame().isPresent());
        robot.settle();
        palette.chooseSegment(B_LINE);
        palette.chooseConfidence(80);
        palette.chooseRadius(4);
    }

    private ConfidenceLayer layer(int position) {
        return editor.input().annotation().layer(series.frames().get(position), B_LINE);
    }

    private List<Control> canvases() {
        return robot.findAll(WidgetIds.CANVAS);
    }

    /** Where an image point lies on a pane that shows the whole image. */
    private static Point at(Control canvas, double column, double row) {
        Point size = canvas.getSize();
        double scale = Math.min((double) size.x / SIZE, (double) size.y / SIZE);
        return new Point((int) Math.round((size.x - SIZE * scale) / 2 + column * scale), (int)
                Math.round((size.y - SIZE * scale) / 2 + row * scale));
    }

    private void command(String name) throws Exception {
        robot.command(DO + name);
    }

    @Test
    void paintIsSeenInAllPanesThatShowTheSameWork() throws Exception {
        open(false);
        command("fourPanes");
        assertEquals(4, canvases().size());
        int before = robot.pixel(canvases().get(3), at(canvases().get(3), 64, 30));
        Control first = canvases().get(0);
        robot.drag(first, at(first, 50, 30), at(first, 64, 30), at(first, 78, 30));
        assertEquals(80, layer(0).confidence(64, 30));
        assertNotEquals(before, robot.pixel(canvases().get(3), at(canvases().get(3), 64, 30)));
        robot.screenshot(Path.of("target", "four-panes.png"));
        command("onePane");
        assertEquals(1, canvases().size());
    }

    @Test
    void aPolygonOfRealClicksIsFilledAndOneUndoTakesItBack() throws Exception {
        open(false);
        robot.key('p');
        robot.until("the polygon is chosen", () -> palette.tool().equals("org.credence.polygon"));
        Control canvas = canvases().get(0);
        robot.click(canvas, at(canvas, 20, 20));
        robot.click(canvas, at(canvas, 60, 20));
        robot.click(canvas, at(canvas, 60, 60));
        robot.click(canvas, at(canvas, 20, 60));
        assertTrue(layer(0).isEmpty(), "an open outline paints nothing");
        robot.keyCode(SWT.CR);
        assertEquals(1600, layer(0).count(80), 170);
        assertEquals(0, layer(0).confidence(64, 64));
        robot.command("org.eclipse.ui.edit.undo");
        assertTrue(layer(0).isEmpty());
    }

    @Test
    void twoContoursGiveASureCoreAndARampToTheOuterLimit() throws Exception {
        open(false);
        palette.chooseTool("org.credence.two-contour");
        palette.chooseConfidence(100);
        Control canvas = canvases().get(0);
        for (int[] corner : new int[][] {{54, 54}, {74, 54}, {74, 74}, {54, 74}}) {
            robot.click(canvas, at(canvas, corner[0], corner[1]));
        }
        robot.keyCode(SWT.CR);
        assertTrue(layer(0).isEmpty(), "the outer limit is missing");
        for (int[] corner : new int[][] {{34, 34}, {94, 34}, {94, 94}, {34, 94}}) {
            robot.click(canvas, at(canvas, corner[0], corner[1]));
        }
        robot.keyCode(SWT.CR);
        assertEquals(100, layer(0).confidence(64, 64), "sure within the core");
        assertEquals(50, layer(0).confidence(44, 64), 8, "half as sure half way to the limit");
        assertEquals(0, layer(0).confidence(30, 64), "nothing beyond it");
    }

    @Test
    void floodFillStopsAtTheEdgeOfTheDisc() throws Exception {
        open(false);
        palette.chooseTool("org.credence.flood-fill");
        Control canvas = canvases().get(0);
        robot.click(canvas, at(canvas, 64, 64));
        assertEquals(Math.PI * 400, layer(0).count(80), 15);
        assertEquals(0, layer(0).confidence(30, 30));
    }

    @Test
    void aLockedSegmentIsNotPainted() throws Exception {
        open(false);
        palette.lock(B_LINE, true);
        Control canvas = canvases().get(0);
        robot.drag(canvas, at(canvas, 50, 30), at(canvas, 78, 30));
        assertTrue(layer(0).isEmpty());
        assertFalse(editor.isDirty());
        palette.lock(B_LINE, false);
        robot.drag(canvas, at(canvas, 50, 30), at(canvas, 78, 30));
        assertFalse(layer(0).isEmpty());
    }

    @Test
    void interpolationBetweenTwoFramesIsOneOperation() throws Exception {
        open(false);
        Control canvas = canvases().get(0);
        palette.chooseRadius(10);
        robot.click(canvas, at(canvas, 40, 64));
        editor.goTo(4);
        robot.until("frame 5 is shown", () -> editor.visibleFrame().isPresent());
        robot.click(canvas, at(canvas, 80, 64));
        editor.goTo(2);
        command("interpolate");
        robot.until("frame 3 is painted", () -> !layer(2).isEmpty());
        assertEquals(80, layer(2).confidence(60, 64), "half way");
        assertEquals(layer(0).count(80), layer(2).count(80), layer(0).count(80) * 0.1);
        assertFalse(layer(1).isEmpty());
        assertFalse(layer(3).isEmpty());
        robot.command("org.eclipse.ui.edit.undo");
        for (int position = 1; position < 4; position++) {
            assertTrue(layer(position).isEmpty(), "frame " + (position + 1));
        }
        assertFalse(layer(4).isEmpty());
    }

    @Test
    void copyingFromThePreviousFrameAndClearingAreEdits() throws Exception {
        open(false);
        Control canvas = canvases().get(0);
        robot.click(canvas, at(canvas, 40, 64));
        ConfidenceLayer painted = layer(0);
        editor.goTo(1);
        command("copyPrevious");
        assertEquals(painted, layer(1));
        command("clearFrame");
        assertTrue(layer(1).isEmpty());
        robot.command("org.eclipse.ui.edit.undo");
        assertEquals(painted, layer(1));
    }

    @Test
    void theNextUnsureFrameIsOneInProgressOrPaintedLow() throws Exception {
        open(false);
        Control canvas = canvases().get(0);
        palette.chooseConfidence(30);
        editor.goTo(3);
        robot.click(canvas, at(canvas, 40, 64));
        editor.goTo(0);
        command("nextUnsure");
        assertEquals(3, editor.position());
    }

    @Test
    void anAcceptedProposalIsPaintOfTheModel() throws Exception {
        open(false);
        float[] sure = new float[SIZE * SIZE];
        Arrays.fill(sure, 0, SIZE * 10, 0.42f);
        editor.showProposal(
                editor.frame(), new ProbabilityMap(SIZE, SIZE, List.of("B-line"), new float[][] {sure}), "A model");
        command("acceptProposal");
        assertFalse(editor.hasProposals());
        assertEquals(42, layer(0).confidence(5, 5));
        assertEquals(0, layer(0).confidence(5, 15));
        AnnotationSnapshot accepted = editor.input().annotation().snapshot();
        assertEquals(List.of("A model"), accepted.provenance(B_LINE).models());
        assertEquals(FrameState.IN_PROGRESS, accepted.state(editor.frame()), "nobody has said that it is complete");
        robot.command("org.eclipse.ui.edit.undo");
        assertTrue(layer(0).isEmpty());
        assertTrue(editor.input().annotation().provenance(B_LINE).isManual());
    }

    @Test
    void modelsProposeForEveryFrameOfAClip() throws Exception {
        Path model = BrightOnnx.write(folder.resolve("bright.onnx"));
        Path other = BrightOnnx.write(folder.resolve("other.onnx"));
        IEclipsePreferences settings = InstanceScope.INSTANCE.getNode("org.credence.workbench");
        settings.put("model.file", model + "\n" + other);
        settings.putBoolean("model.mirrored", true);
        try {
            open(false);
            editor.goTo(FRAMES - 1);
            robot.until("the last frame is shown", () -> editor.visibleFrame().isPresent());
            robot.settle();
            Control canvas = canvases().get(0);
            int before = diagonal(canvas);
            editor.goTo(2);
            robot.settle();
            robot.command("org.credence.workbench.proposeSeries");
            robot.until("all is proposed", () -> {
                editor.goTo(FRAMES - 1);
                return editor.visibleFrame().isPresent() && diagonal(canvas) != before;
            });
            command("nextContent");
            command("nextContent");
            robot.settle();
            editor.clearProposals();
            robot.settle();
            command("ownWork");
            robot.settle();
            assertEquals(before, diagonal(canvas), "a proposal paints nothing");
        } finally {
            settings.remove("model.file");
            settings.remove("model.mirrored");
        }
    }

    /** What is seen along a line, as a number: stripes cross it somewhere. */
    private int diagonal(Control canvas) {
        int seen = 0;
        for (int i = 50; i < 66; i += 3) {
            seen = 31 * seen + robot.pixel(canvas, at(canvas, i, 64));
        }
        return seen;
    }

    @Test
    void whereModelsDisagreeIsShownForTheChosenSegment() throws Exception {
        open(false);
        float[] mean = new float[SIZE * SIZE];
        Arrays.fill(mean, 0.4f);
        float[] apart = new float[SIZE * SIZE];
        Arrays.fill(apart, 0, SIZE * SIZE / 2, 0.45f);
        editor.showProposal(
                editor.frame(),
                new ProbabilityMap(SIZE, SIZE, List.of("B-line"), new float[][] {mean}),
                new ProbabilityMap(SIZE, SIZE, List.of("B-line"), new float[][] {apart}),
                "Two models");
        command("nextContent");
        command("nextContent");
        robot.settle();
        Control canvas = canvases().get(0);
        int disagreed = robot.pixel(canvas, at(canvas, 10, 50));
        int agreed = robot.pixel(canvas, at(canvas, 10, 110));
        assertTrue((disagreed >> 16 & 0xff) > 120, "a tint of the top of the ramp: " + Integer.toHexString(disagreed));
        assertEquals(10, agreed & 0xff, 3, "the image alone where they agree: " + Integer.toHexString(agreed));
        robot.screenshot(Path.of("target", "disagreement.png"));
        palette.chooseSegment(B_LINE - 1);
        robot.settle();
        assertEquals(
                agreed & 0xff,
                robot.pixel(canvas, at(canvas, 10, 50)) & 0xff,
                3,
                "of another segment nothing is proposed");
        editor.clearProposals();
        command("ownWork");
    }

    @Test
    void anAdjudicatorTakesOverOneReadersOpinionUnderTheBrush() throws Exception {
        open(false);
        robot.until("other readers can be compared", () -> canvases().size() == 4 || tryToAdjudicate());
        assertEquals(PaintPalette.TAKE_OVER, palette.tool());
        Control own = canvases().get(0);
        Control theirs = canvases().get(1);
        robot.drag(theirs, at(theirs, 40, 64), at(theirs, 50, 64), at(theirs, 70, 64));
        assertEquals(70, layer(0).confidence(50, 64), "reader r1 is 70 % sure");
        assertEquals(0, layer(0).confidence(70, 64), "and painted nothing to the right");
        assertEquals(0, layer(0).confidence(50, 90), "where the brush was not");
        robot.drag(own, at(own, 40, 90), at(own, 50, 90));
        assertEquals(70, layer(0).confidence(45, 90), "on the own pane the opinion taken last counts");
        robot.screenshot(Path.of("target", "adjudication.png"));
    }

    private boolean tryToAdjudicate() {
        try {
            command("adjudicate");
            return canvases().size() == 4;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aBlindedReaderSeesNeitherReadersNorModels() throws Exception {
        open(true);
        command("adjudicate");
        assertEquals(1, canvases().size());
        Control canvas = canvases().get(0);
        int before = robot.pixel(canvas, at(canvas, 64, 110));
        float[] sure = new float[SIZE * SIZE];
        Arrays.fill(sure, 1);
        editor.showProposal(
                editor.frame(), new ProbabilityMap(SIZE, SIZE, List.of("B-line"), new float[][] {sure}), "A model");
        robot.settle();
        assertEquals(before, robot.pixel(canvas, at(canvas, 64, 110)));
        assertFalse(editor.hasProposals());
    }

    @Test
    void keysAreListedAsTheyAreBound() throws Exception {
        open(false);
        command("keys");
        robot.until("the keys are listed", () -> !robot.findAll(WidgetIds.KEYS).isEmpty());
        Table table = (Table) robot.find(WidgetIds.KEYS);
        Map<String, String> keys = new HashMap<>();
        for (var item : table.getItems()) {
            keys.put(item.getText(1), item.getText(0));
        }
        assertEquals("C", keys.get("Frame complete, next frame"));
        assertEquals("8", keys.get("Confidence 80 %"));
        assertTrue(keys.get("Segment 3").contains("Shift+3"), keys.get("Segment 3"));
        command("keys");
        assertTrue(robot.findAll(WidgetIds.KEYS).isEmpty());
    }
}
