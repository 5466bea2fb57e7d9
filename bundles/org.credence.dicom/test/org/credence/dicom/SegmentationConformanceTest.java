package org.credence.dicom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.credence.annotation.AnnotationSnapshot;
import org.credence.annotation.ConfidenceLayer;
import org.credence.dicom.contract.ConformanceFile;
import org.credence.dicom.internal.SegmentationSources;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.Progress;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Segmentations that highdicom, dcmqi and others wrote, on images made up from the references that they hold. */
class SegmentationConformanceTest {

    private static List<ConformanceFile> files() throws IOException {
        return ConformanceFile.all().stream()
                .filter(f -> f.get("modality").equals("SEG"))
                .toList();
    }

    @Test
    void filesAreThere() throws IOException {
        assumeTrue(!files().isEmpty(), "there is no folder of conformance files");
        assertTrue(files().size() >= 8, "only " + files().size() + " segmentations");
    }

    /** The number of stored pixels that are not background is that of the painted pixels. */
    @TestFactory
    Stream<DynamicTest> segmentationsOfOtherToolsOpen() throws IOException {
        return files().stream().map(f -> dynamicTest(f.path().getFileName().toString(), () -> opens(f)));
    }

    private static void opens(ConformanceFile file) throws Exception {
        ImageSeries series = SegmentationSources.of(file.path());
        DicomSegmentationStore store = new DicomSegmentationStore();
        assertTrue(store.accepts(file.path(), series));
        AnnotationSnapshot read = store.load(file.path(), series, Progress.NONE);
        long painted = 0;
        for (ConfidenceLayer layer : read.layers().values()) {
            painted += layer.count(1);
        }
        assertEquals(SegmentationSources.painted(file.path()), painted);
        assertTrue(painted > 0);
        Path again = Files.createTempDirectory("seg").resolve("again.seg.dcm");
        store.write(read, series, again, Progress.NONE);
        assertEquals(read, store.load(again, series, Progress.NONE));
        Files.delete(again);
        Files.delete(again.getParent());
    }
}
