package org.credence.dicom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.credence.imaging.Attribute;
import org.credence.imaging.FileDescription;
import org.credence.imaging.FileDescription.Detail;
import org.credence.imaging.Frame;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sequences that writers got wrong, and what can be said of a file that cannot be read to its end. */
class OddSequencesTest {

    private static final int PIXEL_DATA = 0x7FE00010;
    private static final byte[] SIX = {1, 2, 3, 4, 5, 6};

    @TempDir
    private Path folder;

    private final DicomImageSource source = new DicomImageSource();
    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("image");
    }

    private Attribute attribute(String tag) throws IOException {
        return attributes(Set.of()).stream()
                .filter(a -> a.tag().equals(tag))
                .findFirst()
                .orElseThrow();
    }

    private List<Attribute> attributes(Set<Detail> details) throws IOException {
        return source.describe(file, details).attributes();
    }

    private void assertSix() throws IOException {
        Frame frame = source.open(file).decoder().decode(0);
        assertArrayEquals(SIX, (byte[]) frame.storedValues());
    }

    @Test
    void anItemWhoseSequenceHasNoHeadIsPassedOver() throws Exception {
        for (String syntax : List.of(RawFile.EXPLICIT, RawFile.BIG_ENDIAN)) {
            RawFile raw = RawFile.in(syntax).text(0x00080008, "CS", "ORIGINAL");
            // Two items of 12 bytes each.
            raw.item(12).text(0x00081150, "UI", "1.2").item(12).text(0x00081150, "UI", "1.3");
            raw.image(1).element(PIXEL_DATA, "OB", SIX).write(file);
            assertSix();
        }
    }

    @Test
    void anItemThatFitsNowhereIsRefused() throws Exception {
        // What it holds is no element, ends elsewhere, or is followed by elements of its own.
        RawFile garbled = RawFile.in(RawFile.EXPLICIT).text(0x00080008, "CS", "ORIGINAL");
        garbled.item(12).bytes(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12).image(1);
        RawFile shorter = RawFile.in(RawFile.EXPLICIT).text(0x00080008, "CS", "ORIGINAL");
        shorter.item(10).text(0x00081150, "UI", "1.2").image(1);
        RawFile before = RawFile.in(RawFile.EXPLICIT).text(0x00281055, "LO", "LUNG");
        before.item(12).text(0x00081150, "UI", "1.2").image(1);
        RawFile open = RawFile.in(RawFile.EXPLICIT).text(0x00080008, "CS", "ORIGINAL");
        open.item(RawFile.UNDEFINED).text(0x00081150, "UI", "1.2").endOfItem().image(1);
        for (RawFile raw : List.of(garbled, shorter, before, open)) {
            raw.element(PIXEL_DATA, "OB", SIX).write(file);
            assertTrue(assertThrows(DicomException.class, () -> source.open(file))
                    .getMessage()
                    .contains("an item outside of a sequence"));
        }
    }

    @Test
    void aTextThatBecameASequenceInALaterStandardIsKeptAsBytes() throws Exception {
        RawFile raw = RawFile.in(RawFile.IMPLICIT).image(1);
        raw.text(0x0040A170, "CS", "NAME CODE").element(PIXEL_DATA, "OB", SIX).write(file);
        assertSix();
        assertEquals("UN", attribute("(0040,A170)").vr());
        assertEquals("4e 41 4d 45 20 43 4f 44 45 20", attribute("(0040,A170)").value());
    }

    @Test
    void theLengthOfASequenceMayCutTheEndMarkOfItsItem() throws Exception {
        // 8 bytes of the item's head, 12 of the element, 4 of 8 of the end mark: in UN, and as a sequence.
        RawFile raw = RawFile.in(RawFile.IMPLICIT).text(0x00080005, "CS", "ISO_IR 100");
        raw.text(0x00090010, "LO", "OURS").head(0x00091001, "UN", 24);
        raw.item(RawFile.UNDEFINED).text(0x00081150, "UI", "1.2").endOfItem();
        raw.image(1).element(PIXEL_DATA, "OB", SIX).write(file);
        assertSix();
        assertEquals(1, attribute("(0009,1001)").items().size());
        raw = RawFile.in(RawFile.EXPLICIT).head(0x00081140, "SQ", 24);
        raw.item(RawFile.UNDEFINED).text(0x00081150, "UI", "1.2").endOfItem();
        raw.image(1).element(PIXEL_DATA, "OB", SIX).write(file);
        assertSix();
        assertEquals(1, attribute("(0008,1140)").items().size());
    }

    @Test
    void ofADamagedFileWhatLiesBeforeTheDamageIsDescribed() throws Exception {
        RawFile.in(RawFile.EXPLICIT)
                .image(1)
                .head(PIXEL_DATA, "OB", 600)
                .bytes(1, 2)
                .write(file);
        FileDescription described = source.describe(file, Set.of(Detail.DIGEST, Detail.JSON));
        assertEquals("(0028,0103)", described.attributes().getLast().tag());
        assertTrue(described.summary().contains("3 x 2 pixels"), described.summary());
        assertTrue(described.pixelDigest().isEmpty());
        assertTrue(described.pixelError().orElseThrow().contains("takes 600 bytes, but only 2 are left"));
        // A header alone could not say that it is not whole.
        assertThrows(DicomException.class, () -> source.describe(file, Set.of()));
        assertThrows(DicomException.class, () -> source.describe(file, Set.of(Detail.JSON)));
        assertThrows(DicomException.class, () -> source.open(file));
    }

    @Test
    void aDamagedSequenceIsNotDescribedInPart() throws Exception {
        RawFile raw = RawFile.in(RawFile.EXPLICIT).text(0x00080008, "CS", "ORIGINAL");
        raw.head(0x00081140, "SQ", RawFile.UNDEFINED).item(RawFile.UNDEFINED);
        raw.text(0x00081150, "UI", "1.2").endOfItem().item(9999).write(file);
        assertEquals(
                List.of("(0002,0010)", "(0008,0008)"),
                attributes(Set.of(Detail.DIGEST)).stream().map(Attribute::tag).toList());
    }
}
