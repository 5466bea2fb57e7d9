package org.credence.dicom.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.credence.dicom.DicomException;
import org.credence.dicom.spi.VideoDecoder;
import org.credence.imaging.Deidentification;
import org.credence.imaging.Deidentification.Option;
import org.credence.imaging.DeidentificationReport;
import org.credence.imaging.FileIdentity;
import org.credence.imaging.PixelRect;

/** Writes copies of DICOM files without what identifies a patient (PS3.15, annex E). */
public final class FileDeidentifier {

    private static final String METHOD = "DICOM PS3.15 2024e Basic Profile";

    private static final String STRUCTURED_REPORTS = "1.2.840.10008.5.1.4.1.1.88.";
    private static final int REFERENCED_PERFORMED_PROCEDURE_STEP_SEQUENCE = 0x00081111;

    /** Modalities whose pixels often show names. */
    private static final Set<String> OFTEN_LABELLED = Set.of(
            "US", "IVUS", "SC", "OT", "XC", "ES", "GM", "SM", "PX", "IO", "OP", "OPT", "DOC", "DG", "ECG", "HC", "KO");

    private FileDeidentifier() {}

    /** What a file says of whom and what it shows; see {@link org.credence.dicom.DicomDeidentifier#identity}. */
    public static FileIdentity identity(Path path) throws DicomException {
        DicomFile file = DicomFile.read(path);
        DataSet d = file.dataSet();
        return new FileIdentity(
                d.text(Tag.PATIENT_ID),
                d.text(Tag.ISSUER_OF_PATIENT_ID),
                d.text(Tag.PATIENT_NAME),
                d.text(Tag.PATIENT_BIRTH_DATE),
                d.text(Tag.ACCESSION_NUMBER),
                d.text(Tag.STUDY_DATE),
                d.text(Tag.STUDY_INSTANCE_UID),
                d.text(Tag.SERIES_INSTANCE_UID),
                DicomObjects.sopInstance(file));
    }

    static DeidentificationReport deidentify(Path path, Deidentification how, Path target) throws DicomException {
        return deidentify(path, how, target, null);
    }

    /** Writes a copy; see {@link org.credence.dicom.DicomDeidentifier#deidentify}. */
    public static DeidentificationReport deidentify(Path path, Deidentification how, Path target, VideoDecoder video)
            throws DicomException {
        DicomFile file = DicomFile.read(path).playedBy(video);
        refuse(file, target);
        DataSet original = file.dataSet();
        Pseudonyms pseudonyms = new Pseudonyms(how.key());
        PatientIdentity patient = PatientIdentity.of(original);
        Secrets secrets = new Secrets();
        DataSetCleaner cleaner = new DataSetCleaner(
                how.options(),
                pseudonyms,
                secrets,
                pseudonyms.patient(patient.key()),
                pseudonyms.daysBack(patient.key()));
        DataSet copy = cleaner.clean(original);
        cleaner.putPatient(copy);
        if (DicomObjects.sopClass(file).startsWith(STRUCTURED_REPORTS)
                && original.element(REFERENCED_PERFORMED_PROCEDURE_STEP_SEQUENCE)
                        .isPresent()) {
            // Structured reports need it, with or without items.
            copy.put(new Element(
                    REFERENCED_PERFORMED_PROCEDURE_STEP_SEQUENCE, Vr.SQ, new Element.Value.Items(List.of())));
        }
        identify(copy, file, how, pseudonyms);
        describe(copy, how.options(), cleaner.cleanedContent());
        List<String> warnings = warnings(file, how, patient);
        List<PixelRect> masked = List.of();
        Part10Writer.Pixels pixels = Part10Writer.Pixels.OF_DATA_SET;
        boolean compressed = original.element(Tag.PIXEL_DATA)
                .filter(e -> e.value() instanceof Element.Value.Fragments)
                .isPresent();
        boolean masks = !how.masks().isEmpty() || how.options().contains(Option.MASK_BANNERS);
        if (masks && hasPixels(original)) {
            PixelMask mask = PixelMask.of(file, how.masks(), how.options().contains(Option.MASK_BANNERS));
            if (mask.isEmpty()) {
                warnings.add("The mask covers nothing: the calibrated regions cover the whole image, or the rectangles"
                        + " lie outside; its pixels are as they were.");
            } else {
                mask.describe(copy);
                masked = mask.rectangles();
                pixels = mask.pixels();
                compressed = false;
                warnings.add("Parts of the pixels were blackened; nobody has looked whether names are left, do that"
                        + " before you pass the file on.");
            }
        }
        write(file, copy, compressed, pixels, secrets, target);
        return new DeidentificationReport(target, cleaner.changes(), masked, warnings);
    }

    private static boolean hasPixels(DataSet d) {
        return d.element(Tag.PIXEL_DATA).isPresent()
                || d.element(Tag.FLOAT_PIXEL_DATA).isPresent()
                || d.element(Tag.DOUBLE_FLOAT_PIXEL_DATA).isPresent();
    }

