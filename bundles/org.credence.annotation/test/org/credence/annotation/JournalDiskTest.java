package org.credence.annotation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks that take no more, and folders that take nothing. */
class JournalDiskTest {

    private static final long SEED = 5;

    @TempDir
    Path folder;

    @Test
    void whenTheDiskTakesNoMoreItSaysSoAndWhatWasWrittenStaysReadable() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "needs a shell that limits the size of files");
        Path said = folder.resolve("said");
        // Blocks of 512 bytes or 1 KiB, by the shell; writing beyond fails in the middle of a record, as on a full
        // disk.
        Process painter = new ProcessBuilder(
                        "/bin/sh",
                        "-c",
                        "ulimit -f 8; exec \"$@\"",
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-XX:-UsePerfData",
                        "-cp",
                        JournalKillTest.classPath(),
                        Painter.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertEquals(0, painter.waitFor(), Files.readString(said));
        List<String> lines = Files.readAllLines(said);
        int written = Integer.parseInt(lines.get(0));
        assertTrue(written > 1, "some edits had room");
        assertTrue(lines.get(1).contains("Unsaved edits cannot be kept safe"), lines.get(1));
        assertTrue(lines.get(1).contains("save often"), lines.get(1));
        assertEquals(lines.get(1), lines.get(2), "said again at the next edit");
        Path file = folder.resolve("a.journal");
        AnnotationSnapshot nothing = RandomSession.after(SEED, 0);
        JournalRecovery recovery = Journal.recover(file, nothing);
        assertEquals(RandomSession.after(SEED, written), recovery.snapshot());
        assertTrue(recovery.damaged().isEmpty(), "torn at most, not damaged");

        // Where there is room again, it goes on.
        RandomSession again = new RandomSession(SEED);
        for (int i = 0; i < written; i++) {
            again.step();
        }
        try (Journal journal = Journal.resume(recovery)) {
            for (int i = 0; i < 10; i++) {
                again.step(journal);
            }
        }
        assertEquals(again.snapshot(), Journal.recover(file, nothing).snapshot());
    }

    @Test
    void aFolderThatTakesNothingIsNamedAndLeftAsItIs() throws IOException {
        Path closed = Files.createDirectory(folder.resolve("closed"));
        assumeTrue(closed.getFileSystem().supportedFileAttributeViews().contains("posix"), "needs permissions");
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-xr-xr-x"));
        assumeTrue(!Files.isWritable(closed), "needs a user who is not allowed everything");
        RandomSession session = new RandomSession(SEED);
        try (Journal journal = Journal.begin(closed.resolve("a.journal"), session.snapshot())) {
            var failed = assertThrows(AnnotationException.class, () -> session.step(journal));
            assertTrue(failed.getMessage().contains("no permission"), failed.getMessage());
        } finally {
            Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        assertFalse(Files.exists(closed.resolve("a.journal")));
    }

    /** Paints until the journal takes no more, and says how much it took, and why twice. */
    static final class Painter {

        private Painter() {}

        public static void main(String[] args) throws AnnotationException {
            RandomSession session = new RandomSession(SEED);
            try (Journal journal = Journal.begin(Path.of(args[0], "a.journal"), session.snapshot())) {
                for (int step = 0; ; step++) {
                    try {
                        session.step(journal);
                    } catch (AnnotationException e) {
                        System.out.println(step);
                        System.out.println(e.getMessage());
                        try {
                            session.step(journal);
                        } catch (AnnotationException next) {
                            System.out.println(next.getMessage());
                        }
                        return;
                    }
                }
            }
        }
    }
}
