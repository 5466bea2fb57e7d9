package org.credence.workbench.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.credence.imaging.Attribute;
import org.junit.jupiter.api.Test;

class HeaderTreeTest {

    private final Attribute patient = new Attribute("(0010,0020)", "PatientID", "LO", "P-17", List.of());
    private final Attribute uid = new Attribute("(0008,1155)", "ReferencedSOPInstanceUID", "UI", "1.2.3", List.of());
    private final Attribute number = new Attribute("(0008,1160)", "ReferencedFrameNumber", "IS", "4", List.of());
    private final Attribute sequence = new Attribute(
            "(0008,1140)", "ReferencedImageSequence", "SQ", "", List.of(List.of(uid, number), List.of(uid)));
    private final List<Attribute> header = List.of(patient, sequence);

    @Test
    void aSequenceHasItemsAndItemsHaveElements() {
        HeaderTree tree = HeaderTree.of(header, "");
        assertEquals(2, tree.roots().size());
        List<HeaderTree.Node> items = tree.roots().get(1).children();
        assertEquals(
                List.of("Item 1", "Item 2"),
                items.stream().map(HeaderTree.Node::name).toList());
        assertEquals(2, items.get(0).children().size());
        assertEquals(7, tree.size());
    }

    @Test
    void aFilterKeepsWhatMatchesAndWhatItLiesIn() {
        HeaderTree tree = HeaderTree.of(header, "PatientID 1160");
        assertEquals(List.of(), tree.roots(), "words are of one element");
        tree = HeaderTree.of(header, "framenumber 0008");
        assertEquals(1, tree.roots().size());
        List<HeaderTree.Node> items = tree.roots().get(0).children();
        assertEquals(
                List.of("Item 1"), items.stream().map(HeaderTree.Node::name).toList());
        assertEquals("4", items.get(0).children().get(0).value());
    }

    @Test
    void aFilterLooksAtTagsAndValuesInAnyCase() {
        assertEquals(1, HeaderTree.of(header, "0010,0020").size());
        assertEquals(1, HeaderTree.of(header, "p-17").size());
        assertEquals(0, HeaderTree.of(header, "p-18").size());
    }

    @Test
    void aSequenceThatMatchesByItselfIsShownWhole() {
        assertEquals(6, HeaderTree.of(header, "ReferencedImageSequence").size());
    }
}
