package org.credence.dicom.internal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.credence.annotation.AnnotationException;
import org.credence.annotation.CodedConcept;
import org.credence.annotation.FrameState;
import org.credence.annotation.LabelScheme;
import org.credence.annotation.LayerKey;
import org.credence.annotation.Provenance;
import org.credence.annotation.Reader;
import org.credence.annotation.Segment;
import org.credence.dicom.DicomException;
import org.credence.imaging.FrameRef;
import org.credence.imaging.ImageSeries;

/** What a Segmentation says beside its pixels: who made it, of which segments, and how far. */
final class SegmentationDescription {

    private static final int[] COLORS = {0x56B4E9, 0x009E73, 0xE69F00, 0xCC79A7, 0xF0E442, 0xD55E00, 0x0072B2};

    private final Path path;
    private final DataSet d;
    private final ImageSeries series;

    SegmentationDescription(Path path, DataSet d, ImageSeries series) {
        this.path = path;
        this.d = d;
        this.series = series;
    }

    /** Whether this is our own copy of an annotation, cut at a threshold, and no annotation itself. */
    boolean isCut() {
        return SegmentationObject.find(d, SegmentationObject.THRESHOLD).isPresent();
    }

    /** Where the paint of segments comes from, by their numbers in the scheme. */
    Map<Integer, Provenance> provenance(Map<Integer, Segment> segments) throws DicomException {
        Map<Integer, Provenance> provenance = new HashMap<>();
        for (DataSet item : d.items(Tag.SEGMENT_SEQUENCE)) {
            Segment segment = segments.get(item.integer(Tag.SEGMENT_NUMBER, 0));
            if (segment != null) {
                provenance.put(segment.number(), provenance(item));
            }
        }
        provenance.values().removeIf(Provenance::isManual);
        return provenance;
    }

    LabelScheme scheme(Map<Integer, Segment> segments) throws DicomException {
        return new LabelScheme(schemeName(), List.copyOf(segments.values()));
    }

    /** The segments by their number in the file. */
    Map<Integer, Segment> segments() throws DicomException, AnnotationException {
        Map<Integer, Segment> segments = new LinkedHashMap<>();
        Set<Object> taken = new HashSet<>();
        for (DataSet item : d.items(Tag.SEGMENT_SEQUENCE)) {
            int inFile = item.integer(Tag.SEGMENT_NUMBER, 0);
            boolean labels = d.text(Tag.SEGMENTATION_TYPE).equals("LABELMAP");
            if (labels && inFile == 0) {
                continue;
            }
            if (inFile < 1 || inFile > 65535 || segments.containsKey(inFile)) {
                throw new AnnotationException(
                        "Segmentation " + path + " has a segment numbered " + inFile + "; it is damaged.");
            }
            String own = SegmentationObject.text(item, SegmentationObject.SEGMENT_NUMBER)
                    .orElse("");
            int number = own.matches("\\d{1,5}") ? Integer.parseInt(own) : inFile;
            String label = SegmentationObject.text(item, SegmentationObject.SEGMENT_LABEL)
                    .orElse(item.whole(Tag.SEGMENT_LABEL).strip());
            if (label.isBlank() || label.length() > 64) {
                label = "Segment " + inFile;
            }
            for (int copy = 2; !taken.add(label); copy++) {
                label = label.substring(0, Math.min(label.length(), 52)) + " #" + copy;
            }
            if (number < 1 || number > 65535 || !taken.add(number)) {
                throw new AnnotationException(
                        "Segmentation " + path + " has two segments numbered " + number + "; it is damaged.");
            }
            double[] lab = item.numbers(Tag.RECOMMENDED_DISPLAY_CIELAB_VALUE);
            int rgb = lab.length == 3 ? CieLab.toRgb(lab) : COLORS[segments.size() % COLORS.length];
            segments.put(
                    inFile,
                    new Segment(
                            number,
                            label,
                            concept(item, Tag.SEGMENTED_PROPERTY_CATEGORY_CODE_SEQUENCE),
                            concept(item, Tag.SEGMENTED_PROPERTY_TYPE_CODE_SEQUENCE),
                            modifiers(item),
                            rgb,
                            hotKey(item, taken)));
        }
        if (segments.isEmpty()) {
            throw new AnnotationException("Segmentation " + path + " names no segments; "
                    + Tag.describe(Tag.SEGMENT_SEQUENCE) + " is missing.");
        }
        return segments;
    }

    /** A code; a general one where the file has none that fits. */
    private static CodedConcept concept(DataSet item, int sequence) throws DicomException {
        Optional<DataSet> code = item.item(sequence);
        Optional<CodedConcept> concept = code.isPresent() ? concept(code.get()) : Optional.empty();
        return concept.orElseGet(() -> new CodedConcept("85756007", "SCT", "Tissue"));
    }

