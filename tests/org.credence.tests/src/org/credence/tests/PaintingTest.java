package org.credence.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import org.credence.annotation.Annotation;
import org.credence.annotation.AnnotationSnapshot;
import org.credence.annotation.AnnotationStores;
import org.credence.annotation.ConfidenceLayer;
import org.credence.annotation.FrameState;
import org.credence.annotation.Journal;
import org.credence.annotation.LabelScheme;
import org.credence.annotation.Reader;
import org.credence.annotation.ui.ConfidenceEditor;
import org.credence.annotation.ui.PaintPalette;
import org.credence.annotation.ui.SeriesEditorInput;
import org.credence.annotation.ui.WidgetIds;
import org.credence.imaging.FrameCache;
import org.credence.imaging.FrameRef;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.ImageSinks;
import org.credence.imaging.ImageSources;
import org.credence.imaging.ProbabilityMap;
import org.credence.imaging.Progress;
import org.credence.phantom.Cohort;
import org.credence.phantom.CohortPlan;
import org.credence.phantom.PhantomClip;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.widgets.Control;
import org.eclipse.ui.IWorkbenchPage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reader paints in the real workbench with real mouse events, undoes, saves, closes, and finds the same percents. */
class PaintingTest {

    private static final Reader READER = new Reader("ui-test", "UI Test");

    @TempDir
    Path folder;

    private final Robot robot = new Robot();
    private final IWorkbenchPage page = Robot.window().getActivePage();
    private ImageSeries series;
    private Path file;
    private ConfidenceEditor editor;

    @BeforeEach
    void openAClip() throws Exception {
        PhantomClip clip = Cohort.simulate(CohortPlan.demo().withPatients(3))
                .exams()
                .get(0)
                .clips()
                .get(0);
        Path dicom = folder.resolve("clip.dcm");
        Services.get(ImageSinks.class).write(clip.render(Progress.NONE), dicom);
        series = ImageSeries.of(Services.get(ImageSources.class).open(dicom));
        file = AnnotationStores.fileFor(folder, READER, series);
        open(new Annotation(READER, LabelScheme.lungUltrasound(), series));
    }

    @AfterEach
    void closeIt() {
        page.closeAllEditors(false);
        robot.settle();
    }

    @Test
    void paintUndoSaveCloseReopenGivesTheSamePercents() throws Exception {
        FrameRef frame = editor.frame();
        choose(3, 80, 6);
        stroke(0.45, 0.55);
        ConfidenceLayer painted = editor.input().annotation().layer(frame, 3);
        assertTrue(painted.count(80) > 100, "painted pixels: " + painted.count(80));
        assertEquals(painted.count(1), painted.count(80), "one confidence only");
        assertTrue(editor.isDirty());

        choose(3, 40, 6);
        stroke(0.6, 0.7);
        ConfidenceLayer both = editor.input().annotation().layer(frame, 3);
        assertTrue(both.count(40) > both.count(80), "a second, less sure stroke");
        robot.command("org.eclipse.ui.edit.undo");
        assertEquals(painted, editor.input().annotation().layer(frame, 3), "undo takes back one stroke");
        robot.command("org.eclipse.ui.edit.redo");
        assertEquals(both, editor.input().annotation().layer(frame, 3));

        editor.toggleComplete();
        AnnotationSnapshot before = editor.input().annotation().snapshot();
        assertEquals(FrameState.COMPLETE, before.state(frame));
        assertTrue(page.saveEditor(editor, false));
        robot.until("the annotation is saved", () -> !editor.isDirty() && Files.exists(file));
        page.closeEditor(editor, false);
        robot.settle();

        AnnotationSnapshot kept = Services.get(AnnotationStores.class).load(file, series);
        assertEquals(before, kept, "every percent and state");
        open(Annotation.resume(kept));
        assertEquals(both, editor.input().annotation().layer(frame, 3));
        assertFalse(editor.isDirty(), "what was just opened needs no saving");
        robot.screenshot(Path.of("target", "painted.png"));
    }

    @Test
    void workIsKeptBesideAFileThatSomebodyElseHasChanged() throws Exception {
        FrameRef frame = editor.frame();
        AnnotationStores stores = Services.get(AnnotationStores.class);
        choose(3, 80, 6);
        stroke(0.45, 0.55);
        assertTrue(page.saveEditor(editor, false));
        robot.until("the annotation is saved", () -> !editor.isDirty() && Files.exists(file));
        Annotation other = new Annotation(READER, LabelScheme.lungUltrasound(), series);
        other.replace(frame, 1, ConfidenceLayer.of(series.columns(), series.rows(), full(50)));
        stores.save(other.snapshot(), series, file);
        choose(3, 40, 6);
        stroke(0.6, 0.7);
        AnnotationSnapshot mine = editor.input().annotation().snapshot();

        robot.whenAsked("Keep mine beside it");
        page.saveEditor(editor, false);
        Path beside = AnnotationStores.fileFor(folder, new Reader(READER.id() + ".2", "any"), series);
        robot.until("the work is kept beside it", () -> !editor.isDirty() && Files.exists(beside));

        assertEquals(other.snapshot(), stores.load(file, series), "theirs is as it was");
        assertEquals(mine.layers(), stores.load(beside, series).layers());
    }

