package org.credence.dicom.codecs;

import java.util.Arrays;

/**
 * Decodes the coefficients of code-blocks bit-plane by bit-plane (ISO/IEC 15444-1, Annex D), one block after the other. Not
 * thread-safe.
 */
final class BlockDecoder {

    /** More bit-planes do not fit the 32 bits of a coefficient, which are counted in halves. */
    static final int MAX_PLANES = 30;

    // Flags of a sample: its significant neighbours, the signs of four of them, and what happened to itself.
    private static final int NORTH = 1;
    private static final int SOUTH = 2;
    private static final int WEST = 4;
    private static final int EAST = 8;
    private static final int NORTH_WEST = 16;
    private static final int NORTH_EAST = 32;
    private static final int SOUTH_WEST = 64;
    private static final int SOUTH_EAST = 128;
    private static final int NEIGHBORS = 255;
    private static final int SIGN_SHIFT = 8;
    private static final int SIGNIFICANT = 1 << 12;
    private static final int VISITED = 1 << 13;
    private static final int REFINED = 1 << 14;
    private static final int NEGATIVE = 1 << 15;

    private static final int SIGN_CONTEXT = 9;
    private static final int REFINEMENT_CONTEXT = 14;
    private static final int RUN_CONTEXT = 17;
    private static final int UNIFORM_CONTEXT = 18;
    private static final int CONTEXTS = 19;

    /** Table D.1 by sub-band (LL, HL, LH, HH) and significant neighbours. */
    private static final byte[][] ZERO_CONTEXTS = new byte[4][256];

    /** Tables D.2 and D.3 by significance and signs of four neighbours: context, and 128 to flip the sign. */
    private static final short[] SIGN_CONTEXTS = new short[256];

    static {
        for (int f = 0; f < 256; f++) {
            int h = (f >> 2 & 1) + (f >> 3 & 1);
            int v = (f & 1) + (f >> 1 & 1);
            int d = Integer.bitCount(f >> 4);
            ZERO_CONTEXTS[0][f] = (byte) directional(h, v, d);
            ZERO_CONTEXTS[1][f] = (byte) directional(v, h, d);
            ZERO_CONTEXTS[2][f] = ZERO_CONTEXTS[0][f];
            ZERO_CONTEXTS[3][f] = (byte) diagonal(h + v, d);
            int vertical = Integer.signum(contribution(f, 0) + contribution(f, 1));
            int horizontal = Integer.signum(contribution(f, 2) + contribution(f, 3));
            int n = 3 * horizontal + vertical;
            int context = SIGN_CONTEXT + Math.abs(n);
            SIGN_CONTEXTS[f] = (short) (n < 0 ? context | 128 : context);
        }
    }

    private static int directional(int along, int across, int d) {
        if (along == 2) {
            return 8;
        }
        if (along == 1) {
            return across > 0 ? 7 : d > 0 ? 6 : 5;
        }
        return across > 0 ? 2 + across : Math.min(d, 2);
    }

    private static int diagonal(int straight, int d) {
        return switch (d) {
            case 0 -> Math.min(straight, 2);
            case 1 -> 3 + Math.min(straight, 2);
            case 2 -> straight > 0 ? 7 : 6;
            default -> 8;
        };
    }

    private static int contribution(int f, int bit) {
        return (f >> bit & 1) == 0 ? 0 : (f >> 4 + bit & 1) == 0 ? 1 : -1;
    }

    private final MqDecoder mq = new MqDecoder(CONTEXTS);
    private int[] values = new int[0];
    private int[] flags = new int[0];
    private byte[] buffer = new byte[0];
    private byte[] zeroContexts;
    private int width;
    private int height;
    private int stride;
    private boolean causal;
    private RawBits raw;

