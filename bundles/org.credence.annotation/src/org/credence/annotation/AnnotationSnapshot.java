package org.credence.annotation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.credence.imaging.FrameRef;

/**
 * An annotation at one moment: what stores write and read, and what training and analysis work on. Immutable.
 *
 * @param reader who painted
 * @param scheme the segments
 * @param seriesUid the series painted on
 * @param columns width of every frame
 * @param rows height of every frame
 * @param frames the series' frames, in viewing order
 * @param layers the painted layers; layers without a painted pixel are left out
 * @param states the frames' states; untouched frames are left out
 * @param provenance where the paint of segments comes from; segments painted by hand alone are left out
 */
public record AnnotationSnapshot(
        Reader reader,
        LabelScheme scheme,
        String seriesUid,
        int columns,
        int rows,
        List<FrameRef> frames,
        Map<LayerKey, ConfidenceLayer> layers,
        Map<FrameRef, FrameState> states,
        Map<Integer, Provenance> provenance) {

    public AnnotationSnapshot {
        frames = List.copyOf(frames);
        Map<LayerKey, ConfidenceLayer> painted = new LinkedHashMap<>();
        layers.forEach((key, layer) -> {
            if (!layer.isEmpty()) {
                painted.put(key, layer);
            }
        });
        layers = Map.copyOf(painted);
        Map<FrameRef, FrameState> touched = new LinkedHashMap<>(states);
        touched.values().removeIf(s -> s == FrameState.UNTOUCHED);
        states = Map.copyOf(touched);
        Map<Integer, Provenance> fromModels = new LinkedHashMap<>(provenance);
        fromModels.values().removeIf(Provenance::isManual);
        provenance = Map.copyOf(fromModels);
    }

    /** An annotation that was painted by hand. */
    public AnnotationSnapshot(
            Reader reader,
            LabelScheme scheme,
            String seriesUid,
            int columns,
            int rows,
            List<FrameRef> frames,
            Map<LayerKey, ConfidenceLayer> layers,
            Map<FrameRef, FrameState> states) {
        this(reader, scheme, seriesUid, columns, rows, frames, layers, states, Map.of());
    }

    /** A layer; empty if nothing is painted there. */
    public ConfidenceLayer layer(FrameRef frame, int segment) {
        ConfidenceLayer layer = layers.get(new LayerKey(frame, segment));
        return layer != null ? layer : ConfidenceLayer.empty(columns, rows);
    }

    /** How far the reader is with a frame. */
    public FrameState state(FrameRef frame) {
        return states.getOrDefault(frame, FrameState.UNTOUCHED);
    }

    /** Where the paint of a segment comes from. */
    public Provenance provenance(int segment) {
        return provenance.getOrDefault(segment, Provenance.MANUAL);
    }
}
