package org.credence.imaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {

    @TempDir
    Path folder;

    @Test
    void aFileIsMadeWithItsFolderAndReplacedAsAWhole() throws IOException {
        Path file = folder.resolve("deep/result.txt");
        WholeFile.write(file, "first".getBytes());
        WholeFile.write(file, "second".getBytes());
        assertEquals("second", Files.readString(file));
        assertEquals(List.of(file), files(file.getParent()));
    }

    @Test
    void whatFailsLeavesWhatWasThereAndNothingElse() throws IOException {
        Path file = Files.writeString(folder.resolve("result.txt"), "first");
        assertThrows(
                IOException.class,
                () -> WholeFile.write(file, unfinished -> {
                    Files.writeString(unfinished, "half");
                    throw new IOException("The disk is full.");
                }));
        assertEquals("first", Files.readString(file));
        assertEquals(List.of(file), files(folder));
    }

    @Test
    void othersMayReadWhatTheyMayReadOfAnyOtherFile() throws IOException {
        assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"), "no POSIX permissions here");
        Path other = Files.writeString(folder.resolve("other.txt"), "plain");
        Path file = folder.resolve("result.txt");
        WholeFile.write(file, "result".getBytes());
        assertEquals(Files.getPosixFilePermissions(other), Files.getPosixFilePermissions(file));
    }

    private static List<Path> files(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.toList();
        }
    }
}
