package org.credence.dicom.codecs;

import java.util.Arrays;
import java.util.List;

/**
 * Decodes high-throughput code-blocks (ISO/IEC 15444-15, clause 7): the cleanup pass by quads of 2 x 2 samples, then the
 * significance and refinement passes of one more bit-plane. Not thread-safe.
 */
final class QuadDecoder {

    private static final int MAX_SUFFIX = 4079;

    private int[] values = new int[0];
    private byte[] buffer = new byte[0];
    private int width;
    private int height;

    /** Bits of the magnitudes above each column, from two columns before the first; 0 where a sample is not significant. */
    private int[] above = new int[0];

    private int[] below = new int[0];

    private QuadBits.Runs runs;
    private QuadBits codes;
    private QuadBits magnitudes;

    /** Offsets of the two quads that are read together. */
    private final int[] offsets = new int[2];

    /**
     * Decodes a block, as {@link BlockDecoder#decode} does.
     *
     * @param bandPlanes bit-planes of its sub-band
     * @throws CodecException if its segments are damaged
     */
    int[] decode(CodeBlock block, byte[] body, int bandPlanes) throws CodecException {
        width = block.width;
        height = block.height;
        values = cleared(values, width * height);
        List<CodeBlock.Segment> segments = block.segments();
        int plane = block.planes - 1 - block.placeholders;
        if (plane < 0 || segments.size() > 1 && plane < 1 || bandPlanes + 2 > BlockDecoder.MAX_PLANES) {
            throw new CodecException("The JPEG 2000 frame is damaged: a high-throughput code-block of " + block.planes
                    + " of " + bandPlanes + " bit-planes has " + block.passes() + " passes.");
        }
        cleanup(segments.get(0), body, plane, bandPlanes + 1 - plane);
        if (segments.size() > 1) {
            int length = load(segments.get(1), body);
            if (length == 0 && segments.get(1).passes() > 1) {
                throw new CodecException(
                        "The JPEG 2000 frame is damaged: the refinement of a code-block has no bytes.");
            }
            boolean[] before = new boolean[width * height];
            for (int i = 0; i < before.length; i++) {
                before[i] = values[i] != 0;
            }
            significance(before, length, plane - 1, block.has(CodeBlock.VERTICALLY_CAUSAL));
            if (segments.get(1).passes() > 1) {
                refinement(before, length, plane - 1);
            }
        }
        return values;
    }

    private static int[] cleared(int[] array, int length) {
        if (array.length < length) {
            return new int[length];
        }
        Arrays.fill(array, 0, length, 0);
        return array;
    }

    private int load(CodeBlock.Segment segment, byte[] body) {
        int length = segment.length();
        if (buffer.length < length + 2) {
            buffer = new byte[length + 64];
        }
        segment.copy(body, buffer);
        return length;
    }

    private void cleanup(CodeBlock.Segment segment, byte[] body, int plane, int mostBits) throws CodecException {
        int length = load(segment, body);
        int suffix = length < 2 ? 0 : (buffer[length - 1] & 0xff) << 4 | buffer[length - 2] & 15;
        if (suffix < 2 || suffix > Math.min(length, MAX_SUFFIX)) {
            throw new CodecException("The JPEG 2000 frame is damaged: a high-throughput code-block of " + length
                    + " bytes ends with " + suffix + " bytes of codes.");
        }
        buffer[length - 1] = -1;
        buffer[length - 2] |= 15;
        magnitudes = new QuadBits.Forward(buffer, 0, length - suffix, 0xff);
        runs = new QuadBits.Runs(buffer, length - suffix, length);
        codes = QuadBits.Backward.fromHalfByte(buffer, length - suffix, length - 1);
        above = cleared(above, width + 8);
        below = cleared(below, width + 8);
        for (int y = 0; y < height; y += 2) {
            row(y, plane, mostBits);
            int[] free = above;
            above = below;
            below = free;
            Arrays.fill(below, 0);
        }
    }

    private void row(int y, int plane, int mostBits) throws CodecException {
        boolean first = y == 0;
        int left = 0;
        for (int x = 0; x < width; x += 4) {
            int code0 = code(first, context(first, x, left));
            left = QuadCodes.significant(code0);
            int code1 = 0;
            if (x + 2 < width) {
                code1 = code(first, context(first, x + 2, left));
            }
            left = QuadCodes.significant(code1);
            offsets(first, QuadCodes.hasOffset(code0), QuadCodes.hasOffset(code1));
            quad(first, x, y, code0, offsets[0], plane, mostBits);
            if (x + 2 < width) {
                quad(first, x + 2, y, code1, offsets[1], plane, mostBits);
            }
        }
    }

    /** 7.3.5: the significance of neighbours; of the quad to the left only in the first row. */
    private int context(boolean first, int x, int left) {
        if (first) {
            return (left | left >> 1) & 1 | left >> 1 & 6;
        }
        int c = left > 3 ? 2 : 0;
        if ((above[x + 1] | above[x + 2]) != 0) {
            c |= 1;
        }
        if ((above[x + 3] | above[x + 4]) != 0) {
            c |= 4;
        }
        return c;
    }

