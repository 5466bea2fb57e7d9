package org.credence.workbench.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.credence.imaging.Frame;
import org.credence.imaging.FrameTiming;
import org.credence.imaging.ImageGeometry;
import org.credence.imaging.ImageInstance;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.OtherObject;
import org.credence.imaging.PresentationState;
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

    @Test
    void documentsStandBesideTheSeriesOfTheirStudy() {
        OtherObject letter =
                new OtherObject(Path.of("letter.dcm"), info("P1", "1.2"), "Encapsulated PDF Storage", "Letter");
        OtherObject report = new OtherObject(Path.of("report.dcm"), info("P9", "1.9"), "Enhanced SR Storage", "");
        PresentationState state =
                new PresentationState(Path.of("ps.dcm"), info("P1", "1.2"), "LESION", List.of(), false, Set.of());
        StudyTree tree = StudyTree.of(series, List.of(letter, report, state), "");
        StudyTree.Study study = tree.patients().get(0).studies().get(1);
        assertEquals(List.of(letter, state), study.documents());
        assertEquals(1, study.series().size());
        assertEquals(List.of(), tree.patients().get(0).studies().get(0).documents());
        StudyTree.Study alone = tree.patients().get(2).studies().get(0);
        assertEquals(List.of(report), alone.documents());
        assertEquals(List.of(), alone.series());
        assertEquals("Letter", StudyTree.name(letter));
        assertEquals("Encapsulated PDF", StudyTree.kind(letter));
        assertEquals("Enhanced SR", StudyTree.name(report), "what has no title is called by its kind");
        assertEquals("LESION", StudyTree.name(state));
    }

    @Test
    void documentsAreFilteredByTheirTitles() {
        OtherObject letter =
                new OtherObject(Path.of("letter.dcm"), info("P1", "1.2"), "Encapsulated PDF Storage", "Note");
        StudyTree tree = StudyTree.of(series, List.of(letter), "note");
        assertEquals(1, tree.patients().size());
        assertEquals(List.of(letter), tree.patients().get(0).studies().get(0).documents());
        assertEquals(0, count(tree));
    }

    private static SeriesInfo info(String patient, String study) {
        return new SeriesInfo(patient, "", study, "20260101", "", study + ".9", 1, "", "OT");
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
                ImageGeometry.UNKNOWN,
                FrameTiming.every(40),
                index -> Frame.gray(8, 8, new byte[64])));
    }
}
