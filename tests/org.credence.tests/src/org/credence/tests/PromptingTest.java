package org.credence.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.credence.annotation.Annotation;
import org.credence.annotation.Brush;
import org.credence.annotation.ConfidenceLayer;
import org.credence.annotation.LabelScheme;
import org.credence.annotation.Reader;
import org.credence.annotation.ui.ConfidenceEditor;
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
import org.credence.imaging.SeriesInfo;
import org.credence.segmentation.ModelDraft;
import org.credence.segmentation.ModelRepository;
import org.credence.segmentation.NetworkInput.Normalization;
import org.credence.segmentation.PromptImport;
import org.eclipse.core.runtime.preferences.InstanceScope;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Table;
import org.eclipse.swt.widgets.Text;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.preferences.ScopedPreferenceStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reader points, and a model whose answers are known finds: real clicks, the real engine. */
class PromptingTest {

    private static final int SIZE = 128;
    private static final int GRAY = 50;
    private static final int B_LINE = 3;
    private static final String MODELS_VIEW = "org.credence.workbench.models";
    private static final String CHOSEN = "model.prompts.file";
    private static final String DO = "org.credence.annotation.ui.";

    @TempDir
    Path folder;

    private final Robot robot = new Robot();
    private final IWorkbenchPage page = Robot.window().getActivePage();
    private final PaintPalette palette = Services.get(PaintPalette.class);
    private final ScopedPreferenceStore settings =
            new ScopedPreferenceStore(InstanceScope.INSTANCE, "org.credence.workbench");
    private final String modelsBefore = settings.getString("models.folder");
    private final ImageSeries series = flat();
    private ConfidenceEditor editor;

    private static ImageSeries flat() {
        byte[] gray = new byte[SIZE * SIZE];
        Arrays.fill(gray, (byte) GRAY);
        SeriesInfo info = new SeriesInfo("P1", "Phantom", "1.2.9", "20260101", "", "1.2.9.4", 1, "Flat", "US");
        return ImageSeries.of(new ImageInstance(
                info,
                "1.2.9.4.5",
                "1.2.840.10008.5.1.4.1.1.3.1",
                1,
                Path.of("flat.dcm"),
                SIZE,
                SIZE,
                2,
                ImageGeometry.of(new PixelSpacing(0.5, 0.5)),
                FrameTiming.UNKNOWN,
                position -> Frame.gray(SIZE, SIZE, gray.clone())));
    }

    /** A model that is listed in the Models view; gray 50 adds a half to all its logits. */
    @BeforeEach
    void aModel() throws Exception {
        Path sources = Files.createDirectory(folder.resolve("sources"));
        Path encoder = Files.write(sources.resolve("e.onnx"), PairOnnx.encoder(SIZE));
        Path decoder = Files.write(sources.resolve("d.onnx"), PairOnnx.decoder(SIZE));
        Path models = Files.createDirectory(folder.resolve("models"));
        new ModelRepository(models)
                .put(PromptImport.read(
                                encoder,
                                decoder,
                                new ModelDraft().text("name", "Pair").normalization(Normalization.fixed(0.01, 0, 1)))
                        .write(models.resolve("pair.onnx")));
        settings.setValue("models.folder", models.toString());
        settings.setValue(CHOSEN, models.resolve("pair.onnx").toString());
    }

    @AfterEach
    void asBefore() {
        page.closeAllEditors(false);
        palette.chooseTool(PaintPalette.BRUSH);
        if (page.findView(MODELS_VIEW) != null) {
            page.hideView(page.findView(MODELS_VIEW));
        }
        settings.setValue("models.folder", modelsBefore);
        settings.setToDefault(CHOSEN);
        robot.settle();
    }

    private void open(boolean blinded) throws Exception {
        SeriesEditorInput input = new SeriesEditorInput(
                series,
                new FrameCache(64 << 20),
                new Annotation(new Reader("me", "Me"), LabelScheme.lungUltrasound(), series),
                folder.resolve("me.seg.dcm"));
        editor = (ConfidenceEditor) page.openEditor(blinded ? input.blinded() : input, ConfidenceEditor.ID);
        robot.until("the first frame is shown", () -> editor.visibleFrame().isPresent());
        robot.settle();
        palette.chooseSegment(B_LINE);
        palette.chooseMode(Brush.Mode.SET);
        robot.chord(SWT.SHIFT, 'p', 'P');
        robot.until("the tool is chosen", () -> palette.tool().equals(PaintPalette.PROMPT));
    }