    private int code(boolean first, int context) {
        if (context == 0 && !runs.next()) {
            return 0;
        }
        int code = QuadCodes.find(first, context, codes.peek(QuadCodes.LONGEST));
        codes.skip(QuadCodes.length(code));
        return code;
    }

    /** 7.3.6: offsets of two quads, prefixes before suffixes. */
    private void offsets(boolean first, boolean has0, boolean has1) {
        boolean both = has0 && has1;
        int more = first && both && runs.next() ? 2 : 0;
        int prefix0 = has0 ? prefix() : 0;
        boolean bitOnly = first && both && more == 0 && prefix0 > 2;
        int prefix1 = bitOnly ? 1 + codes.bits(1) : has1 ? prefix() : 0;
        int suffix0 = suffix(prefix0);
        int suffix1 = suffix(prefix1);
        offsets[0] = more + prefix0 + suffix0 + extension(suffix0);
        offsets[1] = more + prefix1 + suffix1 + extension(suffix1);
    }

    private int prefix() {
        int next = codes.peek(3);
        int n = (next & 1) != 0 ? 1 : (next & 2) != 0 ? 2 : 3;
        codes.skip(n);
        return n == 3 && next == 0 ? 5 : n;
    }

    private int suffix(int prefix) {
        return prefix < 3 ? 0 : codes.bits(prefix == 3 ? 1 : 5);
    }

    private int extension(int suffix) {
        return suffix < 28 ? 0 : 4 * codes.bits(4);
    }

    /** 7.3.7 and 7.3.8: magnitudes and signs of a quad. */
    private void quad(boolean first, int x, int y, int code, int offset, int plane, int mostBits)
            throws CodecException {
        int significant = QuadCodes.significant(code);
        if (significant == 0) {
            return;
        }
        int bits = 1;
        if (!first && Integer.bitCount(significant) > 1) {
            int most = Math.max(Math.max(above[x + 1], above[x + 2]), Math.max(above[x + 3], above[x + 4]));
            bits = Math.max(1, most - 1);
        }
        bits += offset;
        if (bits > mostBits) {
            throw new CodecException(
                    "The JPEG 2000 frame is damaged: a magnitude has " + bits + " bits of " + mostBits + ".");
        }
        for (int n = 0; n < 4; n++) {
            if ((significant >> n & 1) == 0) {
                continue;
            }
            int stored = bits - (QuadCodes.known(code) >> n & 1);
            int value = magnitudes.bits(stored) | (QuadCodes.highest(code) >> n & 1) << stored;
            int column = x + (n >> 1);
            int row = y + (n & 1);
            if (column >= width || row >= height) {
                throw new CodecException(
                        "The JPEG 2000 frame is damaged: a sample outside of its code-block is significant.");
            }
            int doubled = (value | 1) + 2 << plane;
            values[row * width + column] = (value & 1) == 1 ? -doubled : doubled;
            if ((n & 1) == 1) {
                below[column + 2] = Integer.SIZE - Integer.numberOfLeadingZeros(value | 1);
            }
        }
    }

    /** 7.4: samples next to significant ones, four lines at a time, and their signs after every four columns. */
    private void significance(boolean[] before, int length, int plane, boolean causal) {
        QuadBits bits = new QuadBits.Forward(buffer, 0, length, 0);
        for (int top = 0; top < height; top += 4) {
            int bottom = Math.min(height, top + 4);
            for (int start = 0; start < width; start += 4) {
                int end = Math.min(width, start + 4);
                long found = 0;
                int n = 0;
                for (int x = start; x < end; x++) {
                    for (int y = top; y < bottom; y++, n++) {
                        int i = y * width + x;
                        if (!before[i] && hasNeighbor(x, y, causal ? bottom : height) && bits.bits(1) == 1) {
                            values[i] = 3 << plane;
                            found |= 1L << n;
                        }
                    }
                }
                n = 0;
                for (int x = start; x < end; x++) {
                    for (int y = top; y < bottom; y++, n++) {
                        if ((found >> n & 1) == 1 && bits.bits(1) == 1) {
                            values[y * width + x] = -(3 << plane);
                        }
                    }
                }
            }
        }
    }

    private boolean hasNeighbor(int x, int y, int bottom) {
        for (int j = Math.max(0, y - 1); j <= Math.min(bottom - 1, y + 1); j++) {
            for (int i = Math.max(0, x - 1); i <= Math.min(width - 1, x + 1); i++) {
                if (values[j * width + i] != 0) {
                    return true;
                }
            }
        }
        return false;
    }

    /** 7.5: one more bit of the samples that the cleanup pass found, from the end of the segment back. */
    private void refinement(boolean[] before, int length, int plane) {
        QuadBits bits = new QuadBits.Backward(buffer, 0, length);
        int half = 1 << plane;
        for (int top = 0; top < height; top += 4) {
            int bottom = Math.min(height, top + 4);
            for (int x = 0; x < width; x++) {
                for (int y = top; y < bottom; y++) {
                    int i = y * width + x;
                    if (before[i]) {
                        int change = bits.bits(1) == 1 ? half : -half;
                        values[i] += values[i] < 0 ? -change : change;
                    }
                }
            }
        }
    }
}
