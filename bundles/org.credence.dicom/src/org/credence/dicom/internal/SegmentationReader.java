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
import org.credence.annotation.AnnotationSnapshot;
import org.credence.annotation.CodedConcept;
import org.credence.annotation.ConfidenceLayer;
import org.credence.annotation.FrameState;
import org.credence.annotation.LabelScheme;
import org.credence.annotation.LayerKey;
import org.credence.annotation.Provenance;
import org.credence.annotation.Reader;
import org.credence.annotation.Segment;
import org.credence.dicom.DicomException;
import org.credence.imaging.FrameRef;
import org.credence.imaging.ImageInstance;
import org.credence.imaging.ImageSeries;

/**
 * Reads Segmentation objects as annotations, its own and other tools': BINARY and LABELMAP as 100 %, FRACTIONAL scaled to
 * percent. Frames are assigned by the source images that they name.
 */
final class SegmentationReader {

    private static final int[] COLORS = {0x56B4E9, 0x009E73, 0xE69F00, 0xCC79A7, 0xF0E442, 0xD55E00, 0x0072B2};

    private final Path path;
    private final DicomFile file;
    private final DataSet d;
    private final ImageSeries series;
    private final Map<Integer, Provenance> provenance = new HashMap<>();

    private SegmentationReader(Path path, DicomFile file, ImageSeries series) {
        this.path = path;
        this.file = file;
        this.d = file.dataSet();
        this.series = series;
    }

