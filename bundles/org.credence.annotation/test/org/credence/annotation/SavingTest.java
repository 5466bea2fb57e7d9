package org.credence.annotation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.credence.annotation.spi.AnnotationStore;
import org.credence.imaging.FrameRef;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.Progress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Saving never loses anybody's work: not that of others, not one's own. */
class SavingTest {

    private static final Reader READER = new Reader("r1", "Reader One");

    @TempDir
    private Path folder;

    private final ImageSeries series = Series.black(8, 8, 1);
    private Runnable meanwhile = () -> {};
    private int fill;
    private final AnnotationStores stores = new AnnotationStores(List.of(new OneNumber()));
    private Path file;

    @BeforeEach
    void aPlace() {
        file = folder.resolve("a.seg.dcm");
    }

    /** Keeps the confidence of the first pixel, as text, and as many bytes more as a test wants. */
    private final class OneNumber implements AnnotationStore {
        @Override
        public String name() {
            return "One number";
        }

        @Override
        public boolean accepts(Path file, ImageSeries series) {
            return true;
        }

        @Override
        public AnnotationSnapshot load(Path file, ImageSeries series, Progress progress) throws AnnotationException {
            try {
                return painted(Integer.parseInt(Files.readString(file).strip()));
            } catch (IOException e) {
                throw new AnnotationException("unreadable", e);
            }
        }

        @Override
        public void write(AnnotationSnapshot annotation, ImageSeries series, Path file, Progress progress)
                throws IOException {
            progress.checkCancelled();
            assertFalse(Files.exists(file));
            String text = Integer.toString(first(annotation));
            Files.write(file, (text + " ".repeat(fill)).getBytes(StandardCharsets.US_ASCII));
            meanwhile.run();
        }
    }

    private AnnotationSnapshot painted(int percent) {
        FrameRef frame = series.frames().get(0);
        byte[] percents = new byte[64];
        percents[0] = (byte) percent;
        return new AnnotationSnapshot(
                READER,
                LabelScheme.lungUltrasound(),
                series.info().seriesUid(),
                8,
                8,
                series.frames(),
                Map.of(new LayerKey(frame, 1), ConfidenceLayer.of(8, 8, percents)),
                Map.of());
    }

    private int first(AnnotationSnapshot annotation) {
        return annotation.layer(series.frames().get(0), 1).confidence(0, 0);
    }