    @Test
    void aClickBecomesAProposalThatIsAcceptedAndUndone() throws Exception {
        open(false);
        robot.click(canvas(), at(64.5, 40.5));
        robot.until("something is proposed", () -> editor.hasProposals());
        assertTrue(layer().isEmpty(), "a proposal is no paint");
        robot.screenshot(Path.of("target", "prompt.png"));
        robot.command(DO + "acceptProposal");
        assertEquals(percent(1), layer().confidence(64, 40), 1);
        assertEquals(percent(0), layer().confidence(64, 40 + (int) PairOnnx.RADIUS), 3);
        assertEquals(0, layer().confidence(64, 100));
        assertEquals(
                List.of("Pair"), editor.input().annotation().provenance(B_LINE).models());
        assertFalse(editor.hasProposals());
        robot.command("org.eclipse.ui.edit.undo");
        assertTrue(layer().isEmpty());
    }

    @Test
    void clicksBesideAndBoxesRefineAndAreTakenBackAndCleared() throws Exception {
        open(false);
        robot.click(canvas(), at(64.5, 40.5));
        until("a point", percent(1), 64, 40);
        robot.ctrlClick(canvas(), at(64.5, 40.5));
        until("a point and one beside it in the same place", percent(0), 64, 40);
        key(SWT.BS);
        until("the last one is taken back", percent(1), 64, 40);
        robot.drag(canvas(), at(56.5, 32.5), at(60, 40), at(72.5, 48.5));
        until("a box around the point", percent(1 + 1 - 128 / (PairOnnx.RADIUS * PairOnnx.RADIUS)), 64, 40);
        key(SWT.ESC);
        assertFalse(editor.hasProposals());
        assertTrue(layer().isEmpty());
        assertFalse(editor.isDirty());
    }

    @Test
    void anotherFrameBeginsAnewAndTheProposalStays() throws Exception {
        open(false);
        robot.click(canvas(), at(64.5, 40.5));
        robot.until("something is proposed", () -> editor.hasProposals());
        editor.goTo(1);
        key(SWT.BS);
        key(SWT.ESC);
        assertTrue(editor.hasProposals(), "what was found on the first frame waits there");
        editor.goTo(0);
        robot.command(DO + "rejectProposal");
        assertFalse(editor.hasProposals());
    }

    @Test
    void aBlindedReaderIsNotAnswered() throws Exception {
        open(true);
        robot.click(canvas(), at(64.5, 40.5));
        robot.settle();
        assertFalse(editor.hasProposals());
        assertTrue(layer().isEmpty());
    }

    @Test
    void theModelIsChosenInTheModelsView() throws Exception {
        settings.setToDefault(CHOSEN);
        page.showView(MODELS_VIEW);
        robot.until("the folder is listed", () -> ((Table) robot.find("models.table")).getItemCount() == 1);
        Table table = (Table) robot.find("models.table");
        assertEquals("Pair", table.getItem(0).getText(0));
        assertEquals("Prompts", table.getItem(0).getText(1));
        assertEquals("As recorded", table.getItem(0).getText(2));
        String card = ((Text) robot.find("models.card")).getText();
        assertTrue(card.contains("pair.decoder.onnx"), card);
        robot.press(robot.find("models.use"));
        assertEquals("\u2713 Pair", table.getItem(0).getText(0));
        assertEquals(folder.resolve("models/pair.onnx").toString(), settings.getString(CHOSEN));
    }

    /** Presses a key on the image, whatever other tests have left the keyboard with. */
    private void key(int code) {
        Robot.window().getShell().forceActive();
        robot.settle();
        robot.until("the image has the keyboard", () -> canvas().forceFocus());
        robot.keyCode(code);
    }

    /** Waits for what the readout says is proposed at a pixel, within the pointer's precision. */
    private void until(String what, int expected, int column, int row) {
        robot.until(what, () -> Math.abs(proposed(column, row) - expected) <= 3);
    }

    private int proposed(int column, int row) {
        robot.point(canvas(), at(column + 0.5, row + 0.5));
        Matcher said =
                Pattern.compile("proposed B-line (\\d+) %").matcher(((Label) robot.find("readout.pointer")).getText());
        return said.find() ? Integer.parseInt(said.group(1)) : -100;
    }

    private static int percent(double logit) {
        return (int) Math.round(100 / (1 + Math.exp(-logit - GRAY * 0.01)));
    }

    private ConfidenceLayer layer() {
        return editor.input().annotation().layer(series.frames().get(0), B_LINE);
    }

    private Control canvas() {
        return robot.find(WidgetIds.CANVAS);
    }

    private Point at(double column, double row) {
        Point size = canvas().getSize();
        double scale = Math.min((double) size.x / SIZE, (double) size.y / SIZE);
        return new Point((int) Math.round((size.x - SIZE * scale) / 2 + column * scale), (int)
                Math.round((size.y - SIZE * scale) / 2 + row * scale));
    }
}
