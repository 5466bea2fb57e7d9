package org.credence.imaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.credence.imaging.internal.Archive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Zip files open as folders do, and hostile ones do no harm. */
class ArchiveTest {

    private static final Archive.Limits SMALL = new Archive.Limits(50, 1 << 20, 0, 1 << 16, 100);

    @TempDir
    Path temporary;

    @Test
    void imagesInAnArchiveOpenAndTheSecondTimeNothingIsUnpacked() throws IOException {
        Path zip = zip("a/1.img", "IMG 1.9.1 1", "a/2.img", "IMG 1.9.2 2", "readme.txt", "Dear colleague", "b/", "");
        var first = scan(zip);
        assertEquals(2, first.series().get(0).frames().size());
        assertEquals('2', first.series().get(0).decode(1).stored(0, 0));
        assertEquals(List.of(), first.problems());
        Path unpacked = first.series().get(0).instances().get(0).file();
        Object key = Files.readAttributes(unpacked, "creationTime,fileKey");
        var second = scan(zip);
        assertEquals(unpacked, second.series().get(0).instances().get(0).file());
        assertEquals(key, Files.readAttributes(unpacked, "creationTime,fileKey"));
    }

    @Test
    void whatIsMissingFromTheCacheIsUnpackedAgain() throws IOException {
        Path zip = zip("1.img", "IMG 1.9.1 1", "2.img", "IMG 1.9.2 2");
        Files.delete(scan(zip).series().get(0).instances().get(0).file());
        assertEquals(2, scan(zip).series().get(0).frames().size());
    }

    @Test
    void aChangedArchiveIsAnotherOne() throws IOException {
        Path zip = zip("1.img", "IMG 1.9.1 1");
        scan(zip);
        zip("1.img", "IMG 1.9.1 1", "2.img", "IMG 1.9.2 2");
        assertEquals(2, scan(zip).series().get(0).frames().size());
    }

    @Test
    void namesThatLeadAwayLeadNowhere() throws IOException {
        Path zip = zip(
                "../../../outside.img",
                "IMG 1.9.1 1",
                "/absolute.img",
                "IMG 1.9.2 2",
                "C:\\windows\\system.img",
                "IMG 1.9.3 3",
                "a/../../b.img",
                "IMG 1.9.4 4",
                "..",
                "IMG 1.9.5 5",
                "CON",
                "IMG 1.9.6 6",
                "x".repeat(5000),
                "IMG 1.9.7 7",
                "nul\u0000in\nside",
                "IMG 1.9.8 8",
                "trailing. .",
                "IMG 1.9.9 9");
        Path cache = temporary.resolve("deep/er/cache");
        var scan = new ImageSources(List.of(new ToySource()), new ImageCache(cache)).scan(List.of(zip), Progress.NONE);
        assertEquals(9, scan.series().get(0).frames().size());
        for (Path file : files(temporary)) {
            assertTrue(file.equals(zip) || file.startsWith(cache), file.toString());
        }
        scan.series().get(0).instances().forEach(i -> {
            String name = i.file().getFileName().toString();
            assertTrue(name.matches("\\d{6}(-[A-Za-z0-9._-]{1,60})?"), name);
        });
    }

    @Test
    void entriesOfOneNameAreAllThere() throws IOException {
        Path zip = zip("1.img", "IMG 1.9.1 1", "2.img", "IMG 1.9.2 2");
        replace(zip, "2.img", "1.img");
        assertEquals(2, scan(zip).series().get(0).frames().size());
    }

    @Test
    void problemsNameTheEntryAndNotTheCache() throws IOException {
        Path zip = zip("1.img", "IMG 1.9.1 1", "folder/2.img", "IMG", "inner.zip", "PK");
        var problems = scan(zip).problems();
        assertEquals(
                List.of(
                        "Entry inner.zip is an archive itself; unpack it and open it by itself. (" + zip + ")",
                        "File " + zip + "!folder/2.img is damaged."),
                problems.stream().map(ImageSources.Problem::message).toList());
        assertEquals(
                List.of(zip, zip),
                problems.stream().map(ImageSources.Problem::file).toList());
        assertEquals(problems, scan(zip).problems());
    }

    @Test
    void aBombIsRefusedAndNothingIsLeftOfIt() throws IOException {
        Path zip = temporary.resolve("bomb.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry("zeros"));
            out.write(new byte[500_000]);
            out.closeEntry();
        }
        assertEquals(
                "Archive " + zip + " holds more than 100 times its own size; this is no sound archive, do not open it.",
                refusal(zip));
    }

    @Test
    void anEntryThatSwellsTooMuchIsLeftOut() throws IOException {
        byte[] noise = new byte[100_000];
        new java.util.Random(1).nextBytes(noise);
        Path zip = temporary.resolve("some.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry("noise"));
            out.write(noise);
            out.putNextEntry(new ZipEntry("zeros"));
            out.write(new byte[500_000]);
            out.closeEntry();
        }
        Path folder = Archive.unpack(zip, temporary.resolve("store"), SMALL, Progress.NONE);
        assertEquals(1, files(folder.resolve("files")).size());
        assertEquals(
                List.of("Entry zeros holds more than 100 times what it takes in the archive and was left out."),
                org.credence.imaging.internal.ArchiveContents.read(folder).problems());
    }

    @Test
    void tooManyBytesOrEntriesAreRefused() throws IOException {
        byte[] noise = new byte[1_200_000];
        new java.util.Random(1).nextBytes(noise);
        Path large = temporary.resolve("large.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(large))) {
            out.putNextEntry(new ZipEntry("noise"));
            out.write(noise);
            out.closeEntry();
        }
        assertTrue(refusal(large).contains("holds more than the 1 MiB that may be unpacked"), refusal(large));
        String[] many = new String[102];
        Arrays.setAll(many, i -> i % 2 == 0 ? "f" + i : "x");
        assertTrue(refusal(zip(many)).contains("has 51 entries, more than 50"), "entries");
    }