    private void others(String content) {
        try {
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private AnnotationException conflict(FileStamp last) {
        AnnotationException refused = assertThrows(
                AnnotationException.class, () -> stores.save(painted(50), series, file, last, Progress.NONE));
        assertEquals(AnnotationException.Kind.CONFLICT, refused.kind(), refused.getMessage());
        assertTrue(refused.getMessage().contains("save under another name"), refused.getMessage());
        return refused;
    }

    private void onlyTheseAreThere(String... names) throws IOException {
        try (Stream<Path> there = Files.list(file.getParent())) {
            assertEquals(
                    List.of(names),
                    there.map(p -> p.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void oneSavesAgainAndAgain() throws Exception {
        FileStamp stamp = stores.save(painted(10), series, file, FileStamp.ABSENT, Progress.NONE);
        stamp = stores.save(painted(20), series, file, stamp, Progress.NONE);
        StoredAnnotation opened = stores.open(file, series, Progress.NONE);
        assertEquals(stamp, opened.stamp());
        stores.save(painted(30), series, file, opened.stamp(), Progress.NONE);
        assertEquals(30, first(stores.load(file, series)));
        onlyTheseAreThere("a.seg.dcm");
    }

    @Test
    void whatSomebodyElseSavedIsNotOverwritten() throws Exception {
        FileStamp mine = stores.save(painted(10), series, file, FileStamp.ABSENT, Progress.NONE);
        FileStamp theirs = stores.save(painted(20), series, file, mine, Progress.NONE);
        assertTrue(conflict(mine).getMessage().contains("was changed"));
        assertEquals(20, first(stores.load(file, series)));
        Path other = folder.resolve("b.seg.dcm");
        stores.save(painted(50), series, other, FileStamp.ABSENT, Progress.NONE);
        assertEquals(theirs, FileStamp.of(file));
        assertEquals(50, first(stores.load(other, series)));
        onlyTheseAreThere("a.seg.dcm", "b.seg.dcm");
    }

    @Test
    void aChangeThatKeepsSizeAndTimeIsNoticed() throws Exception {
        FileStamp mine = stores.save(painted(10), series, file, FileStamp.ABSENT, Progress.NONE);
        FileTime time = Files.getLastModifiedTime(file);
        others("11");
        Files.setLastModifiedTime(file, time);
        conflict(mine);
        assertEquals("11", Files.readString(file));
    }

    @Test
    void aFileThatIsTouchedButTheSameIsNoConflict() throws Exception {
        FileStamp mine = stores.save(painted(10), series, file, FileStamp.ABSENT, Progress.NONE);
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_000L));
        meanwhile = () -> others("10");
        stores.save(painted(20), series, file, mine, Progress.NONE);
        assertEquals(20, first(stores.load(file, series)));
    }

    @Test
    void aFileThatSomebodyDeletedIsNotMadeAgainUnasked() throws Exception {
        FileStamp mine = stores.save(painted(10), series, file, FileStamp.ABSENT, Progress.NONE);
        Files.delete(file);
        assertTrue(conflict(mine).getMessage().contains("was deleted"));
        onlyTheseAreThere();
        stores.save(painted(10), series, file, FileStamp.ABSENT, Progress.NONE);
    }

    @Test
    void aFileThatSomebodyMadeFirstIsNotOverwritten() throws Exception {
        others("77");
        conflict(FileStamp.ABSENT);
        assertEquals("77", Files.readString(file));
        onlyTheseAreThere("a.seg.dcm");
    }

    @Test
    void whatOthersDoWhileTheFileIsWrittenIsNoticedToo() throws Exception {
        meanwhile = () -> others("77");
        conflict(FileStamp.ABSENT);
        assertEquals("77", Files.readString(file));
        meanwhile = () -> others("78");
        conflict(FileStamp.of(file));
        assertEquals("78", Files.readString(file));
        onlyTheseAreThere("a.seg.dcm");
    }

    @Test
    void cancellingLeavesNothingHalfWritten() throws Exception {
        FileStamp mine = stores.save(painted(10), series, file, FileStamp.ABSENT, Progress.NONE);
        boolean[] cancelled = {false};
        Progress progress = new Progress() {
            @Override
            public void report(double fraction, String message) {}

            @Override
            public boolean isCancelled() {
                return cancelled[0];
            }
        };
        meanwhile = () -> cancelled[0] = true;
        assertThrows(CancellationException.class, () -> stores.save(painted(20), series, file, mine, progress));
        assertEquals(mine, FileStamp.of(file));
        onlyTheseAreThere("a.seg.dcm");
    }

    @Test
    void aFolderThatCannotBeWrittenToIsNamed() throws Exception {
        FileStamp mine = stores.save(painted(10), series, file, FileStamp.ABSENT, Progress.NONE);
        assumeTrue(
                Files.getFileStore(folder).supportsFileAttributeView("posix"),
                "the file system has no POSIX permissions");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));
        try {
            assumeTrue(!Files.isWritable(folder), "this user may write everywhere");
            refused(AnnotationException.Kind.NOT_WRITABLE, mine);
        } finally {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        onlyTheseAreThere("a.seg.dcm");
    }

    @Test
    void aFullDiskLeavesTheOldFileAndNothingElse() throws Exception {
        mounted("size=64k", () -> {
            byte[] before = new byte[1 << 14];
            Files.write(file, before);
            fill = 1 << 20;
            refused(AnnotationException.Kind.NO_SPACE, FileStamp.of(file));
            assertArrayEquals(before, Files.readAllBytes(file));
            onlyTheseAreThere("a.seg.dcm");
            fill = 1;
            stores.save(painted(10), series, file, FileStamp.of(file), Progress.NONE);
        });
    }

    @Test
    void aReadOnlyDiskIsNamed() throws Exception {
        mounted("size=64k", () -> {
            FileStamp mine = stores.save(painted(10), series, file, FileStamp.ABSENT, Progress.NONE);
            mount("-o", "remount,ro", file.getParent().toString());
            refused(AnnotationException.Kind.NOT_WRITABLE, mine);
            assertEquals(10, first(stores.load(file, series)));
            onlyTheseAreThere("a.seg.dcm");
        });
    }

    private void refused(AnnotationException.Kind kind, FileStamp last) {
        AnnotationException refused = assertThrows(
                AnnotationException.class, () -> stores.save(painted(20), series, file, last, Progress.NONE));
        assertEquals(kind, refused.kind(), refused.getMessage());
        assertTrue(refused.getMessage().contains(file.toString()), refused.getMessage());
        assertTrue(refused.getMessage().endsWith("save to another place."), refused.getMessage());
    }

    private interface Trial {
        void run() throws Exception;
    }

    /** Tries something on a small disk of its own, where this user may make one. */
    private void mounted(String options, Trial trial) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/mount")), "there is no /bin/mount");
        Path disk = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(mount("-t", "tmpfs", "-o", options, "tmpfs", disk.toString()), "this user may not mount a tmpfs");
        try {
            file = disk.resolve("a.seg.dcm");
            trial.run();
        } finally {
            ran("/bin/umount", disk.toString());
        }
    }

    private boolean mount(String... arguments) throws IOException, InterruptedException {
        return ran(Stream.concat(Stream.of("/bin/mount"), Stream.of(arguments)).toArray(String[]::new));
    }

    private static boolean ran(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
    }
}