    /** Refuses what cannot be made safe. */
    private static void refuse(DicomFile file, Path target) throws DicomException {
        DataSet d = file.dataSet();
        try {
            if (Files.exists(target) && Files.isSameFile(file.path(), target)) {
                throw new DicomException("File " + target + " is the original; name another place for the copy.");
            }
        } catch (DicomException e) {
            throw e;
        } catch (IOException e) {
            throw new DicomException("File " + target + " cannot be looked at: " + DicomFile.reason(e) + ".", e);
        }
        if (d.has(Tag.ENCAPSULATED_DOCUMENT)) {
            throw new DicomException(
                    "File " + file.path() + " holds a document, such as a PDF, whose text and pictures cannot be"
                            + " cleaned here; leave it out, or take the document out and clean it by hand.",
                    Tag.ENCAPSULATED_DOCUMENT,
                    -1);
        }
        if (d.element(Tag.DIRECTORY_RECORD_SEQUENCE).isPresent()) {
            throw new DicomException(
                    "File " + file.path() + " is a directory of other files (DICOMDIR) and lists their patients; make a"
                            + " new one for the copies.",
                    Tag.DIRECTORY_RECORD_SEQUENCE,
                    -1);
        }
        boolean nativePixels = d.element(Tag.PIXEL_DATA)
                .filter(e -> !(e.value() instanceof Element.Value.Fragments))
                .isPresent();
        if (nativePixels && file.transferSyntax().encapsulated()) {
            throw new DicomException(
                    "The pixels of file " + file.path() + " are not as transfer syntax "
                            + file.transferSyntax().describe() + " has them; write the file uncompressed first.",
                    Tag.TRANSFER_SYNTAX_UID,
                    -1);
        }
        boolean fragments = d.element(Tag.PIXEL_DATA).isPresent() && !nativePixels;
        if (fragments && !file.transferSyntax().encapsulated()) {
            throw new DicomException(
                    "The pixels of file " + file.path() + " are compressed, but its transfer syntax "
                            + file.transferSyntax().describe() + " does not say how; write the file again where it came"
                            + " from.",
                    Tag.TRANSFER_SYNTAX_UID,
                    -1);
        }
    }

    /** Sees to it that the copy names its class and instance, which its file meta information repeats. */
    private static void identify(DataSet copy, DicomFile file, Deidentification how, Pseudonyms pseudonyms)
            throws DicomException {
        DataSetBuilder d = new DataSetBuilder();
        if (!copy.has(Tag.SOP_CLASS_UID)) {
            d.text(Tag.SOP_CLASS_UID, Vr.UI, DicomObjects.sopClass(file));
        }
        if (!copy.has(Tag.SOP_INSTANCE_UID)) {
            String original = DicomObjects.sopInstance(file);
            boolean retained = how.options().contains(Option.RETAIN_UIDS) && !original.isEmpty();
            if (original.isEmpty()) {
                original = madeIdentity(file);
            }
            d.text(Tag.SOP_INSTANCE_UID, Vr.UI, retained ? original : pseudonyms.uids(original));
        }
        for (Element e : d.build().elements()) {
            copy.put(e);
        }
    }

    private static String madeIdentity(DicomFile file) throws DicomException {
        if (hasPixels(file.dataSet())) {
            try {
                return DicomObjects.madeIdentity(file, PixelData.of(file));
            } catch (DicomException e) {
                // Its pixels cannot be told either.
            }
        }
        return Uids.random();
    }

    /** Says in the copy what was done to it (PS3.3, C.12.1 and C.7.1.1; codes of CID 7050). */
    private static void describe(DataSet copy, Set<Option> options, boolean cleanedContent) throws DicomException {
        List<DataSet> codes = new ArrayList<>();
        code(codes, true, "113100", "Basic Application Confidentiality Profile");
        code(codes, cleanedContent, "113104", "Clean Structured Content Option");
        code(
                codes,
                options.contains(Option.RETAIN_DATES),
                "113106",
                "Retain Longitudinal Temporal Information Full Dates Option");
        code(
                codes,
                options.contains(Option.SHIFT_DATES),
                "113107",
                "Retain Longitudinal Temporal Information Modified Dates Option");
        code(
                codes,
                options.contains(Option.RETAIN_PATIENT_CHARACTERISTICS),
                "113108",
                "Retain Patient Characteristics Option");
        code(codes, options.contains(Option.RETAIN_DEVICE), "113109", "Retain Device Identity Option");
        code(codes, options.contains(Option.RETAIN_UIDS), "113110", "Retain UIDs Option");
        code(codes, options.contains(Option.RETAIN_SAFE_PRIVATE), "113111", "Retain Safe Private Option");
        code(codes, options.contains(Option.RETAIN_INSTITUTION), "113112", "Retain Institution Identity Option");
        String temporal = options.contains(Option.RETAIN_DATES)
                ? "UNMODIFIED"
                : options.contains(Option.SHIFT_DATES) ? "MODIFIED" : "REMOVED";
        String method = "Credence\\" + METHOD;
        if (options.contains(Option.RETAIN_DESCRIPTIONS)) {
            method += "\\Descriptions retained, names in them removed";
        }
        DataSet said = new DataSetBuilder()
                .text(Tag.PATIENT_IDENTITY_REMOVED, Vr.CS, "YES")
                .text(Tag.DEIDENTIFICATION_METHOD, Vr.LO, method)
                .items(Tag.DEIDENTIFICATION_METHOD_CODE_SEQUENCE, codes)
                .text(Tag.LONGITUDINAL_TEMPORAL_INFORMATION_MODIFIED, Vr.CS, temporal)
                .build();
        for (Element e : said.elements()) {
            copy.put(e);
        }
    }

