package org.credence.dicom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.credence.annotation.AnnotationException;
import org.credence.annotation.AnnotationSnapshot;
import org.credence.annotation.LabelScheme;
import org.credence.annotation.Reader;
import org.credence.imaging.FileDescription;
import org.credence.imaging.ImageInstance;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.ImageSources;
import org.credence.imaging.ImagingException;
import org.credence.imaging.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged and hostile files end in one clear sentence. */
class MalformedFilesTest {

    private static final int PIXEL_DATA = 0x7FE00010;

    @TempDir
    private Path folder;

    private final DicomImageSource source = new DicomImageSource();
    private final ImageSources sources = new ImageSources(List.of(source));

    private String refused(Path file) {
        DicomException e = assertThrows(DicomException.class, () -> source.open(file));
        assertTrue(e.getMessage().endsWith("."), e.getMessage());
        assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
        return e.getMessage();
    }

    @Test
    void filesOfOtherKindsAreRefusedInOneSentence() throws Exception {
        Path text = Files.writeString(folder.resolve("notes.txt"), "Dear colleague,\n".repeat(40));
        Path empty = Files.createFile(folder.resolve("empty.dcm"));
        Path prefix = Files.write(folder.resolve("prefix.dcm"), Arrays.copyOf("DICM".getBytes(), 4));
        assertFalse(source.accepts(text));
        assertFalse(source.accepts(empty));
        for (Path file : List.of(text, empty, folder.resolve("missing.dcm"), folder)) {
            ImagingException e = assertThrows(ImagingException.class, () -> sources.open(file));
            assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
        }
        assertTrue(refused(text).contains("no DICOM file"));
        assertTrue(refused(folder.resolve("missing.dcm")).contains("does not exist"));
        assertThrows(ImagingException.class, () -> source.open(prefix));
        ImagingException none =
                assertThrows(ImagingException.class, () -> sources.scan(List.of(folder), Progress.NONE));
        assertTrue(none.getMessage().contains("No images were found"), none.getMessage());
    }

    @Test
    void aFileCutOffAnywhereIsAnErrorOrAllThere() throws Exception {
        Path whole = folder.resolve("whole.dcm");
        new DicomImageSink().write(Clips.gray(4, 3, 2), whole);
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = folder.resolve("cut.dcm");
        for (int length = 0; length < bytes.length; length++) {
            Files.write(cut, Arrays.copyOf(bytes, length));
            assertThrows(ImagingException.class, () -> source.open(cut), "length " + length);
            describes(cut);
        }
    }

    @Test
    void aSegmentationCutOffAnywhereIsAnError() throws Exception {
        Path image = folder.resolve("image.dcm");
        new DicomImageSink().write(Clips.gray(4, 3, 1), image);
        ImageSeries series = ImageSeries.of(source.open(image));
        Path whole = folder.resolve("whole.seg.dcm");
        DicomSegmentationStore store = new DicomSegmentationStore();
        AnnotationSnapshot annotation = new AnnotationSnapshot(
                new Reader("r", "R"),
                LabelScheme.lungUltrasound(),
                series.info().seriesUid(),
                4,
                3,
                series.frames(),
                java.util.Map.of(),
                java.util.Map.of());
        store.write(annotation, series, whole, Progress.NONE);
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = folder.resolve("cut.dcm");
        for (int length = 0; length < bytes.length; length += 3) {
            Files.write(cut, Arrays.copyOf(bytes, length));
            assertFalse(store.accepts(cut, series));
            assertThrows(AnnotationException.class, () -> store.load(cut, series, Progress.NONE), "length " + length);
        }
    }

    @Test
    void anyBytesChangedGiveAFrameOrAnError() throws Exception {
        Path whole = folder.resolve("whole.dcm");
        new DicomImageSink().write(Clips.color(4, 3, 2), whole);
        byte[] bytes = Files.readAllBytes(whole);
        Path changed = folder.resolve("changed.dcm");
        Random random = new Random(11);
        for (int i = 0; i < 1000; i++) {
            byte[] other = bytes.clone();
            int at = random.nextInt(other.length);
            for (int k = at; k < Math.min(other.length, at + 1 + random.nextInt(16)); k++) {
                other[k] = (byte) (random.nextBoolean() ? random.nextInt() : 255);
            }
            Files.write(changed, other);
            describes(changed);
            try {
                ImageInstance image = source.open(changed);
                image.decoder().decode(image.frameCount() - 1);
            } catch (ImagingException e) {
                assertFalse(e.getMessage().isBlank());
            }
        }
    }

