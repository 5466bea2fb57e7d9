package org.credence.imaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.credence.imaging.spi.ImageSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageSourcesTest {

    /** A format whose files begin with "IMG", are damaged when they go on with "!" and a report when with "R". */
    private static final ImageSource TOY = new ImageSource() {
        @Override
        public String name() {
            return "Toy";
        }

        @Override
        public boolean accepts(Path file) throws ImagingException {
            return text(file).startsWith("IMG");
        }

        @Override
        public ImageFile read(Path file) throws ImagingException {
            String text = text(file);
            if (text.startsWith("IMG!")) {
                throw new ImagingException(file.getFileName() + " is damaged.");
            }
            SeriesInfo info = new SeriesInfo("P", "P", "1.2", "", "", "1.2.3", 1, "", "OT");
            if (text.startsWith("IMGR")) {
                return new OtherObject(file, info, "Report", "Findings");
            }
            return new ImageInstance(
                    info,
                    "1.2.3." + text.length(),
                    "1.2",
                    1,
                    file,
                    1,
                    1,
                    1,
                    ImageGeometry.UNKNOWN,
                    FrameTiming.UNKNOWN,
                    i -> null);
        }

        @Override
        public FileDescription describe(Path file, Set<FileDescription.Detail> details) {
            throw new UnsupportedOperationException("describe is not part of this test");
        }

        private static String text(Path file) throws ImagingException {
            try {
                return Files.readString(file);
            } catch (IOException e) {
                throw new ImagingException("File " + file + " cannot be read.", e);
            }
        }
    };

    private final ImageSources sources = new ImageSources(List.of(TOY));

    @TempDir
    Path folder;

    @Test
    void eachKindOfBadInputIsNamedInOneSentence() throws IOException {
        Path missing = folder.resolve("missing.dcm");
        assertEquals("File " + missing + " does not exist; check the path.", refusal(missing));
        Path empty = Files.createFile(folder.resolve("empty.dcm"));
        assertEquals("File " + empty + " is empty; copy it again from where it came.", refusal(empty));
        Path text = Files.writeString(folder.resolve("notes.txt"), "Dear colleague");
        assertEquals("File " + text + " is no image that can be read here; known formats: Toy.", refusal(text));
        assertEquals(folder + " is a folder; name a file in it.", refusal(folder));
        Path report = Files.writeString(folder.resolve("r.img"), "IMGR");
        assertEquals(
                "File " + report + " holds no image but: Report \"Findings\"; choose a file with pixels.",
                refusal(report));
    }

    @Test
    void aFolderYieldsItsImagesAndNamesTheDamagedOnes() throws IOException {
        Files.writeString(folder.resolve("a.img"), "IMG");
        Files.createDirectories(folder.resolve("deep/er"));
        Files.writeString(folder.resolve("deep/er/b.img"), "IMG2");
        Files.writeString(folder.resolve("c.img"), "IMG!");
        Files.writeString(folder.resolve("d.txt"), "notes");
        Files.writeString(folder.resolve("r.img"), "IMGR");
        var scan = sources.scan(List.of(folder), Progress.NONE);
        assertEquals(2, scan.series().get(0).frames().size());
        assertEquals("Report", scan.others().get(0).kind());
        assertEquals(List.of(new ImageSources.Problem(folder.resolve("c.img"), "c.img is damaged.")), scan.problems());
    }

    @Test
    void aFolderWithoutImagesIsAnErrorAndNotAnEmptyList() throws IOException {
        Files.writeString(folder.resolve("d.txt"), "notes");
        var refused = assertThrows(ImagingException.class, () -> sources.scan(List.of(folder), Progress.NONE));
        assertEquals("No images were found in " + folder + "; choose a folder with Toy files.", refused.getMessage());
    }

    @Test
    void aLinkToAFolderIsTheFolder() throws IOException {
        Path real = Files.createDirectory(folder.resolve("real"));
        Files.writeString(real.resolve("a.img"), "IMG");
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);
        Files.createSymbolicLink(real.resolve("back"), folder);
        assertEquals(
                1,
                sources.scan(List.of(link), Progress.NONE)
                        .series()
                        .get(0)
                        .frames()
                        .size());
        assertEquals(
                new ImageSources.Finding(List.of(link.resolve("a.img")), List.of()), sources.find(link, Progress.NONE));
    }

    @Test
    void oneUnreadableSubfolderDoesNotCostTheOthers() throws IOException {
        assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"), "no POSIX permissions here");
        Files.writeString(folder.resolve("a.img"), "IMG");
        Path closed = Files.createDirectory(folder.resolve("closed"));
        Files.setPosixFilePermissions(closed, Set.of());
        try {
            assumeFalse(Files.isReadable(closed), "this user may read everything");
            var scan = sources.scan(List.of(folder), Progress.NONE);
            assertEquals(1, scan.series().size());
            assertEquals(closed, scan.problems().get(0).file());
        } finally {
            Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void aScanThatIsNoLongerWantedStops() throws IOException {
        Files.writeString(folder.resolve("a.img"), "IMG");
        Progress cancelled = new Progress() {
            @Override
            public void report(double fraction, String message) {
                // Only the cancellation matters here.
            }

            @Override
            public boolean isCancelled() {
                return true;
            }
        };
        assertThrows(CancellationException.class, () -> sources.scan(List.of(folder), cancelled));
    }

    private String refusal(Path file) {
        return assertThrows(ImagingException.class, () -> sources.open(file)).getMessage();
    }
}
