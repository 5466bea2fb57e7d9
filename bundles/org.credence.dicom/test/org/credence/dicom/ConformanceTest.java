package org.credence.dicom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.credence.dicom.internal.StoredSamples;
import org.credence.imaging.FileDescription;
import org.credence.imaging.ImagingException;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every file of a folder of real and damaged files, when there is one: {@code conformance/manifest.tsv} below the folder that
 * the system property {@code credence.shared} names, else below a folder {@code shared} next to a parent of the working
 * directory. The manifest gives, per file, the digest that independent decoders agree on.
 */
class ConformanceTest {

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

    private final DicomImageSource source = new DicomImageSource();
    private final Map<String, int[]> table = new TreeMap<>();

    @TestFactory
    Stream<DynamicTest> everyFileGivesItsDigestOrItsError() throws IOException {
        Path folder = folder();
        if (folder == null) {
            return Stream.of(DynamicTest.dynamicTest(
                    "no files",
                    () -> abort("No folder shared/conformance here; set -Dcredence.shared to its parent.")));
        }
        List<DynamicTest> tests = new ArrayList<>();
        List<String> lines = Files.readAllLines(folder.resolve("manifest.tsv"));
        String[] names = lines.get(0).split("\t", -1);
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split("\t", -1);
            Map<String, String> row = new HashMap<>();
            for (int i = 0; i < names.length; i++) {
                row.put(names[i], cells[i]);
            }
            tests.add(DynamicTest.dynamicTest(row.get("file"), () -> {
                int[] counts = table.computeIfAbsent(row.get("tsuid"), k -> new int[2]);
                counts[1]++;
                check(folder, row);
                counts[0]++;
            }));
        }
        tests.add(DynamicTest.dynamicTest("table", () -> {
            StringBuilder text = new StringBuilder("Conformance, files passed of all, by transfer syntax:\n");
            table.forEach((uid, n) -> text.append(String.format("%-28s %3d of %3d%n", uid, n[0], n[1])));
            System.out.print(text);
        }));
        return tests.stream();
    }

    private void check(Path folder, Map<String, String> row) throws IOException {
        Path file = folder.resolve(row.get("file"));
        String expect = row.get("expect");
        assertTrue(source.accepts(file) || expect.equals("not-crash"), "accepts");
        FileDescription description;
        try {
            description = source.describe(file, Set.of(FileDescription.Detail.DIGEST));
        } catch (DicomException e) {
            assertFalse(expect.startsWith("ok"), () -> e.getMessage());
            assertFalse(expect.startsWith("header-ok"), () -> e.getMessage());
            return;
        }
        assertFalse(description.attributes().isEmpty());
        assertTrue(description.pixelDigest().isPresent()
                != description.pixelError().isPresent());
        if (!row.get("rows").isEmpty()) {
            String size = row.get("cols") + " x " + row.get("rows") + " pixels";
            assertTrue(description.summary().contains(size), description.summary());
        }
        opens(file);
        if (!DECODED.contains(row.get("tsuid")) && !row.get("tsuid").isEmpty()) {
            String error = description.pixelError().orElseGet(() -> fail("doubtful pixels"));
            assertTrue(error.contains(row.get("tsuid")) || !expect.startsWith("ok"), error);
            return;
        }
        if (row.get("exact").equals("yes")) {
            assertEquals(
                    row.get("sha256_raw"),
                    description
                            .pixelDigest()
                            .orElseGet(() -> fail(description.pixelError().get())));
        } else if (row.get("exact").equals("no")) {
            assertTrue(
                    description.pixelDigest().isPresent(),
                    () -> description.pixelError().get());
            if (!description.pixelDigest().get().equals(row.get("sha256_raw"))
                    && !row.get("ref_frame0").isEmpty()) {
                close(folder, file, row);
            }
        }
    }

    /** Opening never fails in another way than by an exception of its own. */
    private void opens(Path file) {
        try {
            source.open(file).decoder().decode(0);
        } catch (ImagingException e) {
            assertFalse(e.getMessage().isBlank());
        }
    }

    private static void close(Path folder, Path file, Map<String, String> row) throws IOException {
        byte[] reference;
        try (GZIPInputStream in = new GZIPInputStream(
                new ByteArrayInputStream(Files.readAllBytes(folder.resolve(row.get("ref_frame0")))))) {
            reference = in.readAllBytes();
        }
        byte[] samples = StoredSamples.of(file, 0);
        assertEquals(reference.length, samples.length);
        long sum = 0;
        int worst = 0;
        int width = row.get("bits_allocated").equals("16") ? 2 : 1;
        boolean signed = row.get("pixel_representation").equals("1");
        for (int i = 0; i < samples.length; i += width) {
            int difference = Math.abs(sample(samples, i, width, signed) - sample(reference, i, width, signed));
            sum += difference;
            worst = Math.max(worst, difference);
        }
        double mean = (double) sum * width / samples.length;
        String found = "worst " + worst + ", mean " + mean;
        if (row.get("samples").equals("1")) {
            assertTrue(worst <= 1, found);
        } else if (StoredSamples.hasSubsampledChroma(file)) {
            assertTrue(mean <= 2, found);
        } else {
            assertTrue(worst <= 2, found);
        }
    }

    private static int sample(byte[] bytes, int at, int width, boolean signed) {
        int value = width == 1 ? bytes[at] : bytes[at] & 0xff | bytes[at + 1] << 8;
        return signed ? value : value & (1 << 8 * width) - 1;
    }

    static Path folder() {
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
