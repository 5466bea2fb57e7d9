package org.credence.annotation;

import org.credence.imaging.PixelRect;

/**
 * A layer while one gesture changes it. Opened by {@link Annotation#edit}; written by the annotation's one writer; ended
 * by {@link #finish} or {@link #cancel}. Changes are visible in the annotation at once, and copied on write, so
 * snapshots taken earlier stay as they are.
 */
public final class LayerEditor {

    private final Annotation annotation;
    private final LayerKey key;
    private final ConfidenceLayer original;
    private final byte[][] written;
    private final FrameState stateBefore;
    private ConfidenceLayer current;
    // Bounds of the changed pixels as plain numbers: set() is called for every pixel under a brush.
    private int left = Integer.MAX_VALUE;
    private int top = Integer.MAX_VALUE;
    private int right = -1;
    private int bottom = -1;
    private boolean open = true;

    LayerEditor(Annotation annotation, LayerKey key, ConfidenceLayer original, FrameState stateBefore) {
        this.annotation = annotation;
        this.key = key;
        this.original = original;
        this.current = original;
        this.written = new byte[original.tileCount()][];
        this.stateBefore = stateBefore;
    }

    public int columns() {
        return original.columns();
    }

    public int rows() {
        return original.rows();
    }

    /** The confidence at a pixel as it is now, 0 to 100. */
    public int confidence(int column, int row) {
        return current.confidence(column, row);
    }

    /** The confidence at a pixel as it was when the gesture began, 0 to 100. */
    public int confidenceBefore(int column, int row) {
        return original.confidence(column, row);
    }

    /** Sets the confidence of a pixel; outside the layer nothing happens. */
    public void set(int column, int row, int percent) {
        if (!open) {
            throw new IllegalStateException("This gesture has ended; begin a new one.");
        }
        Confidence.check(percent);
        if (column < 0 || row < 0 || column >= columns() || row >= rows()) {
            return;
        }
        if (current.confidence(column, row) == percent) {
            return;
        }
        int t = original.tileIndex(column, row);
        if (written[t] == null) {
            byte[] tile = original.tile(t);
            written[t] = tile == null ? new byte[ConfidenceLayer.TILE * ConfidenceLayer.TILE] : tile.clone();
            current = current.withTiles(written);
            annotation.put(key, current);
            annotation.setState(key.frame(), FrameState.IN_PROGRESS);
        }
        written[t][ConfidenceLayer.offset(column, row)] = (byte) percent;
        left = Math.min(left, column);
        top = Math.min(top, row);
        right = Math.max(right, column);
        bottom = Math.max(bottom, row);
    }

    /** The pixels changed so far. */
    public PixelRect changed() {
        return right < 0 ? PixelRect.EMPTY : new PixelRect(left, top, right - left + 1, bottom - top + 1);
    }

    /**
     * Ends the gesture.
     *
     * @return what it changed; {@link LayerEdit#changed} is empty if it changed nothing
     */
    public LayerEdit finish() {
        close();
        byte[][] before = new byte[written.length][];
        byte[][] after = new byte[written.length][];
        for (int t = 0; t < written.length; t++) {
            if (written[t] != null) {
                before[t] = original.tile(t) == null ? new byte[0] : original.tile(t);
                after[t] = written[t];
            }
        }
        return new LayerEdit(key, before, after, stateBefore, annotation.state(key.frame()), changed());
    }

    /** Ends the gesture as if it had never begun. */
    public void cancel() {
        close();
        annotation.put(key, original);
        annotation.setState(key.frame(), stateBefore);
    }

    private void close() {
        if (!open) {
            throw new IllegalStateException("This gesture has ended already.");
        }
        open = false;
        annotation.closed(this);
    }
}
