package org.credence.dicom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.credence.imaging.Attribute;
import org.credence.imaging.FileDescription;
import org.credence.imaging.Frame;
import org.credence.imaging.ImageInstance;
import org.credence.imaging.OtherObject;
import org.credence.imaging.Window;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sound files of every shape, written byte by byte. */
class DicomImageSourceTest {

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

    private static void assertSix(Frame frame) {
        for (int i = 0; i < 6; i++) {
            assertEquals(i + 1, frame.stored(i % 3, i / 3));
        }
    }

    private static Attribute attribute(FileDescription description, String tag) {
        return description.attributes().stream()
                .filter(a -> a.tag().equals(tag))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void everyEncodingOfADataSetIsRead() throws Exception {
        for (String syntax : List.of(RawFile.IMPLICIT, RawFile.EXPLICIT, RawFile.BIG_ENDIAN)) {
            RawFile.in(syntax).image(1).element(PIXEL_DATA, "OB", SIX).write(file);
            assertTrue(source.accepts(file));
            ImageInstance image = source.open(file);
            assertEquals("1.2.3.4", image.sopInstanceUid());
            assertSix(image.decoder().decode(0));
            assertTrue(source.describe(file, Set.of()).format().contains(syntax));
        }
    }

    @Test
    void preambleAndMetaInformationMayBeMissing() throws Exception {
        for (boolean explicit : new boolean[] {true, false}) {
            RawFile.bare(explicit, false)
                    .image(1)
                    .element(PIXEL_DATA, "OB", SIX)
                    .write(file);
            assertTrue(source.accepts(file));
            assertSix(source.open(file).decoder().decode(0));
        }
        RawFile.bare(true, true).image(1).element(PIXEL_DATA, "OB", SIX).write(file);
        assertTrue(source.accepts(file));
        assertSix(source.open(file).decoder().decode(0));
    }

    @Test
    void aTransferSyntaxThatLiesAboutRepresentationsIsSeenThrough() throws Exception {
        RawFile.in(RawFile.IMPLICIT).write(file);
        byte[] head = java.nio.file.Files.readAllBytes(file);
        RawFile.bare(true, false).image(1).element(PIXEL_DATA, "OB", SIX).write(file);
        byte[] dataSet = java.nio.file.Files.readAllBytes(file);
        byte[] both = Arrays.copyOf(head, head.length + dataSet.length);
        System.arraycopy(dataSet, 0, both, head.length, dataSet.length);
        java.nio.file.Files.write(file, both);
        assertSix(source.open(file).decoder().decode(0));
    }

    @Test
    void sequencesOfAnyLengthAndNestingAreRead() throws Exception {
        RawFile raw = RawFile.in(RawFile.EXPLICIT);
        raw.head(0x00081140, "SQ", RawFile.UNDEFINED).item(RawFile.UNDEFINED);
        raw.text(0x00081150, "UI", "1.2").head(0x00081199, "SQ", 16).item(8).element(0x00080060, "CS", new byte[0]);
        raw.endOfItem().endOfSequence();
        raw.head(0x00091001, "UN", RawFile.UNDEFINED)
                .item(RawFile.UNDEFINED)
                .endOfItem()
                .endOfSequence();
        raw.image(1).element(PIXEL_DATA, "OB", SIX).write(file);
        FileDescription description = source.describe(file, Set.of(FileDescription.Detail.DIGEST));
        Attribute sequence = attribute(description, "(0008,1140)");
        assertEquals("SQ", sequence.vr());
        assertEquals("1.2", sequence.items().get(0).get(0).value());
        assertEquals(
                "Modality", sequence.items().get(0).get(1).items().get(0).get(0).keyword());
        assertEquals(1, attribute(description, "(0009,1001)").items().size());
        assertTrue(description.pixelDigest().isPresent());
    }

    @Test
    void elementsWithoutOrWithUnknownRepresentationAreRead() throws Exception {
        RawFile raw = RawFile.in(RawFile.EXPLICIT);
        // (0008,0005) CS, then (0008,0008) as implicit little endian, then an element with a representation of the
        // future.
        raw.text(0x00080005, "CS", "ISO_IR 100");
        raw.bytes(0x08, 0, 0x08, 0, 4, 0, 0, 0, 'A', '\\', 'B', ' ');
        raw.bytes(0x09, 0, 0x01, 0x10, 'Z', 'Z', 0, 0, 2, 0, 0, 0, 7, 7);
        raw.image(1).element(PIXEL_DATA, "OB", SIX).write(file);
        FileDescription description = source.describe(file, Set.of(FileDescription.Detail.DIGEST));
        assertEquals("A\\B", attribute(description, "(0008,0008)").value());
        assertEquals("UN", attribute(description, "(0009,1001)").vr());
        assertSix(source.open(file).decoder().decode(0));
    }

    @Test
    void garbageAfterThePixelsDoesNoHarm() throws Exception {
        RawFile.in(RawFile.EXPLICIT)
                .image(1)
                .element(PIXEL_DATA, "OB", SIX)
                .bytes(0xFC, 0xFF, 0xFC, 0xFF, 'O', 'B', 0, 0, 0xFF, 0xFF, 1, 2, 3)
                .write(file);
        assertSix(source.open(file).decoder().decode(0));
    }

    @Test
    void framesInSeveralFragmentsAreJoinedByTheOffsetTable() throws Exception {
        byte[] frame = rleFrame();
        RawFile raw = RawFile.in(RawFile.RLE).image(2).head(PIXEL_DATA, "OB", RawFile.UNDEFINED);
        raw.item(8).bytes(0, 0, 0, 0, 88, 0, 0, 0);
        raw.item(64);
        append(raw, frame, 0, 64).item(8);
        append(raw, frame, 64, 72).item(72);
        append(raw, frame, 0, 72).endOfSequence().write(file);
        ImageInstance image = source.open(file);
        assertSix(image.decoder().decode(0));
        assertSix(image.decoder().decode(1));
    }

    @Test
    void fragmentsThatNoTableTellsApartAreAnError() throws Exception {
        byte[] frame = rleFrame();
        RawFile raw = RawFile.in(RawFile.RLE).image(2).head(PIXEL_DATA, "OB", RawFile.UNDEFINED);
        raw.item(8).bytes(0, 0, 0, 0, 1, 0, 0, 0);
        raw.item(64);
        append(raw, frame, 0, 64).item(8);
        append(raw, frame, 64, 72).item(72);
        append(raw, frame, 0, 72).endOfSequence().write(file);
        DicomException e = assertThrows(DicomException.class, () -> source.open(file));
        assertTrue(e.getMessage().contains("3 fragments"), e.getMessage());
    }

    /** The six pixels as one literal run, 72 bytes. */
    private static byte[] rleFrame() {
        byte[] frame = new byte[72];
        frame[0] = 1;
        frame[4] = 64;
        frame[64] = 5;
        System.arraycopy(SIX, 0, frame, 65, 6);
        frame[71] = (byte) 0x80;
        return frame;
    }

    private static RawFile append(RawFile raw, byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            raw.bytes(bytes[i]);
        }
        return raw;
    }

