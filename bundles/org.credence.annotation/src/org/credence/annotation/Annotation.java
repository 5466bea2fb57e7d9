package org.credence.annotation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.credence.imaging.FrameRef;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.PixelRect;

/**
 * Everything that one reader painted on one series.
 *
 * <p>Mutable; written by one thread only (in a workbench the UI thread), which is also the one that listeners are called
 * on. Other threads work on a {@link #snapshot()} taken by that thread.
 */
public final class Annotation {

    /**
     * What changed.
     *
     * @param frames in viewing order; with each the pixels whose confidence may have changed, which are none if only the
     *     frame's state did
     */
    public record Change(Map<FrameRef, PixelRect> frames) {

        public Change {
            frames = Collections.unmodifiableMap(new LinkedHashMap<>(frames));
        }

        /** A change of one frame. */
        public Change(FrameRef frame, PixelRect pixels) {
            this(Map.of(frame, pixels));
        }

        /** The pixels of a frame that may have changed. */
        public PixelRect pixels(FrameRef frame) {
            return frames.getOrDefault(frame, PixelRect.EMPTY);
        }
    }

    private final Reader reader;
    private final LabelScheme scheme;
    private final String seriesUid;
    private final int columns;
    private final int rows;
    private final List<FrameRef> frames;
    private final Map<FrameRef, Integer> positions = new HashMap<>();
    private final Map<LayerKey, ConfidenceLayer> layers = new LinkedHashMap<>();
    private final Map<FrameRef, FrameState> states = new HashMap<>();
    private final Map<Integer, Provenance> provenance = new HashMap<>();
    private final List<Consumer<Change>> listeners = new CopyOnWriteArrayList<>();
    private LayerEditor editor;

    /** An annotation on which nothing is painted yet. */
    public Annotation(Reader reader, LabelScheme scheme, ImageSeries series) {
        this(reader, scheme, series.info().seriesUid(), series.columns(), series.rows(), series.frames());
    }

    private Annotation(
            Reader reader, LabelScheme scheme, String seriesUid, int columns, int rows, List<FrameRef> frames) {
        this.reader = reader;
        this.scheme = scheme;
        this.seriesUid = seriesUid;
        this.columns = columns;
        this.rows = rows;
        this.frames = List.copyOf(frames);
        this.frames.forEach(f -> positions.put(f, positions.size()));
    }

    /** An annotation to go on with, as it was when the snapshot was taken or stored. */
    public static Annotation resume(AnnotationSnapshot snapshot) {
        Annotation annotation = new Annotation(
                snapshot.reader(),
                snapshot.scheme(),
                snapshot.seriesUid(),
                snapshot.columns(),
                snapshot.rows(),
                snapshot.frames());
        annotation.layers.putAll(snapshot.layers());
        annotation.states.putAll(snapshot.states());
        annotation.provenance.putAll(snapshot.provenance());
        return annotation;
    }

    public Reader reader() {
        return reader;
    }

    public LabelScheme scheme() {
        return scheme;
    }

    /** The frames that can be painted on, in viewing order. */
    public List<FrameRef> frames() {
        return frames;
    }

    /** A layer as it is now; empty if nothing was painted there. */
    public ConfidenceLayer layer(FrameRef frame, int segment) {
        checkKnown(frame, segment);
        ConfidenceLayer layer = layers.get(new LayerKey(frame, segment));
        return layer != null ? layer : ConfidenceLayer.empty(columns, rows);
    }

    /** How far the reader is with a frame. */
    public FrameState state(FrameRef frame) {
        return states.getOrDefault(frame, FrameState.UNTOUCHED);
    }

    /**
     * Begins a gesture on a layer. Painting on a complete frame opens it again (in progress).
     *
     * @throws IllegalStateException if another gesture is under way
     */
    public LayerEditor edit(FrameRef frame, int segment) {
        if (editor != null) {
            throw new IllegalStateException("Another gesture is under way; finish or cancel it first.");
        }
        editor = new LayerEditor(this, new LayerKey(frame, segment), layer(frame, segment), state(frame));
        return editor;
    }

    /** Where the paint of a segment comes from. */
    public Provenance provenance(int segment) {
        return provenance.getOrDefault(segment, Provenance.MANUAL);
    }

    /** Marks a frame as complete, or (with another state) takes that back; an edit that can be undone. */
    public AnnotationEdit mark(FrameRef frame, FrameState state) {
        AnnotationEdit edit = new AnnotationEdit(mere(frame, state));
        redo(edit);
        return edit;
    }

    /** Replaces a whole layer, as one edit that can be undone. */
    public AnnotationEdit replace(FrameRef frame, int segment, ConfidenceLayer by) {
        return put(new Revision(snapshot(), Map.of(new LayerKey(frame, segment), by)));
    }

