package org.credence.endtoend;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A headless product, run as its users run it: in a process of its own. */
final class Product {

    private static final long TIMEOUT_S = 600;

    private final Path product;
    private final Map<String, String> environment;
    private final Path launcher;

    /** The product as it was built. */
    Product() throws IOException {
        this(built().resolve("products/org.credence.headless.product/" + platform()), Map.of());
    }

    /** A product in a folder, with variables that are set beside those of this process. */
    Product(Path product, Map<String, String> environment) throws IOException {
        this.product = product;
        this.environment = environment;
        try (Stream<Path> plugins = Files.list(product.resolve("plugins"))) {
            launcher = plugins.filter(p -> p.getFileName().toString().startsWith("org.eclipse.equinox.launcher_"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("No launcher in " + product + "; build the product first."));
        }
    }

    /** Where the products and the p2 site were built. */
    static Path built() {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.isRegularFile(root.resolve("bundles/pom.xml"))) {
            root = root.getParent();
        }
        return root.resolve("releng/org.credence.repository/target");
    }

    /** What a run left: its exit code and what it printed. */
    record Run(int exitCode, String out, String err) {}

    /** Runs a command through Equinox. */
    Run run(String... args) throws IOException, InterruptedException {
        return run(List.of("-jar", launcher.toString(), "-nosplash", "-data", "@none"), args);
    }

    /** Runs a command without a framework, as the launching script does where nothing was added to the product. */
    Run runPlain(String... args) throws IOException, InterruptedException {
        List<String> jars;
        try (Stream<Path> plugins = Files.list(product.resolve("plugins"))) {
            jars = plugins.filter(p -> !p.getFileName().toString().matches("org\\.(eclipse|osgi|apache\\.felix)\\..*"))
                    .map(Path::toString)
                    .sorted()
                    .toList();
        }
        return run(
                List.of("-cp", String.join(File.pathSeparator, jars), "org.credence.headless.internal.PlainStart"),
                args);
    }

    private Run run(List<String> started, String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx2g",
                "-Djava.awt.headless=true",
                "--enable-native-access=ALL-UNNAMED"));
        command.addAll(started);
        command.addAll(List.of(args));
        Path out = Files.createTempFile("credence-out", null);
        Path err = Files.createTempFile("credence-err", null);
        try {
            ProcessBuilder builder = new ProcessBuilder(command);
            // No display: what is headless must not need one.
            builder.environment().remove("DISPLAY");
            builder.environment().putAll(environment);
            Process process = builder.redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            if (!process.waitFor(TIMEOUT_S, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(
                        "Still running after " + TIMEOUT_S + " s: " + command + "\n" + Files.readString(err));
            }
            return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    private static String platform() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        return os.contains("win")
                ? "win32/win32/x86_64"
                : os.contains("mac") ? "macosx/cocoa/aarch64" : "linux/gtk/x86_64";
    }
}