    @Test
    void signedTwelveBitsWithScaleAndWindowAreModalityValues() throws Exception {
        RawFile raw = RawFile.in(RawFile.EXPLICIT);
        raw.text(0x00080018, "UI", "1.2.3.4");
        raw.us(0x00280002, 1)
                .text(0x00280004, "CS", "MONOCHROME1")
                .us(0x00280010, 1)
                .us(0x00280011, 2);
        raw.us(0x00280100, 16).us(0x00280101, 12).us(0x00280102, 11).us(0x00280103, 1);
        raw.text(0x00281050, "DS", "40\\50").text(0x00281051, "DS", "400\\100");
        raw.text(0x00281052, "DS", "-1024").text(0x00281053, "DS", "2");
        // -1 with something else in the bits above, and 5.
        raw.element(PIXEL_DATA, "OW", new byte[] {(byte) 0xff, 0x3f, 5, 0}).write(file);
        Frame frame = source.open(file).decoder().decode(0);
        assertEquals(-1026, frame.value(0, 0));
        assertEquals(-1014, frame.value(1, 0));
        assertEquals(new Window(40, 400), frame.defaultWindow());
        assertEquals(0xffffff, frame.rgb(0, 0));
    }

    @Test
    void colorsOfEveryKindBecomeRgb() throws Exception {
        assertEquals(0x0A141E, color("RGB", 0, new byte[] {10, 20, 30, 1, 2, 3}).rgb(0, 0));
        assertEquals(
                0x0A1E01, color("RGB", 1, new byte[] {10, 20, 30, 40, 1, 2}).rgb(0, 0));
        assertEquals(
                0x808080,
                color("YBR_FULL", 0, new byte[] {-128, -128, -128, 0, 0, 0}).rgb(0, 0));
        // Pure red is 76, 85, 255.
        assertEquals(
                0xFE0000, color("YBR_FULL", 0, new byte[] {76, 85, -1, 0, 0, 0}).rgb(0, 0));
        Frame shared = color("YBR_FULL_422", 0, new byte[] {10, 20, -128, -128});
        assertEquals(0x0A0A0A, shared.rgb(0, 0));
        assertEquals(0x141414, shared.rgb(1, 0));
    }

