package org.credence.dicom;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Independent DICOM software, asked where it is installed; a test that needs it is skipped elsewhere. */
final class OtherTools {

    private static final Path DCIODVFY = Path.of("/usr/bin/dciodvfy");
    private static final Path DSRDUMP = Path.of("/usr/bin/dsrdump");
    private static final Path DCMDRLE = Path.of("/usr/bin/dcmdrle");
    private static final Path PYTHON = Path.of("/usr/bin/python3");
    private static final Path PYDICOM = Path.of("/usr/lib/python3/dist-packages/pydicom");

    private OtherTools() {}

    /** What the validator dciodvfy calls an error, line by line. */
    static List<String> errorsOf(Path file) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(DCIODVFY), "dciodvfy of Debian's dicom3tools is not installed");
        return run(List.of(DCIODVFY.toString(), file.toString()))
                .lines()
                .filter(line -> line.startsWith("Error"))
                .toList();
    }

    /** A structured report as DCMTK reads it, or why it does not. */
    static String dsrdump(Path file) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(DSRDUMP), "dsrdump of Debian's dcmtk is not installed");
        return run(List.of(DSRDUMP.toString(), "+Pc", file.toString()));
    }

    /** Decompresses an RLE file with DCMTK, as native pixels. */
    static void dcmdrle(Path file, Path decompressed) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(DCMDRLE), "dcmdrle of Debian's dcmtk is not installed");
        String said = run(List.of(DCMDRLE.toString(), file.toString(), decompressed.toString()));
        if (!Files.exists(decompressed)) {
            throw new IOException("dcmdrle says: " + said);
        }
    }

    /** Whether dciodvfy is there and reads a file to its end; it gives up on some that are damaged or unusual. */
    static boolean canValidate(Path file) throws IOException, InterruptedException {
        if (!Files.isExecutable(DCIODVFY)) {
            return false;
        }
        String said = run(List.of(DCIODVFY.toString(), file.toString()));
        return !said.contains("read failed") && !said.contains("Assertion") && !said.contains("dciodvfy: ");
    }

    /** The output of a script that gets pydicom and the file as {@code sys.argv[1]}. */
    static String pydicom(String script, Path file) throws IOException, InterruptedException {
        assumeTrue(Files.isDirectory(PYDICOM), "pydicom of Debian's python3-pydicom is not installed");
        return run(List.of(PYTHON.toString(), "-c", "import sys, pydicom\n" + script, file.toString()));
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("tool", ".txt");
        try {
            Process process = new ProcessBuilder(new ArrayList<>(command))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(command.get(0) + " did not end within 60 s");
            }
            return Files.readString(output, StandardCharsets.UTF_8);
        } finally {
            Files.delete(output);
        }
    }
}
