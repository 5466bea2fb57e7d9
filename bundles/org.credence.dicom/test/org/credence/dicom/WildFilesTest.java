package org.credence.dicom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.zip.DeflaterOutputStream;
import org.credence.imaging.Attribute;
import org.credence.imaging.FileDescription;
import org.credence.imaging.Frame;
import org.credence.imaging.ImageInstance;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What writers do against the standard and can be read without doubt. */
class WildFilesTest {

    private static final int PIXEL_DATA = 0x7FE00010;
    private static final byte[] SIX = {1, 2, 3, 4, 5, 6};
    private static final String JPEG = "1.2.840.10008.1.2.4.50";
    private static final String JPEG_LOSSLESS = "1.2.840.10008.1.2.4.70";

    @TempDir
    private Path folder;

    private final DicomImageSource source = new DicomImageSource();
    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("image");
    }

    private void assertSix(int frames) throws IOException {
        ImageInstance image = source.open(file);
        assertEquals(frames, image.frameCount());
        for (int f = 0; f < frames; f++) {
            Frame frame = image.decoder().decode(f);
            for (int i = 0; i < 6; i++) {
                assertEquals(i + 1, frame.stored(i % 3, i / 3));
            }
        }
    }

    private Attribute attribute(String tag) throws IOException {
        FileDescription description = source.describe(file, Set.of());
        return description.attributes().stream()
                .filter(a -> a.tag().equals(tag))
                .findFirst()
                .orElseThrow();
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

    /**
     * The six pixels in lossless JPEG, predicted from the left and from above: differences 1 - 128, 1, 1, 3, 1, 1 in
     * categories 7, 1, 1, 2, 1, 1 with the codes 00, 01, 10 for categories 1, 2, 7.
     */
    private static byte[] losslessFrame() {
        return java.util.HexFormat.of()
                .parseHex("ffd8" + "ffc3000b" + "08" + "0002" + "0003" + "01" + "011100" + "ffc40016" + "00"
                        + "00030000000000000000000000000000" + "010207" + "ffda0008" + "01" + "0100" + "010000"
                        + bits("10" + "0000000" + "00" + "1" + "00" + "1" + "01" + "11" + "00" + "1" + "00" + "1")
                        + "ffd9");
    }

    private static String bits(String bits) {
        StringBuilder hex = new StringBuilder();
        for (int i = 0; i < bits.length(); i += 8) {
            String padded = (bits + "1".repeat(8)).substring(i, i + 8);
            String octet = String.format("%02x", Integer.parseInt(padded, 2));
            hex.append(octet.equals("ff") ? "ff00" : octet);
        }
        return hex.toString();
    }

    private static RawFile fragments(String syntax, int frames, byte[]... fragments) throws IOException {
        RawFile raw = RawFile.in(syntax).image(frames).head(PIXEL_DATA, "OB", RawFile.UNDEFINED);
        for (byte[] f : fragments) {
            raw.item(f.length);
            for (byte b : f) {
                raw.bytes(b);
            }
        }
        return raw;
    }

    private static byte[] table(int... offsets) {
        byte[] table = new byte[4 * offsets.length];
        for (int i = 0; i < offsets.length; i++) {
            for (int b = 0; b < 4; b++) {
                table[4 * i + b] = (byte) (offsets[i] >> 8 * b);
            }
        }
        return table;
    }

    @Test
    void offsetTablesThatCountFromElsewhereAreUnderstood() throws Exception {
        byte[] head = Arrays.copyOf(rleFrame(), 66);
        byte[] run = Arrays.copyOfRange(rleFrame(), 66, 72);
        // Right, from the bytes of the first fragment, from the start of the file, and without the heads of the items.
        for (byte[] table : List.of(table(0, 88), table(8, 96), table(1234, 1322), table(0, 72))) {
            fragments(RawFile.RLE, 2, table, head, run, rleFrame())
                    .endOfSequence()
                    .write(file);
            assertSix(2);
        }
        for (byte[] table : List.of(table(0, 87), table(88, 0), table(0, 0), table(0, 176), table(-1, 5))) {
            fragments(RawFile.RLE, 2, table, head, run, rleFrame())
                    .endOfSequence()
                    .write(file);
            assertThrows(DicomException.class, () -> source.open(file));
        }
    }

    @Test
    void anExtendedOffsetTableTellsTheFrames() throws Exception {
        RawFile raw = RawFile.in(RawFile.RLE).image(2);
        raw.element(0x7FE00001, "OV", Arrays.copyOf(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 88}, 16));
        raw.element(0x7FE00002, "OV", Arrays.copyOf(new byte[] {72, 0, 0, 0, 0, 0, 0, 0, 72}, 16));
        raw.head(PIXEL_DATA, "OB", RawFile.UNDEFINED).item(0);
        raw.item(64).bytes(rleFrame(), 0, 64).item(8).bytes(rleFrame(), 64, 72);
        raw.item(72).bytes(rleFrame(), 0, 72).endOfSequence().write(file);
        assertSix(2);
    }

    @Test
    void asManyFragmentsAsFramesNeedNoTableAndHeedNoWrongOne() throws Exception {
        for (byte[] table : List.of(new byte[0], table(0, 999), table(7), table(0, 1, 2))) {
            fragments(RawFile.RLE, 2, table, rleFrame(), rleFrame())
                    .endOfSequence()
                    .write(file);
            assertSix(2);
        }
    }

    @Test
    void codeStreamsTellFramesWhereNoTableDoes() throws Exception {
        byte[] jpeg = losslessFrame();
        byte[] start = Arrays.copyOf(jpeg, 20);
        byte[] rest = Arrays.copyOfRange(jpeg, 20, jpeg.length);
        fragments(JPEG_LOSSLESS, 2, new byte[0], start, rest, new byte[0], jpeg)
                .endOfSequence()
                .write(file);
        assertSix(2);
        fragments(JPEG_LOSSLESS, 3, new byte[0], start, rest, new byte[0], jpeg)
                .endOfSequence()
                .write(file);
        assertTrue(assertThrows(DicomException.class, () -> source.open(file))
                .getMessage()
                .contains("no sound offset table"));
    }

    @Test
    void theOffsetTableAndTheEndMarkMayBeMissing() throws Exception {
        fragments(JPEG_LOSSLESS, 2, losslessFrame(), losslessFrame())
                .endOfSequence()
                .write(file);
        assertSix(2);
        fragments(JPEG_LOSSLESS, 1, losslessFrame()).write(file);
        assertSix(1);
        fragments(RawFile.RLE, 2, new byte[0], rleFrame(), rleFrame()).write(file);
        assertSix(2);
        // A part of the end mark.
        fragments(RawFile.RLE, 1, new byte[0], rleFrame())
                .bytes(0xfe, 0xff, 0xdd)
                .write(file);
        assertSix(1);
    }

    @Test
    void aStreamCutOffBetweenItsFragmentsIsAnError() throws Exception {
        fragments(JPEG_LOSSLESS, 1, new byte[0], Arrays.copyOf(losslessFrame(), 50))
                .write(file);
        assertTrue(assertThrows(DicomException.class, () -> source.open(file))
                .getMessage()
                .contains("its pixel data does not end"));
    }

    @Test
    void theStreamTellsItsTransferSyntaxWhateverTheHeaderSays() throws Exception {
        for (String said : List.of(RawFile.EXPLICIT, RawFile.RLE, JPEG, "1.2.840.10008.1.2.4.90", "1.2.3.4")) {
            fragments(said, 1, new byte[0], losslessFrame()).endOfSequence().write(file);
            assertSix(1);
            assertTrue(source.describe(file, Set.of(FileDescription.Detail.DIGEST))
                    .format()
                    .contains(JPEG_LOSSLESS));
        }
        // As if it were native.
        RawFile.in(JPEG).image(1).element(PIXEL_DATA, "OB", losslessFrame()).write(file);
        assertSix(1);
    }

    @Test
    void nativePixelsOfExactLengthAreNativeWhateverTheHeaderSays() throws Exception {
        RawFile.in(JPEG).image(2).element(PIXEL_DATA, "OB", twice(SIX)).write(file);
        assertSix(2);
        RawFile.in(JPEG).image(2).element(PIXEL_DATA, "OB", new byte[14]).write(file);
        assertTrue(assertThrows(DicomException.class, () -> source.open(file))
                .getMessage()
                .contains("should be in fragments"));
    }

    private static byte[] twice(byte[] bytes) {
        byte[] both = Arrays.copyOf(bytes, 2 * bytes.length);
        System.arraycopy(bytes, 0, both, bytes.length, bytes.length);
        return both;
    }

    @Test
    void fragmentsOfUnknownKindInANativeTransferSyntaxAreRefused() throws Exception {
        fragments(RawFile.EXPLICIT, 1, new byte[0], SIX).endOfSequence().write(file);
        assertThrows(DicomException.class, () -> source.open(file).decoder().decode(0));
    }

    @Test
    void pixelsOfAnyRepresentationAreRead() throws Exception {
        for (String vr : List.of("OB", "OW", "UN")) {
            RawFile.in(RawFile.EXPLICIT).image(1).element(PIXEL_DATA, vr, SIX).write(file);
            assertSix(1);
            RawFile raw = RawFile.in(RawFile.RLE).image(1).head(PIXEL_DATA, vr, RawFile.UNDEFINED);
            raw.item(0).item(72).bytes(rleFrame(), 0, 72).endOfSequence().write(file);
            assertSix(1);
        }
    }

    @Test
    void oddLengthsAreRead() throws Exception {
        byte[] odd = Arrays.copyOf(rleFrame(), 73);
        fragments(RawFile.RLE, 1, new byte[0], odd).endOfSequence().write(file);
        assertSix(1);
        RawFile.in(RawFile.EXPLICIT)
                .element(0x00080005, "CS", "ISO_IR 6 ".getBytes())
                .image(1)
                .element(PIXEL_DATA, "OB", Arrays.copyOf(SIX, 7))
                .write(file);
        assertSix(1);
    }

    @Test
    void knownElementsInUnAreWhatTheDictionarySays() throws Exception {
        RawFile raw = RawFile.in(RawFile.EXPLICIT).text(0x00080016, "UN", "1.2.840.10008.5.1.4.1.1.7");
        raw.text(0x00080018, "UN", "1.2.3.4").text(0x00280004, "UN", "MONOCHROME2");
        raw.element(0x00280010, "UN", new byte[] {2, 0}).element(0x00280011, "UN", new byte[] {3, 0});
        raw.element(0x00280100, "UN", new byte[] {8, 0});
        raw.element(PIXEL_DATA, "UN", SIX).write(file);
        assertSix(1);
        assertEquals("UI", attribute("(0008,0018)").vr());
    }

    @Test
    void garbledRepresentationsAreRead() throws Exception {
        for (String garbled : List.of("??", "  ", "--", "\0\0", "us", "ZZ")) {
            RawFile raw = RawFile.in(RawFile.EXPLICIT).text(0x00080005, "CS", "ISO_IR 100");
            raw.element(0x00091001, garbled, new byte[] {1, 2, 3, 4});
            raw.image(1).element(PIXEL_DATA, "OB", SIX).write(file);
            assertSix(1);
            assertEquals("01 02 03 04", attribute("(0009,1001)").value());
        }
    }

    @Test
    void groupLengthsThatLieAreIgnored() throws Exception {
        Files.write(file, new byte[0]);
        RawFile raw = RawFile.in(RawFile.EXPLICIT);
        byte[] start = raw.write(file) == null ? new byte[0] : Files.readAllBytes(file);
        RawFile.bare(true, false)
                .element(0x00080000, "UL", new byte[] {-1, -1, -1, 127})
                .image(1)
                .element(PIXEL_DATA, "OB", SIX)
                .write(file);
        byte[] dataSet = Files.readAllBytes(file);
        RawFile.bare(true, false)
                .element(0x00020000, "UL", new byte[] {-1, -1, -1, 127})
                .write(file);
        byte[] groupLength = Files.readAllBytes(file);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(start, 0, 132);
        out.writeBytes(groupLength);
        out.write(start, 132, start.length - 132);
        out.writeBytes(dataSet);
        Files.write(file, out.toByteArray());
        assertSix(1);
    }

    @Test
    void fileMetaInformationInImplicitRepresentationIsRead() throws Exception {
        RawFile.bare(false, false).text(0x00020010, "UI", RawFile.EXPLICIT).write(file);
        byte[] meta = Files.readAllBytes(file);
        RawFile.bare(true, false).image(1).element(PIXEL_DATA, "OB", SIX).write(file);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[128]);
        out.writeBytes("DICM".getBytes());
        out.writeBytes(meta);
        out.writeBytes(Files.readAllBytes(file));
        Files.write(file, out.toByteArray());
        assertSix(1);
    }

    @Test
    void aTransferSyntaxMayLieAboutTheDataSet() throws Exception {
        for (String said : List.of(RawFile.IMPLICIT, RawFile.EXPLICIT, RawFile.BIG_ENDIAN, "1.2.840.10008.1.2.1.99")) {
            for (String really : List.of(RawFile.IMPLICIT, RawFile.EXPLICIT, RawFile.BIG_ENDIAN)) {
                if (said.endsWith(".99") && really.equals(RawFile.IMPLICIT)) {
                    // A deflated stream could start like that.
                    continue;
                }
                RawFile.in(said).write(file);
                byte[] head = Files.readAllBytes(file);
                RawFile.bare(!really.equals(RawFile.IMPLICIT), really.equals(RawFile.BIG_ENDIAN))
                        .image(1)
                        .element(PIXEL_DATA, "OB", SIX)
                        .write(file);
                byte[] dataSet = Files.readAllBytes(file);
                byte[] both = Arrays.copyOf(head, head.length + dataSet.length);
                System.arraycopy(dataSet, 0, both, head.length, dataSet.length);
                Files.write(file, both);
                assertSix(1);
            }
        }
    }

    @Test
    void aTransferSyntaxMayBePaddedWithSpacesOrZeros() throws Exception {
        for (String padding : List.of(" ", "  ", "\0\0\0", " \0")) {
            RawFile.in(RawFile.EXPLICIT + padding)
                    .image(1)
                    .element(PIXEL_DATA, "OB", SIX)
                    .write(file);
            assertSix(1);
        }
    }

    @Test
    void deflatedDataSetsMayHaveAHeaderOfZlib() throws Exception {
        RawFile.bare(true, false).image(1).element(PIXEL_DATA, "OB", SIX).write(file);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream zlib = new DeflaterOutputStream(out)) {
            zlib.write(Files.readAllBytes(file));
        }
        RawFile.in("1.2.840.10008.1.2.1.99")
                .bytes(out.toByteArray(), 0, out.size())
                .write(file);
        assertSix(1);
    }

    @Test
    void itemsMayLackTheirEndMark() throws Exception {
        RawFile raw = RawFile.in(RawFile.EXPLICIT).head(0x00081140, "SQ", RawFile.UNDEFINED);
        raw.item(RawFile.UNDEFINED).text(0x00081150, "UI", "1.2");
        raw.item(RawFile.UNDEFINED).text(0x00081150, "UI", "1.3").endOfSequence();
        raw.image(1).element(PIXEL_DATA, "OB", SIX).write(file);
        assertSix(1);
        assertEquals(2, attribute("(0008,1140)").items().size());
    }

    @Test
    void zerosAfterADataSetAreNoElements() throws Exception {
        RawFile.in(RawFile.EXPLICIT)
                .text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.88.11")
                .bytes(new byte[100_003], 0, 100_003)
                .write(file);
        assertEquals(2, source.describe(file, Set.of()).attributes().size());
    }

    @Test
    void privateElementsHaveTheNameAndRepresentationOfTheirCreator() throws Exception {
        for (String syntax : List.of(RawFile.IMPLICIT, RawFile.EXPLICIT)) {
            RawFile raw = RawFile.in(syntax).image(1);
            // The block may lie anywhere.
            raw.text(0x00290042, "LO", "ATL PRIVATE TAGS");
            raw.element(0x00294232, "UN", new byte[] {3, 0, 0, 0});
            raw.element(0x00294399, "UN", new byte[] {3, 0});
            raw.element(PIXEL_DATA, "OB", SIX).write(file);
            assertEquals("NumberOfLoops", attribute("(0029,4232)").keyword());
            assertEquals("UL", attribute("(0029,4232)").vr());
            assertEquals("3", attribute("(0029,4232)").value());
            assertEquals("", attribute("(0029,4399)").keyword());
        }
    }
}
