package org.credence.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.credence.annotation.Annotation;
import org.credence.annotation.AnnotationStores;
import org.credence.annotation.LabelScheme;
import org.credence.annotation.Reader;
import org.credence.annotation.ui.ConfidenceEditor;
import org.credence.annotation.ui.SeriesEditorInput;
import org.credence.annotation.ui.WidgetIds;
import org.credence.annotation.ui.WindowChoice;
import org.credence.imaging.Frame;
import org.credence.imaging.FrameCache;
import org.credence.imaging.FrameTiming;
import org.credence.imaging.GrayValues;
import org.credence.imaging.ImageGeometry;
import org.credence.imaging.ImageInstance;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.OverlayPlane;
import org.credence.imaging.PixelRect;
import org.credence.imaging.PresentationState;
import org.credence.imaging.SeriesInfo;
import org.credence.imaging.Window;
import org.eclipse.swt.widgets.Control;
import org.eclipse.ui.IWorkbenchPage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a reader sees of an image with windows of its own, a presentation and a drawing, in the real workbench. */
class ViewingTest {

    private static final Reader READER = new Reader("ui-test", "UI Test");
    private static final int SIZE = 64;
    private static final int VALUE = 100;
    private static final Window NARROW = new Window(100.5, 2);
    private static final Window BRIGHT = new Window(0.5, 51);
    private static final Window OF_STATE = new Window(100.5, 401);

    @TempDir
    Path folder;

    private final Robot robot = new Robot();
    private final IWorkbenchPage page = Robot.window().getActivePage();
    private ConfidenceEditor editor;
    private Control canvas;

    @BeforeEach
    void openAnImage() throws Exception {
        ImageSeries series = ImageSeries.of(new ImageInstance(
                new SeriesInfo("P", "", "1.2", "", "", "1.2.3", 1, "Drawn on", "CT"),
                "1.2.3.4",
                "1.2.840.10008.5.1.4.1.1.2",
                1,
                folder.resolve("image.dcm"),
                SIZE,
                SIZE,
                1,
                ImageGeometry.UNKNOWN,
                FrameTiming.UNKNOWN,
                index -> frame()));
        PresentationState state = new PresentationState(
                folder.resolve("state.dcm"),
                series.info(),
                "LESION",
                List.of(new PresentationState.Setting(OF_STATE, Set.of(), Set.of())),
                true,
                Set.of("1.2.3.4"));
        SeriesEditorInput input = new SeriesEditorInput(
                        series,
                        new FrameCache(1 << 20),
                        new Annotation(READER, LabelScheme.lungUltrasound(), series),
                        AnnotationStores.fileFor(folder, READER, series))
                .withPresentations(List.of(state));
        editor = (ConfidenceEditor) page.openEditor(input, ConfidenceEditor.ID);
        robot.until("the image is shown", () -> editor.visibleFrame().isPresent());
        robot.settle();
        canvas = robot.find(WidgetIds.CANVAS);
    }

    /** One value everywhere, with a drawing over the middle. */
    private static Frame frame() {
        short[] stored = new short[SIZE * SIZE];
        Arrays.fill(stored, (short) VALUE);
        byte[] bits = new byte[SIZE * SIZE / 4 / 8];
        Arrays.fill(bits, (byte) 0xff);
        GrayValues meaning = new GrayValues(
                true,
                1,
                0,
                false,
                Optional.empty(),
                List.of(new GrayValues.Preset("NARROW", NARROW), new GrayValues.Preset("BRIGHT", BRIGHT)));
        PixelRect middle = new PixelRect(SIZE / 4, SIZE / 4, SIZE / 2, SIZE / 2);
        return Frame.gray(SIZE, SIZE, stored, meaning).withOverlays(List.of(new OverlayPlane("ROI", middle, bits)));
    }

    @AfterEach
    void closeIt() {
        page.closeAllEditors(false);
        robot.settle();
    }

    @Test
    void theFilesDrawingIsShownAndLeftOutByTheCommand() throws Exception {
        int drawn = robot.pixelAtCentre(canvas);
        assertFalse(isGray(drawn), "a drawing has a colour: " + Integer.toHexString(drawn));
        robot.command("org.credence.annotation.ui.overlays");
        try {
            assertTrue(isGray(robot.pixelAtCentre(canvas)));
        } finally {
            robot.command("org.credence.annotation.ui.overlays");
        }
        assertEquals(drawn, robot.pixelAtCentre(canvas));
    }

    @Test
    void windowsAreChosenByNameAndInTurn() throws Exception {
        robot.command("org.credence.annotation.ui.overlays");
        try {
            assertEquals(
                    4, editor.windowChoices().size(), editor.windowChoices().toString());
            assertEquals(Optional.of(NARROW), editor.window());
            int narrow = robot.pixelAtCentre(canvas);
            WindowChoice bright = editor.windowChoices().get(1);
            assertTrue(bright.label().startsWith("BRIGHT"), bright.label());
            editor.chooseWindow(bright);
            assertEquals(0xFFFFFF, robot.pixelAtCentre(canvas));
            robot.command("org.credence.annotation.ui.nextWindow");
            assertEquals(Optional.of(Window.spanning(VALUE, VALUE)), editor.window(), "the full range");
            robot.command("org.credence.annotation.ui.nextWindow");
            assertEquals(Optional.of(OF_STATE), editor.window());
            assertTrue(editor.isInverted(), "as the presentation asks");
            robot.command("org.credence.annotation.ui.resetWindow");
            assertEquals(Optional.of(NARROW), editor.window());
            assertFalse(editor.isInverted());
            assertEquals(narrow, robot.pixelAtCentre(canvas));
        } finally {
            robot.command("org.credence.annotation.ui.overlays");
        }
    }

    @Test
    void invertingExchangesBrightAndDarkAndLeavesDrawingsAlone() throws Exception {
        int drawn = robot.pixelAtCentre(canvas);
        editor.chooseWindow(editor.windowChoices().get(1));
        robot.command("org.credence.annotation.ui.invert");
        assertTrue(editor.isInverted());
        assertEquals(drawn, robot.pixelAtCentre(canvas));
        robot.command("org.credence.annotation.ui.overlays");
        try {
            assertEquals(0, robot.pixelAtCentre(canvas));
            robot.command("org.credence.annotation.ui.invert");
            assertEquals(0xFFFFFF, robot.pixelAtCentre(canvas));
        } finally {
            robot.command("org.credence.annotation.ui.overlays");
        }
        assertNotEquals(0xFFFFFF, robot.pixelAtCentre(canvas));
        assertFalse(editor.isDirty(), "looking is no painting");
    }

    private static boolean isGray(int rgb) {
        return (rgb >> 16 & 0xff) == (rgb >> 8 & 0xff) && (rgb >> 8 & 0xff) == (rgb & 0xff);
    }
}