    private Frame color(String photometric, int planar, byte[] pixels) throws IOException {
        RawFile raw = RawFile.in(RawFile.EXPLICIT);
        raw.text(0x00080018, "UI", "1.2.3.4");
        raw.us(0x00280002, 3).text(0x00280004, "CS", photometric).us(0x00280006, planar);
        raw.us(0x00280010, 1)
                .us(0x00280011, 2)
                .us(0x00280100, 8)
                .us(0x00280101, 8)
                .us(0x00280102, 7);
        raw.element(PIXEL_DATA, "OB", pixels).write(file);
        return source.open(file).decoder().decode(0);
    }

    @Test
    void palettesBecomeRgb() throws Exception {
        RawFile raw = RawFile.in(RawFile.EXPLICIT);
        raw.text(0x00080018, "UI", "1.2.3.4");
        raw.us(0x00280002, 1).text(0x00280004, "CS", "PALETTE COLOR");
        raw.us(0x00280010, 1)
                .us(0x00280011, 4)
                .us(0x00280100, 8)
                .us(0x00280101, 8)
                .us(0x00280102, 7);
        for (int c = 1; c <= 3; c++) {
            raw.element(0x00281100 + c, "US", new byte[] {2, 0, 5, 0, 16, 0});
        }
        raw.element(0x00281201, "OW", new byte[] {0, 0x10, 0, 0x20});
        raw.element(0x00281202, "OW", new byte[] {0, 0x30, 0, 0x40});
        raw.element(0x00281203, "OW", new byte[] {0, 0x50, 0, 0x60});
        raw.element(PIXEL_DATA, "OB", new byte[] {0, 5, 6, 7}).write(file);
        Frame frame = source.open(file).decoder().decode(0);
        assertArrayEquals(
                new int[] {0x103050, 0x103050, 0x204060, 0x204060},
                new int[] {frame.rgb(0, 0), frame.rgb(1, 0), frame.rgb(2, 0), frame.rgb(3, 0)});
    }

    @Test
    void palettesInSegmentsBecomeRgb() throws Exception {
        RawFile raw = RawFile.in(RawFile.EXPLICIT);
        raw.text(0x00080018, "UI", "1.2.3.4");
        raw.us(0x00280002, 1).text(0x00280004, "CS", "PALETTE COLOR");
        raw.us(0x00280010, 1)
                .us(0x00280011, 8)
                .us(0x00280100, 8)
                .us(0x00280101, 8)
                .us(0x00280102, 7);
        for (int c = 1; c <= 3; c++) {
            raw.element(0x00281100 + c, "US", new byte[] {8, 0, 0, 0, 16, 0});
        }
        // Two values, a line of two up to 0x5000, and both again.
        byte[] segments = {0, 0, 2, 0, 0, 0, 0, 0x10, 1, 0, 2, 0, 0, 0x50, 2, 0, 2, 0, 0, 0, 0, 0};
        for (int c = 1; c <= 3; c++) {
            raw.element(0x00281220 + c, "OW", segments);
        }
        raw.element(PIXEL_DATA, "OB", new byte[] {0, 1, 2, 3, 4, 5, 6, 7}).write(file);
        Frame frame = source.open(file).decoder().decode(0);
        int[] found = new int[8];
        Arrays.setAll(found, x -> frame.rgb(x, 0) & 0xff);
        assertArrayEquals(new int[] {0, 0x10, 0x30, 0x50, 0, 0x10, 0x30, 0x50}, found);
    }

