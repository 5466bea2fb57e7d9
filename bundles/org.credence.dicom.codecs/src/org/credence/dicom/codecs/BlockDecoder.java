package org.credence.dicom.codecs;

import java.util.Arrays;

/**
 * Decodes the coefficients of code-blocks bit-plane by bit-plane (ISO/IEC 15444-1, Annex D), one block after the other. Not
 * thread-safe.
 *
 * <p>What is known of four samples that are scanned together, one below the other in a stripe, is one number, with a column
 * of zeros at either side of the block and a stripe above and below:
 *
 * <pre>
 * bits  0 to 17  whether the sample in row n / 3 and column n % 3 is significant, of the 6 rows and 3 columns around
 *                the four samples; they are bits 4, 7, 10 and 13 themselves
 * bits 18 to 35  whether the same sample is negative
 * bits 36 to 47  from 36, 37 and 38 on in steps of three: whether a sample was refined before; whether it was visited
 *                in this bit-plane; nothing
 * </pre>
 *
 * So shifted right by three times the number of a sample, bits 0 to 8 are its neighbourhood, and masks with every third
 * bit find the samples of a column that a pass has to visit. A sample that becomes significant is entered in the numbers
 * of up to six columns.
 */
final class BlockDecoder {

    /** More bit-planes do not fit the 32 bits of a coefficient, which are counted in halves. */
    static final int MAX_PLANES = 30;

    private static final int NEIGHBORS = 0x1ef;
    private static final int ITSELF = 4;
    private static final int SIGNS = 18;
    private static final int REFINED = 36;
    private static final int VISITED = 37;
    private static final long ALL_VISITED = 0x249L << VISITED;

    private static final int SIGN_CONTEXT = 9;
    private static final int REFINEMENT_CONTEXT = 14;
    private static final int RUN_CONTEXT = 17;
    private static final int UNIFORM_CONTEXT = 18;
    private static final int CONTEXTS = 19;

    /** Table D.1 by sub-band (LL, HL, LH, HH) and neighbourhood. */
    private static final byte[][] ZERO_CONTEXTS = new byte[4][512];

    /**
     * Tables D.2 and D.3: context, and 128 to flip the sign. By bits 1, 3, 5 and 7 of the neighbourhood, and below each one
     * whether that neighbour is negative.
     */
    private static final short[] SIGN_CONTEXTS = new short[256];

