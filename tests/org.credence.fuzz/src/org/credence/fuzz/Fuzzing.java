package org.credence.fuzz;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fuzzes targets with Jazzer, each in a process of its own with the memory that a reader may use. Started by Jazzer, the
 * class is what it calls.
 */
public final class Fuzzing {

    private static final Pattern EXECUTIONS = Pattern.compile("number_of_executed_units: *(\\d+)");
    private static final int MAX_INPUT_BYTES = 1 << 16;
    private static final int LONG_RUN_SECONDS = 60;

    /** Instrumented and not yet compiled code is slow; what hangs is found all the same. */
    private static final int MAX_CPU_SECONDS_PER_INPUT = 10;

    private static final int MAX_SECONDS_PER_INPUT = 120;
    private static final int MAX_START_SECONDS = 600;

    private static Target target;

    private Fuzzing() {}

    /** Jazzer's: called once, with what {@code --target_args} says. */
    public static void fuzzerInitialize(String[] arguments) {
        target = Target.valueOf(arguments[0]);
    }

    /** Jazzer's: called for every input. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        ThreadMXBean clock = ManagementFactory.getThreadMXBean();
        long before = clock.getCurrentThreadCpuTime();
        target.run(input);
        long seconds = (clock.getCurrentThreadCpuTime() - before) / 1_000_000_000;
        if (seconds >= MAX_CPU_SECONDS_PER_INPUT) {
            throw new AssertionError("Expected an end, but this input took " + seconds + " s");
        }
    }

    /**
     * What fuzzing a target came to.
     *
     * @param target what was fuzzed
     * @param executions inputs tried
     * @param exit 0 if nothing was found
     * @param log what Jazzer said
     */
    record Outcome(Target target, long executions, int exit, Path log) {

        @Override
        public String toString() {
            return String.format(
                    "%-14s %,12d inputs, %s",
                    target.label(), executions, exit == 0 ? "nothing found" : "FOUND something, see " + log);
        }
    }

    /** Fuzzes: {@code [seconds per target] [target...]}. Ends with 1 if anything was found. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 600;
        List<Target> targets = arguments.length < 2
                ? List.of(Target.values())
                : Arrays.stream(Target.values())
                        .filter(t -> List.of(arguments).contains(t.label()))
                        .toList();
        Path folder = Path.of(System.getProperty("credence.fuzz.folder", "target/fuzz"));
        boolean found = false;
        for (Outcome outcome : run(targets, seconds, folder)) {
            System.out.println(outcome);
            found |= outcome.exit() != 0;
        }
        System.exit(found ? 1 : 0);
    }

    /** Fuzzes targets, two at a time where the machine has the processors. */
    static List<Outcome> run(List<Target> targets, int seconds, Path folder) throws IOException, InterruptedException {
        int parallel = Math.max(1, Math.min(2, Runtime.getRuntime().availableProcessors()));
        try (ExecutorService threads = Executors.newFixedThreadPool(parallel)) {
            List<Future<Outcome>> running = new ArrayList<>();
            for (Target t : targets) {
                running.add(threads.submit(() -> fuzz(t, seconds, folder)));
            }
            List<Outcome> outcomes = new ArrayList<>();
            for (Future<Outcome> r : running) {
                outcomes.add(r.get());
            }
            return outcomes;
        } catch (ExecutionException e) {
            throw new IOException("Fuzzing could not run: " + e.getCause(), e.getCause());
        }
    }

    private static Outcome fuzz(Target target, int seconds, Path folder) throws IOException, InterruptedException {
        Path own = folder.toAbsolutePath().resolve(target.label());
        Path seeds = Files.createDirectories(own.resolve("seeds"));
        // What was found to reach new code stays for the next run.
        Path corpus = Files.createDirectories(own.resolve("corpus"));
        Path findings = Files.createDirectories(own.resolve("findings"));
        int n = 0;
        for (byte[] seed : Seeds.of(target)) {
            Files.write(seeds.resolve("own-" + n++), seed);
        }
        if (target == Target.PARSER) {
            // A short run starts from few and small files, or it would do nothing else.
            for (Path file : Seeds.conformanceFiles(seconds < LONG_RUN_SECONDS ? 1 << 11 : 1 << 15)) {
                Files.write(seeds.resolve("file-" + n++), Files.readAllBytes(file));
            }
        }
        Path log = own.resolve("log.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        // A short run has no time to wait for the better compiler.
                        "-XX:TieredStopAtLevel=" + (seconds < LONG_RUN_SECONDS ? 1 : 4),
                        "-Djava.awt.headless=true",
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+EnableDynamicAgentLoading",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "com.code_intelligence.jazzer.Jazzer",
                        "--target_class=" + Fuzzing.class.getName(),
                        "--target_args=" + target.name(),
                        "--instrumentation_includes=org.credence.dicom.**:org.credence.segmentation.**",
                        "--custom_hook_includes=org.credence.dicom.**:org.credence.segmentation.**",
                        "--reproducer_path=" + findings,
                        "-artifact_prefix=" + findings + "/",
                        "-max_total_time=" + seconds,
                        "-max_len=" + MAX_INPUT_BYTES,
                        "-timeout=" + MAX_SECONDS_PER_INPUT,
                        "-rss_limit_mb=0",
                        "-print_final_stats=1",
                        corpus.toString(),
                        seeds.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!process.waitFor(2L * seconds + MAX_START_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("Fuzzing " + target.label() + " did not end; see " + log);
            }
        } finally {
            process.destroyForcibly();
        }
        Matcher executions = EXECUTIONS.matcher(Files.readString(log, java.nio.charset.StandardCharsets.ISO_8859_1));
        return new Outcome(
                target, executions.find() ? Long.parseLong(executions.group(1)) : 0, process.exitValue(), log);
    }
}
