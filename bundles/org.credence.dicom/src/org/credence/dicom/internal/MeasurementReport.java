package org.credence.dicom.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.credence.annotation.AnnotationException;
import org.credence.annotation.AnnotationSnapshot;
import org.credence.annotation.CodedConcept;
import org.credence.annotation.Measurement;
import org.credence.annotation.Reader;
import org.credence.annotation.Segment;
import org.credence.dicom.DicomException;
import org.credence.imaging.FrameRef;
import org.credence.imaging.ImageInstance;
import org.credence.imaging.ImageSeries;

/** Writes a Measurement Report (PS3.16, TID 1500) as Comprehensive 3D SR (PS3.3, A.35.13). */
public final class MeasurementReport {

    static final String COMPREHENSIVE_3D_SR_STORAGE = "1.2.840.10008.5.1.4.1.1.88.34";

    private static final String CONTAINS = "CONTAINS";
    private static final String CONTEXT = "HAS OBS CONTEXT";
    private static final String MODIFIER = "HAS CONCEPT MOD";
    private static final int RELATIONSHIP_TYPE = 0x0040A010;
    private static final int VALUE_TYPE = 0x0040A040;
    private static final int CONTINUITY_OF_CONTENT = 0x0040A050;
    private static final int UID_VALUE = 0x0040A124;
    private static final int PERSON_NAME = 0x0040A123;
    private static final int CONCEPT_CODE_SEQUENCE = 0x0040A168;
    private static final int MEASURED_VALUE_SEQUENCE = 0x0040A300;
    private static final int NUMERIC_VALUE = 0x0040A30A;
    private static final int FLOATING_POINT_VALUE = 0x0040A161;
    private static final int MEASUREMENT_UNITS_CODE_SEQUENCE = 0x004008EA;
    private static final int REFERENCED_SOP_SEQUENCE = 0x00081199;
    private static final int CONTENT_TEMPLATE_SEQUENCE = 0x0040A504;
    private static final int MAPPING_RESOURCE = 0x00080105;
    private static final int TEMPLATE_IDENTIFIER = 0x0040DB00;
    private static final int EVIDENCE_SEQUENCE = 0x0040A375;

    private final AnnotationSnapshot annotation;
    private final ImageSeries series;
    private final DataSet segmentation;

    private MeasurementReport(AnnotationSnapshot annotation, ImageSeries series, DataSet segmentation) {
        this.annotation = annotation;
        this.series = series;
        this.segmentation = segmentation;
    }

    /** Writes a report; see {@link org.credence.dicom.DicomMeasurementWriter#write}. */
    public static void write(
            AnnotationSnapshot annotation,
            ImageSeries series,
            Path segmentation,
            List<Measurement.OfSegment> measurements,
            Path file)
            throws AnnotationException {
        try {
            DicomFile seg = DicomFile.read(segmentation);
            if (!DicomObjects.sopClass(seg).equals(SegmentationObject.SEGMENTATION_STORAGE) || measurements.isEmpty()) {
                throw new AnnotationException("Measurements cannot be written to " + file + ": "
                        + (measurements.isEmpty()
                                ? "there are none."
                                : segmentation + " is no segmentation that they could refer to; save the annotation"
                                        + " first."));
            }
            DataSet report = new MeasurementReport(annotation, series, seg.dataSet()).document(measurements);
            Part10Writer.write(
                    file,
                    report,
                    TransferSyntax.EXPLICIT_LITTLE_ENDIAN,
                    Part10Writer.Pixels.OF_DATA_SET,
                    Part10Writer.UNCHECKED);
        } catch (AnnotationException e) {
            throw e;
        } catch (DicomException e) {
            throw new AnnotationException(e.getMessage(), e);
        } catch (IOException e) {
            throw new AnnotationException(
                    "Measurements cannot be written to " + file + ": " + DicomFile.reason(e)
                            + "; check the folder and the space left.",
                    e);
        }
    }

