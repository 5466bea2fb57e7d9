package org.credence.annotation;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    /** Painted pixels below this percent make a frame an unsure one, unless the reader chooses otherwise. */
    public static final int UNSURE_BELOW = 60;

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

    /** The same as another reader's work, so that it can be stored beside this reader's. */
    public AnnotationSnapshot readBy(Reader other) {
        return new AnnotationSnapshot(other, scheme, seriesUid, columns, rows, frames, layers, states, provenance);
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

    /**
     * The next frame that wants attention, in viewing order after {@code after} and around the end, {@code after} itself
     * last: one that is in progress, or has painted pixels below {@code belowPercent}. Looks at the pixels of painted tiles.
     *
     * @param belowPercent such as {@link #UNSURE_BELOW}
     */
    public Optional<FrameRef> nextUnsure(FrameRef after, int belowPercent) {
        Set<FrameRef> wanted = new HashSet<>();
        states.forEach((frame, state) -> {
            if (state == FrameState.IN_PROGRESS) {
                wanted.add(frame);
            }
        });
        layers.forEach((key, layer) -> {
            if (!wanted.contains(key.frame()) && layer.count(1) > layer.count(Math.max(1, belowPercent))) {
                wanted.add(key.frame());
            }
        });
        int start = frames.indexOf(after);
        for (int i = 1; i <= frames.size(); i++) {
            FrameRef frame = frames.get((start + i) % frames.size());
            if (wanted.contains(frame)) {
                return Optional.of(frame);
            }
        }
        return Optional.empty();
    }

    /**
     * The same annotation under a scheme with more segments, such as {@code scheme().with(inUse)}.
     *
     * @throws IllegalArgumentException if a segment of this scheme means something else there, or is missing
     */
    public AnnotationSnapshot under(LabelScheme wider) {
        for (Segment s : scheme.segments()) {
            if (!wider.meansSame(scheme, s.number())) {
                throw new IllegalArgumentException("Segment " + s.number() + " " + s.label() + " of scheme "
                        + scheme.name() + " is not that of scheme " + wider.name() + ".");
            }
        }
        return new AnnotationSnapshot(reader, wider, seriesUid, columns, rows, frames, layers, states, provenance);
    }

    /**
     * The part of this annotation that a scheme with fewer segments has, to be compared or trained with; paint of other
     * segments is left out.
     *
     * @throws IllegalArgumentException if a segment of that scheme means something else here, or is missing
     */
    public AnnotationSnapshot only(LabelScheme part) {
        for (Segment s : part.segments()) {
            if (!scheme.meansSame(part, s.number())) {
                throw new IllegalArgumentException("Segment " + s.number() + " " + s.label() + " of scheme "
                        + part.name() + " is not that of scheme " + scheme.name() + ".");
            }
        }
        Map<LayerKey, ConfidenceLayer> kept = new LinkedHashMap<>(layers);
        kept.keySet().removeIf(k -> part.segment(k.segment()).isEmpty());
        Map<Integer, Provenance> known = new LinkedHashMap<>(provenance);
        known.keySet().removeIf(n -> part.segment(n).isEmpty());
        return new AnnotationSnapshot(reader, part, seriesUid, columns, rows, frames, kept, states, known);
    }
}
