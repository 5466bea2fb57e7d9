package org.credence.dicom.internal;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.credence.annotation.AnnotationSnapshot;
import org.credence.annotation.CodedConcept;
import org.credence.annotation.FrameState;
import org.credence.annotation.LayerKey;
import org.credence.annotation.Reader;
import org.credence.annotation.Segment;
import org.credence.dicom.DicomException;
import org.credence.imaging.FrameRef;
import org.credence.imaging.ImageInstance;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.SeriesInfo;

/** All of a Segmentation object (PS3.3, A.51) but its pixels. */
final class SegmentationHeader {

    private static final int MOST_IN_LO = 64;

    private final AnnotationSnapshot annotation;
    private final ImageSeries series;
    private final SegmentationForm form;
    private final Map<Path, Optional<DicomFile>> sources = new HashMap<>();
    private final Map<String, ImageInstance> instances = new HashMap<>();

    private SegmentationHeader(AnnotationSnapshot annotation, ImageSeries series, SegmentationForm form) {
        this.annotation = annotation;
        this.series = series;
        this.form = form;
        series.instances().forEach(i -> instances.put(i.sopInstanceUid(), i));
    }

    /** @param layers those that are written, in the order of the frames */
    static DataSet of(AnnotationSnapshot annotation, ImageSeries series, SegmentationForm form, List<LayerKey> layers)
            throws DicomException {
        return new SegmentationHeader(annotation, series, form).header(layers, SegmentationForm.ordinals(annotation));
    }

