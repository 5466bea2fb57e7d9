package org.credence.dicom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.credence.dicom.contract.ConformanceFile;
import org.credence.imaging.Frame;
import org.credence.imaging.ImageCache;
import org.credence.imaging.ImageInstance;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.ImageSources;
import org.credence.imaging.ImagingException;
import org.credence.imaging.Progress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real folders, directories and archives of them; skips where there are none, see {@link ConformanceTest}. */
class DicomFolderTest {

    @TempDir
    Path temporary;

    private Path conformance;
    private ImageSources sources;

    @BeforeEach
    void find() {
        conformance = ConformanceFile.folder();
        assumeTrue(conformance != null, "no folder shared/conformance here");
        sources = new ImageSources(List.of(new DicomImageSource()), new ImageCache(temporary.resolve("cache")));
    }

    @Test
    void everyDirectoryListsTheSameImagesWhicheverWayItIsWritten() throws IOException {
        Path folder = conformance.resolve("dicomdir");
        String expected = text(scan(folder));
        for (String name : List.of("DICOMDIR", "DICOMDIR-bigEnd", "DICOMDIR-implicit", "DICOMDIR-reordered")) {
            ImageSources.Scan scan = scan(folder.resolve(name));
            assertEquals(List.of(), scan.problems());
            assertEquals(expected, text(scan), name);
        }
    }

    @Test
    void aDirectoryFindsItsMembersInSmallLetters() throws IOException {
        Path folder = conformance.resolve("dicomdir");
        int images = 0;
        for (Path file : files(folder)) {
            String name = folder.relativize(file).toString();
            boolean member = file.getParent().getParent().getParent().equals(folder);
            if (member || name.equals("DICOMDIR")) {
                Path copy = temporary.resolve("copy").resolve(name.toLowerCase(Locale.ROOT) + (member ? "." : ""));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
                images += member ? 1 : 0;
            }
        }
        ImageSources.Scan scan = scan(temporary.resolve("copy/dicomdir"));
        assertEquals(List.of(), scan.problems());
        assertEquals(
                images, scan.series().stream().mapToInt(s -> s.frames().size()).sum());
    }

    @Test
    void anArchiveHoldsWhatTheFolderHolds() throws IOException {
        Path folder = conformance.resolve("dicomdir");
        Path zip = temporary.resolve("study.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            for (Path file : files(folder)) {
                out.putNextEntry(new ZipEntry(folder.relativize(file).toString()));
                Files.copy(file, out);
                out.closeEntry();
            }
        }
        assertEquals(withoutFiles(scan(folder)), withoutFiles(scan(zip)));
        assertEquals(withoutFiles(scan(folder)), withoutFiles(scan(zip)), "unpacked before");
    }

    @Test
    void whatIsRememberedOfRealFilesIsWhatTheySay() throws IOException {
        ImageSources bare = new ImageSources(List.of(new DicomImageSource()));
        ImageSources.Scan read = bare.scan(List.of(conformance), Progress.NONE);
        scan(conformance);
        ImageSources.Scan remembered = scan(conformance);
        assertEquals(text(read), text(remembered));
        assertEquals(read.others(), remembered.others());
        assertEquals(read.presentations(), remembered.presentations());
        assertEquals(read.problems(), remembered.problems());
        int compared = 0;
        for (int s = 0; s < read.series().size(); s += 10) {
            try {
                Frame expected = read.series().get(s).decode(0);
                assertArrayEquals(
                        expected.rgb8(expected.defaultWindow()),
                        remembered.series().get(s).decode(0).rgb8(expected.defaultWindow()));
                compared++;
            } catch (ImagingException e) {
                // Some of these files cannot be decoded; that is what ConformanceTest is about.
                continue;
            }
        }
        assertTrue(compared > 2, "frames compared: " + compared);
    }

    private ImageSources.Scan scan(Path path) throws ImagingException {
        return sources.scan(List.of(path), Progress.NONE);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static String text(ImageSources.Scan scan) {
        return scan.series().stream()
                .map(s -> s + " " + s.stack() + " "
                        + s.instances().stream().map(DicomFolderTest::text).toList())
                .collect(Collectors.joining("\n"));
    }

    private static String text(ImageInstance image) {
        return image.toString().replaceFirst("decoder=.*", "");
    }

    private static List<String> withoutFiles(ImageSources.Scan scan) throws ImagingException {
        List<String> all = new java.util.ArrayList<>();
        for (ImageSeries s : scan.series()) {
            Frame frame = s.decode(0);
            all.add(s.frames() + " " + java.util.Arrays.hashCode(frame.rgb8(frame.defaultWindow())));
        }
        return all;
    }
}