    /**
     * Does what was worked out from a snapshot, as one edit that can be undone.
     *
     * @return what it changed; empty if everything was so already
     * @throws AnnotationException if a layer or frame that it is about was changed since the snapshot; nothing is done then
     */
    public AnnotationEdit apply(Revision revision) throws AnnotationException {
        for (Map.Entry<LayerKey, ConfidenceLayer> e : revision.layers().entrySet()) {
            FrameRef frame = e.getKey().frame();
            ConfidenceLayer was = revision.base().layer(frame, e.getKey().segment());
            if (!layer(frame, e.getKey().segment()).sameTiles(was)
                    || state(frame) != revision.base().state(frame)) {
                throw new AnnotationException("Frame " + frame.frameNumber() + " of image " + frame.sopInstanceUid()
                        + " was changed while this was worked out; nothing was done, try again.");
            }
        }
        for (int segment : revision.provenance().keySet()) {
            if (!provenance(segment).equals(revision.base().provenance(segment))) {
                throw new AnnotationException("Another proposal for segment " + segment
                        + " was accepted while this was worked out; nothing was done, try again.");
            }
        }
        return put(revision);
    }

    /** Takes back an edit; the exact inverse, if every later edit of the same frames was taken back before. */
    public void undo(AnnotationEdit edit) {
        checkIdle();
        for (LayerEdit l : edit.layers()) {
            apply(l.key(), l.before(), l.stateBefore());
        }
        provenance.putAll(edit.provenanceBefore());
        notifyListeners(new Change(edit.changed()));
    }

    /** Does an edit again that was taken back. */
    public void redo(AnnotationEdit edit) {
        checkIdle();
        for (LayerEdit l : edit.layers()) {
            apply(l.key(), l.after(), l.stateAfter());
        }
        provenance.putAll(edit.provenanceAfter());
        notifyListeners(new Change(edit.changed()));
    }

    /** All that is painted now, to read from any thread; costs a copy of the list of layers, not of pixels. */
    public AnnotationSnapshot snapshot() {
        if (editor != null) {
            throw new IllegalStateException("A gesture is under way; finish or cancel it before taking a snapshot.");
        }
        return new AnnotationSnapshot(reader, scheme, seriesUid, columns, rows, frames, layers, states, provenance);
    }

    /**
     * Calls {@code listener} on the writer's thread after {@link #mark}, {@link #replace}, {@link #apply}, {@link #undo}
     * and {@link #redo}, and whenever whoever leads a gesture says so ({@link #notifyListeners}); the result ends that.
     */
    public Runnable listen(Consumer<Change> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** Tells listeners about pixels that a gesture has changed, or that its cancellation has changed back. */
    public void notifyListeners(Change change) {
        listeners.forEach(l -> l.accept(change));
    }

    void put(LayerKey key, ConfidenceLayer layer) {
        layers.put(key, layer);
    }

    void setState(FrameRef frame, FrameState state) {
        states.put(frame, state);
    }

    void closed(LayerEditor ended) {
        if (editor == ended) {
            editor = null;
        }
    }

    private AnnotationEdit put(Revision revision) {
        checkIdle();
        List<LayerEdit> edits = new ArrayList<>();
        Set<FrameRef> touched = new HashSet<>();
        List<LayerKey> keys = new ArrayList<>(revision.layers().keySet());
        keys.forEach(k -> checkKnown(k.frame(), k.segment()));
        keys.sort(Comparator.comparing((LayerKey k) -> positions.get(k.frame())).thenComparing(LayerKey::segment));
        for (LayerKey key : keys) {
            FrameState before = state(key.frame());
            FrameState after = revision.states().getOrDefault(key.frame(), FrameState.IN_PROGRESS);
            LayerEdit edit = LayerEdit.between(
                    key, layer(key.frame(), key.segment()), revision.layers().get(key), before, after);
            if (!edit.changed().isEmpty()) {
                edits.add(edit);
                touched.add(key.frame());
            }
        }
        frames.stream()
                .filter(f -> revision.states().containsKey(f) && !touched.contains(f))
                .forEach(f -> edits.add(mere(f, revision.states().get(f))));
        edits.sort(Comparator.comparing(e -> positions.get(e.key().frame())));
        Map<Integer, Provenance> before = new HashMap<>();
        for (int segment : revision.provenance().keySet()) {
            checkKnown(frames.get(0), segment);
            before.put(segment, provenance(segment));
        }
        AnnotationEdit edit = new AnnotationEdit(edits, before, revision.provenance());
        redo(edit);
        return edit;
    }

    /** A change of nothing but a frame's state. */
    private LayerEdit mere(FrameRef frame, FrameState state) {
        LayerKey key = new LayerKey(frame, scheme.segments().get(0).number());
        int tiles = layer(frame, key.segment()).tileCount();
        return new LayerEdit(key, new byte[tiles][], new byte[tiles][], state(frame), state, PixelRect.EMPTY);
    }

    private void apply(LayerKey key, byte[][] tiles, FrameState state) {
        put(key, layer(key.frame(), key.segment()).withTiles(tiles));
        setState(key.frame(), state);
    }

    private void checkIdle() {
        if (editor != null) {
            throw new IllegalStateException("A gesture is under way; finish or cancel it before editing otherwise.");
        }
    }

    private void checkKnown(FrameRef frame, int segment) {
        if (scheme.segment(segment).isEmpty()) {
            throw new IllegalArgumentException("Scheme " + scheme.name() + " has no segment " + segment);
        }
        if (!positions.containsKey(frame)) {
            throw new IllegalArgumentException("Frame " + frame + " does not belong to this series");
        }
    }
}