    private DataSet document(List<Measurement.OfSegment> measurements) throws DicomException {
        LocalDateTime now = LocalDateTime.now();
        DataSetBuilder d = new DataSetBuilder()
                .text(Tag.SPECIFIC_CHARACTER_SET, Vr.CS, "ISO_IR 192")
                .text(Tag.SOP_CLASS_UID, Vr.UI, COMPREHENSIVE_3D_SR_STORAGE)
                .text(Tag.SOP_INSTANCE_UID, Vr.UI, Uids.random())
                .text(Tag.CONTENT_DATE, Vr.DA, now.format(DateTimeFormatter.ofPattern("yyyyMMdd")))
                .text(Tag.CONTENT_TIME, Vr.TM, now.format(DateTimeFormatter.ofPattern("HHmmss")))
                .text(Tag.MODALITY, Vr.CS, "SR")
                .text(Tag.MANUFACTURER, Vr.LO, "Credence")
                .text(Tag.MANUFACTURER_MODEL_NAME, Vr.LO, "Credence")
                .text(Tag.DEVICE_SERIAL_NUMBER, Vr.LO, "1")
                .text(Tag.SOFTWARE_VERSIONS, Vr.LO, Part10Writer.IMPLEMENTATION_VERSION_NAME)
                .text(
                        Tag.SERIES_DESCRIPTION,
                        Vr.LO,
                        "Measurements of " + annotation.reader().id())
                .text(
                        Tag.SERIES_INSTANCE_UID,
                        Vr.UI,
                        Uids.named("measurements " + annotation.seriesUid() + " "
                                + annotation.reader().id()))
                .text(Tag.SERIES_NUMBER, Vr.IS, Integer.toString(series.info().seriesNumber()))
                .text(Tag.INSTANCE_NUMBER, Vr.IS, "1")
                .items(0x00081111, List.of())
                .items(0x0040A372, List.of())
                .text(0x0040A491, Vr.CS, isModel() ? "PARTIAL" : "COMPLETE")
                .text(0x0040A493, Vr.CS, "UNVERIFIED");
        // The segmentation says of patient and study what its images said.
        d.copyOrEmpty(segmentation, Tag.STUDY_DATE, Vr.DA)
                .copyOrEmpty(segmentation, Tag.STUDY_TIME, Vr.TM)
                .copyOrEmpty(segmentation, Tag.ACCESSION_NUMBER, Vr.SH)
                .copyOrEmpty(segmentation, Tag.REFERRING_PHYSICIAN_NAME, Vr.PN)
                .copyOrEmpty(segmentation, Tag.PATIENT_NAME, Vr.PN)
                .copyOrEmpty(segmentation, Tag.PATIENT_ID, Vr.LO)
                .copyOrEmpty(segmentation, Tag.PATIENT_BIRTH_DATE, Vr.DA)
                .copyOrEmpty(segmentation, Tag.PATIENT_SEX, Vr.CS)
                .copyOrEmpty(segmentation, Tag.STUDY_INSTANCE_UID, Vr.UI)
                .copyOrEmpty(segmentation, Tag.STUDY_ID, Vr.SH);
        d.items(EVIDENCE_SEQUENCE, evidence());
        List<DataSet> groups = new ArrayList<>();
        for (Measurement.OfSegment m : measurements) {
            groups.add(group(m));
        }
        List<DataSet> content = new ArrayList<>();
        CodedConcept language = dcm("121049", "Language of Content Item and Descendants");
        content.add(code(MODIFIER, language, "eng", "RFC5646", "English"));
        content.addAll(observer());
        content.add(procedure());
        content.add(container(CONTAINS, dcm("126010", "Imaging Measurements"), "", groups)
                .build());
        DataSet root = container("", dcm("126000", "Imaging Measurement Report"), "1500", content)
                .build();
        DataSet document = d.build();
        for (Element e : root.elements()) {
            document.put(e);
        }
        return document;
    }

    private boolean isModel() {
        Reader reader = annotation.reader();
        return reader.id().equals("model") || reader.id().startsWith("model-");
    }

