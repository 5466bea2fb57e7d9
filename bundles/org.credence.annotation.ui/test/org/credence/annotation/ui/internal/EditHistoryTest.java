package org.credence.annotation.ui.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.credence.annotation.Annotation;
import org.credence.annotation.AnnotationEdit;
import org.credence.annotation.Brush;
import org.credence.annotation.FramePixels;
import org.credence.annotation.FrameState;
import org.credence.annotation.LabelScheme;
import org.credence.annotation.PaintTools;
import org.credence.annotation.Reader;
import org.credence.imaging.Frame;
import org.credence.imaging.FrameRef;
import org.credence.imaging.FrameTiming;
import org.credence.imaging.ImageGeometry;
import org.credence.imaging.ImageInstance;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.SeriesInfo;
import org.eclipse.core.commands.ExecutionException;
import org.eclipse.core.commands.operations.DefaultOperationHistory;
import org.eclipse.core.commands.operations.IOperationHistory;
import org.eclipse.core.commands.operations.IUndoContext;
import org.eclipse.core.commands.operations.ObjectUndoContext;
import org.junit.jupiter.api.Test;

class EditHistoryTest {

    private final ImageSeries series = series();
    private final FrameRef frame = series.frames().get(0);
    private final Annotation annotation =
            new Annotation(new Reader("r1", "Reader One"), LabelScheme.lungUltrasound(), series);
    private final IOperationHistory operations = new DefaultOperationHistory();
    private final IUndoContext context = new ObjectUndoContext(this);

    private final List<String> heard = new ArrayList<>();
    private final EditHistory.Log log = new EditHistory.Log() {
        @Override
        public void done(AnnotationEdit edit) {
            heard.add("done");
        }

        @Override
        public void undone(AnnotationEdit edit) {
            heard.add("undone");
        }
    };

    @Test
    void isDirtyAfterAStrokeAndCleanAgainWhenItIsUndone() throws ExecutionException {
        EditHistory history = history(1 << 20);
        stroke(history, 10);
        assertTrue(history.isDirty());
        operations.undo(context, null, null);
        assertFalse(history.isDirty());
        assertEquals(0, annotation.layer(frame, 1).count(1));
        operations.redo(context, null, null);
        assertTrue(history.isDirty());
    }

    @Test
    void isDirtyWhenUndoneBehindTheSavedVersion() throws ExecutionException {
        EditHistory history = history(1 << 20);
        stroke(history, 10);
        history.markSaved(history.version());
        assertFalse(history.isDirty());
        operations.undo(context, null, null);
        assertTrue(history.isDirty());
    }

    @Test
    void staysDirtyWhenPaintingWentOnDuringTheSave() {
        EditHistory history = history(1 << 20);
        stroke(history, 10);
        long version = history.version();
        stroke(history, 30);
        history.markSaved(version);
        assertTrue(history.isDirty());
    }

    @Test
    void isNotCleanJustBecauseNothingIsLeftToUndo() throws ExecutionException {
        EditHistory history = history(1);
        stroke(history, 10);
        stroke(history, 30);
        operations.undo(context, null, null);
        assertFalse(operations.canUndo(context));
        assertTrue(history.isDirty());
    }

    @Test
    void forgetsTheOldestEditsBeyondItsBudget() {
        EditHistory history = history(30_000);
        for (int i = 0; i < 20; i++) {
            stroke(history, i);
        }
        assertTrue(history.sizeBytes() <= 30_000, "takes " + history.sizeBytes());
        assertTrue(operations.getUndoHistory(context).length < 20);
        assertTrue(operations.canUndo(context));
    }

    @Test
    void forgetsWhatWasUndoneOnceSomethingNewIsPainted() throws ExecutionException {
        EditHistory history = history(1 << 20);
        stroke(history, 10);
        long one = history.sizeBytes();
        operations.undo(context, null, null);
        stroke(history, 30);
        assertFalse(operations.canRedo(context));
        assertEquals(one, history.sizeBytes());
    }

    @Test
    void undoesNothingWhileAStrokeIsUnderWay() {
        EditHistory history = history(1 << 20);
        stroke(history, 10);
        history.setBusy(true);
        assertFalse(operations.canUndo(context));
        history.setBusy(false);
        assertTrue(operations.canUndo(context));
    }

    @Test
    void undoesTheMarkOfACompleteFrame() throws ExecutionException {
        EditHistory history = history(1 << 20);
        history.add("Frame complete", annotation.mark(frame, FrameState.COMPLETE));
        assertEquals(FrameState.COMPLETE, annotation.state(frame));
        operations.undo(context, null, null);
        assertEquals(FrameState.UNTOUCHED, annotation.state(frame));
    }

    @Test
    void leavesNothingOfACancelledStroke() {
        StrokeGesture gesture = new StrokeGesture(
                annotation,
                frame,
                1,
                PaintTools.brush(),
                FramePixels.unknown(64, 64),
                new Brush(3, 70, Brush.Mode.SET),
                20,
                20);
        gesture.moveTo(40, 20);
        assertTrue(annotation.layer(frame, 1).count(70) > 0);
        gesture.cancel();
        assertEquals(0, annotation.layer(frame, 1).count(1));
        assertEquals(FrameState.UNTOUCHED, annotation.state(frame));
    }

    @Test
    void isDirtyFromTheBeginningIfWhatIsPaintedIsNotSaved() {
        EditHistory history = new EditHistory(operations, context, annotation, 1, false, log, () -> {});
        assertTrue(history.isDirty());
        history.markSaved(history.version());
        assertFalse(history.isDirty());
    }

    @Test
    void tellsOfEveryEditInOrder() throws ExecutionException {
        EditHistory history = history(1 << 20);
        stroke(history, 10);
        history.add("Frame complete", annotation.mark(frame, FrameState.COMPLETE));
        operations.undo(context, null, null);
        operations.undo(context, null, null);
        operations.redo(context, null, null);
        assertEquals(List.of("done", "done", "undone", "undone", "done"), heard);
    }

    private EditHistory history(long budgetBytes) {
        return new EditHistory(operations, context, annotation, budgetBytes, true, log, () -> {});
    }

    private void stroke(EditHistory history, int row) {
        StrokeGesture gesture = new StrokeGesture(
                annotation,
                frame,
                1,
                PaintTools.brush(),
                FramePixels.unknown(64, 64),
                new Brush(2, 70, Brush.Mode.SET),
                10,
                row);
        gesture.moveTo(50, row);
        gesture.finish().ifPresent(edit -> history.add(gesture.label(), edit));
    }

    private static ImageSeries series() {
        SeriesInfo info = new SeriesInfo("P1", "", "1.2.3", "20260101", "", "1.2.3.4", 1, "Clip", "US");
        return ImageSeries.of(new ImageInstance(
                info,
                "1.2.3.4.5",
                "1.2.840.10008.5.1.4.1.1.3.1",
                1,
                Path.of("clip.dcm"),
                64,
                64,
                3,
                ImageGeometry.UNKNOWN,
                FrameTiming.every(40),
                index -> Frame.gray(64, 64, new byte[64 * 64])));
    }
}
