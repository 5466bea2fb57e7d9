package org.credence.dicom.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.credence.annotation.AnnotationException;
import org.credence.annotation.AnnotationSnapshot;
import org.credence.annotation.ConfidenceLayer;
import org.credence.annotation.LayerKey;
import org.credence.annotation.Segment;
import org.credence.imaging.ImageSeries;

/**
 * What is written of an annotation: every percent (FRACTIONAL), or which pixels have at least some (BINARY).
 *
 * @param threshold the least percent that is kept, 1 to 100; empty: all percents as they are
 */
record SegmentationForm(OptionalInt threshold) {

    static final SegmentationForm FRACTIONAL = new SegmentationForm(OptionalInt.empty());

    /** BINARY, cut at a threshold. */
    static SegmentationForm cutAt(int percent) {
        return new SegmentationForm(OptionalInt.of(percent));
    }

    boolean isBinary() {
        return threshold.isPresent();
    }

    /** The layers that have pixels to write, by segment and then in viewing order; the first of all if there is none. */
    List<LayerKey> layers(AnnotationSnapshot annotation, ImageSeries series) throws AnnotationException {
        Map<Integer, Integer> ordinals = ordinals(annotation);
        List<LayerKey> layers = new ArrayList<>();
        for (Map.Entry<LayerKey, ConfidenceLayer> e : annotation.layers().entrySet()) {
            LayerKey key = e.getKey();
            if (!ordinals.containsKey(key.segment())) {
                throw new AnnotationException("The annotation has a layer of segment " + key.segment()
                        + ", which its scheme " + annotation.scheme().name() + " lacks.");
            }
            if (threshold.isEmpty() || e.getValue().count(threshold.getAsInt()) > 0) {
                layers.add(key);
            }
        }
        layers.sort(Comparator.comparing((LayerKey k) -> ordinals.get(k.segment()))
                .thenComparing(k -> series.position(k.frame()).orElseThrow()));
        if (layers.isEmpty()) {
            // The object needs a frame; an empty one stands for "nothing".
            layers.add(new LayerKey(
                    series.frames().get(0),
                    annotation.scheme().segments().get(0).number()));
        }
        return layers;
    }

    /** The segments' numbers in the file, which start at 1, by their number in the scheme. */
    static Map<Integer, Integer> ordinals(AnnotationSnapshot annotation) {
        Map<Integer, Integer> ordinals = new HashMap<>();
        for (Segment s : annotation.scheme().segments()) {
            ordinals.put(s.number(), ordinals.size() + 1);
        }
        return ordinals;
    }

    /** The samples of a layer's frame, a byte per pixel: percents, or 0 and 1; in an array that is used again. */
    void samples(ConfidenceLayer layer, byte[] samples) {
        layer.percents(samples);
        if (threshold.isPresent()) {
            int least = threshold.getAsInt();
            for (int i = 0; i < samples.length; i++) {
                samples[i] = (byte) (samples[i] >= least ? 1 : 0);
            }
        }
    }
}