    /** Who has measured: a device, or a person (TID 1002). */
    private List<DataSet> observer() throws DicomException {
        Reader reader = annotation.reader();
        CodedConcept type = dcm("121005", "Observer Type");
        if (isModel()) {
            return List.of(
                    code(CONTEXT, type, "121007", "DCM", "Device"),
                    item(CONTEXT, "UIDREF", dcm("121012", "Device Observer UID"))
                            .text(UID_VALUE, Vr.UI, Uids.named("device " + reader.name()))
                            .build(),
                    item(CONTEXT, "TEXT", dcm("121013", "Device Observer Name"))
                            .text(Tag.TEXT_VALUE, Vr.UT, reader.name())
                            .build());
        }
        return List.of(
                code(CONTEXT, type, "121006", "DCM", "Person"),
                item(CONTEXT, "PNAME", dcm("121008", "Person Observer Name"))
                        .text(PERSON_NAME, Vr.PN, reader.name().replaceAll("[\\\\^=]", " "))
                        .build());
    }

    private DataSet procedure() throws DicomException {
        CodedConcept concept = dcm("121058", "Procedure reported");
        return series.info().modality().equals("US")
                ? code(MODIFIER, concept, "16310003", "SCT", "Ultrasonography")
                : code(MODIFIER, concept, "363679005", "SCT", "Imaging procedure");
    }

    /** The measurements of one segment (TID 1411). */
    private DataSet group(Measurement.OfSegment measured) throws DicomException {
        Segment segment = measured.segment();
        int number = annotation.scheme().segments().indexOf(segment) + 1;
        if (number < 1) {
            throw new DicomException("Segment " + segment.label() + " was measured, which the annotation's scheme "
                    + annotation.scheme().name() + " lacks.");
        }
        String tracking = segmentation.text(Tag.SOP_INSTANCE_UID) + " " + number;
        List<DataSet> content = new ArrayList<>();
        content.add(item(CONTEXT, "TEXT", dcm("112039", "Tracking Identifier"))
                .text(Tag.TEXT_VALUE, Vr.UT, segment.label())
                .build());
        content.add(item(CONTEXT, "UIDREF", dcm("112040", "Tracking Unique Identifier"))
                .text(UID_VALUE, Vr.UI, Uids.named(tracking))
                .build());
        content.add(code(
                CONTAINS,
                dcm("121071", "Finding"),
                segment.type().value(),
                segment.type().scheme(),
                segment.type().meaning()));
        content.add(item(CONTAINS, "IMAGE", dcm("121191", "Referenced Segment"))
                .items(
                        REFERENCED_SOP_SEQUENCE,
                        reference(segmentation.text(Tag.SOP_CLASS_UID), segmentation.text(Tag.SOP_INSTANCE_UID))
                                .numbers(Tag.REFERENCED_SEGMENT_NUMBER, Vr.US, number)
                                .build())
                .build());
        for (ImageInstance image : measuredImages()) {
            content.add(item(CONTAINS, "IMAGE", dcm("121233", "Source image for segmentation"))
                    .items(
                            REFERENCED_SOP_SEQUENCE,
                            reference(image.sopClassUid(), image.sopInstanceUid())
                                    .build())
                    .build());
        }
        for (Measurement m : measured.values()) {
            content.add(number(m));
        }
        return container(CONTAINS, dcm("125007", "Measurement Group"), "1411", content)
                .build();
    }

    private static DataSet number(Measurement m) throws DicomException {
        DataSetBuilder value = new DataSetBuilder()
                .decimals(NUMERIC_VALUE, m.value())
                .numbers(FLOATING_POINT_VALUE, Vr.FD, m.value())
                .code(
                        MEASUREMENT_UNITS_CODE_SEQUENCE,
                        m.unit().value(),
                        m.unit().scheme(),
                        m.unit().meaning());
        DataSetBuilder item = item(CONTAINS, "NUM", m.what()).items(MEASURED_VALUE_SEQUENCE, value.build());
        Optional<CodedConcept> derivation = m.derivation();
        if (derivation.isPresent()) {
            item.items(
                    Tag.CONTENT_SEQUENCE,
                    code(
                            MODIFIER,
                            dcm("121401", "Derivation"),
                            derivation.get().value(),
                            derivation.get().scheme(),
                            derivation.get().meaning()));
        }
        return item.build();
    }