    /** Whether a file is a segmentation that names frames of the series, and no others. */
    static boolean accepts(Path path, ImageSeries series) throws DicomException {
        if (!DicomFile.looksLike(path)) {
            return false;
        }
        DicomFile file = DicomFile.read(path);
        SegmentationReader reader = new SegmentationReader(path, file, series);
        if (!reader.isSegmentation()
                || file.dataSet().integer(Tag.COLUMNS, 0) != series.columns()
                || file.dataSet().integer(Tag.ROWS, 0) != series.rows()) {
            return false;
        }
        int frames = PixelData.of(file).frames();
        FunctionalGroups groups = FunctionalGroups.of(file.dataSet());
        for (int f = 0; f < frames; f++) {
            Optional<FrameRef> frame = reader.source(groups, f);
            if (frame.isEmpty() || series.position(frame.get()).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /**
     * Reads a segmentation.
     *
     * @throws DicomException if the file is damaged
     * @throws AnnotationException if it is something else, or of another series
     */
    static AnnotationSnapshot read(Path path, ImageSeries series) throws DicomException, AnnotationException {
        return new SegmentationReader(path, DicomFile.read(path), series).read();
    }

    private boolean isSegmentation() throws DicomException {
        String sopClass = DicomObjects.sopClass(file);
        return sopClass.equals(SegmentationObject.SEGMENTATION_STORAGE)
                || sopClass.equals(SegmentationObject.LABEL_MAP_SEGMENTATION_STORAGE);
    }

    private AnnotationSnapshot read() throws DicomException, AnnotationException {
        if (!isSegmentation()) {
            throw new AnnotationException("File " + path + " is no segmentation but: " + HeaderDescription.summary(file)
                    + " Choose a DICOM Segmentation.");
        }
        PixelData pixels = PixelData.of(file);
        if (pixels.layout().columns() != series.columns() || pixels.layout().rows() != series.rows()) {
            throw new AnnotationException(
                    "Segmentation " + path + " has " + pixels.layout().columns() + " x "
                            + pixels.layout().rows() + " pixels, the images of series "
                            + series.info().seriesUid() + " have "
                            + series.columns() + " x " + series.rows() + "; choose one that was made on them.");
        }
        Map<Integer, Segment> segments = segments();
        Map<LayerKey, byte[]> percents = new LinkedHashMap<>();
        FunctionalGroups groups = FunctionalGroups.of(d);
        Scale scale = scale();
        for (int f = 0; f < pixels.frames(); f++) {
            FrameRef frame = frame(groups, f);
            OptionalInt segment = OptionalInt.empty();
            if (scale != Scale.LABELS) {
                Optional<DataSet> identification = groups.group(f, Tag.SEGMENT_IDENTIFICATION_SEQUENCE);
                segment = identification.isPresent()
                        ? identification.get().integer(Tag.REFERENCED_SEGMENT_NUMBER)
                        : segments.size() == 1
                                ? OptionalInt.of(segments.keySet().iterator().next())
                                : OptionalInt.empty();
            }
            add(percents, frame, segment, segments, values(pixels, f), scale, f);
        }
        Map<LayerKey, ConfidenceLayer> layers = new HashMap<>();
        for (Map.Entry<LayerKey, byte[]> e : percents.entrySet()) {
            layers.put(e.getKey(), ConfidenceLayer.of(series.columns(), series.rows(), e.getValue()));
        }
        LabelScheme scheme = new LabelScheme(schemeName(), List.copyOf(segments.values()));
        return new AnnotationSnapshot(
                reader(),
                scheme,
                series.info().seriesUid(),
                series.columns(),
                series.rows(),
                series.frames(),
                layers,
                states(layers),
                provenance);
    }

    /** What the pixel values mean. */
    private enum Scale {
        BINARY,
        FRACTIONAL,
        LABELS
    }

    private Scale scale() throws DicomException, AnnotationException {
        String type = d.text(Tag.SEGMENTATION_TYPE);
        return switch (type) {
            case "BINARY" -> Scale.BINARY;
            case "FRACTIONAL" -> Scale.FRACTIONAL;
            case "LABELMAP" -> Scale.LABELS;
            default ->
                throw new AnnotationException("Segmentation " + path + " is of type \"" + type
                        + "\"; BINARY, FRACTIONAL and LABELMAP can be read.");
        };
    }

    private static int[] values(PixelData pixels, int frame) throws DicomException {
        byte[] samples = pixels.samples(frame);
        int width = pixels.layout().format().sampleBytes();
        int[] values = new int[samples.length / width];
        for (int i = 0; i < values.length; i++) {
            for (int b = 0; b < width; b++) {
                values[i] |= (samples[i * width + b] & 0xff) << 8 * b;
            }
        }
        return values;
    }

    private void add(
            Map<LayerKey, byte[]> percents,
            FrameRef frame,
            OptionalInt segment,
            Map<Integer, Segment> segments,
            int[] values,
            Scale scale,
            int index)
            throws DicomException, AnnotationException {
        int maximum = scale == Scale.FRACTIONAL ? d.integer(Tag.MAXIMUM_FRACTIONAL_VALUE, 0) : 1;
        if (maximum < 1) {
            throw new AnnotationException("Segmentation " + path + " is FRACTIONAL, but names no maximum; "
                    + Tag.describe(Tag.MAXIMUM_FRACTIONAL_VALUE) + " is missing.");
        }
        int current = 0;
        byte[] layer = new byte[0];
        for (int i = 0; i < values.length; i++) {
            int v = values[i];
            if (scale != Scale.LABELS && (v < 0 || v > maximum)) {
                throw new AnnotationException("Segmentation " + path + " has the value " + v + " in frame "
                        + (index + 1) + ", more than its maximum " + maximum + "; it is damaged.");
            }
            if (v == 0 || scale == Scale.LABELS && !segments.containsKey(v)) {
                // In label maps a value without segment is background.
                continue;
            }
            int number = scale == Scale.LABELS ? v : segment.orElse(0);
            if (number != current || current == 0) {
                Segment painted = segments.get(number);
                if (painted == null) {
                    throw new AnnotationException("Segmentation " + path + " has frame " + (index + 1) + " of segment "
                            + number + ", which its list of segments lacks; it is damaged.");
                }
                current = number;
                LayerKey key = new LayerKey(frame, painted.number());
                if (!percents.containsKey(key)) {
                    checkMemory(percents.size() + 1L);
                }
                layer = percents.computeIfAbsent(key, k -> new byte[series.columns() * series.rows()]);
            }
            int percent = scale == Scale.FRACTIONAL ? (int) ((200L * v + maximum) / (2L * maximum)) : 100;
            layer[i] = (byte) Math.max(layer[i], percent);
        }
    }

    /** A label map of few bytes can have thousands of segments on every frame. */
    private void checkMemory(long layers) throws AnnotationException {
        long most = Runtime.getRuntime().maxMemory() / 4;
        if (layers * series.columns() * series.rows() > most) {
            throw new AnnotationException("Segmentation " + path + " has more than " + (layers - 1)
                    + " pairs of frame and segment that are painted, which take more than the " + most
                    + " bytes that there are for it; give Java more memory, or split it.");
        }
    }

    private FrameRef frame(FunctionalGroups groups, int f) throws DicomException, AnnotationException {
        FrameRef frame = source(groups, f)
                .orElseThrow(() -> new AnnotationException(
                        "Segmentation " + path + " does not say which image its frame " + (f + 1)
                                + " was made on; only segmentations that name their source images can be opened."));
        if (series.position(frame).isEmpty()) {
            throw new AnnotationException(
                    "Segmentation " + path + " was made on image " + frame + ", which does not belong to series "
                            + series.info().seriesUid() + "; open it with its own series.");
        }
        return frame;
    }

    private Optional<FrameRef> source(FunctionalGroups groups, int f) throws DicomException {
        Optional<DataSet> source =
                groups.group(f, Tag.DERIVATION_IMAGE_SEQUENCE).flatMap(g -> g.item(Tag.SOURCE_IMAGE_SEQUENCE));
        if (source.isEmpty()) {
            return Optional.empty();
        }
        String uid = source.get().text(Tag.REFERENCED_SOP_INSTANCE_UID);
        int number = source.get().integer(Tag.REFERENCED_FRAME_NUMBER, 0);
        if (number == 0) {
            boolean several = series.instances().stream()
                    .filter(i -> i.sopInstanceUid().equals(uid))
                    .map(ImageInstance::frameCount)
                    .anyMatch(n -> n > 1);
            number = several ? 0 : 1;
        }
        return uid.isBlank() || number < 1 ? Optional.empty() : Optional.of(new FrameRef(uid, number));
    }

    /** The segments by their number in the file. */
    private Map<Integer, Segment> segments() throws DicomException, AnnotationException {
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
            provenance.put(number, provenance(item));
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
    private Reader reader() throws DicomException {
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
    private Map<FrameRef, FrameState> states(Map<LayerKey, ConfidenceLayer> layers)
            throws DicomException, AnnotationException {
        Map<FrameRef, FrameState> states = new HashMap<>();
        if (SegmentationObject.find(d, SegmentationObject.READER_ID).isEmpty()) {
            List<LayerKey> painted = new ArrayList<>(layers.keySet());
            painted.forEach(k -> states.put(k.frame(), FrameState.IN_PROGRESS));
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
