package org.credence.dicom.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.credence.dicom.DicomException;
import org.credence.dicom.DicomImageSink;
import org.credence.imaging.Attribute;
import org.credence.imaging.Clip;
import org.credence.imaging.FileDescription;
import org.credence.imaging.FileDescription.Detail;
import org.credence.imaging.Frame;
import org.credence.imaging.ImageInstance;
import org.credence.imaging.ImagingException;
import org.credence.imaging.OtherObject;
import org.credence.imaging.PixelRect;
import org.credence.imaging.PixelSpacing;
import org.credence.imaging.SeriesInfo;
import org.credence.imaging.spi.ImageSource;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What every image source for DICOM holds to, whoever parses. It uses nothing that is not exported. */
public abstract class ImageSourceContract {

    private static final int COLUMNS = 5;
    private static final int ROWS = 4;
    private static final int FRAMES = 3;

    @TempDir
    protected Path folder;

    /** The source on trial; the same one at each call. */
    protected abstract ImageSource source();

    /**
     * Compares the decoded samples of a file that is compressed with loss to its reference.
     *
     * @param folder the folder of conformance files
     */
    protected abstract void assertClose(Path folder, ConformanceFile file) throws IOException;

    @TestFactory
    List<DynamicTest> everyConformanceFileGivesItsDigestOrItsError() throws IOException {
        return ConformanceFile.tests(source(), this::assertClose);
    }

    @Test
    void filesAreAcceptedByContentAndNotByName() throws Exception {
        Path clip = clip("notes.txt");
        assertTrue(source().accepts(clip));
        assertEquals(FRAMES, image(clip).frameCount());
        Path text = Files.writeString(folder.resolve("image.dcm"), "Dear colleague,\n".repeat(40));
        Path empty = Files.createFile(folder.resolve("empty.dcm"));
        for (Path other : List.of(text, empty)) {
            assertFalse(source().accepts(other));
            assertTrue(refusal(other).contains("no DICOM file"));
        }
        assertFalse(source().name().isBlank());
    }

    @Test
    void whatIsNoFileIsRefusedByName() {
        Path missing = folder.resolve("missing.dcm");
        assertThrows(ImagingException.class, () -> source().accepts(missing));
        for (Path none : List.of(missing, folder)) {
            assertTrue(refusal(none).contains(none.toString()));
            assertThrows(DicomException.class, () -> source().describe(none, Set.of()));
        }
    }

    @Test
    void aClipHasItsIdentityFramesAndSpacing() throws Exception {
        ImageInstance image = image(clip("clip.dcm"));
        assertEquals("2.25.7", image.sopInstanceUid());
        assertEquals("2.25.6", image.series().seriesUid());
        assertEquals("Müller^Änne", image.series().patientName());
        assertEquals("US", image.series().modality());
        assertEquals(COLUMNS, image.columns());
        assertEquals(ROWS, image.rows());
        assertEquals(FRAMES, image.frameCount());
        assertEquals(new PixelSpacing(0.217, 0.193), image.spacing().orElseThrow());
        for (int f = 0; f < FRAMES; f++) {
            assertPixels(f, image.decoder().decode(f));
        }
        assertThrows(DicomException.class, () -> image.decoder().decode(FRAMES));
        assertThrows(DicomException.class, () -> image.decoder().decode(-1));
    }

