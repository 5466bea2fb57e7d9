package org.credence.workbench.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.credence.imaging.FrameTiming;
import org.credence.imaging.ImageGeometry;
import org.credence.imaging.Frame;
import org.credence.imaging.ImageInstance;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.SeriesInfo;
import org.junit.jupiter.api.Test;

class StudyTreeTest {

    private final List<ImageSeries> series = List.of(
            clip("P1", "1.1", "R1", "a.dcm"),
            clip("P1", "1.1", "L1", "b.dcm"),
            clip("P1", "1.2", "R1", "c.dcm"),
            clip("P2", "1.3", "R2", "d.dcm"));

    @Test
    void groupsSeriesByPatientAndStudy() {
        StudyTree tree = StudyTree.of(series, List.of(), "");
        assertEquals(
                List.of("P1", "P2"),
                tree.patients().stream().map(StudyTree.Patient::id).toList());
        assertEquals(2, tree.patients().get(0).studies().size());
        assertEquals(2, tree.patients().get(0).studies().get(0).series().size());
    }

    @Test
    void filtersByAllWordsInAnyOrderAndCase() {
        assertEquals(1, count(StudyTree.of(series, List.of(), "l1 p1")));
        assertEquals(2, count(StudyTree.of(series, List.of(), "R1")));
        assertEquals(1, count(StudyTree.of(series, List.of(), "  D.DCM ")));
        assertEquals(0, count(StudyTree.of(series, List.of(), "P2 L1")));
    }

    @Test
    void hasNoEmptyBranches() {
        assertEquals(1, StudyTree.of(series, List.of(), "P2").patients().size());
    }

    private static long count(StudyTree tree) {
        return tree.patients().stream()
                .flatMap(p -> p.studies().stream())
                .mapToLong(s -> s.series().size())
                .sum();
    }

    private static ImageSeries clip(String patient, String study, String description, String file) {
        SeriesInfo info = new SeriesInfo(patient, "", study, "20260101", "", study + ".9", 1, description, "US");
        return ImageSeries.of(new ImageInstance(
                info,
                study + "." + file,
                "1.2.840.10008.5.1.4.1.1.3.1",
                1,
                Path.of(file),
                8,
                8,
                4,
                ImageGeometry.UNKNOWN, FrameTiming.every(40),
                index -> Frame.gray(8, 8, new byte[64])));
    }
}