    private DataSet header(List<LayerKey> layers, Map<Integer, Integer> ordinals) throws DicomException {
        LocalDateTime now = LocalDateTime.now();
        Reader reader = annotation.reader();
        String organization = Uids.random();
        boolean binary = form.isBinary();
        String cut = binary ? "at least " + form.threshold().getAsInt() + " %" : "";
        DataSetBuilder d = new DataSetBuilder()
                .text(Tag.SPECIFIC_CHARACTER_SET, Vr.CS, "ISO_IR 192")
                .text(Tag.IMAGE_TYPE, Vr.CS, "DERIVED\\PRIMARY")
                .text(Tag.SOP_CLASS_UID, Vr.UI, SegmentationObject.SEGMENTATION_STORAGE)
                .text(Tag.SOP_INSTANCE_UID, Vr.UI, Uids.random())
                .text(Tag.CONTENT_DATE, Vr.DA, now.format(DateTimeFormatter.ofPattern("yyyyMMdd")))
                .text(Tag.CONTENT_TIME, Vr.TM, now.format(DateTimeFormatter.ofPattern("HHmmss")))
                .text(Tag.MODALITY, Vr.CS, "SEG")
                .text(Tag.MANUFACTURER, Vr.LO, "Credence")
                .text(Tag.MANUFACTURER_MODEL_NAME, Vr.LO, "Credence")
                .text(Tag.DEVICE_SERIAL_NUMBER, Vr.LO, "1")
                .text(Tag.SOFTWARE_VERSIONS, Vr.LO, Part10Writer.IMPLEMENTATION_VERSION_NAME)
                .text(
                        Tag.SERIES_DESCRIPTION,
                        Vr.LO,
                        "Confidence of reader " + reader.id() + (cut.isEmpty() ? "" : ", " + cut))
                .text(
                        Tag.SERIES_INSTANCE_UID,
                        Vr.UI,
                        Uids.named(annotation.seriesUid() + " " + reader.id() + (cut.isEmpty() ? "" : " " + cut)))
                .text(Tag.SERIES_NUMBER, Vr.IS, Integer.toString(series.info().seriesNumber()))
                .text(Tag.INSTANCE_NUMBER, Vr.IS, "1")
                .items(Tag.REFERENCED_SERIES_SEQUENCE, referencedSeries(layers))
                .items(
                        Tag.DIMENSION_ORGANIZATION_SEQUENCE,
                        new DataSetBuilder()
                                .text(Tag.DIMENSION_ORGANIZATION_UID, Vr.UI, organization)
                                .build())
                .items(
                        Tag.DIMENSION_INDEX_SEQUENCE,
                        dimension(
                                organization,
                                Tag.REFERENCED_SEGMENT_NUMBER,
                                Tag.SEGMENT_IDENTIFICATION_SEQUENCE,
                                "Segment"),
                        dimension(organization, Tag.IN_STACK_POSITION_NUMBER, Tag.FRAME_CONTENT_SEQUENCE, "Frame"))
                .text(Tag.SEGMENTATION_TYPE, Vr.CS, binary ? "BINARY" : "FRACTIONAL")
                .text(Tag.SEGMENTS_OVERLAP, Vr.CS, "YES")
                .text(
                        Tag.CONTENT_LABEL,
                        Vr.CS,
                        binary ? "CONFIDENCE_" + form.threshold().getAsInt() : "CONFIDENCE")
                .text(
                        Tag.CONTENT_DESCRIPTION,
                        Vr.LO,
                        binary ? "Pixels with a confidence of " + cut : "Confidence per pixel in percent")
                .text(Tag.CONTENT_CREATOR_NAME, Vr.PN, reader.name().replaceAll("[\\\\^=]", " "))
                .numbers(Tag.SAMPLES_PER_PIXEL, Vr.US, 1)
                .text(Tag.PHOTOMETRIC_INTERPRETATION, Vr.CS, "MONOCHROME2")
                .text(Tag.NUMBER_OF_FRAMES, Vr.IS, Integer.toString(layers.size()))
                .numbers(Tag.ROWS, Vr.US, series.rows())
                .numbers(Tag.COLUMNS, Vr.US, series.columns())
                .numbers(Tag.BITS_ALLOCATED, Vr.US, binary ? 1 : 8)
                .numbers(Tag.BITS_STORED, Vr.US, binary ? 1 : 8)
                .numbers(Tag.HIGH_BIT, Vr.US, binary ? 0 : 7)
                .numbers(Tag.PIXEL_REPRESENTATION, Vr.US, 0)
                .text(Tag.LOSSY_IMAGE_COMPRESSION, Vr.CS, "00");
        if (!binary) {
            d.text(Tag.SEGMENTATION_FRACTIONAL_TYPE, Vr.CS, "PROBABILITY")
                    .numbers(Tag.MAXIMUM_FRACTIONAL_VALUE, Vr.US, 100);
        }
        patientAndStudy(d);
        d.items(Tag.SEGMENT_SEQUENCE, segments(cut));
        functionalGroups(d, layers, ordinals);
        SegmentationObject.reserve(d)
                .text(
                        SegmentationObject.privateTag(SegmentationObject.SCHEME_NAME),
                        Vr.UT,
                        annotation.scheme().name());
        if (binary) {
            d.text(
                    SegmentationObject.privateTag(SegmentationObject.THRESHOLD),
                    Vr.UT,
                    Integer.toString(form.threshold().getAsInt()));
        } else {
            d.text(SegmentationObject.privateTag(SegmentationObject.READER_ID), Vr.UT, reader.id())
                    .text(SegmentationObject.privateTag(SegmentationObject.READER_NAME), Vr.UT, reader.name())
                    .items(SegmentationObject.privateTag(SegmentationObject.FRAME_STATES), states());
        }
        return d.build();
    }

