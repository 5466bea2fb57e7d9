package org.credence.dicom.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.credence.dicom.DicomException;
import org.credence.imaging.Deidentification;
import org.credence.imaging.Deidentification.Option;
import org.credence.imaging.DeidentificationReport;
import org.credence.imaging.DeidentificationReport.Action;
import org.credence.imaging.PixelRect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeidentificationTest {

    private static final byte[] KEY = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final String MARK = "Kowalewska";
    private static final int INSTITUTION_NAME = 0x00080080;
    private static final int SERIES_DATE = 0x00080021;
    private static final int COMMENTS = 0x00104000;

    @TempDir
    Path folder;

    private int count;

    @Test
    void nothingOfAnyListedAttributeIsLeftAtAnyDepth() throws IOException {
        DataSetBuilder d = header();
        DataSetBuilder inner = new DataSetBuilder();
        List<Integer> tags =
                new ArrayList<>(new TreeSet<>(ConfidentialityProfile.standard().tags()));
        int put = 0;
        for (int tag : tags) {
            if (Tag.group(tag) < 8 || tag == Tag.ENCAPSULATED_DOCUMENT || tag == 0xFFFCFFFC) {
                continue;
            }
            if (put(d, tag) & put(inner, tag)) {
                put++;
            }
        }
        assertTrue(put > 590, put + " attributes of the table");
        // A sequence that nobody lists, so that it stays, and one in it.
        DataSet nested = new DataSetBuilder().items(0x00081250, inner.build()).build();
        d.items(0x00082229, nested);
        Path file = write(d.build());
        Path copy = folder.resolve("copy.dcm");
        DeidentificationReport report = FileDeidentifier.deidentify(file, how(), copy);

        byte[] bytes = Files.readAllBytes(copy);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        assertFalse(text.contains(MARK), "a marked value is left");
        assertFalse(text.contains("20240131"), "a date is left");
        assertFalse(text.contains("1.2.826.77."), "an identifier is left");
        assertTrue(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(MARK));
        DataSet after = DicomFile.read(copy).dataSet();
        DataSet deep = after.item(0x00082229).orElseThrow().item(0x00081250).orElseThrow();
        for (DataSet where : List.of(after, deep)) {
            for (int tag : tags) {
                String keyword = Tag.describe(tag);
                Element e = where.element(tag).orElse(null);
                switch (rule(tag)) {
                    case "X" -> assertTrue(e == null || tag == Tag.PATIENT_ID, keyword);
                    case "Z" -> assertTrue(e == null || !where.has(tag) || tag == Tag.PATIENT_NAME, keyword);
                    case "D" -> assertTrue(e == null || where.has(tag), keyword);
                    default -> assertTrue(e == null || !text(where, tag).contains(MARK), keyword);
                }
            }
        }
        assertEquals("YES", after.text(Tag.PATIENT_IDENTITY_REMOVED));
        assertEquals("REMOVED", after.text(Tag.LONGITUDINAL_TEMPORAL_INFORMATION_MODIFIED));
        assertTrue(report.changes().size() > 1000, report.changes().size() + " changes");
        assertFalse(report.toString().contains(MARK));
    }

    /** What the table itself says, read here without the code under test. */
    private static String rule(int tag) {
        String name = String.format("%08X", tag);
        return DataDictionary.lines("confidentiality.txt").stream()
                .filter(c -> c[0].equals(name))
                .findFirst()
                .orElseThrow()[1];
    }

    private static String text(DataSet d, int tag) {
        try {
            return new String(d.bytes(tag), StandardCharsets.ISO_8859_1);
        } catch (DicomException e) {
            throw new AssertionError(e);
        }
    }

    /** Puts a value that can be found again. */
    private static boolean put(DataSetBuilder d, int tag) throws IOException {
        String vr = DataDictionary.standard()
                .entry(tag)
                .map(DataDictionary.Entry::vr)
                .orElse("LO");
        Vr v = Vr.valueOf(vr.substring(0, 2));
        switch (v) {
            case SQ ->
                d.items(
                        tag,
                        new DataSetBuilder()
                                .text(Tag.TEXT_VALUE, Vr.UT, MARK)
                                .text(0x0040A123, Vr.PN, MARK)
                                .code(0x0040A168, MARK, "99LOCAL", MARK)
                                .build());
            case UI -> d.text(tag, v, "1.2.826.77." + Integer.toUnsignedString(tag));
            case DA -> d.text(tag, v, "20240131");
            case DT -> d.text(tag, v, "20240131120000.5+0100");
            case TM -> d.text(tag, v, "120000");
            case AS -> d.text(tag, v, "034Y");
            case DS, IS -> d.text(tag, v, "77");
            case AE, CS, LO, LT, PN, SH, ST, UC, UR, UT -> d.text(tag, v, MARK);
            case OB, OW, UN, OD, OF, OL, OV ->
                d.bytes(tag, v, (MARK + MARK).substring(0, 16).getBytes(StandardCharsets.US_ASCII));
            case AT, FD, FL, SL, SS, SV, UL, US, UV -> d.bytes(tag, v, new byte[] {1, 0, 1, 0, 1, 0, 1, 0});
        }
        return true;
    }

    private static DataSetBuilder header() throws DicomException {
        return new DataSetBuilder()
                .text(Tag.SPECIFIC_CHARACTER_SET, Vr.CS, "ISO_IR 192")
                .text(Tag.SOP_CLASS_UID, Vr.UI, "1.2.840.10008.5.1.4.1.1.7")
                .text(Tag.SOP_INSTANCE_UID, Vr.UI, "1.2.826.77.1")
                .text(Tag.STUDY_INSTANCE_UID, Vr.UI, "1.2.826.77.2")
                .text(Tag.SERIES_INSTANCE_UID, Vr.UI, "1.2.826.77.3")
                .text(Tag.STUDY_DATE, Vr.DA, "20240131")
                .text(Tag.MODALITY, Vr.CS, "OT")
                .text(Tag.PATIENT_NAME, Vr.PN, "Kowalewska^Żaneta")
                .text(Tag.PATIENT_ID, Vr.LO, "ID-4711");
    }

    private Path write(DataSet d) throws IOException {
        Path file = folder.resolve("in" + count++ + ".dcm");
        Part10Writer.write(
                file,
                d,
                TransferSyntax.EXPLICIT_LITTLE_ENDIAN,
                Part10Writer.Pixels.OF_DATA_SET,
                Part10Writer.UNCHECKED);
        return file;
    }

    private static Deidentification how(Option... options) {
        return new Deidentification(KEY, Set.of(options), List.of());
    }

    private DataSet cleaned(DataSetBuilder d, Option... options) throws IOException {
        return cleaned(d, how(options));
    }

    private DataSet cleaned(DataSetBuilder d, Deidentification how) throws IOException {
        Path copy = folder.resolve("copy" + count + ".dcm");
        FileDeidentifier.deidentify(write(d.build()), how, copy);
        return DicomFile.read(copy).dataSet();
    }

    @Test
    void identitiesAreTheSameInAllFilesOfAKeyAndOthersUnderAnother() throws IOException {
        DataSet one = cleaned(header());
        DataSet two = cleaned(header().text(Tag.SOP_INSTANCE_UID, Vr.UI, "1.2.826.77.9")
                .items(
                        Tag.REFERENCED_IMAGE_SEQUENCE,
                        new DataSetBuilder()
                                .text(Tag.REFERENCED_SOP_CLASS_UID, Vr.UI, "1.2.840.10008.5.1.4.1.1.7")
                                .text(Tag.REFERENCED_SOP_INSTANCE_UID, Vr.UI, "1.2.826.77.1")
                                .build()));
        assertEquals(one.text(Tag.PATIENT_ID), two.text(Tag.PATIENT_ID));
        assertEquals(one.text(Tag.STUDY_INSTANCE_UID), two.text(Tag.STUDY_INSTANCE_UID));
        assertNotEquals(one.text(Tag.SOP_INSTANCE_UID), two.text(Tag.SOP_INSTANCE_UID));
        DataSet reference = two.item(Tag.REFERENCED_IMAGE_SEQUENCE).orElseThrow();
        assertEquals(one.text(Tag.SOP_INSTANCE_UID), reference.text(Tag.REFERENCED_SOP_INSTANCE_UID));
        assertEquals("1.2.840.10008.5.1.4.1.1.7", reference.text(Tag.REFERENCED_SOP_CLASS_UID));
        assertTrue(one.text(Tag.SOP_INSTANCE_UID).matches("2\\.25\\.[1-9]\\d{30,38}"));
        assertTrue(one.text(Tag.PATIENT_ID).matches("P-[0-9A-Z]{10}"));
        byte[] other = KEY.clone();
        other[0]++;
        DataSet three = cleaned(header(), new Deidentification(other, Set.of(), List.of()));
        assertNotEquals(one.text(Tag.PATIENT_ID), three.text(Tag.PATIENT_ID));
        assertNotEquals(one.text(Tag.STUDY_INSTANCE_UID), three.text(Tag.STUDY_INSTANCE_UID));
        DataSet elsewhere = cleaned(header().text(Tag.ISSUER_OF_PATIENT_ID, Vr.LO, "Other Hospital"));
        assertNotEquals(one.text(Tag.PATIENT_ID), elsewhere.text(Tag.PATIENT_ID), "the same number given by others");
    }

    @Test
    void datesOfAPatientMoveByTheSameDaysInEveryFile() throws IOException {
        DataSet one = cleaned(
                header().text(SERIES_DATE, Vr.DA, "20240301")
                        .text(0x0008002A, Vr.DT, "20240229235959.123456+0100")
                        .text(0x00080031, Vr.TM, "101112"),
                Option.SHIFT_DATES);
        DataSet two = cleaned(header().text(Tag.STUDY_DATE, Vr.DA, "20250131"), Option.SHIFT_DATES);
        LocalDate study = date(one.text(Tag.STUDY_DATE));
        assertEquals(30, ChronoUnit.DAYS.between(study, date(one.text(SERIES_DATE))), "2024 has a 29th of February");
        assertEquals(366, ChronoUnit.DAYS.between(study, date(two.text(Tag.STUDY_DATE))));
        long back = ChronoUnit.DAYS.between(study, LocalDate.of(2024, 1, 31));
        assertTrue(back >= 1 && back <= 3650, back + " days");
        assertEquals(
                LocalDate.of(2024, 2, 29).minusDays(back),
                date(one.text(0x0008002A).substring(0, 8)));
        assertEquals("235959.123456+0100", one.text(0x0008002A).substring(8));
        assertEquals("101112", one.text(0x00080031), "times stay");
        assertEquals("MODIFIED", one.text(Tag.LONGITUDINAL_TEMPORAL_INFORMATION_MODIFIED));
        DataSet born = cleaned(header().text(Tag.PATIENT_BIRTH_DATE, Vr.DA, "19500101"), Option.SHIFT_DATES);
        assertFalse(born.has(Tag.PATIENT_BIRTH_DATE));
    }

    private static LocalDate date(String text) {
        return LocalDate.parse(text, DateTimeFormatter.BASIC_ISO_DATE);
    }

    @Test
    void datesWithoutDayMoveToAnotherMonthAndOthersGo() {
        assertEquals("2023", DateValues.shifted("2024", 366).orElseThrow());
        assertEquals("202312", DateValues.shifted("202401", 20).orElseThrow());
        assertEquals(
                "20231231\\20240101",
                DateValues.shifted("20240101\\2024.01.02", 1).orElseThrow());
        assertEquals(
                "20231231120000-0500",
                DateValues.shifted("20240101120000-0500", 1).orElseThrow());
        for (String none :
                List.of("yesterday", "20240231", "20241301", "20240101-20240131", "00010101", "2024010112x")) {
            assertTrue(DateValues.shifted(none, 3000).isEmpty(), none);
        }
    }

    @Test
    void retainedThingsStayAndAgesAboveEightyNineDoNot() throws IOException {
        DataSetBuilder d = header().text(Tag.PATIENT_AGE, Vr.AS, "094Y")
                .text(Tag.PATIENT_SEX, Vr.CS, "F")
                .text(INSTITUTION_NAME, Vr.LO, "Hospital")
                .text(Tag.SERIES_DESCRIPTION, Vr.LO, "Chest")
                .text(Tag.STUDY_DESCRIPTION, Vr.LO, "Chest of Mrs. KOWALEWSKA");
        DataSet all = cleaned(
                d,
                Option.RETAIN_PATIENT_CHARACTERISTICS,
                Option.RETAIN_INSTITUTION,
                Option.RETAIN_DESCRIPTIONS,
                Option.RETAIN_DATES,
                Option.RETAIN_UIDS);
        assertEquals("090Y", all.text(Tag.PATIENT_AGE));
        assertEquals("F", all.text(Tag.PATIENT_SEX));
        assertEquals("Hospital", all.text(INSTITUTION_NAME));
        assertEquals("Chest", all.text(Tag.SERIES_DESCRIPTION));
        assertEquals("ANONYMIZED", all.text(Tag.STUDY_DESCRIPTION), "a description that names the patient");
        assertEquals("20240131", all.text(Tag.STUDY_DATE));
        assertEquals("1.2.826.77.1", all.text(Tag.SOP_INSTANCE_UID));
        DataSet none = cleaned(d);
        for (int tag : new int[] {Tag.PATIENT_AGE, Tag.PATIENT_SEX, Tag.SERIES_DESCRIPTION, Tag.STUDY_DESCRIPTION}) {
            assertFalse(none.has(tag), Tag.describe(tag));
        }
        assertEquals(
                Set.of("113100", "113106", "113108", "113110", "113112"),
                codes(all),
                "codes of the options that were used");
        assertEquals(Set.of("113100"), codes(none));
    }

    private static Set<String> codes(DataSet d) throws DicomException {
        Set<String> codes = new TreeSet<>();
        for (DataSet item : d.items(Tag.DEIDENTIFICATION_METHOD_CODE_SEQUENCE)) {
            codes.add(item.text(Tag.CODE_VALUE));
        }
        return codes;
    }

    @Test
    void privateElementsGoButForNumbersKnownToBeSafe() throws IOException {
        DataSetBuilder d = header().text(0x00190010, Vr.LO, "SIEMENS MR HEADER")
                .text(0x0019100C, Vr.IS, "1000")
                .text(0x0019100D, Vr.CS, "Mrs. X")
                .text(0x00191008, Vr.CS, "IMAGE NUM 4")
                .text(0x00210010, Vr.LO, "ACME")
                .text(0x0021100C, Vr.IS, "1");
        DataSet kept = cleaned(d, Option.RETAIN_SAFE_PRIVATE);
        assertEquals("1000", kept.text(0x0019100C));
        assertEquals("SIEMENS MR HEADER", kept.text(0x00190010));
        for (int tag : new int[] {0x0019100D, 0x00191008, 0x00210010, 0x0021100C}) {
            assertTrue(kept.element(tag).isEmpty(), Tag.format(tag));
        }
        for (Element e : cleaned(d).elements()) {
            assertFalse(Tag.isPrivate(e.tag()), Tag.format(e.tag()));
        }
    }

    @Test
    void whatAReportSaysInWordsGoesAndWhatItMeasuresStays() throws IOException {
        DataSet number = new DataSetBuilder()
                .text(0x0040A040, Vr.CS, "NUM")
                .code(Tag.CONCEPT_NAME_CODE_SEQUENCE, "42798000", "SCT", "Area")
                .items(
                        0x0040A300,
                        new DataSetBuilder().decimals(0x0040A30A, 12.5).build())
                .build();
        DataSet local = new DataSetBuilder()
                .text(0x0040A040, Vr.CS, "CODE")
                .code(Tag.CONCEPT_NAME_CODE_SEQUENCE, "1", "99HOSPITAL", "Reader of the day")
                .code(0x0040A168, "2", "99HOSPITAL", "Dr. Nowak")
                .build();
        DataSet text = new DataSetBuilder()
                .text(0x0040A040, Vr.CS, "TEXT")
                .text(Tag.TEXT_VALUE, Vr.UT, "Seen by Dr. Nowak")
                .build();
        DataSet report = cleaned(header().text(Tag.SOP_CLASS_UID, Vr.UI, "1.2.840.10008.5.1.4.1.1.88.33")
                .items(Tag.CONTENT_SEQUENCE, number, local, text));
        List<DataSet> content = report.items(Tag.CONTENT_SEQUENCE);
        assertEquals("12.5", content.get(0).item(0x0040A300).orElseThrow().text(0x0040A30A));
        assertEquals(
                "Area",
                content.get(0)
                        .item(Tag.CONCEPT_NAME_CODE_SEQUENCE)
                        .orElseThrow()
                        .text(Tag.CODE_MEANING));
        assertEquals("ANONYMIZED", content.get(1).item(0x0040A168).orElseThrow().text(Tag.CODE_MEANING));
        assertEquals("ANONYMIZED", content.get(2).text(Tag.TEXT_VALUE));
        assertTrue(codes(report).contains("113104"));
    }

    @Test
    void namesInOtherCharacterSetsAreFoundInTextsThatStay() throws IOException {
        DataSet d = cleaned(header().text(Tag.PATIENT_NAME, Vr.PN, "Yamada^Tarou=山田^太郎")
                .text(Tag.MANUFACTURER_MODEL_NAME, Vr.LO, "Scanner of 山田")
                .text(Tag.MANUFACTURER, Vr.LO, "Maker"));
        assertEquals("ANONYMIZED", d.text(Tag.MANUFACTURER_MODEL_NAME));
        assertEquals("Maker", d.text(Tag.MANUFACTURER));
    }

    @Test
    void preambleMetaInformationAndWhatFollowsTheDataSetDoNotComeAlong() throws IOException {
        Path file = write(header().build());
        byte[] bytes = Files.readAllBytes(file);
        System.arraycopy("Kowalewska was here".getBytes(StandardCharsets.US_ASCII), 0, bytes, 0, 19);
        Files.write(file, bytes);
        Path copy = folder.resolve("copy.dcm");
        FileDeidentifier.deidentify(file, how(), copy);
        byte[] after = Files.readAllBytes(copy);
        assertEquals(0, Arrays.compare(Arrays.copyOf(after, 128), new byte[128]));
        DicomFile read = DicomFile.read(copy);
        assertEquals(read.dataSet().text(Tag.SOP_INSTANCE_UID), read.meta().text(Tag.MEDIA_STORAGE_SOP_INSTANCE_UID));
        assertEquals(Part10Writer.IMPLEMENTATION_CLASS_UID, read.meta().text(Tag.IMPLEMENTATION_CLASS_UID));
    }

    @Test
    void documentsDirectoriesAndTheOriginalItselfAreRefused() throws IOException {
        Path document = write(header().bytes(Tag.ENCAPSULATED_DOCUMENT, Vr.OB, new byte[] {'%', 'P', 'D', 'F'})
                .build());
        Path copy = folder.resolve("copy.dcm");
        DicomException e = assertThrows(DicomException.class, () -> FileDeidentifier.deidentify(document, how(), copy));
        assertTrue(e.getMessage().contains("document"), e.getMessage());
        Path directory =
                write(header().items(Tag.DIRECTORY_RECORD_SEQUENCE, List.of()).build());
        assertThrows(DicomException.class, () -> FileDeidentifier.deidentify(directory, how(), copy));
        Path image = write(header().build());
        byte[] before = Files.readAllBytes(image);
        assertThrows(DicomException.class, () -> FileDeidentifier.deidentify(image, how(), image));
        assertEquals(0, Arrays.compare(before, Files.readAllBytes(image)));
        assertFalse(Files.exists(copy));
    }

    @Test
    void aNameLeftWhereItCannotBeRemovedStopsTheCopy() throws IOException {
        byte[] frame = "......Kowalewska......".getBytes(StandardCharsets.US_ASCII);
        Path file = folder.resolve("compressed.dcm");
        Part10Writer.write(
                file,
                header().build(),
                "1.2.840.10008.1.2.4.50",
                new Part10Writer.Pixels.Compressed(1, frame.length, i -> frame),
                Part10Writer.UNCHECKED);
        Path copy = folder.resolve("copy.dcm");
        DicomException e = assertThrows(DicomException.class, () -> FileDeidentifier.deidentify(file, how(), copy));
        assertTrue(e.getMessage().contains("PixelData"), e.getMessage());
        assertFalse(Files.exists(copy));
        try (var left = Files.list(folder)) {
            assertFalse(left.anyMatch(p -> p.toString().endsWith(".part")));
        }
    }

    @Test
    void theReportTellsWhatHappenedToWhat() throws IOException {
        Path file = write(header().text(COMMENTS, Vr.LT, "talks a lot")
                .text(Tag.REFERRING_PHYSICIAN_NAME, Vr.PN, "Who")
                .build());
        DeidentificationReport report = FileDeidentifier.deidentify(file, how(), folder.resolve("copy.dcm"));
        assertTrue(report.changes()
                .contains(new DeidentificationReport.Change("(0010,4000)", "PatientComments", Action.REMOVED, 1)));
        assertTrue(report.changes()
                .contains(
                        new DeidentificationReport.Change("(0008,0090)", "ReferringPhysicianName", Action.EMPTIED, 1)));
        assertTrue(report.changes()
                .contains(new DeidentificationReport.Change("(0008,0018)", "SOPInstanceUID", Action.REPLACED, 1)));
        assertFalse(report.toString().contains("talks"));
    }

    @Test
    void damagedFilesAreRefusedOrCopiedAndNeverDoMoreHarm() throws IOException {
        DataSet item = new DataSetBuilder()
                .text(Tag.PATIENT_NAME, Vr.PN, "Kowalewska")
                .text(0x00080015, Vr.DT, "20240131")
                .build();
        Path file = write(header().items(0x00081250, item)
                .text(0x00190010, Vr.LO, "SIEMENS MR HEADER")
                .text(0x0019100C, Vr.IS, "1000")
                .numbers(Tag.ROWS, Vr.US, 2)
                .numbers(Tag.COLUMNS, Vr.US, 2)
                .numbers(Tag.BITS_ALLOCATED, Vr.US, 8)
                .bytes(Tag.PIXEL_DATA, Vr.OB, new byte[] {1, 2, 3, 4})
                .build());
        byte[] sound = Files.readAllBytes(file);
        Deidentification how = new Deidentification(
                KEY, Set.of(Option.SHIFT_DATES, Option.RETAIN_SAFE_PRIVATE), List.of(new PixelRect(0, 0, 1, 1)));
        Random random = new Random(7);
        Path copy = folder.resolve("copy.dcm");
        int refused = 0;
        for (int i = 0; i < 600; i++) {
            byte[] bytes = sound.clone();
            if (i % 3 == 0) {
                bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            }
            for (int n = random.nextInt(4); n >= 0 && bytes.length > 132; n--) {
                bytes[132 + random.nextInt(bytes.length - 132)] = (byte) random.nextInt(256);
            }
            Files.write(file, bytes);
            Files.deleteIfExists(copy);
            try {
                FileDeidentifier.deidentify(file, how, copy);
                DicomFile.read(copy);
            } catch (DicomException e) {
                refused++;
                assertFalse(Files.exists(copy), e.getMessage());
            }
        }
        assertTrue(refused > 50 && refused < 590, refused + " refused");
    }
}
