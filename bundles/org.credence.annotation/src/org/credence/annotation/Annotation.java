package org.credence.annotation;

import java.util.HashMap;
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
     * @param frame the frame
     * @param pixels the pixels whose confidence may have changed; empty if only the frame's state did
     */
    public record Change(FrameRef frame, PixelRect pixels) {}

    private final Reader reader;
    private final LabelScheme scheme;
    private final String seriesUid;
    private final int columns;
    private final int rows;
    private final List<FrameRef> frames;
    private final Set<FrameRef> known;
    private final Map<LayerKey, ConfidenceLayer> layers = new LinkedHashMap<>();
    private final Map<FrameRef, FrameState> states = new HashMap<>();
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
        this.known = Set.copyOf(frames);
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

    /** Marks a frame as complete, or (with another state) takes that back; an edit that can be undone. */
    public LayerEdit mark(FrameRef frame, FrameState state) {
        LayerKey key = new LayerKey(frame, scheme.segments().get(0).number());
        int tiles = layer(frame, key.segment()).tileCount();
        LayerEdit edit = new LayerEdit(key, new byte[tiles][], new byte[tiles][], state(frame), state, PixelRect.EMPTY);
        redo(edit);
        return edit;
    }

    /** Replaces a whole layer, as one edit that can be undone. */
    public LayerEdit replace(FrameRef frame, int segment, ConfidenceLayer by) {
        if (by.columns() != columns || by.rows() != rows) {
            throw new IllegalArgumentException("A layer of " + by.columns() + " x " + by.rows()
                    + " does not fit frames of " + columns + " x " + rows);
        }
        LayerEditor gesture = edit(frame, segment);
        byte[] row = new byte[columns];
        for (int y = 0; y < rows; y++) {
            by.copyRow(y, 0, row);
            for (int x = 0; x < columns; x++) {
                gesture.set(x, y, row[x]);
            }
        }
        LayerEdit edit = gesture.finish();
        notifyListeners(new Change(frame, edit.changed()));
        return edit;
    }

    /** Takes back an edit; the exact inverse, if every later edit of the same frame was taken back before. */
    public void undo(LayerEdit edit) {
        apply(edit, edit.before(), edit.stateBefore());
    }

    /** Does an edit again that was taken back. */
    public void redo(LayerEdit edit) {
        apply(edit, edit.after(), edit.stateAfter());
    }

    /** All that is painted now, to read from any thread; costs a copy of the list of layers, not of pixels. */
    public AnnotationSnapshot snapshot() {
        if (editor != null) {
            throw new IllegalStateException("A gesture is under way; finish or cancel it before taking a snapshot.");
        }
        return new AnnotationSnapshot(reader, scheme, seriesUid, columns, rows, frames, layers, states);
    }

    /**
     * Calls {@code listener} on the writer's thread after {@link #mark}, {@link #replace}, {@link #undo} and {@link #redo},
     * and whenever whoever leads a gesture says so ({@link #notifyListeners}); the result ends that.
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

    private void apply(LayerEdit edit, byte[][] tiles, FrameState state) {
        if (editor != null) {
            throw new IllegalStateException("A gesture is under way; finish or cancel it before undoing another.");
        }
        LayerKey key = edit.key();
        put(key, layer(key.frame(), key.segment()).withTiles(tiles));
        setState(key.frame(), state);
        notifyListeners(new Change(key.frame(), edit.changed()));
    }

    private void checkKnown(FrameRef frame, int segment) {
        if (scheme.segment(segment).isEmpty()) {
            throw new IllegalArgumentException("Scheme " + scheme.name() + " has no segment " + segment);
        }
        if (!known.contains(frame)) {
            throw new IllegalArgumentException("Frame " + frame + " does not belong to this series");
        }
    }
}
