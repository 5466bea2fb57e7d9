package org.credence.dicom.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.credence.annotation.AnnotationException;
import org.credence.annotation.AnnotationSnapshot;
import org.credence.annotation.ConfidenceLayer;
import org.credence.annotation.LayerKey;
import org.credence.annotation.Segment;
import org.credence.dicom.DicomException;
import org.credence.imaging.FrameRef;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.Progress;

/**
 * Reads Segmentation objects as annotations, its own and other tools': BINARY and LABELMAP as 100 %, FRACTIONAL scaled to
 * percent. Frames are assigned by {@link SourceFrames}.
 */
final class SegmentationReader {

    private final Path path;
    private final DicomFile file;
    private final DataSet d;
    private final ImageSeries series;
    private final SegmentationDescription description;
    private final SourceFrames sources;

    private SegmentationReader(Path path, DicomFile file, ImageSeries series) {
        this.path = path;
        this.file = file;
        this.d = file.dataSet();
        this.series = series;
        this.description = new SegmentationDescription(path, d, series);
        this.sources = new SourceFrames(path, d, series);
    }

    /** Whether a file is a segmentation that names frames of the series, and no others; copies cut at a threshold are not. */
    static boolean accepts(Path path, ImageSeries series) throws DicomException {
        if (!DicomFile.looksLike(path)) {
            return false;
        }
        DicomFile file = DicomFile.read(path);
        SegmentationReader reader = new SegmentationReader(path, file, series);
        if (!reader.isSegmentation()
                || reader.description.isCut()
                || file.dataSet().integer(Tag.COLUMNS, 0) != series.columns()
                || file.dataSet().integer(Tag.ROWS, 0) != series.rows()) {
            return false;
        }
        int frames = PixelData.of(file).frames();
        try {
            for (int f = 0; f < frames; f++) {
                reader.sources.of(f);
            }
            return true;
        } catch (AnnotationException e) {
            // Of another series, or it does not say of which; reading it says so.
            return false;
        }
    }

    /**
     * Reads a segmentation.
     *
     * @throws DicomException if the file is damaged
     * @throws AnnotationException if it is something else, or of another series
     */
    static AnnotationSnapshot read(Path path, ImageSeries series, Progress progress) throws IOException {
        return new SegmentationReader(path, DicomFile.read(path), series).read(progress);
    }

    /**
     * Whether a file that was just written holds an annotation in a form, and nothing else; never holds all of it.
     *
     * @param layers those that were written, in the order of the file's frames
     */
    static boolean holds(
            Path path,
            ImageSeries series,
            AnnotationSnapshot annotation,
            SegmentationForm form,
            List<LayerKey> layers,
            Progress progress)
            throws IOException {
        SegmentationReader reader = new SegmentationReader(path, DicomFile.read(path), series);
        Map<Integer, Segment> segments = reader.description.segments();
        PixelData pixels = reader.pixels();
        SegmentationDescription said = reader.description;
        boolean same = pixels.frames() == layers.size()
                && said.scheme(segments).equals(annotation.scheme())
                && said.isCut() == form.isBinary();
        if (same && !form.isBinary()) {
            same = said.reader().equals(annotation.reader())
                    && said.states(annotation.layers().keySet()).equals(annotation.states())
                    && said.provenance(segments).equals(annotation.provenance());
        }
        if (!same) {
            return false;
        }
        FrameBuffers buffers = new FrameBuffers(series.columns() * series.rows());
        FramesAhead<Boolean> equal = new FramesAhead<>(
                layers.size(),
                f -> buffers.use(expected -> {
                    LayerKey key = layers.get(f);
                    form.samples(annotation.layer(key.frame(), key.segment()), expected);
                    return Arrays.equals(pixels.samples(f), expected);
                }),
                progress,
                "Checking");
        for (int f = 0; f < layers.size(); f++) {
            FrameRef frame = reader.sources.of(f);
            OptionalInt segment = reader.segment(f, segments);
            if (segment.isEmpty()
                    || !new LayerKey(frame, segments.get(segment.getAsInt()).number()).equals(layers.get(f))
                    || !equal.next(f)) {
                return false;
            }
        }
        return true;
    }

    private boolean isSegmentation() throws DicomException {
        String sopClass = DicomObjects.sopClass(file);
        return sopClass.equals(SegmentationObject.SEGMENTATION_STORAGE)
                || sopClass.equals(SegmentationObject.LABEL_MAP_SEGMENTATION_STORAGE);
    }

    private PixelData pixels() throws DicomException, AnnotationException {
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
        return pixels;
    }

    private AnnotationSnapshot read(Progress progress) throws IOException {
        PixelData pixels = pixels();
        Map<Integer, Segment> segments = description.segments();
        SegmentationValues values =
                new SegmentationValues(path, file, pixels, segments.keySet(), series.columns(), series.rows());
        FrameRef[] frames = new FrameRef[pixels.frames()];
        OptionalInt[] numbers = new OptionalInt[pixels.frames()];
        for (int f = 0; f < frames.length; f++) {
            frames[f] = sources.of(f);
            numbers[f] = values.areLabels() ? OptionalInt.empty() : segment(f, segments);
        }
        FramesAhead<Map<Integer, ConfidenceLayer>> read =
                new FramesAhead<>(frames.length, f -> values.layers(f, numbers[f]), progress, "Reading");
        Map<LayerKey, ConfidenceLayer> layers = new LinkedHashMap<>();
        long bytes = 0;
        for (int f = 0; f < frames.length; f++) {
            for (Map.Entry<Integer, ConfidenceLayer> e : read.next(f).entrySet()) {
                LayerKey key = new LayerKey(frames[f], segments.get(e.getKey()).number());
                // Several frames of one segment on one image are parts of one layer.
                layers.merge(key, e.getValue(), SegmentationReader::joined);
                bytes += e.getValue().sizeBytes();
            }
            values.checkMemory(bytes);
        }
        progress.report(1, "Read");
        return new AnnotationSnapshot(
                description.reader(),
                description.scheme(segments),
                series.info().seriesUid(),
                series.columns(),
                series.rows(),
                series.frames(),
                new HashMap<>(layers),
                description.states(layers.keySet()),
                description.provenance(segments));
    }

    /** The number in the file of the segment that a frame belongs to; empty if nothing says which. */
    private OptionalInt segment(int f, Map<Integer, Segment> segments) throws DicomException, AnnotationException {
        Optional<DataSet> identification = sources.groups().group(f, Tag.SEGMENT_IDENTIFICATION_SEQUENCE);
        OptionalInt number = identification.isPresent()
                ? identification.get().integer(Tag.REFERENCED_SEGMENT_NUMBER)
                : segments.size() == 1
                        ? OptionalInt.of(segments.keySet().iterator().next())
                        : OptionalInt.empty();
        if (number.isEmpty() || !segments.containsKey(number.getAsInt())) {
            throw new AnnotationException("Segmentation " + path + " has frame " + (f + 1) + " of segment "
                    + (number.isPresent() ? number.getAsInt() : 0)
                    + ", which its list of segments lacks; it is damaged.");
        }
        return number;
    }

    private static ConfidenceLayer joined(ConfidenceLayer a, ConfidenceLayer b) {
        byte[] one = a.percents();
        byte[] other = b.percents();
        for (int i = 0; i < one.length; i++) {
            one[i] = (byte) Math.max(one[i], other[i]);
        }
        return ConfidenceLayer.of(a.columns(), a.rows(), one);
    }
}
