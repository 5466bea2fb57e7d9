package org.credence.dicom.internal;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.credence.annotation.AnnotationException;
import org.credence.annotation.Confidence;
import org.credence.annotation.ConfidenceLayer;
import org.credence.dicom.DicomException;

/** What the pixel values of a Segmentation mean, in percent. Immutable; frames may be read by several threads. */
final class SegmentationValues {

    private final Path path;
    private final PixelData pixels;
    private final Set<Integer> segments;
    private final int columns;
    private final int rows;
    private final boolean labels;
    private final int maximum;
    private final OptionalInt padding;

    /** @param segments their numbers in the file */
    SegmentationValues(Path path, DicomFile file, PixelData pixels, Set<Integer> segments, int columns, int rows)
            throws DicomException, AnnotationException {
        DataSet d = file.dataSet();
        String type = d.text(Tag.SEGMENTATION_TYPE);
        if (!Set.of("BINARY", "FRACTIONAL", "LABELMAP").contains(type)) {
            throw new AnnotationException("Segmentation " + path + " is of type \"" + type
                    + "\"; BINARY, FRACTIONAL and LABELMAP can be read.");
        }
        this.path = path;
        this.pixels = pixels;
        this.segments = segments;
        this.columns = columns;
        this.rows = rows;
        this.labels = type.equals("LABELMAP");
        this.maximum = type.equals("FRACTIONAL") ? d.integer(Tag.MAXIMUM_FRACTIONAL_VALUE, 0) : 1;
        if (maximum < 1) {
            throw new AnnotationException("Segmentation " + path + " is FRACTIONAL, but names no maximum; "
                    + Tag.describe(Tag.MAXIMUM_FRACTIONAL_VALUE) + " is missing.");
        }
        this.padding = labels ? d.integer(Tag.PIXEL_PADDING_VALUE) : OptionalInt.empty();
        int bits = pixels.layout().bitsAllocated();
        if (pixels.isReal() || pixels.layout().samples() != 1 || bits > 16) {
            throw new AnnotationException("Segmentation " + path + " has pixels of "
                    + pixels.layout().samples() + " samples with " + bits
                    + " bits; 1 sample of 1, 8 or 16 bits can be read.");
        }
    }

    /** Whether values are numbers of segments, and not how much of one there is. */
    boolean areLabels() {
        return labels;
    }

    /**
     * The layers of a frame, by the segments' numbers in the file; those without a painted pixel may be missing.
     *
     * @param segment that of the frame; empty for label maps
     */
    Map<Integer, ConfidenceLayer> layers(int frame, OptionalInt segment) throws DicomException, AnnotationException {
        byte[] samples = pixels.samples(frame);
        boolean wide = pixels.layout().format().sampleBytes() == 2;
        if (labels) {
            return ofLabels(samples, wide, frame);
        }
        byte[] percents = wide || maximum != Confidence.FULL ? scaled(samples, wide, frame) : samples;
        try {
            ConfidenceLayer layer = ConfidenceLayer.of(columns, rows, percents);
            return layer.isEmpty() ? Map.of() : Map.of(segment.orElseThrow(), layer);
        } catch (IllegalArgumentException e) {
            // Only percents as they are stored can be none, and looking at them once is enough.
            for (byte value : samples) {
                if ((value & 0xff) > maximum) {
                    throw beyond(value & 0xff, frame);
                }
            }
            throw e;
        }
    }

    private byte[] scaled(byte[] samples, boolean wide, int frame) throws AnnotationException {
        byte[] percents = new byte[columns * rows];
        byte[] nothing = new byte[1 << 10];
        for (int i = 0; i < percents.length; i++) {
            if (!wide && i % nothing.length == 0) {
                int end = Math.min(samples.length, i + nothing.length);
                if (Arrays.equals(samples, i, end, nothing, 0, end - i)) {
                    i = end - 1;
                    continue;
                }
            }
            int value = value(samples, wide, i);
            if (value > maximum) {
                throw beyond(value, frame);
            }
            percents[i] = (byte) ((200L * value + maximum) / (2L * maximum));
        }
        return percents;
    }

    private AnnotationException beyond(int value, int frame) {
        return new AnnotationException("Segmentation " + path + " has the value " + value + " in frame " + (frame + 1)
                + ", more than its maximum " + maximum + "; it is damaged.");
    }

    private Map<Integer, ConfidenceLayer> ofLabels(byte[] samples, boolean wide, int frame) throws AnnotationException {
        Map<Integer, byte[]> percents = new LinkedHashMap<>();
        int current = 0;
        byte[] layer = null;
        for (int i = 0; i < columns * rows; i++) {
            int label = value(samples, wide, i);
            boolean background = label == 0 || padding.isPresent() && label == padding.getAsInt();
            if (background) {
                continue;
            }
            if (label != current) {
                if (!segments.contains(label)) {
                    throw new AnnotationException("Segmentation " + path + " has the label " + label + " in frame "
                            + (frame + 1) + ", which its list of segments lacks; it is damaged.");
                }
                current = label;
                layer = percents.get(label);
                if (layer == null) {
                    checkMemory((percents.size() + 1L) * columns * rows);
                    layer = new byte[columns * rows];
                    percents.put(label, layer);
                }
            }
            layer[i] = Confidence.FULL;
        }
        Map<Integer, ConfidenceLayer> layers = new LinkedHashMap<>();
        percents.forEach((label, p) -> layers.put(label, ConfidenceLayer.of(columns, rows, p)));
        return layers;
    }

    private static int value(byte[] samples, boolean wide, int i) {
        return wide ? samples[2 * i] & 0xff | (samples[2 * i + 1] & 0xff) << 8 : samples[i] & 0xff;
    }

    /** A label map of few bytes can have thousands of segments on every frame. */
    void checkMemory(long bytes) throws AnnotationException {
        long most = Runtime.getRuntime().maxMemory() / 4;
        if (bytes > most) {
            throw new AnnotationException(
                    "Segmentation " + path + " has so many painted pairs of frame and segment that"
                            + " they take more than the " + most
                            + " bytes that there are for it; give Java more memory, or split it.");
        }
    }
}