    /**
     * Decodes a block.
     *
     * @param block with at most {@link #MAX_PLANES} bit-planes
     * @param body the bytes that its segments point into
     * @param band 0 LL, 1 HL, 2 LH, 3 HH
     * @return line by line, twice the magnitude, with the middle of what was left undecided, negative for negative ones;
     *     valid until the next call
     * @throws CodecException if the passes do not go with the bit-planes, or a segmentation symbol is wrong
     */
    int[] decode(CodeBlock block, byte[] body, int band) throws CodecException {
        width = block.width;
        height = block.height;
        stride = width + 2;
        causal = block.has(CodeBlock.VERTICALLY_CAUSAL);
        zeroContexts = ZERO_CONTEXTS[band];
        values = cleared(values, width * height);
        flags = cleared(flags, stride * (height + 2));
        resetContexts();
        int pass = 0;
        for (CodeBlock.Segment segment : block.segments()) {
            int length = segment.length();
            if (buffer.length < length + 2) {
                buffer = new byte[length + 64];
            }
            segment.copy(body, buffer);
            if (block.isRaw(pass)) {
                raw = new RawBits(buffer, length);
            } else {
                raw = null;
                mq.start(buffer, 0);
            }
            for (int i = 0; i < segment.passes(); i++, pass++) {
                int plane = block.planes - 1 - (pass + 2) / 3;
                if (plane < 0) {
                    throw new CodecException("The JPEG 2000 frame is damaged: a code-block of " + block.planes
                            + " bit-planes has " + block.passes() + " passes.");
                }
                switch (pass % 3) {
                    case 1 -> significance(plane);
                    case 2 -> refinement(plane);
                    default -> cleanup(plane, block.has(CodeBlock.SEGMENTATION_SYMBOLS));
                }
                if (block.has(CodeBlock.RESET)) {
                    resetContexts();
                }
            }
        }
        for (int y = 0, i = 0; y < height; y++) {
            int f = (y + 1) * stride + 1;
            for (int x = 0; x < width; x++, i++, f++) {
                if ((flags[f] & NEGATIVE) != 0) {
                    values[i] = -values[i];
                }
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

    /** Table D.7. */
    private void resetContexts() {
        for (int i = 0; i < CONTEXTS; i++) {
            mq.set(i, i == 0 ? 4 : i == RUN_CONTEXT ? 3 : i == UNIFORM_CONTEXT ? 46 : 0);
        }
    }

    private void significance(int plane) {
        for (int top = 0; top < height; top += 4) {
            int rows = Math.min(4, height - top);
            for (int x = 0; x < width; x++) {
                int f = (top + 1) * stride + x + 1;
                for (int y = 0; y < rows; y++, f += stride) {
                    int flag = flags[f];
                    if ((flag & SIGNIFICANT) == 0 && (flag & NEIGHBORS) != 0) {
                        int bit = raw != null ? raw.bit() : mq.decode(zeroContexts[flag & NEIGHBORS]);
                        if (bit == 1) {
                            becomeSignificant(x, top + y, f, plane);
                        }
                        flags[f] |= VISITED;
                    }
                }
            }
        }
    }

    private void refinement(int plane) {
        int half = 1 << plane;
        for (int top = 0; top < height; top += 4) {
            int rows = Math.min(4, height - top);
            for (int x = 0; x < width; x++) {
                int f = (top + 1) * stride + x + 1;
                for (int y = 0; y < rows; y++, f += stride) {
                    int flag = flags[f];
                    if ((flag & (SIGNIFICANT | VISITED)) == SIGNIFICANT) {
                        int bit;
                        if (raw != null) {
                            bit = raw.bit();
                        } else {
                            int context = (flag & REFINED) != 0 ? 2 : (flag & NEIGHBORS) != 0 ? 1 : 0;
                            bit = mq.decode(REFINEMENT_CONTEXT + context);
                        }
                        values[(top + y) * width + x] += bit == 1 ? half : -half;
                        flags[f] = flag | REFINED;
                    }
                }
            }
        }
    }

    private void cleanup(int plane, boolean symbol) throws CodecException {
        for (int top = 0; top < height; top += 4) {
            int rows = Math.min(4, height - top);
            for (int x = 0; x < width; x++) {
                int f = (top + 1) * stride + x + 1;
                int y = 0;
                if (rows == 4 && (flags[f] | flags[f + stride] | flags[f + 2 * stride] | flags[f + 3 * stride]) == 0) {
                    if (mq.decode(RUN_CONTEXT) == 0) {
                        continue;
                    }
                    y = mq.decode(UNIFORM_CONTEXT) << 1 | mq.decode(UNIFORM_CONTEXT);
                    f += y * stride;
                    becomeSignificant(x, top + y, f, plane);
                    y++;
                    f += stride;
                }
                for (; y < rows; y++, f += stride) {
                    int flag = flags[f];
                    if ((flag & (SIGNIFICANT | VISITED)) == 0 && mq.decode(zeroContexts[flag & NEIGHBORS]) == 1) {
                        becomeSignificant(x, top + y, f, plane);
                    }
                }
                for (int i = 0, g = (top + 1) * stride + x + 1; i < rows; i++, g += stride) {
                    flags[g] &= ~VISITED;
                }
            }
        }
        if (symbol) {
            int found = 0;
            for (int i = 0; i < 4; i++) {
                found = found << 1 | mq.decode(UNIFORM_CONTEXT);
            }
            if (found != 0xa) {
                throw new CodecException(
                        "The JPEG 2000 frame is damaged: a segmentation symbol is " + found + ", not 10.");
            }
        }
    }

    /** Reads the sign of a sample and lets its neighbours know. */
    private void becomeSignificant(int x, int y, int f, int plane) {
        int[] all = flags;
        int negative;
        if (raw != null) {
            negative = raw.bit();
        } else {
            int flag = all[f];
            int context = SIGN_CONTEXTS[flag & 0xf | flag >> 4 & 0xf0];
            negative = mq.decode(context & 127) ^ context >> 7;
        }
        values[y * width + x] = 3 << plane;
        all[f] |= negative == 1 ? SIGNIFICANT | NEGATIVE : SIGNIFICANT;
        all[f - 1] |= EAST | negative * EAST << SIGN_SHIFT;
        all[f + 1] |= WEST | negative * WEST << SIGN_SHIFT;
        int below = f + stride;
        all[below - 1] |= NORTH_EAST;
        all[below] |= NORTH | negative * NORTH << SIGN_SHIFT;
        all[below + 1] |= NORTH_WEST;
        // Vertically causal contexts do not look into the stripe below.
        if (!causal || (y & 3) != 0) {
            int above = f - stride;
            all[above - 1] |= SOUTH_EAST;
            all[above] |= SOUTH | negative * SOUTH << SIGN_SHIFT;
            all[above + 1] |= SOUTH_WEST;
        }
    }

    /** The bits of a bypassed segment (D.6): after a byte FF, the next one holds seven; zeros past the end. */
    private static final class RawBits {

        private final byte[] data;
        private final int end;
        private int at;
        private int current;
        private int left;

        RawBits(byte[] data, int end) {
            this.data = data;
            this.end = end;
        }

        int bit() {
            if (left == 0) {
                left = current == 0xff ? 7 : 8;
                current = at < end ? data[at++] & 0xff : 0;
            }
            left--;
            return current >> left & 1;
        }
    }
}