    @Test
    void aFileOpensTwiceAndFromSeveralThreads() throws Exception {
        Path clip = clip("clip.dcm");
        assertNotSame(image(clip), image(clip));
        String digest = digest(clip);
        List<Callable<String>> tasks = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            int frame = i % FRAMES;
            tasks.add(() -> {
                assertPixels(frame, image(clip).decoder().decode(frame));
                return digest(clip);
            });
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (Future<String> found : threads.invokeAll(tasks)) {
                assertEquals(digest, found.get());
            }
        }
    }

    @Test
    void framesAreReadOnlyWhenAskedForAndNothingStaysOpen() throws Exception {
        Path clip = clip("clip.dcm");
        ImageInstance image = image(clip);
        assertPixels(1, image.decoder().decode(1));
        Path away = Files.move(clip, folder.resolve("away.dcm"));
        DicomException gone =
                assertThrows(DicomException.class, () -> image.decoder().decode(1));
        assertTrue(gone.getMessage().contains("does not exist"), gone.getMessage());
        Files.move(away, clip);
        assertPixels(2, image.decoder().decode(2));
        byte[] bytes = Files.readAllBytes(clip);
        Files.write(clip, Arrays.copyOf(bytes, bytes.length - 4));
        assertThrows(DicomException.class, () -> image.decoder().decode(FRAMES - 1));
    }

    @Test
    void aDescriptionHasTheDigestWhereAskedFor() throws Exception {
        Path clip = clip("clip.dcm");
        FileDescription without = source().describe(clip, Set.of());
        assertTrue(without.pixelDigest().isEmpty());
        assertTrue(without.pixelError().isEmpty());
        FileDescription with = source().describe(clip, Set.of(Detail.DIGEST));
        assertEquals(64, with.pixelDigest().orElseThrow().length());
        assertEquals(without.attributes(), with.attributes());
        assertEquals("US", value(with, "(0008,0060)"));
        assertEquals("Müller^Änne", value(with, "(0010,0010)"));
        Attribute regions = attribute(with, "(0018,6011)");
        assertEquals("SQ", regions.vr());
        assertEquals(1, regions.items().size());
        assertTrue(with.summary().contains(COLUMNS + " x " + ROWS + " pixels"), with.summary());
    }

    @Test
    void textIsReadInItsCharacterSet() throws Exception {
        assertEquals("Buc^Jérôme", name("ISO_IR 100", "Buc^Jérôme".getBytes(StandardCharsets.ISO_8859_1)));
        assertEquals("Люкceмбypг", name("ISO_IR 144", "Люкceмбypг".getBytes("ISO-8859-5")));
        assertEquals("山田^太郎", name("ISO_IR 192", "山田^太郎".getBytes(StandardCharsets.UTF_8)));
        assertEquals("王^小东", name("GB18030", "王^小东".getBytes("GB18030")));
        assertEquals("ﾔﾏﾀﾞ^ﾀﾛｳ", name("ISO_IR 13", HexFormat.of().parseHex("d4cfc0de5ec0dbb3")));
        assertEquals(
                "Yamada^Tarou=山田^太郎",
                name("\\ISO 2022 IR 87", latin("Yamada^Tarou=\u001b$B;3ED\u001b(B^\u001b$BB@O:\u001b(B")));
        assertEquals(
                "Hong^Gildong=洪^吉洞",
                name(
                        "\\ISO 2022 IR 149",
                        latin("Hong^Gildong=\u001b$)C\u00fb\u00f3^\u001b$)C\u00d1\u00ce\u00d4\u00d7")));
    }

    @Test
    void whatADescriptionSaysOfTheCharacterSetIsWhatTheFileSays() throws Exception {
        Path file = Files.write(folder.resolve("name"), named("ISO_IR 100", latin("Doe^Jane")));
        assertEquals("ISO_IR 100", value(source().describe(file, Set.of()), "(0008,0005)"));
    }

    @Test
    void aFileCutOffAnywhereIsNoImage() throws Exception {
        byte[] bytes = Files.readAllBytes(clip("clip.dcm"));
        Path cut = folder.resolve("cut.dcm");
        for (int length = 0; length < bytes.length; length++) {
            Files.write(cut, Arrays.copyOf(bytes, length));
            described(cut);
            try {
                // Cut off between two elements before it becomes an image, it is a sound object of another kind.
                assertInstanceOf(OtherObject.class, source().read(cut), "length " + length);
            } catch (DicomException e) {
                assertTrue(e.getMessage().contains(cut.toString()), e.getMessage());
            }
        }
    }

    @Test
    void anyBytesChangedGiveAFrameOrAnError() throws Exception {
        byte[] bytes = Files.readAllBytes(clip("clip.dcm"));
        Path changed = folder.resolve("changed.dcm");
        Random random = new Random(29);
        for (int i = 0; i < 1000; i++) {
            byte[] other = bytes.clone();
            int at = random.nextInt(other.length);
            for (int k = at; k < Math.min(other.length, at + 1 + random.nextInt(12)); k++) {
                other[k] = (byte) (random.nextBoolean() ? random.nextInt() : 255);
            }
            Files.write(changed, other);
            described(changed);
            try {
                if (source().read(changed) instanceof ImageInstance image) {
                    image.decoder().decode(image.frameCount() - 1);
                }
            } catch (ImagingException e) {
                assertFalse(e.getMessage().isBlank());
            }
        }
    }

    @Test
    void sequencesThatNestTooDeepAreRefused() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(named("ISO_IR 100", latin("Doe^Jane")));
        for (int i = 0; i < 20_000; i++) {
            out.write(HexFormat.of().parseHex("100002105351" + "0000" + "ffffffff" + "feff00e0" + "ffffffff"));
        }
        Path deep = Files.write(folder.resolve("deep.dcm"), out.toByteArray());
        assertTrue(refusal(deep).contains("deep"));
    }

    private static void assertPixels(int frame, Frame found) {
        int[] expected = new int[COLUMNS * ROWS];
        int[] stored = new int[COLUMNS * ROWS];
        Arrays.setAll(expected, p -> level(frame, p));
        Arrays.setAll(stored, p -> found.stored(p % COLUMNS, p / COLUMNS));
        assertArrayEquals(expected, stored);
    }

    private static int level(int frame, int pixel) {
        return 37 * frame + 11 * pixel & 0xff;
    }

    private Path clip(String name) throws ImagingException {
        List<Frame> frames = new ArrayList<>();
        for (int f = 0; f < FRAMES; f++) {
            byte[] pixels = new byte[COLUMNS * ROWS];
            for (int p = 0; p < pixels.length; p++) {
                pixels[p] = (byte) level(f, p);
            }
            frames.add(Frame.gray(COLUMNS, ROWS, pixels));
        }
        SeriesInfo series =
                new SeriesInfo("P-1", "Müller^Änne", "2.25.5", "20240131", "Lung", "2.25.6", 3, "Right upper", "US");
        Path file = folder.resolve(name);
        new DicomImageSink()
                .write(
                        new Clip(
                                series,
                                "2.25.7",
                                2,
                                frames,
                                new PixelSpacing(0.217, 0.193),
                                40,
                                new PixelRect(0, 0, COLUMNS, ROWS)),
                        file);
        return file;
    }

    private ImageInstance image(Path file) throws ImagingException {
        return assertInstanceOf(ImageInstance.class, source().read(file));
    }

    /** The message of the exception that reading a file ends in: one sentence, and of the right type. */
    private String refusal(Path file) {
        DicomException e = assertThrows(DicomException.class, () -> source().read(file));
        assertTrue(e.getMessage().endsWith("."), e.getMessage());
        return e.getMessage();
    }

    private void described(Path file) {
        try {
            source().describe(file, Set.of(Detail.DIGEST));
        } catch (ImagingException e) {
            assertFalse(e.getMessage().isBlank());
        }
    }

    private String digest(Path file) throws ImagingException {
        return source().describe(file, Set.of(Detail.DIGEST)).pixelDigest().orElseThrow();
    }

    private static Attribute attribute(FileDescription description, String tag) {
        return description.attributes().stream()
                .filter(a -> a.tag().equals(tag))
                .findFirst()
                .orElseGet(() -> fail("no " + tag));
    }

    private static String value(FileDescription description, String tag) {
        return attribute(description, tag).value();
    }

    private String name(String charset, byte[] name) throws IOException {
        Path file = Files.write(folder.resolve("name"), named(charset, name));
        return value(source().describe(file, Set.of()), "(0010,0010)");
    }

    /** A data set in explicit little endian without preamble: a character set and a patient's name. */
    private static byte[] named(String charset, byte[] name) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        element(out, "08000500", "CS", latin(charset));
        element(out, "10001000", "PN", name);
        return out.toByteArray();
    }

    private static void element(ByteArrayOutputStream out, String tag, String vr, byte[] value) throws IOException {
        int length = value.length + (value.length & 1);
        out.write(HexFormat.of().parseHex(tag));
        out.write(latin(vr));
        out.write(length);
        out.write(length >> 8);
        out.write(value);
        if (length > value.length) {
            out.write(' ');
        }
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
