package org.credence.dicom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.credence.dicom.contract.ConformanceFile;
import org.credence.imaging.Attribute;
import org.credence.imaging.Deidentification;
import org.credence.imaging.FileDescription;
import org.credence.imaging.FileIdentity;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** De-identifies every file of the folder that {@link ConformanceTest} reads, when there is one. */
class DeidentificationConformanceTest {

    private static final byte[] KEY = "a key of enough bytes".getBytes(StandardCharsets.US_ASCII);

    /** A date or number may look like an identifier. */
    private static final Set<String> NUMBERS = Set.of("AS", "DA", "DS", "DT", "IS", "TM", "UL", "US");

    private final DicomImageSource source = new DicomImageSource();
    private final DicomDeidentifier deidentifier = new DicomDeidentifier();
    private final Map<String, Integer> outcomes = new TreeMap<>();

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> everyFileBecomesACopyWithTheSamePixelsOrIsRefused() throws IOException {
        Path conformance = ConformanceFile.folder();
        if (conformance == null) {
            return Stream.of(DynamicTest.dynamicTest(
                    "no files",
                    () -> abort("No folder shared/conformance here; set -Dcredence.shared to its parent.")));
        }
        List<DynamicTest> tests = new ArrayList<>();
        List<String> lines = Files.readAllLines(conformance.resolve("manifest.tsv"));
        String[] names = lines.get(0).split("\t", -1);
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split("\t", -1);
            Map<String, String> row = new HashMap<>();
            for (int i = 0; i < names.length; i++) {
                row.put(names[i], cells[i]);
            }
            tests.add(DynamicTest.dynamicTest(
                    row.get("file"), () -> check(conformance.resolve(row.get("file")), row.get("expect"))));
        }
        tests.add(DynamicTest.dynamicTest("table", () -> System.out.println("De-identification: " + outcomes)));
        return tests.stream();
    }

    private void check(Path file, String expect) throws IOException {
        Path copy = folder.resolve("copy.dcm");
        Files.deleteIfExists(copy);
        FileDescription before;
        try {
            before = source.describe(file, Set.of(FileDescription.Detail.DIGEST));
        } catch (DicomException e) {
            outcomes.merge("not readable before", 1, Integer::sum);
            return;
        }
        boolean shift = file.getFileName().toString().length() % 2 == 0;
        Deidentification how =
                new Deidentification(KEY, shift ? Set.of(Deidentification.Option.SHIFT_DATES) : Set.of(), List.of());
        try {
            deidentifier.deidentify(file, how, copy);
        } catch (DicomException e) {
            outcomes.merge("refused", 1, Integer::sum);
            assertFalse(Files.exists(copy), "a refused file leaves no copy");
            assertTrue(!expect.equals("ok") || e.getMessage().contains("DICOMDIR"), e.getMessage());
            return;
        }
        outcomes.merge("done", 1, Integer::sum);
        FileDescription after = source.describe(copy, Set.of(FileDescription.Detail.DIGEST));
        assertEquals(before.pixelDigest(), after.pixelDigest());
        FileIdentity was = deidentifier.identity(file);
        Set<String> secrets = new TreeSet<>(
                List.of(was.patientId(), was.patientName(), was.studyUid(), was.seriesUid(), was.sopInstanceUid()));
        secrets.removeIf(s -> s.length() < 4 || s.toLowerCase(Locale.ROOT).contains("anonym"));
        String all = texts(after.attributes());
        for (String secret : secrets) {
            assertFalse(all.contains("\n" + secret + "\n"), () -> "the copy still says " + secret);
        }
        assertTrue(all.contains("\nYES\n"));
    }

    private static String texts(List<Attribute> attributes) {
        StringBuilder text = new StringBuilder("\n");
        for (Attribute a : attributes) {
            if (!NUMBERS.contains(a.vr())) {
                text.append(a.value()).append('\n');
            }
            for (List<Attribute> item : a.items()) {
                text.append(texts(item));
            }
        }
        return text.toString();
    }
}
