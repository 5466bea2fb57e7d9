package org.credence.annotation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.credence.imaging.FrameRef;
import org.credence.imaging.PixelRect;

/**
 * One change of an annotation, of one layer or of many, of frames' states and of where paint comes from; and the way
 * back: what each touched tile was and became. It is done, undone and journalled as a whole. Immutable.
 *
 * <p>Made by {@link LayerEditor#finish}, {@link Annotation#mark}, {@link Annotation#replace} and {@link Annotation#apply},
 * after which it has happened; {@link Annotation#undo} takes it back and {@link Annotation#redo} does it again.
 */
public final class AnnotationEdit {

    private final List<LayerEdit> layers;
    private final Map<Integer, Provenance> provenanceBefore;
    private final Map<Integer, Provenance> provenanceAfter;

    /**
     * @param layers in viewing order
     * @param provenanceBefore of the segments whose provenance changes
     * @param provenanceAfter of the same segments
     */
    AnnotationEdit(
            List<LayerEdit> layers,
            Map<Integer, Provenance> provenanceBefore,
            Map<Integer, Provenance> provenanceAfter) {
        this.layers = List.copyOf(layers);
        this.provenanceBefore = Map.copyOf(provenanceBefore);
        this.provenanceAfter = Map.copyOf(provenanceAfter);
    }

    AnnotationEdit(LayerEdit only) {
        this(List.of(only), Map.of(), Map.of());
    }

    /** Whether nothing is different afterwards. */
    public boolean isEmpty() {
        return layers.stream().allMatch(LayerEdit::isEmpty) && provenanceBefore.equals(provenanceAfter);
    }

    /** The frames that it is about, in viewing order; with each the pixels that may have changed, which may be none. */
    public Map<FrameRef, PixelRect> changed() {
        Map<FrameRef, PixelRect> changed = new LinkedHashMap<>();
        layers.forEach(l -> changed.merge(l.key().frame(), l.changed(), PixelRect::union));
        return changed;
    }

    /** Bytes of memory that remembering this edit takes, for a history with a budget. */
    public long sizeBytes() {
        return layers.stream().mapToLong(LayerEdit::sizeBytes).sum()
                + 64L * (provenanceBefore.size() + provenanceAfter.size());
    }

    List<LayerEdit> layers() {
        return layers;
    }

    Map<Integer, Provenance> provenanceBefore() {
        return provenanceBefore;
    }

    Map<Integer, Provenance> provenanceAfter() {
        return provenanceAfter;
    }
}
