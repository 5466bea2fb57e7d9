package org.credence.imaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is remembered of a folder is what is in it, whatever happens to the folder or to the index. */
class FolderIndexTest {

    private static final Instant LONG_AGO = Instant.parse("2026-01-01T12:00:00.123456789Z");

    @TempDir
    Path temporary;

    private Path folder;
    private Path cache;

    @BeforeEach
    void fillTheFolder() throws IOException {
        folder = Files.createDirectories(temporary.resolve("images"));
        cache = temporary.resolve("cache");
        for (int i = 0; i < 20; i++) {
            put("deep/" + i, "IMG 1.9." + i + " " + (20 - i));
        }
        put("notes", "Dear colleague");
        put("report", "REP Findings");
        put("state", "STATE");
        put("damaged", "IMG");
    }

    @Test
    void theSecondScanReadsNothingButWhatIsNotRemembered() throws IOException {
        ToySource first = new ToySource();
        var before = scan(first);
        assertEquals(23, first.headers.get());
        ToySource second = new ToySource();
        var after = scan(second);
        assertEquals(2, second.headers.get(), "the state and the damaged file are read every time");
        assertSame(before, after);
        assertSame(new ImageSources(List.of(second)).scan(List.of(folder), Progress.NONE), after);
    }

    @Test
    void aRememberedImageDecodesAsThatWhichWasRead() throws IOException {
        scan(new ToySource());
        ToySource source = new ToySource();
        ImageSeries series = scan(source).series().get(0);
        int read = source.headers.get();
        assertEquals('9', series.decode(0).stored(0, 0));
        series.decode(0);
        assertEquals(read + 1, source.headers.get(), "the header is kept");
    }

    @Test
    void aFileThatBecameAnotherSinceIsRefusedWhenItsPixelsAreAskedFor() throws IOException {
        scan(new ToySource());
        ImageSeries series = scan(new ToySource()).series().get(0);
        Path file = series.instances().get(0).file();
        Files.writeString(file, "IMG 1.8.1 1");
        var refused = assertThrows(ImagingException.class, () -> series.decode(0));
        assertEquals(
                "File " + file + " is no longer the image that was listed; open its folder again.",
                refused.getMessage());
        Files.delete(file);
        assertThrows(ImagingException.class, () -> series.decode(0));
    }

    @Test
    void changedAddedRemovedAndReplacedFilesAreNoticed() throws IOException {
        scan(new ToySource());
        put("deep/0", "IMG 1.9.100 20");
        put("deep/new", "IMG 1.9.101 30");
        Files.delete(folder.resolve("deep/1"));
        Files.writeString(folder.resolve("deep/2"), "IMG 1.9.2 5");
        put("notes", "REP Notes");
        ToySource source = new ToySource();
        var after = scan(source);
        assertEquals(6, source.headers.get(), "two that are read every time, and four that changed");
        assertSame(new ImageSources(List.of(new ToySource())).scan(List.of(folder), Progress.NONE), after);
        assertEquals(20, after.series().get(0).frames().size());
    }

    @Test
    void aFileThatIsStillYoungIsReadAgain() throws IOException {
        Path young = Files.writeString(folder.resolve("young"), "IMG 1.9.50 50");
        scan(new ToySource());
        ToySource source = new ToySource();
        scan(source);
        assertEquals(3, source.headers.get());
        FileTime same = Files.getLastModifiedTime(young);
        Files.writeString(young, "IMG 1.9.51 50");
        Files.setLastModifiedTime(young, same);
        assertTrue(scan(new ToySource())
                .series()
                .get(0)
                .position(new FrameRef("1.9.51", 1))
                .isPresent());
    }

    @Test
    void aDamagedIndexIsAsNone() throws IOException {
        ToySource reference = new ToySource();
        var expected = scan(reference);
        Path index = index();
        byte[] sound = Files.readAllBytes(index);
        for (int i = 0; i < sound.length; i += i < 64 ? 1 : 37) {
            byte[] damaged = sound.clone();
            damaged[i] ^= (byte) (1 << i % 8);
            Files.write(index, damaged);
            ToySource source = new ToySource();
            assertSame(expected, scan(source));
            assertEquals(23, source.headers.get(), "byte " + i);
        }
        for (int length : new int[] {0, 1, 15, 16, 17, sound.length / 2, sound.length - 1}) {
            Files.write(index, java.util.Arrays.copyOf(sound, length));
            assertSame(expected, scan(new ToySource()));
        }
    }

    @Test
    void nobodyElseMayReadIt() throws IOException {
        assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"), "no POSIX permissions here");
        scan(new ToySource());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(index())));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(index().getParent())));
    }

    @Test
    void whatIsForgottenIsGoneAndNothingElse() throws IOException {
        scan(new ToySource());
        Path other = Files.writeString(index().getParent().resolve("other.txt"), "not ours");
        new ImageCache(cache).forget();
        try (Stream<Path> left = Files.walk(cache)) {
            assertEquals(List.of(other), left.filter(Files::isRegularFile).toList());
        }
    }

    @Test
    void anIndexThatWasNotUsedForNinetyDaysIsRemoved() throws IOException {
        scan(new ToySource());
        Path index = index();
        Path old = Files.copy(index, index.resolveSibling("00000000-0000-0000-0000-000000000000.index"));
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(91 * 86_400L)));
        Files.setLastModifiedTime(index, FileTime.from(Instant.now().minusSeconds(89 * 86_400L)));
        scan(new ToySource());
        assertEquals(index, index());
        assertTrue(
                Files.getLastModifiedTime(index)
                        .toInstant()
                        .isAfter(Instant.now().minusSeconds(3600)),
                "it was of use now");
    }

    @Test
    void whereNothingCanBeWrittenTheFolderIsReadEveryTime() throws IOException {
        Files.writeString(cache, "a file where the folder should be");
        scan(new ToySource());
        ToySource source = new ToySource();
        scan(source);
        assertEquals(23, source.headers.get());
    }

    private ImageSources.Scan scan(ToySource source) throws ImagingException {
        return new ImageSources(List.of(source), new ImageCache(cache)).scan(List.of(folder), Progress.NONE);
    }

    private Path index() throws IOException {
        try (Stream<Path> all = Files.list(cache.resolve("index"))) {
            List<Path> indices =
                    all.filter(p -> p.toString().endsWith(".index")).toList();
            assertEquals(1, indices.size());
            return indices.get(0);
        }
    }

    private void put(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        Files.setLastModifiedTime(file, FileTime.from(LONG_AGO));
    }

    private static void assertSame(ImageSources.Scan expected, ImageSources.Scan actual) {
        assertEquals(text(expected), text(actual));
    }

    /** All that a scan says but the decoders, which are made anew. */
    private static String text(ImageSources.Scan scan) {
        StringBuilder text = new StringBuilder();
        for (ImageSeries s : scan.series()) {
            text.append(s.frames()).append(s.stack()).append('\n');
            s.instances()
                    .forEach(i -> text.append(i.toString().replaceAll("decoder=.*", ""))
                            .append('\n'));
        }
        return text.append(scan.others())
                .append(scan.presentations())
                .append(scan.problems())
                .toString();
    }
}
