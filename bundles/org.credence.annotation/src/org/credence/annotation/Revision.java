package org.credence.annotation;

import java.util.LinkedHashMap;
import java.util.Map;
import org.credence.imaging.FrameRef;

/**
 * What some layers of an annotation are to become; worked out from a snapshot, on any thread, and done by
 * {@link Annotation#apply} as one edit. Immutable.
 *
 * <p>Frames whose paint changes go in progress unless {@code states} says otherwise.
 *
 * @param base the annotation that it was worked out from
 * @param layers the new layers
 * @param states the new states of frames
 * @param provenance where the paint of segments comes from afterwards
 */
public record Revision(
        AnnotationSnapshot base,
        Map<LayerKey, ConfidenceLayer> layers,
        Map<FrameRef, FrameState> states,
        Map<Integer, Provenance> provenance) {

    public Revision {
        layers = Map.copyOf(new LinkedHashMap<>(layers));
        states = Map.copyOf(states);
        provenance = Map.copyOf(provenance);
        layers.forEach((key, layer) -> {
            if (layer.columns() != base.columns() || layer.rows() != base.rows()) {
                throw new IllegalArgumentException("A layer of " + layer.columns() + " x " + layer.rows()
                        + " does not fit frames of " + base.columns() + " x " + base.rows());
            }
        });
    }

    /** New layers and nothing else. */
    public Revision(AnnotationSnapshot base, Map<LayerKey, ConfidenceLayer> layers) {
        this(base, layers, Map.of(), Map.of());
    }
}
