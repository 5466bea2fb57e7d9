package org.credence.imaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.credence.imaging.spi.Deidentifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeidentifiedFolderTest {

    @TempDir
    Path folder;

    private final Deidentification how = new Deidentification(new byte[16], Set.of(), List.of());

    /** Copies files that hold "patient study image", with another patient. */
    private static final class Renames implements Deidentifier {
        @Override
        public boolean accepts(Path file) throws ImagingException {
            return file.toString().endsWith(".txt") || file.toString().endsWith(".part");
        }

        @Override
        public FileIdentity identity(Path file) throws ImagingException {
            String[] words = read(file).split(" ");
            return new FileIdentity(words[0], "", "", "", "", "", words[1], "", words[2]);
        }

        @Override
        public DeidentificationReport deidentify(Path file, Deidentification how, Path target) throws ImagingException {
            String text = read(file);
            if (text.contains("BURNED")) {
                throw new ImagingException("Names are burned in.");
            }
            try {
                Files.writeString(target, text.replace("Doe", "P-1"));
            } catch (IOException e) {
                throw new ImagingException("No copy", e);
            }
            return new DeidentificationReport(target, List.of(), List.of(), List.of("Look at it."));
        }

        private static String read(Path file) throws ImagingException {
            try {
                return Files.readString(file);
            } catch (IOException e) {
                throw new ImagingException("No file", e);
            }
        }
    }

    @Test
    void copiesAreNamedByTheirNewIdentitiesAlone() throws Exception {
        Path copies = folder.resolve("copies");
        DeidentificationReport report = to(copies).add(file("Doe 1.2 1.2.3"), how);
        assertEquals(copies.resolve("P-1").resolve("1.2").resolve("1.2.3.dcm"), report.target());
        assertEquals("P-1 1.2 1.2.3", Files.readString(report.target()));
        assertEquals(List.of("Look at it."), report.warnings());
        assertEquals(List.of("1.2.3.dcm"), names(copies), "nothing else is left");
    }

    @Test
    void aCopyThatIsThereIsKeptUnlessOverwritingIsWanted() throws Exception {
        Path copies = folder.resolve("copies");
        Path original = file("Doe 1.2 1.2.3");
        Path copy = to(copies).add(original, how).target();
        Files.writeString(copy, "mine");
        assertThrows(ImagingException.class, () -> to(copies).add(original, how));
        assertEquals("mine", Files.readString(copy));
        new DeidentifiedFolder(new Deidentifiers(List.of(new Renames())), copies, true).add(original, how);
        assertEquals("P-1 1.2 1.2.3", Files.readString(copy));
    }

    @Test
    void oneImageTwiceInARunIsSaid() throws Exception {
        DeidentifiedFolder copies = to(folder.resolve("copies"));
        Path original = file("Doe 1.2 1.2.3");
        copies.add(original, how);
        assertTrue(assertThrows(ImagingException.class, () -> copies.add(original, how))
                .getMessage()
                .contains("same image"));
    }

    @Test
    void identifiersThatCouldLeaveTheFolderAreRefusedAndNothingIsLeft() throws Exception {
        Path copies = folder.resolve("copies");
        for (String evil : List.of("../Doe 1.2 1.2.3", "Doe 1.2 ../../x", "Doe 1.2 BURNED")) {
            assertThrows(ImagingException.class, () -> to(copies).add(file(evil), how), evil);
        }
        assertEquals(List.of(), names(copies));
        assertThrows(ImagingException.class, () -> to(copies).add(folder.resolve("other.bin"), how));
    }

    @Test
    void aKeyIsMadeOnceReadAgainAndForItsOwnerOnly() throws Exception {
        Path file = folder.resolve("secrets").resolve("credence.key");
        byte[] key = DeidentificationKey.create(file);
        assertEquals(32, key.length);
        org.junit.jupiter.api.Assertions.assertArrayEquals(key, DeidentificationKey.read(file));
        if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
            assertEquals(2, Files.getPosixFilePermissions(file).size());
        }
        assertThrows(ImagingException.class, () -> DeidentificationKey.create(file), "never over another key");
    }

    @Test
    void whatIsNoKeyIsRefused() throws Exception {
        Path file = folder.resolve("some.key");
        assertThrows(ImagingException.class, () -> DeidentificationKey.read(file));
        for (String text :
                List.of("", "0123456789abcdef", "not hexadecimal, but long enough for a key", "ab".repeat(2000))) {
            Files.writeString(file, text);
            assertThrows(ImagingException.class, () -> DeidentificationKey.read(file), text);
        }
    }

    private static DeidentifiedFolder to(Path copies) {
        return new DeidentifiedFolder(new Deidentifiers(List.of(new Renames())), copies, false);
    }

    private Path file(String text) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "original", ".txt"), text);
    }

    private static List<String> names(Path copies) throws IOException {
        try (Stream<Path> files = Files.walk(copies)) {
            return files.filter(Files::isRegularFile)
                    .map(f -> f.getFileName().toString())
                    .toList();
        }
    }
}