    private byte[] full(int percent) {
        byte[] percents = new byte[series.columns() * series.rows()];
        Arrays.fill(percents, (byte) percent);
        return percents;
    }

    @Test
    void aStrokeThatWasNeverSavedIsInTheJournal() throws Exception {
        AnnotationSnapshot stored = editor.input().annotation().snapshot();
        choose(3, 70, 6);
        stroke(0.45, 0.55);
        AnnotationSnapshot painted = editor.input().annotation().snapshot();
        Path journal = Journal.fileFor(file);
        Path copy = folder.resolve("as-a-killed-process-left-it.journal");
        robot.until("the stroke is in the journal", () -> {
            try {
                if (!Files.exists(journal)) {
                    return false;
                }
                // What a kill would leave is what is on the disk now; the editor still holds the file itself.
                Files.copy(journal, copy, StandardCopyOption.REPLACE_EXISTING);
                return Journal.recover(copy, stored).snapshot().equals(painted);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        assertFalse(Files.exists(file), "nothing was saved");
        page.closeEditor(editor, false);
        robot.until("the journal goes with the work that was thrown away", () -> !Files.exists(journal));
    }

    @Test
    void theEraserRemovesWhatTheBrushPainted() throws Exception {
        FrameRef frame = editor.frame();
        choose(1, 100, 4);
        stroke(0.5, 0.5);
        assertFalse(editor.input().annotation().layer(frame, 1).isEmpty());
        PaintPalette palette = Services.get(PaintPalette.class);
        palette.chooseTool(PaintPalette.ERASER);
        palette.chooseRadius(12);
        stroke(0.5, 0.5);
        assertTrue(editor.input().annotation().layer(frame, 1).isEmpty());
        palette.chooseTool(PaintPalette.BRUSH);
    }

    @Test
    void keysChooseTheConfidenceAndCompleteTheFrame() throws Exception {
        PaintPalette palette = Services.get(PaintPalette.class);
        choose(2, 80, 6);
        stroke(0.5, 0.5);
        robot.key('4');
        robot.until("the confidence is 40 %", () -> palette.confidence() == 40);
        robot.key('0');
        robot.until("the confidence is 100 %", () -> palette.confidence() == 100);
        FrameRef frame = editor.frame();
        robot.key('c');
        robot.until(
                "the frame is complete and the next one is shown",
                () -> editor.input().annotation().state(frame) == FrameState.COMPLETE && editor.position() == 1);
        editor.goTo(0);
        robot.command("org.credence.annotation.ui.complete");
        assertEquals(FrameState.IN_PROGRESS, editor.input().annotation().state(frame), "the frame is open again");
    }

    @Test
    void aProposalIsShownOverTheFrameAndTakenAwayAgain() {
        Control canvas = robot.find(WidgetIds.CANVAS);
        int before = robot.pixelAtCentre(canvas);
        float[] sure = new float[series.columns() * series.rows()];
        java.util.Arrays.fill(sure, 1);
        editor.showProposal(
                editor.frame(),
                new ProbabilityMap(series.columns(), series.rows(), List.of("B-line"), new float[][] {sure}),
                "A model");
        robot.settle();
        assertTrue(editor.hasProposals());
        assertTrue(robot.pixelAtCentre(canvas) != before, "the proposal is seen");
        assertFalse(editor.isDirty(), "a proposal is no annotation");
        editor.clearProposals();
        robot.settle();
        assertEquals(before, robot.pixelAtCentre(canvas));
    }

    @Test
    void theCinePlaysAndStops() {
        int start = editor.position();
        editor.togglePlaying();
        robot.until("another frame is shown", () -> editor.position() != start);
        editor.togglePlaying();
        robot.settle();
        int stopped = editor.position();
        robot.settle();
        assertFalse(editor.isPlaying());
        assertEquals(stopped, editor.position());
    }

    private void open(Annotation annotation) throws Exception {
        editor = (ConfidenceEditor) page.openEditor(
                new SeriesEditorInput(series, new FrameCache(64 << 20), annotation, file), ConfidenceEditor.ID);
        robot.until("the first frame is shown", () -> editor.visibleFrame().isPresent());
        robot.settle();
    }

    private static void choose(int segment, int confidence, double radius) {
        PaintPalette palette = Services.get(PaintPalette.class);
        palette.chooseTool(PaintPalette.BRUSH);
        palette.chooseSegment(segment);
        palette.chooseConfidence(confidence);
        palette.chooseRadius(radius);
    }

    /** Drags across the middle of the canvas, between two heights given as fractions. */
    private void stroke(double fromHeight, double toHeight) {
        Control canvas = robot.find(WidgetIds.CANVAS);
        Point size = canvas.getSize();
        robot.drag(
                canvas,
                new Point(size.x / 2 - 40, (int) (fromHeight * size.y)),
                new Point(size.x / 2, (int) ((fromHeight + toHeight) / 2 * size.y)),
                new Point(size.x / 2 + 40, (int) (toHeight * size.y)));
    }
}