    @Test
    void aFileThatIsGoneOrShorterMeanwhileIsAnErrorOfItsFrames() throws Exception {
        Path file = folder.resolve("clip.dcm");
        new DicomImageSink().write(Clips.gray(4, 3, 2), file);
        ImageInstance image = source.open(file);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 2));
        for (int frame = 0; frame < 2; frame++) {
            int f = frame;
            DicomException shorter =
                    assertThrows(DicomException.class, () -> image.decoder().decode(f));
            assertTrue(shorter.getMessage().contains("changed meanwhile"), shorter.getMessage());
        }
        Files.delete(file);
        DicomException gone =
                assertThrows(DicomException.class, () -> image.decoder().decode(0));
        assertTrue(gone.getMessage().contains("does not exist"), gone.getMessage());
    }

    private void describes(Path file) {
        try {
            source.describe(file, Set.of(FileDescription.Detail.DIGEST));
        } catch (DicomException e) {
            assertFalse(e.getMessage().isBlank());
        }
    }

    @Test
    void aLengthBeyondTheFileIsRefusedWithTagAndOffset() throws Exception {
        RawFile raw = RawFile.in(RawFile.EXPLICIT).image(1);
        int offset = raw.length();
        Path file = raw.head(PIXEL_DATA, "OB", 0x7ffffff0L).bytes(1, 2, 3).write(folder.resolve("long.dcm"));
        DicomException e = assertThrows(DicomException.class, () -> source.open(file));
        assertEquals(PIXEL_DATA, e.tag().orElseThrow());
        assertEquals(offset, e.offset().orElseThrow());
        assertTrue(e.getMessage().contains("(7FE0,0010) PixelData takes 2147483632 bytes, but only 3"), e.getMessage());
    }

    @Test
    void sequencesThatNestTooDeepAreRefused() throws Exception {
        for (String syntax : List.of(RawFile.IMPLICIT, RawFile.EXPLICIT)) {
            RawFile raw = RawFile.in(syntax).text(0x00080005, "CS", "ISO_IR 100");
            for (int i = 0; i < 20_000; i++) {
                raw.head(0x00081140, "SQ", RawFile.UNDEFINED).item(RawFile.UNDEFINED);
            }
            assertTrue(refused(raw.write(folder.resolve("deep.dcm"))).contains("deep"));
        }
    }

    @Test
    void sequencesHiddenInUnknownValuesDoNotNestWithoutEndEither() throws Exception {
        byte[] inner = new byte[0];
        for (int i = 0; i < 600; i++) {
            byte[] outer = new byte[inner.length + 16];
            System.arraycopy(new byte[] {(byte) 0xfe, (byte) 0xff, 0, (byte) 0xe0}, 0, outer, 0, 4);
            put(outer, 4, inner.length + 8);
            System.arraycopy(new byte[] {9, 0, 1, 0x10}, 0, outer, 8, 4);
            put(outer, 12, inner.length);
            System.arraycopy(inner, 0, outer, 16, inner.length);
            inner = outer;
        }
        Path file = RawFile.in(RawFile.IMPLICIT)
                .text(0x00080005, "CS", "ISO_IR 100")
                .element(0x00091001, "UN", inner)
                .image(1)
                .element(PIXEL_DATA, "OW", new byte[6])
                .write(folder.resolve("deep.dcm"));
        assertEquals(3, source.open(file).columns());
    }

    private static void put(byte[] target, int at, int value) {
        for (int i = 0; i < 4; i++) {
            target[at + i] = (byte) (value >> 8 * i);
        }
    }

    @Test
    void moreFramesThanPixelsAreRefused() throws Exception {
        Path file = RawFile.in(RawFile.EXPLICIT)
                .image(2_000_000_000)
                .element(PIXEL_DATA, "OB", new byte[12])
                .write(folder.resolve("many.dcm"));
        assertTrue(refused(file).contains("12 bytes of pixels, but 2000000000 frames"));
        Path fragments = RawFile.in(RawFile.RLE)
                .image(2_000_000_000)
                .head(PIXEL_DATA, "OB", RawFile.UNDEFINED)
                .item(0)
                .item(2)
                .bytes(1, 2)
                .endOfSequence()
                .write(folder.resolve("fragments.dcm"));
        assertTrue(refused(fragments).contains("holds 1 fragments"));
    }

    @Test
    void anImageWithoutItsPixelsOrItsSizeIsRefused() throws Exception {
        assertTrue(refused(RawFile.in(RawFile.EXPLICIT).image(1).write(folder.resolve("header.dcm")))
                .contains("holds no pixel data"));
        Path noSize = RawFile.in(RawFile.EXPLICIT)
                .text(0x00080018, "UI", "1.2")
                .element(PIXEL_DATA, "OB", new byte[6])
                .write(folder.resolve("nosize.dcm"));
        assertTrue(refused(noSize).contains("(0028,0010) Rows"));
    }

    @Test
    void aDeflatedBombStaysWithinBounds() throws Exception {
        // A mebibyte of zeros as the data set: nothing in it is an element.
        java.util.zip.Deflater deflater = new java.util.zip.Deflater(9, true);
        deflater.setInput(new byte[1 << 20]);
        deflater.finish();
        byte[] packed = new byte[1 << 14];
        int n = deflater.deflate(packed);
        deflater.end();
        RawFile raw = RawFile.in("1.2.840.10008.1.2.1.99");
        for (int i = 0; i < n; i++) {
            raw.bytes(packed[i]);
        }
        Path file = raw.write(folder.resolve("bomb.dcm"));
        assertThrows(ImagingException.class, () -> source.open(file));
    }
}
