package org.credence.annotation;

import org.credence.imaging.PixelRect;

/**
 * What one layer's tiles and its frame's state were and became; part of an {@link AnnotationEdit}.
 *
 * @param key the layer; for a mere change of the frame's state, any layer of that frame
 * @param before per tile: null where it did not change, an empty array where it was absent
 * @param after likewise
 * @param changed the pixels that may have changed
 */
record LayerEdit(
        LayerKey key,
        byte[][] before,
        byte[][] after,
        FrameState stateBefore,
        FrameState stateAfter,
        PixelRect changed) {

    boolean isEmpty() {
        return changed.isEmpty() && stateBefore == stateAfter;
    }

    long sizeBytes() {
        long tiles = 0;
        for (int t = 0; t < before.length; t++) {
            tiles += (before[t] != null ? before[t].length : 0) + (after[t] != null ? after[t].length : 0);
        }
        return tiles + 16L * before.length + 128;
    }

    /** The way from one layer to another of the same size; tiles that are the same are left out. */
    static LayerEdit between(
            LayerKey key, ConfidenceLayer from, ConfidenceLayer to, FrameState stateBefore, FrameState stateAfter) {
        byte[][] before = new byte[from.tileCount()][];
        byte[][] after = new byte[from.tileCount()][];
        PixelRect changed = PixelRect.EMPTY;
        for (int t = 0; t < before.length; t++) {
            if (!from.sameTile(t, to)) {
                before[t] = stored(from.tile(t));
                after[t] = stored(to.tile(t));
                changed = changed.union(from.tileBounds(t));
            }
        }
        return new LayerEdit(key, before, after, stateBefore, stateAfter, changed);
    }

    private static byte[] stored(byte[] tile) {
        return ConfidenceLayer.isPainted(tile) ? tile : new byte[0];
    }
}