    @Test
    void sizesThatLieAreFound() throws IOException {
        Path zip = zip("1.img", "IMG 1.9.1 1", "2.img", "IMG 1.9.2 2");
        byte[] bytes = Files.readAllBytes(zip);
        // The uncompressed size in the second central header, four bytes at 24.
        int header = lastIndexOf(bytes, new byte[] {'P', 'K', 1, 2});
        bytes[header + 24]++;
        Files.write(zip, bytes);
        var scan = scan(zip);
        assertEquals(1, scan.series().get(0).frames().size());
        assertTrue(
                scan.problems().get(0).message().startsWith("Entry 2.img "),
                scan.problems().toString());
    }

    @Test
    void whateverIsCutOffOrFlippedIsRefusedOrReportedAndLeavesNothingBehind() throws IOException {
        Path sound = zip("1.img", "IMG 1.9.1 1", "2.img", "IMG 1.9.2 2", "3.img", "IMG 1.9.3 3");
        byte[] bytes = Files.readAllBytes(sound);
        Path zip = temporary.resolve("broken.zip");
        Path store = temporary.resolve("store");
        int unpacked = 0;
        for (int i = 0; i < 2 * bytes.length; i++) {
            byte[] broken = i < bytes.length ? Arrays.copyOf(bytes, i) : bytes.clone();
            if (i >= bytes.length) {
                broken[i - bytes.length] ^= (byte) (1 << i % 8);
            }
            Files.write(zip, broken);
            try {
                Path folder = Archive.unpack(zip, store, SMALL, Progress.NONE);
                unpacked++;
                for (Path file : files(folder.resolve("files"))) {
                    assertTrue(Files.readString(file).matches("IMG 1\\.9\\.\\d \\d"), "byte " + i);
                }
            } catch (ImagingException e) {
                assertTrue(e.getMessage().startsWith("Archive " + zip + " "), e.getMessage());
            }
        }
        assertTrue(unpacked > 0, "many flips hurt nothing or one entry");
        try (Stream<Path> left = Files.list(store)) {
            assertEquals(
                    List.of(), left.filter(p -> p.toString().endsWith(".part")).toList());
        }
    }

    @Test
    void anEncryptedArchiveSaysSo() throws IOException {
        Path zip = zip("1.img", "IMG 1.9.1 1");
        byte[] bytes = Files.readAllBytes(zip);
        bytes[6] |= 1;
        bytes[lastIndexOf(bytes, new byte[] {'P', 'K', 1, 2}) + 8] |= 1;
        Files.write(zip, bytes);
        assertEquals(
                "Archive " + zip + " is encrypted; unpack it with its password and open the folder.", refusal(zip));
    }

    @Test
    void whatIsNoLongerWantedLeavesNothingBehind() throws IOException {
        Path zip = zip("1.img", "IMG 1.9.1 1");
        Progress cancelled = new Progress() {
            @Override
            public void report(double fraction, String message) {
                // Only the cancellation matters here.
            }

            @Override
            public boolean isCancelled() {
                return true;
            }
        };
        Path store = temporary.resolve("store");
        assertThrows(CancellationException.class, () -> Archive.unpack(zip, store, SMALL, cancelled));
        assertEquals(List.of(), files(store));
        try (Stream<Path> left = Files.list(store)) {
            assertFalse(left.findAny().isPresent());
        }
    }

    @Test
    void withoutACacheAnArchiveIsRefusedInOneSentence() throws IOException {
        Path zip = zip("1.img", "IMG 1.9.1 1");
        ImageSources bare = new ImageSources(List.of(new ToySource()));
        assertEquals(
                "Archive " + zip + " cannot be opened without a cache to unpack it to; unpack it and open the folder.",
                assertThrows(ImagingException.class, () -> bare.scan(List.of(zip), Progress.NONE))
                        .getMessage());
    }

    private String refusal(Path zip) throws IOException {
        Path store = temporary.resolve("store");
        String message = assertThrows(ImagingException.class, () -> Archive.unpack(zip, store, SMALL, Progress.NONE))
                .getMessage();
        assertEquals(List.of(), files(store));
        return message;
    }

    private ImageSources.Scan scan(Path zip) throws ImagingException {
        return new ImageSources(List.of(new ToySource()), new ImageCache(temporary.resolve("cache")))
                .scan(List.of(zip), Progress.NONE);
    }

    private Path zip(String... namesAndContents) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (int i = 0; i < namesAndContents.length; i += 2) {
                out.putNextEntry(new ZipEntry(namesAndContents[i]));
                out.write(namesAndContents[i + 1].getBytes(StandardCharsets.UTF_8));
                out.closeEntry();
            }
        }
        return Files.write(temporary.resolve("images.zip"), bytes.toByteArray());
    }

    /** Writes another name of the same length into all headers. */
    private static void replace(Path zip, String name, String by) throws IOException {
        String bytes = new String(Files.readAllBytes(zip), StandardCharsets.ISO_8859_1);
        Files.write(zip, bytes.replace(name, by).getBytes(StandardCharsets.ISO_8859_1));
    }

    private static int lastIndexOf(byte[] bytes, byte[] part) {
        return new String(bytes, StandardCharsets.ISO_8859_1)
                .lastIndexOf(new String(part, StandardCharsets.ISO_8859_1));
    }

    private static List<Path> files(Path within) throws IOException {
        if (!Files.exists(within)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(within)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