    /** From the images where their file can be read, which says more; else from what is known of the series. */
    private void patientAndStudy(DataSetBuilder d) throws DicomException {
        Optional<DicomFile> file = source(series.instances().get(0));
        SeriesInfo info = series.info();
        DataSet s = file.map(DicomFile::dataSet).orElse(new DataSet(SpecificCharacterSet.UTF_8));
        if (file.isEmpty()) {
            s = new DataSetBuilder()
                    .text(Tag.STUDY_DATE, Vr.DA, info.studyDate())
                    .text(Tag.STUDY_DESCRIPTION, Vr.LO, info.studyDescription())
                    .text(Tag.PATIENT_NAME, Vr.PN, info.patientName())
                    .text(Tag.PATIENT_ID, Vr.LO, info.patientId())
                    .build();
        }
        d.copyOrEmpty(s, Tag.STUDY_DATE, Vr.DA)
                .copyOrEmpty(s, Tag.STUDY_TIME, Vr.TM)
                .copyOrEmpty(s, Tag.ACCESSION_NUMBER, Vr.SH)
                .copyOrEmpty(s, Tag.REFERRING_PHYSICIAN_NAME, Vr.PN)
                .copyOrEmpty(s, Tag.PATIENT_NAME, Vr.PN)
                .copyOrEmpty(s, Tag.PATIENT_ID, Vr.LO)
                .copyOrEmpty(s, Tag.PATIENT_BIRTH_DATE, Vr.DA)
                .copyOrEmpty(s, Tag.PATIENT_SEX, Vr.CS)
                .copyOrEmpty(s, Tag.STUDY_ID, Vr.SH)
                .text(Tag.PATIENT_ORIENTATION, Vr.CS, "");
        d.copy(s, Tag.STUDY_DESCRIPTION);
        String study = info.studyUid().isEmpty() ? Uids.named("study " + info.seriesUid()) : info.studyUid();
        d.text(Tag.STUDY_INSTANCE_UID, Vr.UI, study);
        if (s.has(Tag.FRAME_OF_REFERENCE_UID)) {
            d.copy(s, Tag.FRAME_OF_REFERENCE_UID);
            d.text(Tag.POSITION_REFERENCE_INDICATOR, Vr.LO, "");
        }
    }

    private DataSet referencedSeries(List<LayerKey> layers) throws DicomException {
        Set<String> uids = new LinkedHashSet<>();
        layers.forEach(k -> uids.add(k.frame().sopInstanceUid()));
        List<DataSet> references = new ArrayList<>();
        for (String uid : uids) {
            references.add(new DataSetBuilder()
                    .text(
                            Tag.REFERENCED_SOP_CLASS_UID,
                            Vr.UI,
                            instances.get(uid).sopClassUid())
                    .text(Tag.REFERENCED_SOP_INSTANCE_UID, Vr.UI, uid)
                    .build());
        }
        return new DataSetBuilder()
                .text(Tag.SERIES_INSTANCE_UID, Vr.UI, series.info().seriesUid())
                .items(Tag.REFERENCED_INSTANCE_SEQUENCE, references)
                .build();
    }

    private static DataSet dimension(String organization, int pointer, int group, String label) throws DicomException {
        return new DataSetBuilder()
                .text(Tag.DIMENSION_ORGANIZATION_UID, Vr.UI, organization)
                .numbers(Tag.DIMENSION_INDEX_POINTER, Vr.AT, pointer)
                .numbers(Tag.FUNCTIONAL_GROUP_POINTER, Vr.AT, group)
                .text(Tag.DIMENSION_DESCRIPTION_LABEL, Vr.LO, label)
                .build();
    }

    private List<DataSet> segments(String cut) throws DicomException {
        Reader reader = annotation.reader();
        boolean model = reader.id().equals("model") || reader.id().startsWith("model-");
        List<DataSet> items = new ArrayList<>();
        for (Segment s : annotation.scheme().segments()) {
            List<String> models = annotation.provenance(s.number()).models();
            String algorithm = model ? reader.name() : String.join(", ", models);
            DataSetBuilder type = coded(s.type());
            if (!s.modifiers().isEmpty()) {
                List<DataSet> modifiers = new ArrayList<>();
                for (CodedConcept modifier : s.modifiers()) {
                    modifiers.add(coded(modifier).build());
                }
                type.items(Tag.SEGMENTED_PROPERTY_TYPE_MODIFIER_CODE_SEQUENCE, modifiers);
            }
            DataSetBuilder item = new DataSetBuilder()
                    .numbers(Tag.SEGMENT_NUMBER, Vr.US, items.size() + 1)
                    .text(Tag.SEGMENT_LABEL, Vr.LO, s.label().replace('\\', ' '))
                    .items(
                            Tag.SEGMENTED_PROPERTY_CATEGORY_CODE_SEQUENCE,
                            coded(s.category()).build())
                    .items(Tag.SEGMENTED_PROPERTY_TYPE_CODE_SEQUENCE, type.build())
                    .text(
                            Tag.SEGMENT_ALGORITHM_TYPE,
                            Vr.CS,
                            model ? "AUTOMATIC" : models.isEmpty() ? "MANUAL" : "SEMIAUTOMATIC")
                    .numbers(Tag.RECOMMENDED_DISPLAY_CIELAB_VALUE, Vr.US, CieLab.ofRgb(s.rgb()));
            if (!cut.isEmpty()) {
                item.text(Tag.SEGMENT_DESCRIPTION, Vr.ST, "Pixels with a confidence of " + cut);
            }
            if (!algorithm.isEmpty()) {
                String name = algorithm.replace('\\', ' ');
                item.text(Tag.SEGMENT_ALGORITHM_NAME, Vr.LO, cut(name, MOST_IN_LO));
            }
            SegmentationObject.reserve(item)
                    .text(
                            SegmentationObject.privateTag(SegmentationObject.SEGMENT_NUMBER),
                            Vr.UT,
                            Integer.toString(s.number()))
                    .text(SegmentationObject.privateTag(SegmentationObject.SEGMENT_LABEL), Vr.UT, s.label());
            if (!models.isEmpty()) {
                item.text(
                        SegmentationObject.privateTag(SegmentationObject.SEGMENT_MODELS),
                        Vr.UT,
                        String.join("\n", models));
            }
            if (s.hotKey().isPresent()) {
                item.text(
                        SegmentationObject.privateTag(SegmentationObject.SEGMENT_KEY),
                        Vr.UT,
                        Integer.toString(s.hotKey().getAsInt()));
            }
            items.add(item.build());
        }
        return items;
    }