    private static Optional<CodedConcept> concept(DataSet code) throws DicomException {
        String value = code.text(Tag.CODE_VALUE);
        String scheme = code.text(Tag.CODING_SCHEME_DESIGNATOR);
        String meaning = code.text(Tag.CODE_MEANING);
        boolean fits = !value.isBlank()
                && value.length() <= 16
                && !scheme.isBlank()
                && scheme.length() <= 16
                && !meaning.isBlank();
        return fits
                ? Optional.of(new CodedConcept(value, scheme, meaning.substring(0, Math.min(64, meaning.length()))))
                : Optional.empty();
    }

    private static List<CodedConcept> modifiers(DataSet item) throws DicomException {
        List<CodedConcept> modifiers = new ArrayList<>();
        Optional<DataSet> type = item.item(Tag.SEGMENTED_PROPERTY_TYPE_CODE_SEQUENCE);
        if (type.isPresent()) {
            for (DataSet modifier : type.get().items(Tag.SEGMENTED_PROPERTY_TYPE_MODIFIER_CODE_SEQUENCE)) {
                concept(modifier).ifPresent(modifiers::add);
            }
        }
        return modifiers;
    }

    private static OptionalInt hotKey(DataSet item, Set<Object> taken) throws DicomException {
        String key =
                SegmentationObject.text(item, SegmentationObject.SEGMENT_KEY).orElse("");
        return key.matches("\\d") && taken.add("key " + key + "\n")
                ? OptionalInt.of(Integer.parseInt(key))
                : OptionalInt.empty();
    }

    /** The own models exactly; for other tools' files the algorithm that made the segment, or had a part in it. */
    private Provenance provenance(DataSet item) throws DicomException {
        if (SegmentationObject.find(d, SegmentationObject.READER_ID).isPresent()) {
            return new Provenance(SegmentationObject.text(item, SegmentationObject.SEGMENT_MODELS).stream()
                    .flatMap(String::lines)
                    .filter(Provenance::isName)
                    .toList());
        }
        if (!item.text(Tag.SEGMENT_ALGORITHM_TYPE).endsWith("AUTOMATIC")) {
            return Provenance.MANUAL;
        }
        String name = item.text(Tag.SEGMENT_ALGORITHM_NAME).strip();
        return Provenance.MANUAL.with(Provenance.isName(name) ? name : "Unnamed algorithm");
    }

    private String schemeName() throws DicomException {
        Optional<String> own = SegmentationObject.text(d, SegmentationObject.SCHEME_NAME);
        if (own.isPresent()) {
            return own.get();
        }
        String label = d.text(Tag.CONTENT_LABEL);
        return label.isBlank() ? "Imported" : label;
    }

    /** The own reader exactly; for other tools' files one made of the name that they give. */
    Reader reader() throws DicomException {
        String id = SegmentationObject.text(d, SegmentationObject.READER_ID).orElse("");
        String name = SegmentationObject.text(d, SegmentationObject.READER_NAME).orElse("");
        if (id.matches("[A-Za-z0-9._-]{1,16}") && !name.isBlank() && name.length() <= 64) {
            return new Reader(id, name);
        }
        String creator = d.text(Tag.CONTENT_CREATOR_NAME).replace('^', ' ').strip();
        if (creator.isEmpty()) {
            creator = d.text(Tag.MANUFACTURER);
        }
        if (creator.isBlank()) {
            creator = "Imported";
        }
        creator = creator.substring(0, Math.min(64, creator.length()));
        String made = creator.replaceAll("[^A-Za-z0-9._-]+", "_");
        made = made.substring(0, Math.min(16, made.length()));
        return new Reader(made, creator);
    }

    /** The own states exactly; a frame that another tool painted on is in progress, since nobody called it complete. */
    Map<FrameRef, FrameState> states(Set<LayerKey> layers) throws DicomException, AnnotationException {
        Map<FrameRef, FrameState> states = new HashMap<>();
        if (SegmentationObject.find(d, SegmentationObject.READER_ID).isEmpty()) {
            layers.forEach(k -> states.put(k.frame(), FrameState.IN_PROGRESS));
            return states;
        }
        Optional<Integer> tag = SegmentationObject.find(d, SegmentationObject.FRAME_STATES);
        for (DataSet item : tag.map(d::items).orElse(List.of())) {
            String uid = item.text(Tag.REFERENCED_SOP_INSTANCE_UID);
            int number = item.integer(Tag.REFERENCED_FRAME_NUMBER, 0);
            String state = SegmentationObject.text(item, SegmentationObject.FRAME_STATE)
                    .orElse("");
            if (uid.isBlank()
                    || number < 1
                    || series.position(new FrameRef(uid, number)).isEmpty()) {
                throw new AnnotationException("Segmentation " + path + " has the state of frame " + number
                        + " of image " + uid + ", which does not belong to series "
                        + series.info().seriesUid() + ".");
            }
            states.put(new FrameRef(uid, number), state(state));
        }
        return states;
    }

    private FrameState state(String name) throws AnnotationException {
        for (FrameState state : FrameState.values()) {
            if (state.name().equals(name)) {
                return state;
            }
        }
        throw new AnnotationException(
                "Segmentation " + path + " has the frame state \"" + name + "\"; it is of a newer version or damaged.");
    }
}
