package org.credence.dicom.codecs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What packets have brought of one code-block: coding passes in codeword segments. Not thread-safe. */
final class CodeBlock {

    /** Bits of the style in COD and COC (ISO/IEC 15444-1, table A.19; -15 for the last). */
    static final int BYPASS = 1;

    static final int RESET = 2;
    static final int TERMINATE_ALL = 4;
    static final int VERTICALLY_CAUSAL = 8;
    static final int SEGMENTATION_SYMBOLS = 32;
    static final int HIGH_THROUGHPUT = 64;

    // In bypass, the first ten passes are arithmetic-coded.
    private static final int BEFORE_BYPASS = 10;

    /** Passes that share one terminated codeword, in pieces from several packets. */
    static final class Segment {

        private final int capacity;
        private int passes;
        private int[] pieces = new int[2];
        private int count;

        Segment(int capacity) {
            this.capacity = capacity;
        }

        int passes() {
            return passes;
        }

        /** Adds bytes of the tile's body. */
        void add(int start, int length) {
            if (count == pieces.length) {
                pieces = Arrays.copyOf(pieces, 2 * count);
            }
            pieces[count++] = start;
            pieces[count++] = length;
        }

        int length() {
            int length = 0;
            for (int i = 1; i < count; i += 2) {
                length += pieces[i];
            }
            return length;
        }

        /** Its bytes, followed by FF FF, in a buffer at least as long. */
        void copy(byte[] body, byte[] buffer) {
            int n = 0;
            for (int i = 0; i < count; i += 2) {
                System.arraycopy(body, pieces[i], buffer, n, pieces[i + 1]);
                n += pieces[i + 1];
            }
            buffer[n] = -1;
            buffer[n + 1] = -1;
        }
    }

    /** In samples of the sub-band, from its upper left sample. */
    final int x;

    final int y;
    final int width;
    final int height;

    /** Bit-planes that are there at all. */
    final int planes;

    private final int style;
    private final List<Segment> segments = new ArrayList<>(1);
    private int passes;

    /** Bit-planes that are left out before the first pass of a high-throughput block. */
    int placeholders;

    /** Lblock of B.10.7.1. */
    int lengthBits = 3;

    CodeBlock(int x, int y, int width, int height, int planes, int style) {
        this.x = x;
        this.y = y;
        this.width = width;
        this.height = height;
        this.planes = planes;
        this.style = style;
    }

    List<Segment> segments() {
        return segments;
    }

    int passes() {
        return passes;
    }

    /** Puts up to {@code more} further passes into the segment that comes next; says how many. */
    int extend(int more) {
        Segment last = segments.isEmpty() ? null : segments.getLast();
        if (last == null || last.passes == last.capacity) {
            last = new Segment(capacity());
            segments.add(last);
        }
        int n = Math.min(more, last.capacity - last.passes);
        last.passes += n;
        passes += n;
        return n;
    }

    private int capacity() {
        if ((style & HIGH_THROUGHPUT) != 0) {
            return passes == 0 ? 1 : 2;
        }
        if ((style & TERMINATE_ALL) != 0) {
            return 1;
        }
        if ((style & BYPASS) != 0) {
            return passes < BEFORE_BYPASS ? BEFORE_BYPASS : (passes - BEFORE_BYPASS) % 3 == 0 ? 2 : 1;
        }
        return Integer.MAX_VALUE;
    }

    /** Whether a pass holds plain bits. */
    boolean isRaw(int pass) {
        return (style & BYPASS) != 0 && pass >= BEFORE_BYPASS && (pass - BEFORE_BYPASS) % 3 != 2;
    }

    boolean has(int bit) {
        return (style & bit) != 0;
    }
}
