package org.credence.annotation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Random;
import java.util.StringJoiner;
import org.credence.imaging.ImageSeries;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a process that paints at random, and looks for every gesture that it had acknowledged. {@code -Dcredence.kills}
 * says how often.
 */
class JournalKillTest {

    private static final int KILLS = Integer.getInteger("credence.kills", 200);

    @TempDir
    Path folder;

    @Test
    void aKilledProcessLosesAtMostTheGestureUnderWay() throws Exception {
        int most = 0;
        for (int seed = 1; seed <= KILLS; seed++) {
            Path own = Files.createDirectory(folder.resolve("kill" + seed));
            int acknowledged = paintUntilKilled(seed, own);
            Path saved = own.resolve("saved");
            int stored = Files.exists(saved) ? Integer.parseInt(Files.readString(saved)) : 0;
            AnnotationSnapshot recovered = RandomSession.after(seed, stored);
            if (Files.exists(own.resolve("a.journal"))) {
                JournalRecovery recovery = Journal.recover(own.resolve("a.journal"), recovered);
                assertTrue(recovery.damaged().isEmpty(), "nothing is damaged, seed " + seed);
                recovered = recovery.snapshot();
            }
            // Edits are not counted: undoing may lead back to what is stored.
            if (!RandomSession.after(seed, acknowledged + 1).equals(recovered)) {
                assertEquals(
                        RandomSession.after(seed, acknowledged),
                        recovered,
                        "seed " + seed + ": " + acknowledged + " acknowledged, " + stored + " saved");
            }
            most = Math.max(most, acknowledged);
        }
        assertTrue(most > 10, "at least one process came to paint");
    }

    /** The number of gestures that the process said were safe. */
    private static int paintUntilKilled(long seed, Path folder) throws Exception {
        Path said = folder.resolve("acknowledged");
        Process painter = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        classPath(),
                        Painter.class.getName(),
                        Long.toString(seed),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(said.toFile())
                .start();
        try {
            while (painter.isAlive() && Files.size(said) == 0) {
                Thread.sleep(2);
            }
            Thread.sleep(new Random(seed).nextInt(250));
        } finally {
            painter.destroyForcibly().waitFor();
        }
        // What follows the last full stop was cut short by the kill.
        String lines = Files.readString(said);
        String[] whole = lines.substring(0, lines.lastIndexOf('.') + 1).split("\\.\\s*");
        return Integer.parseInt(whole[whole.length - 1]);
    }

    /** Where this test, the bundle and what it needs lie; works within OSGi, too. */
    static String classPath() throws Exception {
        StringJoiner path = new StringJoiner(File.pathSeparator);
        for (Class<?> part : List.of(Painter.class, Journal.class, ImageSeries.class)) {
            path.add(Path.of(part.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString());
        }
        return path.toString();
    }

    /** Paints for ever, and now and then saves: the file {@code saved} stands for the store, and names the step. */
    static final class Painter {

        private Painter() {}

        public static void main(String[] args) throws IOException {
            long seed = Long.parseLong(args[0]);
            Path folder = Path.of(args[1]);
            RandomSession session = new RandomSession(seed);
            Random saves = new Random(~seed);
            try (Journal journal = Journal.begin(folder.resolve("a.journal"), session.snapshot())) {
                for (int step = 1; ; step++) {
                    session.step(journal);
                    acknowledge(step);
                    if (saves.nextInt(8) == 0) {
                        Journal.SavePoint point = journal.savePoint(session.snapshot());
                        journal.write();
                        int stored = step;
                        if (saves.nextBoolean()) {
                            step++;
                            session.step(journal);
                            acknowledge(step);
                        }
                        Files.writeString(folder.resolve("saving"), Integer.toString(stored));
                        Files.move(folder.resolve("saving"), folder.resolve("saved"), StandardCopyOption.ATOMIC_MOVE);
                        journal.saved(point);
                    }
                }
            }
        }

        private static void acknowledge(int step) {
            System.out.println(step + ".");
            System.out.flush();
        }
    }
}
