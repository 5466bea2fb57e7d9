package org.credence.annotation;

import org.credence.imaging.PixelRect;

/**
 * A layer while one gesture changes it. Opened by {@link Annotation#edit}; written by the annotation's one writer; ended
 * by {@link #finish} or {@link #cancel}. Changes are visible in the annotation at once, and copied on write, so
 * snapshots taken earlier stay as they are.
 */
public final class LayerEditor {

    private static final byte[] UNPAINTED = new byte[ConfidenceLayer.TILE * ConfidenceLayer.TILE];

    private final Annotation annotation;
    private final LayerKey key;
    private final ConfidenceLayer original;
    private final byte[][] written;
    private final FrameState stateBefore;
    private ConfidenceLayer current;
    // Bounds of the changed pixels as plain numbers: they grow with every row under a brush.
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

    /** The layer as it was when the gesture began. */
    public ConfidenceLayer before() {
        return original;
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
        checkOpen();
        Confidence.check(percent);
        if (column < 0 || row < 0 || column >= columns() || row >= rows()) {
            return;
        }
        if (current.confidence(column, row) == percent) {
            return;
        }
        write(original.tileIndex(column, row))[ConfidenceLayer.offset(column, row)] = (byte) percent;
        changed(row, column, column);
    }

    /**
     * Sets the pixels of a part of a row to what {@code becomes} has for the confidence that each had when the gesture
     * began. Much quicker than pixel by pixel; outside the layer nothing happens.
     *
     * @param from the first column
     * @param to the column after the last
     * @param becomes 101 percents, one for every percent that a pixel may have had
     */
    public void map(int row, int from, int to, byte[] becomes) {
        checkOpen();
        if (becomes.length != Confidence.FULL + 1) {
            throw new IllegalArgumentException("A percent becomes one of 101, got a list of " + becomes.length);
        }
        if (row < 0 || row >= rows()) {
            return;
        }
        int end = Math.min(to, columns());
        for (int column = Math.max(0, from); column < end; ) {
            int run = Math.min(ConfidenceLayer.TILE - column % ConfidenceLayer.TILE, end - column);
            mapInTile(row, column, run, becomes);
            column += run;
        }
    }

    private void mapInTile(int row, int column, int run, byte[] becomes) {
        int t = original.tileIndex(column, row);
        int offset = ConfidenceLayer.offset(column, row);
        byte[] before = original.tile(t) == null ? UNPAINTED : original.tile(t);
        byte[] now = written[t] == null ? before : written[t];
        int first = 0;
        while (first < run && now[offset + first] == becomes[before[offset + first]]) {
            first++;
        }
        if (first == run) {
            return;
        }
        byte[] tile = write(t);
        int last = first;
        for (int i = first; i < run; i++) {
            byte percent = becomes[before[offset + i]];
            if (tile[offset + i] != percent) {
                tile[offset + i] = (byte) Confidence.check(percent);
                last = i;
            }
        }
        changed(row, column + first, column + last);
    }

    /** The pixels changed so far. */
    public PixelRect changed() {
        return right < 0 ? PixelRect.EMPTY : new PixelRect(left, top, right - left + 1, bottom - top + 1);
    }

    /**
     * Ends the gesture.
     *
     * @return what it changed; {@link AnnotationEdit#isEmpty} if everything is as it was
     */
    public AnnotationEdit finish() {
        close();
        byte[][] before = new byte[written.length][];
        byte[][] after = new byte[written.length][];
        boolean different = false;
        for (int t = 0; t < written.length; t++) {
            if (written[t] != null && !current.sameTile(t, original)) {
                different = true;
                before[t] = original.tile(t) == null ? new byte[0] : original.tile(t);
                // Tiles without paint are let go of, so that asking for paint looks at tiles and not at pixels.
                after[t] = ConfidenceLayer.isPainted(written[t]) ? written[t] : new byte[0];
            }
        }
        annotation.put(key, different ? original.withTiles(after) : original);
        annotation.setState(key.frame(), different ? FrameState.IN_PROGRESS : stateBefore);
        PixelRect changed = different ? changed() : PixelRect.EMPTY;
        return new AnnotationEdit(
                new LayerEdit(key, before, after, stateBefore, annotation.state(key.frame()), changed));
    }

    /** Ends the gesture as if it had never begun. */
    public void cancel() {
        close();
        annotation.put(key, original);
        annotation.setState(key.frame(), stateBefore);
    }

    /** A tile to write to. */
    private byte[] write(int t) {
        if (written[t] == null) {
            byte[] tile = original.tile(t);
            written[t] = tile == null ? new byte[ConfidenceLayer.TILE * ConfidenceLayer.TILE] : tile.clone();
            current = current.withTiles(written);
            annotation.put(key, current);
            annotation.setState(key.frame(), FrameState.IN_PROGRESS);
        }
        return written[t];
    }

    private void changed(int row, int first, int last) {
        left = Math.min(left, first);
        top = Math.min(top, row);
        right = Math.max(right, last);
        bottom = Math.max(bottom, row);
    }

    private void checkOpen() {
        if (!open) {
            throw new IllegalStateException("This gesture has ended; begin a new one.");
        }
    }

    private void close() {
        if (!open) {
            throw new IllegalStateException("This gesture has ended already.");
        }
        open = false;
        annotation.closed(this);
    }
}
