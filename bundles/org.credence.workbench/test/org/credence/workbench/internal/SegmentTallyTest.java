package org.credence.workbench.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.credence.autosegmentation.ClipOutcome;
import org.credence.autosegmentation.ClipReport;
import org.credence.autosegmentation.SegmentationPlan;
import org.credence.imaging.FrameTiming;
import org.credence.imaging.ImageGeometry;
import org.credence.imaging.ImageInstance;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.ImagingException;
import org.credence.imaging.SeriesInfo;
import org.junit.jupiter.api.Test;

class SegmentTallyTest {

    private static final Path RESULTS = Path.of("results");
    private static final ModelChoice MODELS = new ModelChoice(List.of(Path.of("model.onnx")), false, Optional.empty());

    private final SegmentTally tally = new SegmentTally();

    @Test
    void itSaysWhatIsDoneWhatWasAndWhatFailedWithTheReason() {
        tally.expect(4);
        tally.runsOn("CPU, 2 threads");
        tally.finished(done(false));
        tally.finished(done(true));
        tally.finished(done(true));
        tally.finished(new ClipOutcome.Failed(series(), "Frame 3 is damaged."));
        String text = tally.text(RESULTS, false);
        assertTrue(text.contains("Clips segmented: 1."), text);
        assertTrue(text.contains("same model, images and options: 2."), text);
        assertTrue(text.contains("Failed: 1."), text);
        assertTrue(text.contains(RESULTS.toString()), text);
        assertTrue(text.endsWith("The model ran on CPU, 2 threads."), text);
        assertEquals(List.of("P1 Lung: Frame 3 is damaged."), tally.failures());
    }

    @Test
    void filesThatCannotBeReadAreFailuresToo() {
        tally.fail("File x is damaged.");
        assertEquals(List.of("File x is damaged."), tally.failures());
        assertTrue(tally.text(RESULTS, false).contains("Failed: 1."));
    }

    @Test
    void aCancelledRunSaysHowManyClipsAreDoneAndHowToGoOn() {
        tally.expect(9);
        tally.finished(done(true));
        tally.finished(done(false));
        String text = tally.text(RESULTS, true);
        assertTrue(text.startsWith("Cancelled: 2 of 9 clips are done. Run again to do the rest."), text);
        assertFalse(text.contains("ran on"), text);
    }

    @Test
    void anOrderIsForAFolderOrForSeries() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new SegmentOrder(Optional.empty(), List.of(), MODELS, RESULTS, SegmentationPlan.WHOLE));
        assertThrows(
                IllegalArgumentException.class,
                () -> new SegmentOrder(
                        Optional.of(RESULTS), List.of(series()), MODELS, RESULTS, SegmentationPlan.WHOLE));
    }

    private static ClipOutcome.Done done(boolean before) {
        ClipReport report = new ClipReport("P1", "Lung", "1.2", 3, Map.of("B-line", 0.1), List.of(Path.of("a")));
        return new ClipOutcome.Done(series(), "1.2.model", report, before);
    }

    private static ImageSeries series() {
        return ImageSeries.of(new ImageInstance(
                new SeriesInfo("P1", "P", "1", "", "", "1.0", 1, "Lung", "US"),
                "1.2",
                "1.2",
                1,
                Path.of("clip.dcm"),
                8,
                8,
                3,
                ImageGeometry.UNKNOWN,
                FrameTiming.UNKNOWN,
                i -> {
                    throw new ImagingException("Frames are not part of this test.");
                }));
    }
}
