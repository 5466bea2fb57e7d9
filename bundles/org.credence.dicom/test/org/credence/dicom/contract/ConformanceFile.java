package org.credence.dicom.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.credence.dicom.DicomException;
import org.credence.imaging.FileDescription;
import org.credence.imaging.ImageInstance;
import org.credence.imaging.ImagingException;
import org.credence.imaging.spi.ImageSource;
import org.junit.jupiter.api.DynamicTest;

/**
 * One of the real and damaged files of a folder, when there is one: {@code conformance/manifest.tsv} below the folder
 * that the system property {@code credence.shared} names, else below a folder {@code shared} next to a parent of the
 * working directory. The manifest gives, per file, the digest that independent decoders agree on.
 *
 * @param path where it lies
 * @param row what the manifest says of it, by column
 */
public record ConformanceFile(Path path, Map<String, String> row) {

    private static final Set<String> DECODED = Set.of(
            "1.2.840.10008.1.2",
            "1.2.840.10008.1.2.1",
            "1.2.840.10008.1.2.1.99",
            "1.2.840.10008.1.2.2",
            "1.2.840.10008.1.2.5",
            "1.2.840.10008.1.2.4.50",
            "1.2.840.10008.1.2.4.51",
            "1.2.840.10008.1.2.4.57",
            "1.2.840.10008.1.2.4.70",
            "1.2.840.10008.1.2.4.80",
            "1.2.840.10008.1.2.4.81",
            "1.2.840.10008.1.2.4.90",
            "1.2.840.10008.1.2.4.91",
            "1.2.840.10008.1.2.4.201",
            "1.2.840.10008.1.2.4.202",
            "1.2.840.10008.1.2.4.203",
            "1.2.840.10008.1.2.8.1");

    /** Compares the samples of a file that is compressed with loss to its reference. */
    public interface Closeness {
        /** @param folder the folder of conformance files */
        void check(Path folder, ConformanceFile file) throws IOException;
    }

    /** What the manifest says in a column. */
    public String get(String column) {
        return row.get(column);
    }

    /** A test per file, and a last one that prints how many passed. */
    static List<DynamicTest> tests(ImageSource source, Closeness closeness) throws IOException {
        Path folder = folder();
        if (folder == null) {
            return List.of(DynamicTest.dynamicTest(
                    "no files",
                    () -> abort("No folder shared/conformance here; set -Dcredence.shared to its parent.")));
        }
        Map<String, int[]> table = new TreeMap<>();
        List<DynamicTest> tests = new ArrayList<>();
        for (ConformanceFile file : all(folder)) {
            tests.add(DynamicTest.dynamicTest(file.get("file"), () -> {
                int[] counts = table.computeIfAbsent(file.get("tsuid"), k -> new int[2]);
                counts[1]++;
                file.check(source, folder, closeness);
                counts[0]++;
            }));
        }
        tests.add(DynamicTest.dynamicTest("table", () -> {
            StringBuilder text = new StringBuilder(
                    "Conformance of " + source.name() + ", files passed of all, by transfer syntax:\n");
            table.forEach((uid, n) -> text.append(String.format("%-28s %3d of %3d%n", uid, n[0], n[1])));
            System.out.print(text);
        }));
        return tests;
    }

    /** All files; empty where there is no folder of them. */
    public static List<ConformanceFile> all() throws IOException {
        Path folder = folder();
        return folder == null ? List.of() : all(folder);
    }

    private static List<ConformanceFile> all(Path folder) throws IOException {
        List<ConformanceFile> files = new ArrayList<>();
        List<String> lines = Files.readAllLines(folder.resolve("manifest.tsv"));
        String[] names = lines.get(0).split("\t", -1);
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split("\t", -1);
            Map<String, String> row = new HashMap<>();
            for (int i = 0; i < names.length; i++) {
                row.put(names[i], cells[i]);
            }
            files.add(new ConformanceFile(folder.resolve(row.get("file")), row));
        }
        return files;
    }

    private void check(ImageSource source, Path folder, Closeness closeness) throws IOException {
        String expect = get("expect");
        assertTrue(source.accepts(path) || expect.equals("not-crash"), "accepts");
        FileDescription description;
        try {
            description = source.describe(path, Set.of(FileDescription.Detail.DIGEST));
        } catch (DicomException e) {
            assertFalse(expect.startsWith("ok"), () -> e.getMessage());
            assertFalse(expect.startsWith("header-ok"), () -> e.getMessage());
            return;
        }
        assertFalse(description.attributes().isEmpty());
        assertTrue(description.pixelDigest().isPresent()
                != description.pixelError().isPresent());
        if (!get("rows").isEmpty()) {
            String size = get("cols") + " x " + get("rows") + " pixels";
            assertTrue(description.summary().contains(size), description.summary());
        }
        opens(source);
        if (!DECODED.contains(get("tsuid")) && !get("tsuid").isEmpty()) {
            String error = description.pixelError().orElseGet(() -> fail("doubtful pixels"));
            assertTrue(error.contains(get("tsuid")) || !expect.startsWith("ok"), error);
            return;
        }
        if (get("exact").equals("yes")) {
            assertEquals(
                    get("sha256_raw"),
                    description
                            .pixelDigest()
                            .orElseGet(() -> fail(description.pixelError().get())));
        } else if (get("exact").equals("no")) {
            assertTrue(
                    description.pixelDigest().isPresent(),
                    () -> description.pixelError().get());
            if (!description.pixelDigest().get().equals(get("sha256_raw"))
                    && !get("ref_frame0").isEmpty()) {
                closeness.check(folder, this);
            }
        }
    }

    /** Opening never fails in another way than by an exception of its own. */
    private void opens(ImageSource source) {
        try {
            if (source.read(path) instanceof ImageInstance image) {
                image.decoder().decode(0);
            }
        } catch (ImagingException e) {
            assertFalse(e.getMessage().isBlank());
        }
    }

    /** The folder of conformance files, or null where there is none. */
    public static Path folder() {
        String property = System.getProperty("credence.shared");
        if (property != null) {
            Path folder = Path.of(property, "conformance");
            return Files.exists(folder.resolve("manifest.tsv")) ? folder : null;
        }
        for (Path p = Path.of("").toAbsolutePath(); p != null; p = p.getParent()) {
            Path folder = p.resolveSibling("shared").resolve("conformance");
            if (Files.exists(folder.resolve("manifest.tsv"))) {
                return folder;
            }
        }
        return null;
    }
}
