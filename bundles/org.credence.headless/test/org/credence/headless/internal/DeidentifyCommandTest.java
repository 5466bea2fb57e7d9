package org.credence.headless.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.credence.imaging.Deidentification;
import org.credence.imaging.DeidentificationReport;
import org.credence.imaging.DeidentificationReport.Action;
import org.credence.imaging.DeidentificationReport.Change;
import org.credence.imaging.Deidentifiers;
import org.credence.imaging.FileIdentity;
import org.credence.imaging.ImagingException;
import org.credence.imaging.spi.Deidentifier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command on files of a format of one line: {@code FAKE name study instance}. */
class DeidentifyCommandTest {

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path in;
    private Path copies;
    private Path key;

    @BeforeEach
    void twoFilesOfAPatientAndOneOfNoKnownFormat() throws IOException {
        in = Files.createDirectories(folder.resolve("in/Kowalewska"));
        Files.writeString(in.resolve("1"), "FAKE Kowalewska 1.2.3 1.2.3.1");
        Files.writeString(in.resolve("2"), "FAKE Kowalewska 1.2.3 1.2.3.2");
        copies = folder.resolve("out");
        key = folder.resolve("key");
    }

    /** Replaces a name by its length and identifiers by others. */
    private static final class Fake implements Deidentifier {
        @Override
        public boolean accepts(Path file) throws ImagingException {
            return text(file).startsWith("FAKE ");
        }

        @Override
        public FileIdentity identity(Path file) throws ImagingException {
            String[] words = text(file).split(" ");
            return new FileIdentity(words[1], "", words[1], "", "", "", words[2], words[2] + ".9", words[3]);
        }

        @Override
        public DeidentificationReport deidentify(Path file, Deidentification how, Path target) throws ImagingException {
            FileIdentity was = identity(file);
            if (was.patientName().equals("Broken")) {
                throw new ImagingException("File " + file + " is damaged.");
            }
            try {
                Files.writeString(
                        target,
                        "FAKE P-" + was.patientName().length() + " 2.25." + was.studyUid() + " 2.25."
                                + was.sopInstanceUid());
            } catch (IOException e) {
                throw new ImagingException("Not written", e);
            }
            return new DeidentificationReport(
                    target,
                    List.of(new Change("(0010,0010)", "PatientName", Action.REPLACED, 1)),
                    how.masks(),
                    List.of("Look at <it>."));
        }

        private static String text(Path file) throws ImagingException {
            try {
                return Files.readString(file, StandardCharsets.ISO_8859_1);
            } catch (IOException e) {
                throw new ImagingException("Not read", e);
            }
        }
    }

    private int run(String... args) {
        List<String> all = new ArrayList<>(List.of("deidentify"));
        all.addAll(Arrays.asList(args));
        Services services = new Services(
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                new Deidentifiers(List.of(new Fake())),
                null,
                null,
                null);
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Credence.run(services, all.toArray(String[]::new), new PrintWriter(out), new PrintWriter(err));
    }

    private int copy(String... more) {
        List<String> all =
                new ArrayList<>(List.of(in.toString(), "--out", copies.toString(), "--key-file", key.toString()));
        all.addAll(Arrays.asList(more));
        return run(all.toArray(String[]::new));
    }

