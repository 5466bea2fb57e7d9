package org.credence.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every entry takes the inputs that fuzzing starts from, and those that it makes of them in a few seconds. */
class FuzzingTest {

    /** Seconds per target; so many that all together take a minute. */
    private static final int SECONDS = Integer.getInteger("credence.fuzz.seconds", 6);

    @Test
    void everyTargetTakesItsSeeds() throws IOException {
        for (Target target : Target.values()) {
            List<byte[]> seeds = Seeds.of(target);
            assertTrue(!seeds.isEmpty(), target.label());
            for (byte[] seed : seeds) {
                target.run(seed);
            }
        }
    }

    @Test
    void fuzzingFindsNothing() throws Exception {
        assumeTrue(
                System.getProperty("os.arch").matches("amd64|x86_64|aarch64"), "Jazzer has no driver for this machine");
        for (Fuzzing.Outcome outcome : Fuzzing.run(List.of(Target.values()), SECONDS, Path.of("target", "fuzz"))) {
            System.out.println(outcome);
            assertEquals(0, outcome.exit(), () -> outcome + "\n" + end(outcome.log()));
            assertTrue(outcome.executions() > 0, outcome.toString());
        }
    }

    private static String end(Path log) {
        try {
            List<String> lines = Files.readAllLines(log, java.nio.charset.StandardCharsets.ISO_8859_1);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
