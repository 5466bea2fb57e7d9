package org.credence.annotation.ui.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.credence.annotation.Annotation;
import org.credence.annotation.AnnotationEdit;
import org.credence.annotation.AnnotationException;
import org.credence.annotation.AnnotationSnapshot;
import org.credence.annotation.Brush;
import org.credence.annotation.FramePixels;
import org.credence.annotation.Journal;
import org.credence.annotation.JournalRecovery;
import org.credence.annotation.LabelScheme;
import org.credence.annotation.PaintTools;
import org.credence.annotation.Reader;
import org.credence.imaging.Frame;
import org.credence.imaging.FrameTiming;
import org.credence.imaging.ImageGeometry;
import org.credence.imaging.ImageInstance;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.SeriesInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalWriterTest {

    @TempDir
    Path folder;

    private final ImageSeries series = series();
    private final Annotation annotation =
            new Annotation(new Reader("r1", "Reader One"), LabelScheme.lungUltrasound(), series);
    private final AnnotationSnapshot nothing = annotation.snapshot();
    private final List<Optional<String>> troubles = new CopyOnWriteArrayList<>();

    @Test
    void keepsTheOrderInWhichEditsHappened() throws AnnotationException {
        JournalWriter writer = writer(folder.resolve("a.journal"));
        for (int i = 0; i < 30; i++) {
            AnnotationEdit edit = stroke(i);
            writer.done(edit);
            if (i % 3 == 0) {
                annotation.undo(edit);
                writer.undone(edit);
            }
        }
        writer.finish(true);
        JournalRecovery recovery = Journal.recover(folder.resolve("a.journal"), nothing);
        assertEquals(annotation.snapshot(), recovery.snapshot());
        assertEquals(40, recovery.edits());
        assertEquals(List.of(), troubles);
    }

    @Test
    void leavesNothingToRecoverWhenEditsAreDiscarded() {
        JournalWriter writer = writer(folder.resolve("a.journal"));
        writer.done(stroke(5));
        writer.finish(false);
        assertFalse(Files.exists(folder.resolve("a.journal")));
    }

    @Test
    void guardsOnlyWhatWasPaintedSinceTheSave() throws AnnotationException {
        JournalWriter writer = writer(folder.resolve("a.journal"));
        writer.done(stroke(5));
        AnnotationSnapshot snapshot = annotation.snapshot();
        JournalWriter.Saving saving = writer.saving(snapshot);
        writer.done(stroke(20));
        saving.await();
        saving.stored();
        writer.finish(true);
        JournalRecovery recovery = Journal.recover(folder.resolve("a.journal"), snapshot);
        assertEquals(annotation.snapshot(), recovery.snapshot());
        assertEquals(1, recovery.edits());
    }

    @Test
    void tellsOfTroubleOnceAndOfItsEndAndASaveGoesOnMeanwhile() throws IOException {
        Path blocked = folder.resolve("blocked");
        Files.writeString(blocked, "A file where the folder should be.");
        JournalWriter writer = writer(blocked.resolve("a.journal"));
        writer.done(stroke(5));
        writer.done(stroke(10));
        JournalWriter.Saving saving = writer.saving(annotation.snapshot());
        saving.await();
        assertEquals(1, troubles.size());
        assertTrue(troubles.get(0).orElseThrow().contains("cannot be kept safe"), "got " + troubles);
        saving.stored();
        assertEquals(List.of(troubles.get(0), Optional.empty()), troubles);
        writer.finish(false);
        assertEquals("A file where the folder should be.", Files.readString(blocked));
    }

    private JournalWriter writer(Path file) {
        return new JournalWriter(Journal.begin(file, nothing), troubles::add);
    }

    private AnnotationEdit stroke(int row) {
        StrokeGesture gesture = new StrokeGesture(
                annotation,
                series.frames().get(0),
                1,
                PaintTools.brush(),
                FramePixels.unknown(64, 64),
                new Brush(2, 70, Brush.Mode.SET),
                10,
                row);
        gesture.moveTo(50, row);
        return gesture.finish().orElseThrow();
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