    /** The images that the segmentation was painted on. */
    private List<ImageInstance> measuredImages() {
        Set<String> uids = new LinkedHashSet<>();
        for (FrameRef frame : annotation.frames()) {
            uids.add(frame.sopInstanceUid());
        }
        return series.instances().stream()
                .filter(i -> uids.contains(i.sopInstanceUid()))
                .toList();
    }

    /** All objects that the report refers to, by study and series. */
    private DataSet evidence() throws DicomException {
        List<DataSet> images = new ArrayList<>();
        for (ImageInstance image : measuredImages()) {
            images.add(reference(image.sopClassUid(), image.sopInstanceUid()).build());
        }
        DataSet seg = reference(segmentation.text(Tag.SOP_CLASS_UID), segmentation.text(Tag.SOP_INSTANCE_UID))
                .build();
        return new DataSetBuilder()
                .items(
                        Tag.REFERENCED_SERIES_SEQUENCE,
                        new DataSetBuilder()
                                .items(REFERENCED_SOP_SEQUENCE, images)
                                .text(
                                        Tag.SERIES_INSTANCE_UID,
                                        Vr.UI,
                                        series.info().seriesUid())
                                .build(),
                        new DataSetBuilder()
                                .items(REFERENCED_SOP_SEQUENCE, seg)
                                .text(Tag.SERIES_INSTANCE_UID, Vr.UI, segmentation.text(Tag.SERIES_INSTANCE_UID))
                                .build())
                .text(Tag.STUDY_INSTANCE_UID, Vr.UI, segmentation.text(Tag.STUDY_INSTANCE_UID))
                .build();
    }

    private static DataSetBuilder reference(String sopClass, String sopInstance) throws DicomException {
        return new DataSetBuilder()
                .text(Tag.REFERENCED_SOP_CLASS_UID, Vr.UI, sopClass)
                .text(Tag.REFERENCED_SOP_INSTANCE_UID, Vr.UI, sopInstance);
    }

    private static CodedConcept dcm(String value, String meaning) {
        return new CodedConcept(value, "DCM", meaning);
    }

    private static DataSetBuilder item(String relationship, String type, CodedConcept name) throws DicomException {
        DataSetBuilder d = new DataSetBuilder();
        if (!relationship.isEmpty()) {
            d.text(RELATIONSHIP_TYPE, Vr.CS, relationship);
        }
        return d.text(VALUE_TYPE, Vr.CS, type)
                .code(Tag.CONCEPT_NAME_CODE_SEQUENCE, name.value(), name.scheme(), name.meaning());
    }

    private static DataSet code(String relationship, CodedConcept name, String value, String scheme, String meaning)
            throws DicomException {
        return item(relationship, "CODE", name)
                .code(CONCEPT_CODE_SEQUENCE, value, scheme, meaning)
                .build();
    }

    private static DataSetBuilder container(
            String relationship, CodedConcept name, String template, List<DataSet> content) throws DicomException {
        DataSetBuilder d = item(relationship, "CONTAINER", name)
                .text(CONTINUITY_OF_CONTENT, Vr.CS, "SEPARATE")
                .items(Tag.CONTENT_SEQUENCE, content);
        if (!template.isEmpty()) {
            d.items(
                    CONTENT_TEMPLATE_SEQUENCE,
                    new DataSetBuilder()
                            .text(MAPPING_RESOURCE, Vr.CS, "DCMR")
                            .text(TEMPLATE_IDENTIFIER, Vr.CS, template)
                            .build());
        }
        return d;
    }
}
