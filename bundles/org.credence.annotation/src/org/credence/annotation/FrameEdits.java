package org.credence.annotation;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.credence.annotation.internal.Smoothing;
import org.credence.imaging.FrameRef;

/**
 * Edits of whole frames. Each works on a snapshot, on any thread, in some milliseconds per segment, and gives a revision
 * for {@link Annotation#apply}, which does it as one edit that can be undone.
 */
public final class FrameEdits {

    private FrameEdits() {}

    /**
     * Copies what is painted on a frame to another, whatever their states.
     *
     * @param segments their numbers
     * @param mode how the copy meets what is there, see {@link Brush.Mode#of}; pixels that are not painted on {@code from}
     *     are left alone but by {@code SET}, which makes the frames the same
     */
    public static Revision copy(
            AnnotationSnapshot annotation, FrameRef from, FrameRef to, Collection<Integer> segments, Brush.Mode mode) {
        Map<LayerKey, ConfidenceLayer> layers = new HashMap<>();
        for (int segment : Set.copyOf(segments)) {
            layers.put(
                    new LayerKey(to, segment),
                    merged(annotation.layer(to, segment), annotation.layer(from, segment), mode));
        }
        return new Revision(annotation, layers);
    }

    /** Removes all paint of some segments from a frame. */
    public static Revision clear(AnnotationSnapshot annotation, FrameRef frame, Collection<Integer> segments) {
        Map<LayerKey, ConfidenceLayer> layers = new HashMap<>();
        for (int segment : segments) {
            layers.put(new LayerKey(frame, segment), ConfidenceLayer.empty(annotation.columns(), annotation.rows()));
        }
        return new Revision(annotation, layers);
    }

    /** Smooths the confidence of some segments on a frame, by binomial weights over 5 x 5 pixels. */
    public static Revision smooth(AnnotationSnapshot annotation, FrameRef frame, Collection<Integer> segments) {
        Map<LayerKey, ConfidenceLayer> layers = new HashMap<>();
        for (int segment : segments) {
            layers.put(new LayerKey(frame, segment), new Smoothing(annotation.layer(frame, segment)).whole());
        }
        return new Revision(annotation, layers);
    }

    /**
     * Gives the paint of one segment to another, on some frames. Where the paint came from a model, the other segment's
     * did too from then on.
     *
     * @param mode how it meets the paint of the other segment; pixels that {@code from} does not have are left alone, also
     *     by {@code SET}
     */
    public static Revision move(
            AnnotationSnapshot annotation, Collection<FrameRef> frames, int from, int to, Brush.Mode mode) {
        if (from == to) {
            throw new IllegalArgumentException("Paint of segment " + from + " cannot be given to itself.");
        }
        Map<LayerKey, ConfidenceLayer> layers = new HashMap<>();
        for (FrameRef frame : Set.copyOf(frames)) {
            ConfidenceLayer moved = annotation.layer(frame, from);
            if (!moved.isEmpty()) {
                layers.put(new LayerKey(frame, from), ConfidenceLayer.empty(annotation.columns(), annotation.rows()));
                layers.put(new LayerKey(frame, to), painted(annotation.layer(frame, to), moved, mode));
            }
        }
        Provenance provenance = annotation.provenance(to);
        for (String model : annotation.provenance(from).models()) {
            provenance = provenance.with(model);
        }
        return new Revision(annotation, layers, Map.of(), layers.isEmpty() ? Map.of() : Map.of(to, provenance));
    }

    /** A layer with another painted over it where that is painted; everywhere by {@code SET}. */
    static ConfidenceLayer merged(ConfidenceLayer there, ConfidenceLayer paint, Brush.Mode mode) {
        return mode == Brush.Mode.SET ? paint : painted(there, paint, mode);
    }

    private static ConfidenceLayer painted(ConfidenceLayer there, ConfidenceLayer paint, Brush.Mode mode) {
        byte[] percents = there.percents();
        byte[] over = paint.percents();
        for (int i = 0; i < over.length; i++) {
            if (over[i] > 0) {
                percents[i] = (byte) mode.of(percents[i], over[i]);
            }
        }
        return ConfidenceLayer.of(there.columns(), there.rows(), percents);
    }
}
