package org.credence.dicom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.credence.imaging.Frame;
import org.credence.imaging.FrameCache;
import org.credence.imaging.ImageInstance;
import org.credence.imaging.ImageSeries;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many threads read one series, and files change, move and go while they are open. */
class ChangedFilesTest {

    private static final int PIXEL_DATA = 0x7FE00010;
    private static final int SLICES = 24;
    private static final int THREADS = 8;

    @TempDir
    private Path folder;

    private final DicomImageSource source = new DicomImageSource();

    /** A slice whose six pixels tell its number; every third in RLE. */
    private Path slice(int number) throws Exception {
        byte[] pixels = new byte[6];
        for (int i = 0; i < 6; i++) {
            pixels[i] = (byte) (number * 7 + i);
        }
        boolean rle = number % 3 == 0;
        RawFile raw = RawFile.in(rle ? RawFile.RLE : RawFile.EXPLICIT);
        raw.text(0x00080018, "UI", "1.2.3." + number).text(0x0020000E, "UI", "1.2.3");
        raw.text(0x00200013, "IS", Integer.toString(number));
        raw.us(0x00280002, 1).text(0x00280004, "CS", "MONOCHROME2");
        raw.us(0x00280010, 2).us(0x00280011, 3).us(0x00280100, 8).us(0x00280101, 8);
        if (rle) {
            byte[] head = new byte[64];
            head[0] = 1;
            head[4] = 64;
            raw.head(PIXEL_DATA, "OB", RawFile.UNDEFINED).item(0).item(72);
            raw.bytes(head, 0, 64).bytes(5).bytes(pixels, 0, 6).bytes(0x80).endOfSequence();
        } else {
            raw.element(PIXEL_DATA, "OB", pixels);
        }
        return raw.write(folder.resolve("slice" + number));
    }

    @Test
    void eightThreadsReadOneSeriesAndAllGetItsPixels() throws Exception {
        List<ImageInstance> instances = new ArrayList<>();
        for (int n = 1; n <= SLICES; n++) {
            instances.add(source.open(slice(n)));
        }
        ImageSeries series = ImageSeries.group(instances).get(0);
        assertEquals(SLICES, series.frames().size());
        FrameCache cache = new FrameCache(60);
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Callable<Integer>> readers = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                Random random = new Random(t);
                readers.add(() -> {
                    for (int i = 0; i < 500; i++) {
                        int position = random.nextInt(SLICES);
                        Frame frame = i % 2 == 0 ? cache.get(series, position) : series.decode(position);
                        for (int p = 0; p < 6; p++) {
                            assertEquals(((position + 1) * 7 + p) & 0xff, frame.stored(p % 3, p / 3));
                        }
                    }
                    return 500;
                });
            }
            int read = 0;
            for (Future<Integer> done : threads.invokeAll(readers)) {
                read += done.get();
            }
            assertEquals(THREADS * 500, read);
        }
    }

    private void assertChanged(ImageInstance image) {
        DicomException e =
                assertThrows(DicomException.class, () -> image.decoder().decode(0));
        assertTrue(e.getMessage().contains("changed meanwhile"), e.getMessage());
        assertTrue(e.getMessage().contains("open it again"), e.getMessage());
        assertTrue(e.getMessage().contains(image.file().toString()), e.getMessage());
    }

    @Test
    void aFileThatIsNotWhatItWasIsAnError() throws Exception {
        for (int number : new int[] {1, 3}) {
            Path file = slice(number);
            byte[] bytes = Files.readAllBytes(file);
            FileTime earlier = FileTime.fromMillis(1_000_000_000_000L);
            Files.setLastModifiedTime(file, earlier);
            ImageInstance image = source.open(file);
            image.decoder().decode(0);
            // Of the same size, but written again.
            byte[] other = bytes.clone();
            other[bytes.length - 10] ^= 1;
            Files.write(file, other);
            assertChanged(image);
            // Shorter and longer, with the time that it had.
            for (int length : new int[] {bytes.length - 1, bytes.length + 1}) {
                Files.write(file, Arrays.copyOf(bytes, length));
                Files.setLastModifiedTime(file, earlier);
                assertChanged(image);
            }
            // Another file in its place.
            Files.delete(file);
            Files.copy(slice(number + 1), file);
            assertChanged(image);
            // Gone.
            Files.delete(file);
            DicomException gone =
                    assertThrows(DicomException.class, () -> image.decoder().decode(0));
            assertTrue(gone.getMessage().contains("does not exist"), gone.getMessage());
            // What it was, again.
            Files.write(file, bytes);
            Files.setLastModifiedTime(file, earlier);
            image.decoder().decode(0);
        }
    }

    @Test
    void aDeflatedFileThatIsNotWhatItWasIsAnErrorThoughItIsInMemory() throws Exception {
        Path plain = RawFile.bare(true, false)
                .image(1)
                .element(PIXEL_DATA, "OB", new byte[] {1, 2, 3, 4, 5, 6})
                .write(folder.resolve("plain"));
        java.util.zip.Deflater deflater = new java.util.zip.Deflater(9, true);
        deflater.setInput(Files.readAllBytes(plain));
        deflater.finish();
        byte[] packed = new byte[4096];
        int n = deflater.deflate(packed);
        deflater.end();
        Path file = RawFile.in("1.2.840.10008.1.2.1.99").bytes(packed, 0, n).write(folder.resolve("deflated"));
        ImageInstance image = source.open(file);
        assertEquals(6, image.decoder().decode(0).stored(2, 1));
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_000L));
        assertChanged(image);
    }

    @Test
    void filesThatAreReplacedWhileThreadsReadGiveTheirPixelsOrAnError() throws Exception {
        Path file = slice(1);
        byte[] one = Files.readAllBytes(file);
        byte[] two = one.clone();
        for (int i = 1; i <= 6; i++) {
            two[two.length - i] = (byte) 200;
        }
        ImageInstance image = source.open(file);
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<Integer>> readers = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                readers.add(threads.submit(() -> {
                    int right = 0;
                    for (int i = 0; i < 300; i++) {
                        try {
                            Frame frame = image.decoder().decode(0);
                            for (int p = 0; p < 6; p++) {
                                assertEquals(7 + p, frame.stored(p % 3, p / 3));
                            }
                            right++;
                        } catch (DicomException e) {
                            assertTrue(e.getMessage().endsWith("."), e.getMessage());
                        }
                    }
                    return right;
                }));
            }
            for (int i = 0; i < 50; i++) {
                Path other = Files.write(folder.resolve("other"), i % 2 == 0 ? two : Arrays.copyOf(two, 300));
                Files.setLastModifiedTime(other, FileTime.fromMillis(2_000_000_000L + i));
                Files.move(other, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            }
            for (Future<Integer> reader : readers) {
                reader.get();
            }
        }
    }
}