    private List<String> copied() throws IOException {
        try (Stream<Path> walk = Files.walk(copies)) {
            return walk.filter(Files::isRegularFile)
                    .map(p -> copies.relativize(p).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void copiesAreNamedByTheirNewIdentities() throws IOException {
        assertEquals(0, copy("--new-key"), err.toString());
        assertEquals(List.of("P-10/2.25.1.2.3/2.25.1.2.3.1.dcm", "P-10/2.25.1.2.3/2.25.1.2.3.2.dcm"), copied());
        assertTrue(out.toString().startsWith("2 copies"), out.toString());
        assertTrue(err.toString().contains("2 files: Look at <it>."), err.toString());
    }

    @Test
    void aNewKeyIsForItsOwnerOnlyAndNeverReplaced() throws IOException {
        assertEquals(0, copy("--new-key"));
        byte[] made = Files.readAllBytes(key);
        assertEquals(65, made.length, "32 bytes in hexadecimal and a line end");
        if (key.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
        }
        assertEquals(Credence.BAD_INPUT, copy("--new-key", "--overwrite"));
        assertTrue(err.toString().contains("leave out --new-key"), err.toString());
        assertEquals(0, Arrays.compare(made, Files.readAllBytes(key)));
    }

    @Test
    void filesThatAreNoKeyAreRefused() throws IOException {
        assertEquals(Credence.BAD_INPUT, copy());
        assertTrue(err.toString().contains("add --new-key"), err.toString());
        for (String none : List.of("", "secret", "00112233", "0".repeat(33), "x".repeat(9999))) {
            Files.writeString(key, none);
            assertEquals(Credence.BAD_INPUT, copy(), none);
            assertTrue(err.toString().contains("holds no key"), err.toString());
        }
        assertFalse(Files.exists(copies));
    }

    @Test
    void everyFileIsCopiedOrNamedWithAReason() throws IOException {
        Files.writeString(in.resolve("notes.txt"), "not an image");
        Files.writeString(in.resolve("3"), "FAKE Broken 1.2 1.2.7");
        Files.writeString(in.resolve("4"), "FAKE Kowalewska 1.2.3 1.2.3.1");
        Path report = folder.resolve("report.csv");
        assertEquals(Credence.BAD_INPUT, copy("--new-key", "--report", report.toString()));
        assertEquals(2, copied().size());
        String text = Files.readString(report);
        assertTrue(text.contains("notes.txt is of no format that can be de-identified"), text);
        assertTrue(text.contains("is damaged"), text);
        assertTrue(text.contains("same image as another one"), text);
        assertTrue(text.contains("\"(0010,0010)\",\"PatientName\",\"replaced\",\"2\",\"2\""), text);
    }

    @Test
    void whatIsThereStaysUnlessItMayBeReplaced() throws IOException {
        assertEquals(0, copy("--new-key"));
        assertEquals(Credence.BAD_INPUT, copy());
        assertTrue(err.toString().contains("2 files were not copied"), err.toString());
        assertEquals(0, copy("--overwrite"), err.toString());
        assertEquals(2, copied().size());
    }

    @Test
    void reportsSayNothingOfTheOriginals() throws IOException {
        for (String format : List.of("html", "csv", "json")) {
            Path report = folder.resolve("report." + format);
            String first = format.equals("html") ? "--new-key" : "--overwrite";
            assertEquals(0, copy(first, "--mask", "1,2,3,4", "--report", report.toString()), err.toString());
            String text = Files.readString(report);
            assertFalse(text.contains("Kowalewska"), text);
            assertTrue(text.contains("PatientName") && text.contains("2.25.1.2.3.2.dcm"), text);
            assertTrue(text.contains("1, 2, 3, 4") || text.contains("[ 1, 2, 3, 4 ]"), text);
            assertFalse(format.equals("html") && text.contains("<it>"), "escaped");
        }
    }

    @Test
    void onlyTheKeyTellsWhichOriginalACopyStandsFor() throws IOException {
        Path map = folder.resolve("map");
        assertEquals(0, copy("--new-key", "--map", map.toString()), err.toString());
        String raw = Files.readString(map, StandardCharsets.ISO_8859_1);
        assertFalse(raw.contains("Kowalewska") || raw.contains("1.2.3"));
        Path one = copies.resolve("P-10/2.25.1.2.3/2.25.1.2.3.1.dcm");
        assertEquals(0, run("--reverse", map.toString(), "--key-file", key.toString(), one.toString()));
        List<String> lines = out.toString().lines().toList();
        assertEquals(2, lines.size(), out.toString());
        assertTrue(lines.get(1).startsWith("P-10\tKowalewska\t\tKowalewska\t"), lines.get(1));
        assertTrue(lines.get(1).endsWith("1.2.3\t1.2.3.9\t1.2.3.1\t2.25.1.2.3.1"), lines.get(1));
        Path other = folder.resolve("other");
        Files.writeString(other, "00".repeat(32));
        assertEquals(Credence.BAD_INPUT, run("--reverse", map.toString(), "--key-file", other.toString()));
        assertTrue(err.toString().contains("another key"), err.toString());
        assertFalse(out.toString().contains("Kowalewska"));
        byte[] bytes = Files.readAllBytes(map);
        for (int at : new int[] {0, 10, 30, 40, bytes.length - 1}) {
            byte[] damaged = bytes.clone();
            damaged[at] ^= 1;
            Files.write(map, damaged);
            assertEquals(
                    Credence.BAD_INPUT, run("--reverse", map.toString(), "--key-file", key.toString()), "byte " + at);
        }
    }

    @Test
    void aMapGrowsWithEveryRun() throws IOException {
        Path map = folder.resolve("map");
        assertEquals(0, copy("--new-key", "--map", map.toString()));
        Path more = Files.createDirectories(folder.resolve("more"));
        Files.writeString(more.resolve("5"), "FAKE Li 1.2.4 1.2.4.1");
        in = more;
        assertEquals(0, copy("--map", map.toString()), err.toString());
        assertEquals(0, run("--reverse", map.toString(), "--key-file", key.toString()));
        assertEquals(4, out.toString().lines().count(), out.toString());
    }

    @Test
    void wrongUseIsToldBeforeAnythingHappens() {
        assertEquals(2, run("--key-file", key.toString()));
        assertEquals(2, copy("--new-key", "--shift-dates", "--retain-dates"));
        assertEquals(2, copy("--new-key", "--mask", "1,2,3"));
        assertEquals(2, copy("--new-key", "--retain", "everything"));
        assertEquals(2, copy("--new-key", "--report", "report.pdf"));
        assertFalse(Files.exists(key));
    }
}