    /** The start of a text that takes no more bytes; validators count those where the standard counts characters. */
    private static String cut(String text, int bytes) {
        int end = text.length();
        while (text.substring(0, end).getBytes(StandardCharsets.UTF_8).length > bytes) {
            end = text.offsetByCodePoints(end, -1);
        }
        return text.substring(0, end);
    }

    private static DataSetBuilder coded(CodedConcept concept) throws DicomException {
        return new DataSetBuilder()
                .text(Tag.CODE_VALUE, Vr.SH, concept.value())
                .text(Tag.CODING_SCHEME_DESIGNATOR, Vr.SH, concept.scheme())
                .text(Tag.CODE_MEANING, Vr.LO, concept.meaning());
    }

    private void functionalGroups(DataSetBuilder d, List<LayerKey> layers, Map<Integer, Integer> ordinals)
            throws DicomException {
        DataSetBuilder shared = new DataSetBuilder();
        if (series.spacing().isPresent()) {
            DataSetBuilder measures = new DataSetBuilder()
                    .decimals(
                            Tag.PIXEL_SPACING,
                            series.spacing().get().rowMm(),
                            series.spacing().get().columnMm());
            Optional<DicomFile> first = source(series.instances().get(0));
            if (first.isPresent()) {
                DataSet s = first.get().dataSet();
                DataSet thick = FunctionalGroups.of(s)
                        .group(0, Tag.PIXEL_MEASURES_SEQUENCE)
                        .orElse(s);
                if (thick.has(Tag.SLICE_THICKNESS)) {
                    measures.copy(thick, Tag.SLICE_THICKNESS);
                }
            }
            shared.items(Tag.PIXEL_MEASURES_SEQUENCE, measures.build());
        }
        d.items(Tag.SHARED_FUNCTIONAL_GROUPS_SEQUENCE, shared.build());
        List<DataSet> frames = new ArrayList<>();
        for (LayerKey key : layers) {
            int position = series.position(key.frame()).orElseThrow() + 1;
            int segment = ordinals.get(key.segment());
            ImageInstance instance = instances.get(key.frame().sopInstanceUid());
            DataSetBuilder frame = new DataSetBuilder()
                    .items(Tag.DERIVATION_IMAGE_SEQUENCE, derivation(key.frame(), instance))
                    .items(
                            Tag.FRAME_CONTENT_SEQUENCE,
                            new DataSetBuilder()
                                    .text(Tag.STACK_ID, Vr.SH, "1")
                                    .numbers(Tag.IN_STACK_POSITION_NUMBER, Vr.UL, position)
                                    .numbers(Tag.DIMENSION_INDEX_VALUES, Vr.UL, segment, position)
                                    .build())
                    .items(
                            Tag.SEGMENT_IDENTIFICATION_SEQUENCE,
                            new DataSetBuilder()
                                    .numbers(Tag.REFERENCED_SEGMENT_NUMBER, Vr.US, segment)
                                    .build());
            plane(frame, key.frame(), instance);
            frames.add(frame.build());
        }
        d.items(Tag.PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE, frames);
    }

