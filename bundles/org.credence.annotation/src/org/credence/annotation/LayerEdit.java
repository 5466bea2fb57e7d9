package org.credence.annotation;

import org.credence.imaging.PixelRect;

/**
 * One change of one layer and its frame's state, and the way back: what each touched tile was and became. Immutable.
 *
 * <p>Made by {@link LayerEditor#finish} or {@link Annotation#mark}; done and undone by {@link Annotation#redo} and
 * {@link Annotation#undo}.
 */
public final class LayerEdit {

    private final LayerKey key;
    private final byte[][] before;
    private final byte[][] after;
    private final FrameState stateBefore;
    private final FrameState stateAfter;
    private final PixelRect changed;

    LayerEdit(
            LayerKey key,
            byte[][] before,
            byte[][] after,
            FrameState stateBefore,
            FrameState stateAfter,
            PixelRect changed) {
        this.key = key;
        this.before = before;
        this.after = after;
        this.stateBefore = stateBefore;
        this.stateAfter = stateAfter;
        this.changed = changed;
    }

    /** The layer that was changed; for a mere change of the frame's state, any layer of that frame. */
    public LayerKey key() {
        return key;
    }

    /** The pixels that may have changed. */
    public PixelRect changed() {
        return changed;
    }

    /** Bytes of memory that remembering this edit takes, for a history with a budget. */
    public long sizeBytes() {
        long tiles = 0;
        for (int t = 0; t < before.length; t++) {
            tiles += (before[t] != null ? before[t].length : 0) + (after[t] != null ? after[t].length : 0);
        }
        return tiles + 16L * before.length + 128;
    }

    byte[][] before() {
        return before;
    }

    byte[][] after() {
        return after;
    }

    FrameState stateBefore() {
        return stateBefore;
    }

    FrameState stateAfter() {
        return stateAfter;
    }
}