    static {
        for (int f = 0; f < 512; f++) {
            int h = (f >> 3 & 1) + (f >> 5 & 1);
            int v = (f >> 1 & 1) + (f >> 7 & 1);
            int d = Integer.bitCount(f & 0x145);
            ZERO_CONTEXTS[0][f] = (byte) directional(h, v, d);
            ZERO_CONTEXTS[1][f] = (byte) directional(v, h, d);
            ZERO_CONTEXTS[2][f] = ZERO_CONTEXTS[0][f];
            ZERO_CONTEXTS[3][f] = (byte) diagonal(h + v, d);
        }
        for (int f = 0; f < 256; f++) {
            int vertical = Integer.signum(contribution(f >> 0) + contribution(f >> 6));
            int horizontal = Integer.signum(contribution(f >> 2) + contribution(f >> 4));
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

    private static int contribution(int f) {
        return (f & 2) == 0 ? 0 : (f & 1) == 0 ? 1 : -1;
    }

    private final MqDecoder mq = new MqDecoder(CONTEXTS);
    private int[] values = new int[0];
    private long[] columns = new long[0];
    private byte[] buffer = new byte[0];
    private byte[] zeroContexts;
    private int width;
    private int height;
    private int stride;
    private boolean causal;

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
        int size = width * height;
        int numbers = stride * ((height + 3 >> 2) + 2);
        if (values.length < size || columns.length < numbers) {
            values = new int[Math.max(size, values.length)];
            columns = new long[Math.max(numbers, columns.length)];
        }
        Arrays.fill(values, 0, size, 0);
        Arrays.fill(columns, 0, numbers, 0);
        resetContexts();
        int pass = 0;
        for (CodeBlock.Segment segment : block.segments()) {
            int length = segment.length();
            if (buffer.length < length + 2) {
                buffer = new byte[length + 64];
            }
            segment.copy(body, buffer);
            RawBits raw = block.isRaw(pass) ? new RawBits(buffer, length) : null;
            int slack = raw == null ? mq.start(buffer, 0) : 0;
            for (int i = 0; i < segment.passes(); i++, pass++) {
                int plane = block.planes - 1 - (pass + 2) / 3;
                if (plane < 0) {
                    throw new CodecException("The JPEG 2000 frame is damaged: a code-block of " + block.planes
                            + " bit-planes has " + block.passes() + " passes.");
                }
                if (pass % 3 == 0) {
                    slack = cleanup(plane, slack);
                    if (block.has(CodeBlock.SEGMENTATION_SYMBOLS)) {
                        slack = segmentationSymbol(slack);
                    }
                } else if (raw != null) {
                    raw(raw, pass % 3 == 1, plane);
                } else {
                    slack = pass % 3 == 1 ? significance(plane, slack) : refinement(plane, slack);
                }
                if (block.has(CodeBlock.RESET)) {
                    resetContexts();
                }
            }
        }
        return values;
    }

    /** Table D.7. */
    private void resetContexts() {
        for (int i = 0; i < CONTEXTS; i++) {
            mq.set(i, i == 0 ? 4 : i == RUN_CONTEXT ? 3 : i == UNIFORM_CONTEXT ? 46 : 0);
        }
    }

    /** A mask of every third bit, one for each sample of a column in the stripe that starts with a line. */
    private int live(int top) {
        return 0x249 & (1 << 3 * Math.min(4, height - top)) - 1;
    }

    /** Which samples of a column are not significant, but a neighbour of them is: every third bit. */
    private static int candidates(long column) {
        long rows = column | column >>> 1 | column >>> 2;
        return (int) ((rows | rows >>> 3 | rows >>> 6) & ~(column >>> ITSELF));
    }

    private int significance(int plane, int slack) {
        long[] all = columns;
        byte[] zero = zeroContexts;
        int state = slack;
        for (int top = 0, at = stride + 1; top < height; top += 4, at += 2) {
            int live = live(top);
            for (int x = 0; x < width; x++, at++) {
                long column = all[at];
                int left = candidates(column) & live;
                if (left == 0) {
                    continue;
                }
                while (left != 0) {
                    int n = Integer.numberOfTrailingZeros(left);
                    left &= left - 1;
                    state = mq.decode(zero[(int) (column >>> n) & NEIGHBORS], state);
                    column |= 1L << VISITED + n;
                    if ((state & 1) == 1) {
                        int context = signContext(column, n);
                        state = mq.decode(context & 127, state);
                        column = enter(column, at, x, top, n, (state ^ context >> 7) & 1, plane);
                        left |= 8 << n & ~(int) (column >>> ITSELF) & live;
                    }
                }
                all[at] = column;
            }
        }
        return state;
    }

    private int refinement(int plane, int slack) {
        long[] all = columns;
        int[] magnitudes = values;
        int half = 1 << plane;
        int state = slack;
        for (int top = 0, at = stride + 1; top < height; top += 4, at += 2) {
            for (int x = 0; x < width; x++, at++) {
                long column = all[at];
                int left = (int) (column >>> ITSELF & ~(column >>> VISITED)) & 0x249;
                all[at] = column | (long) left << REFINED;
                while (left != 0) {
                    int n = Integer.numberOfTrailingZeros(left);
                    left &= left - 1;
                    int context = (column >>> REFINED + n & 1) != 0 ? 2 : (column >>> n & NEIGHBORS) != 0 ? 1 : 0;
                    state = mq.decode(REFINEMENT_CONTEXT + context, state);
                    refine(magnitudes, index(x, top, n), half, state & 1);
                }
            }
        }
        return state;
    }

    /** Adds half of what was left undecided to a magnitude, or takes it off. */
    private static void refine(int[] values, int i, int half, int bit) {
        int sign = values[i] >> 31 ^ bit - 1;
        values[i] += (half ^ sign) - sign;
    }

    private int cleanup(int plane, int slack) {
        long[] all = columns;
        byte[] zero = zeroContexts;
        int state = slack;
        for (int top = 0, at = stride + 1; top < height; top += 4, at += 2) {
            int live = live(top);
            boolean whole = height - top >= 4;
            for (int x = 0; x < width; x++, at++) {
                long column = all[at];
                int left = (int) ~(column >>> ITSELF | column >>> VISITED) & live;
                int known = 0;
                if (column == 0 && whole) {
                    state = mq.decode(RUN_CONTEXT, state);
                    if ((state & 1) == 0) {
                        continue;
                    }
                    state = mq.decode(UNIFORM_CONTEXT, state);
                    int high = state & 1;
                    state = mq.decode(UNIFORM_CONTEXT, state);
                    known = 1 << 3 * (2 * high + (state & 1));
                    left &= -known;
                }
                while (left != 0) {
                    int n = Integer.numberOfTrailingZeros(left);
                    left &= left - 1;
                    if (known >> n != 1) {
                        state = mq.decode(zero[(int) (column >>> n) & NEIGHBORS], state);
                        if ((state & 1) == 0) {
                            continue;
                        }
                    }
                    int context = signContext(column, n);
                    state = mq.decode(context & 127, state);
                    column = enter(column, at, x, top, n, (state ^ context >> 7) & 1, plane);
                }
                all[at] = column & ~ALL_VISITED;
            }
        }
        return state;
    }

    private int segmentationSymbol(int slack) throws CodecException {
        int state = slack;
        int found = 0;
        for (int i = 0; i < 4; i++) {
            state = mq.decode(UNIFORM_CONTEXT, state);
            found = found << 1 | state & 1;
        }
        if (found != 0xa) {
            throw new CodecException("The JPEG 2000 frame is damaged: a segmentation symbol is " + found + ", not 10.");
        }
        return state;
    }

    /** A pass of plain bits, for significance or refinement. */
    private void raw(RawBits bits, boolean significance, int plane) {
        for (int top = 0, at = stride + 1; top < height; top += 4, at += 2) {
            int live = live(top);
            for (int x = 0; x < width; x++, at++) {
                long column = columns[at];
                int left = significance
                        ? candidates(column) & live
                        : (int) (column >>> ITSELF & ~(column >>> VISITED)) & live;
                if (!significance) {
                    column |= (long) left << REFINED;
                }
                while (left != 0) {
                    int n = Integer.numberOfTrailingZeros(left);
                    left &= left - 1;
                    if (!significance) {
                        refine(values, index(x, top, n), 1 << plane, bits.next());
                        continue;
                    }
                    column |= 1L << VISITED + n;
                    if (bits.next() == 1) {
                        column = enter(column, at, x, top, n, bits.next(), plane);
                        left |= 8 << n & ~(int) (column >>> ITSELF) & live;
                    }
                }
                columns[at] = column;
            }
        }
    }

    private static int signContext(long column, int n) {
        return SIGN_CONTEXTS[(int) (column >>> n) & 0xaa | (int) (column >>> SIGNS + 1 + n) & 0x55];
    }

    /** Where the sample of a column is among the values; {@code n} is three times its number. */
    private int index(int x, int top, int n) {
        return (top + (n * 11 >> 5)) * width + x;
    }

    /**
     * Enters a sample that becomes significant, and lets its neighbours know.
     *
     * @return the column with the sample; others are changed where they are
     */
    private long enter(long column, int at, int x, int top, int n, int negative, int plane) {
        long[] all = columns;
        values[index(x, top, n)] = (3 << plane ^ -negative) + negative;
        long mark = 1L | (long) negative << SIGNS;
        all[at - 1] |= mark << n + 5;
        all[at + 1] |= mark << n + 3;
        // Vertically causal contexts do not look into the stripe below.
        if (n == 0 && !causal) {
            int above = at - stride;
            all[above - 1] |= mark << 17;
            all[above] |= mark << 16;
            all[above + 1] |= mark << 15;
        }
        if (n == 9) {
            int below = at + stride;
            all[below - 1] |= mark << 2;
            all[below] |= mark << 1;
            all[below + 1] |= mark;
        }
        return column | mark << ITSELF + n;
    }

    /** The bits of a bypassed segment (D.6): after a byte FF, the next one holds seven; ones past the end. */
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

        int next() {
            if (left == 0) {
                left = current == 0xff ? 7 : 8;
                current = at < end ? data[at++] & 0xff : 0xff;
            }
            left--;
            return current >> left & 1;
        }
    }
}