    private static void code(List<DataSet> codes, boolean used, String value, String meaning) throws DicomException {
        if (used) {
            codes.add(new DataSetBuilder()
                    .text(Tag.CODE_VALUE, Vr.SH, value)
                    .text(Tag.CODING_SCHEME_DESIGNATOR, Vr.SH, "DCM")
                    .text(Tag.CODE_MEANING, Vr.LO, meaning)
                    .build());
        }
    }

    private static List<String> warnings(DicomFile file, Deidentification how, PatientIdentity patient)
            throws DicomException {
        DataSet d = file.dataSet();
        List<String> warnings = new ArrayList<>();
        String burnedIn = d.text(Tag.BURNED_IN_ANNOTATION);
        boolean masks = !how.masks().isEmpty() || how.options().contains(Option.MASK_BANNERS);
        String type = d.whole(Tag.IMAGE_TYPE).toUpperCase(Locale.ROOT);
        boolean suspicious = OFTEN_LABELLED.contains(d.text(Tag.MODALITY))
                || type.contains("SECONDARY")
                || type.contains("SCREEN")
                || DicomObjects.sopClass(file).startsWith("1.2.840.10008.5.1.4.1.1.7");
        if (hasPixels(d) && !masks && (burnedIn.equals("YES") || suspicious && !burnedIn.equals("NO"))) {
            warnings.add("The pixels may show names: "
                    + (burnedIn.equals("YES") ? "the file says that they do" : "images of this kind often do")
                    + "; look at them, and mask what they show.");
        }
        if (d.text(Tag.RECOGNIZABLE_VISUAL_FEATURES).equals("YES")) {
            warnings.add("The pixels show a face or something else that the patient can be known by, says the file.");
        }
        String sopClass = DicomObjects.sopClass(file);
        if (!sopClass.isEmpty() && !Pseudonyms.isStandard(sopClass)) {
            warnings.add("The file is of a private storage class, of which the profile says nothing; look at what is"
                    + " left in it.");
        }
        if (sopClass.startsWith("1.2.840.10008.5.1.4.1.1.9.4")) {
            warnings.add("The file holds sound, in which somebody may speak.");
        }
        for (int group = 0x6000; group <= 0x601e; group += 2) {
            if (d.element(group << 16 | 0x10).isPresent()
                    && d.element(group << 16 | 0x3000).isEmpty()) {
                warnings.add("An overlay lies in unused bits of the pixels and is still there.");
                break;
            }
        }
        if (how.options().contains(Option.RETAIN_DESCRIPTIONS)) {
            warnings.add("Descriptions and comments were kept but for the names and identifiers in the header; they may"
                    + " name others.");
        }
        if (!patient.certain()) {
            warnings.add("The file has no patient ID; other files of this patient may get another pseudonym.");
        }
        return warnings;
    }

    private static void write(
            DicomFile file, DataSet copy, boolean compressed, Part10Writer.Pixels pixels, Secrets secrets, Path target)
            throws DicomException {
        String syntax = compressed ? file.transferSyntax().uid() : TransferSyntax.EXPLICIT_LITTLE_ENDIAN;
        try {
            Part10Writer.write(target, copy, syntax, pixels, written -> check(file, written, secrets));
        } catch (DicomException e) {
            throw e;
        } catch (IOException e) {
            throw new DicomException(
                    "The copy of " + file.path() + " cannot be written to " + target + ": " + DicomFile.reason(e)
                            + "; check the folder and the space left.",
                    e);
        }
    }

    /** Reads a copy as anybody would, and looks for what it must not say. */
    private static void check(DicomFile file, Path written, Secrets secrets) throws DicomException {
        DicomFile again = DicomFile.read(written);
        Optional<String> leak = secrets.leak(again.meta());
        if (leak.isEmpty()) {
            leak = secrets.leak(again.dataSet());
        }
        if (leak.isPresent()) {
            throw new DicomException(
                    "File " + file.path() + " cannot be made safe: element " + leak.get()
                            + " of the copy would still name a person or hold a removed identifier; no copy was written. If it"
                            + " is the pixels, mask a part of them, so that they are written without compression and comments.");
        }
    }
}