    private DataSet derivation(FrameRef frame, ImageInstance instance) throws DicomException {
        DataSetBuilder source = new DataSetBuilder()
                .text(Tag.REFERENCED_SOP_CLASS_UID, Vr.UI, instance.sopClassUid())
                .text(Tag.REFERENCED_SOP_INSTANCE_UID, Vr.UI, frame.sopInstanceUid());
        if (instance.frameCount() > 1 || frame.frameNumber() > 1) {
            source.text(Tag.REFERENCED_FRAME_NUMBER, Vr.IS, Integer.toString(frame.frameNumber()));
        }
        source.code(
                        Tag.PURPOSE_OF_REFERENCE_CODE_SEQUENCE,
                        "121322",
                        "DCM",
                        "Source image for image processing operation")
                .text(Tag.SPATIAL_LOCATIONS_PRESERVED, Vr.CS, "YES");
        return new DataSetBuilder()
                .items(Tag.SOURCE_IMAGE_SEQUENCE, source.build())
                .code(Tag.DERIVATION_CODE_SEQUENCE, "113076", "DCM", "Segmentation")
                .build();
    }

    /** Where the frame lies in the patient, if its image says so. */
    private void plane(DataSetBuilder into, FrameRef frame, ImageInstance instance) throws DicomException {
        Optional<DicomFile> file = source(instance);
        if (file.isEmpty()) {
            return;
        }
        DataSet s = file.get().dataSet();
        if (!s.has(Tag.FRAME_OF_REFERENCE_UID)) {
            return;
        }
        FunctionalGroups groups = FunctionalGroups.of(s);
        DataSet position = groups.group(frame.frameNumber() - 1, Tag.PLANE_POSITION_SEQUENCE)
                .orElse(s);
        DataSet orientation = groups.group(frame.frameNumber() - 1, Tag.PLANE_ORIENTATION_SEQUENCE)
                .orElse(s);
        if (position.has(Tag.IMAGE_POSITION_PATIENT) && orientation.has(Tag.IMAGE_ORIENTATION_PATIENT)) {
            DataSetBuilder p = new DataSetBuilder();
            p.copy(position, Tag.IMAGE_POSITION_PATIENT);
            into.items(Tag.PLANE_POSITION_SEQUENCE, p.build());
            DataSetBuilder o = new DataSetBuilder();
            o.copy(orientation, Tag.IMAGE_ORIENTATION_PATIENT);
            into.items(Tag.PLANE_ORIENTATION_SEQUENCE, o.build());
        }
    }

    private List<DataSet> states() throws DicomException {
        List<DataSet> items = new ArrayList<>();
        for (FrameRef frame : series.frames()) {
            FrameState state = annotation.state(frame);
            if (state != FrameState.UNTOUCHED) {
                DataSetBuilder item = new DataSetBuilder()
                        .text(Tag.REFERENCED_SOP_INSTANCE_UID, Vr.UI, frame.sopInstanceUid())
                        .text(Tag.REFERENCED_FRAME_NUMBER, Vr.IS, Integer.toString(frame.frameNumber()));
                SegmentationObject.reserve(item)
                        .text(SegmentationObject.privateTag(SegmentationObject.FRAME_STATE), Vr.UT, state.name());
                items.add(item.build());
            }
        }
        return items;
    }

    /** The file of an image; empty if it is of another format, or gone meanwhile. */
    private Optional<DicomFile> source(ImageInstance instance) throws DicomException {
        Optional<DicomFile> known = sources.get(instance.file());
        if (known == null) {
            known = Files.isReadable(instance.file()) && DicomFile.looksLike(instance.file())
                    ? Optional.of(DicomFile.read(instance.file()))
                    : Optional.empty();
            sources.put(instance.file(), known);
        }
        return known;
    }
}