    @Test
    void textIsReadInItsCharacterSet() throws Exception {
        assertEquals("Buc^Jérôme", name("ISO_IR 100", "Buc^J\u00e9r\u00f4me"));
        assertEquals("Люкceмбypг", name("ISO_IR 144", "\u00bb\u00ee\u00dace\u00dc\u00d1yp\u00d3"));
        assertEquals("山田", name("ISO_IR 192", latin("山田", "UTF-8")));
        assertEquals("王^小东", name("GB18030", latin("王^小东", "GB18030")));
        assertEquals(
                "Yamada^Tarou=山田^太郎=やまだ^たろう",
                name(
                        "\\ISO 2022 IR 87",
                        "Yamada^Tarou=\u001b$B;3ED\u001b(B^\u001b$BB@O:\u001b(B=\u001b$B$d$^$@\u001b(B^\u001b$B$?$m$&\u001b(B"));
        assertEquals(
                "Hong^Gildong=洪^吉洞",
                name("\\ISO 2022 IR 149", "Hong^Gildong=\u001b$)C\u00fb\u00f3^\u001b$)C\u00d1\u00ce\u00d4\u00d7"));
        assertEquals("ﾔﾏﾀﾞ^ﾀﾛｳ", name("ISO_IR 13", "\u00d4\u00cf\u00c0\u00de^\u00c0\u00db\u00b3"));
    }

    private static String latin(String text, String charset) throws IOException {
        return new String(text.getBytes(charset), "ISO-8859-1");
    }

    private String name(String charset, String bytes) throws IOException {
        RawFile.in(RawFile.EXPLICIT)
                .text(0x00080005, "CS", charset)
                .text(0x00100010, "PN", bytes)
                .write(file);
        return attribute(source.describe(file, Set.of()), "(0010,0010)").value();
    }

    @Test
    void aTransferSyntaxThatCannotBeDecodedIsNamed() throws Exception {
        RawFile.in("1.2.840.10008.1.2.4.102")
                .image(1)
                .head(PIXEL_DATA, "OB", RawFile.UNDEFINED)
                .item(0)
                .item(2)
                .bytes(1, 2)
                .endOfSequence()
                .write(file);
        assertEquals(3, source.open(file).columns());
        String error = source.describe(file, Set.of(FileDescription.Detail.DIGEST))
                .pixelError()
                .orElseThrow();
        assertTrue(error.contains("MPEG-4 AVC/H.264 High Profile / Level 4.1 (1.2.840.10008.1.2.4.102)"), error);
        DicomException thrown = assertThrows(
                DicomException.class, () -> source.open(file).decoder().decode(0));
        assertEquals(error, thrown.getMessage());
    }

    @Test
    void anImageWithoutIdentityGetsOneThatCopiesShare() throws Exception {
        String[] uids = new String[3];
        for (int i = 0; i < 3; i++) {
            RawFile raw = RawFile.in(RawFile.EXPLICIT);
            raw.us(0x00280002, 1).us(0x00280010, 1).us(0x00280011, 2).us(0x00280100, 8);
            raw.element(PIXEL_DATA, "OB", new byte[] {1, (byte) (i / 2)}).write(folder.resolve("copy" + i));
            ImageInstance image = source.open(folder.resolve("copy" + i));
            uids[i] = image.sopInstanceUid();
            assertEquals(uids[i], image.series().seriesUid());
        }
        assertEquals(uids[0], uids[1]);
        assertFalse(uids[0].equals(uids[2]));
    }

    @Test
    void aReportIsNoImage() throws Exception {
        RawFile.in(RawFile.EXPLICIT)
                .text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.88.11")
                .text(0x00080060, "CS", "SR")
                .write(file);
        OtherObject report = assertInstanceOf(OtherObject.class, source.read(file));
        assertTrue(report.kind().contains("Basic Text SR"), report.kind());
        assertThrows(DicomException.class, () -> source.open(file));
        assertFalse(source.describe(file, Set.of(FileDescription.Detail.DIGEST))
                .pixelDigest()
                .isPresent());
    }
}
