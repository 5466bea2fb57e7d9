package org.credence.annotation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelSchemeTest {

    private static final CodedConcept FINDING =
            new CodedConcept("49755003", "SCT", "Morphologically Abnormal Structure");
    private static final CodedConcept LEFT = new CodedConcept("7771000", "SCT", "Left");

    private final LabelScheme four = LabelScheme.lungUltrasound();
    private final LabelScheme seven = LabelScheme.lungUltrasoundComplete();
    private final LabelSchemeFile files = new LabelSchemeFile();

    @TempDir
    Path folder;

    @Test
    void theCompleteSchemeKeepsTheNumbersOfTheFindings() {
        assertEquals(four.segments(), seven.segments().subList(0, 4));
        assertEquals(7, seven.segments().stream().map(Segment::rgb).distinct().count());
        seven.segments().stream()
                .map(Segment::type)
                .filter(t -> !t.scheme().equals("SCT"))
                .forEach(t -> assertEquals("99CREDENCE", t.scheme(), "codes that are not published say so"));
    }

    @Test
    void anAnnotationOfFewerSegmentsOpensUnderTheUnion() {
        var annotation = new Annotation(new Reader("r", "R"), four, Series.black(8, 8, 1));
        annotation.replace(annotation.frames().get(0), 3, full(8, 8, 70));
        AnnotationSnapshot stored = annotation.snapshot();
        AnnotationSnapshot opened = stored.under(stored.scheme().with(seven));
        assertTrue(opened.scheme().means(seven));
        assertEquals(stored.layers(), opened.layers());
        assertEquals(stored, opened.only(four), "and back");
        assertThrows(IllegalArgumentException.class, () -> opened.under(four));
    }

    @Test
    void aUnionIsByCodeAndWhatIsTakenGivesWay() {
        Segment effusion = seven.segment("Pleural effusion").orElseThrow();
        Segment mine = new Segment(5, "Fluid", effusion.category(), effusion.type(), List.of(), 0x123456, key(1));
        Segment node = new Segment(7, "Rib", FINDING, new CodedConcept("NODE", "99LAB", "Node"), List.of(), 1, key(2));
        LabelScheme lab = new LabelScheme("Lab", List.of(mine, node));
        Segment keyed =
                new Segment(9, "Cyst", FINDING, new CodedConcept("CYST", "99LAB", "Cyst"), List.of(), 2, key(2));
        LabelScheme union =
                lab.with(new LabelScheme("Other", List.of(effusion, keyed))).with(seven);
        assertEquals("Lab", union.name());
        assertEquals(lab.segments(), union.segments().subList(0, 2), "what was there stays");
        assertEquals("Fluid", union.segment(5).orElseThrow().label(), "the same code is the same segment");
        assertEquals(OptionalInt.empty(), union.segment("Cyst").orElseThrow().hotKey(), "the key is taken");
        assertEquals(
                List.of(5, 7, 9, 1, 2, 3, 4, 6, 8),
                union.segments().stream().map(Segment::number).toList());
        assertEquals("Rib 6", union.segment(6).orElseThrow().label(), "the label is taken");
        assertEquals("Acoustic shadow", union.segment(8).orElseThrow().label(), "the number is taken");
        assertEquals(union, union.with(seven), "once is enough");
    }

    @Test
    void aSideIsAnotherSegment() {
        Segment rib = seven.segment("Rib").orElseThrow();
        Segment left = new Segment(1, "Left rib", rib.category(), rib.type(), List.of(LEFT), 1, key(3));
        assertFalse(left.isCodedLike(rib));
        assertFalse(new LabelScheme("A", List.of(left))
                .means(new LabelScheme("A", List.of(new Segment(1, "Left rib", rib.category(), rib.type(), 1)))));
    }

    @Test
    void twoSegmentsOfOneKeyAreRefused() {
        Segment a = new Segment(1, "A", FINDING, FINDING, List.of(), 0, key(4));
        Segment b = new Segment(2, "B", FINDING, FINDING, List.of(), 0, key(4));
        var refused = assertThrows(IllegalArgumentException.class, () -> new LabelScheme("Two", List.of(a, b)));
        assertTrue(refused.getMessage().contains("Key 4 of segment B"), refused.getMessage());
    }

    @Test
    void aSchemeIsReadAsItWasWritten() throws IOException {
        Segment rib = seven.segment("Rib").orElseThrow();
        LabelScheme rich = new LabelScheme(
                "Côtes",
                List.of(
                        new Segment(12, "Left rib", rib.category(), rib.type(), List.of(LEFT), 0x00000A, key(0)),
                        new Segment(3, "Rib", rib.category(), rib.type(), 0xFFFFFF)));
        for (LabelScheme scheme : List.of(four, seven, rich)) {
            Path file = folder.resolve("scheme.json");
            files.write(scheme, file);
            assertEquals(scheme, files.read(file));
        }
        try (var left = Files.list(folder)) {
            assertEquals(1, left.count());
        }
    }

    @Test
    void whatIsWrongIsSaidWithItsPlaceAndWhatToDo() throws IOException {
        Path file = folder.resolve("scheme.json");
        files.write(seven, file);
        String good = Files.readString(file);
        wrong(good.replaceFirst("\"label\" : \"A-line\",", "\"label\" : \"A-line\""), "in line 2", "Correct it there");
        wrong(good.replace("#009E73", "green"), "segment 2 (A-line) has the colour \"green\"", "#56B4E9");
        wrong(good.replace("\"number\" : 3", "\"number\" : 2"), "Segment 2 B-line occurs twice");
        wrong(good.replace("\"number\" : 3", "\"number\" : 2.5"), "segment 3 (B-line)", "whole number from 1 to 65535");
        wrong(
                good.replace("\"color\" : \"#E69F00\"", "\"colour\" : \"#E69F00\""),
                "segment 3 (B-line) has \"colour\"",
                "known are category, color");
        wrong(
                good.replace("\"value\" : \"BLINE\"", "\"value\" : \"A CODE OF MORE THAN SIXTEEN\""),
                "segment 3 (B-line), type",
                "16 characters");
        wrong(good.replace("\"value\" : \"BLINE\",", ""), "segment 3 (B-line), type has no \"value\"");
        wrong(good.replace("\"version\" : 1", "\"version\" : 2"), "newer program");
        wrong(good.replace("credence-label-scheme", "cat"), "\"cat\"");
        wrong("{}", "has no \"format\"");
        wrong("[]", "no JSON object");
        wrong("", "scheme.json");
        wrong(good + "{}", "in line");
        wrong(good.replaceFirst("\\[[\\s\\S]*\\]", "[]"), "add at least one");
        wrong(good.replaceFirst("\"number\" : 1,", "\"number\" : 1, \"number\" : 1,"), "in line");
        var missing = assertThrows(AnnotationException.class, () -> files.read(folder.resolve("none.json")));
        assertTrue(missing.getMessage().contains("does not exist"), missing.getMessage());
        var failed = assertThrows(AnnotationException.class, () -> files.write(seven, file.resolve("no folder.json")));
        assertTrue(failed.getMessage().contains("cannot be written"), failed.getMessage());
    }

    private void wrong(String text, String... said) throws IOException {
        Path file = folder.resolve("scheme.json");
        Files.writeString(file, text);
        var refused = assertThrows(AnnotationException.class, () -> files.read(file));
        for (String part : said) {
            assertTrue(refused.getMessage().contains(part), refused.getMessage());
        }
    }

    private static ConfidenceLayer full(int columns, int rows, int percent) {
        byte[] percents = new byte[columns * rows];
        java.util.Arrays.fill(percents, (byte) percent);
        return ConfidenceLayer.of(columns, rows, percents);
    }

    private static OptionalInt key(int digit) {
        return OptionalInt.of(digit);
    }
}
