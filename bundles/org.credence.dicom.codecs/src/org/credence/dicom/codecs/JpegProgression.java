package org.credence.dicom.codecs;

/**
 * Reads the blocks of one scan in progressive order (T.81, Annex G) into the coefficients of its components. Used by one
 * thread.
 */
final class JpegProgression {

    private final JpegBits bits;
    private final int start;
    private final int end;
    private final boolean first;

    /** The lowest bit that this scan brings; AC coefficients are signed magnitudes. */
    private final int low;

    /** Blocks left that bring no more coefficients that were 0. */
    private int endedBlocks;

    JpegProgression(JpegScans.Scan scan, JpegBits bits) throws CodecException {
        this.bits = bits;
        this.start = scan.start();
        this.end = scan.end();
        this.first = scan.high() == 0;
        this.low = scan.low();
        boolean kind = start == 0 ? end == 0 : start <= end && end < 64 && scan.components().length == 1;
        if (!kind || low > 13 || !first && scan.high() != low + 1) {
            throw new CodecException("The JPEG frame is damaged: a progressive scan brings coefficients " + start
                    + " to " + end + " of " + scan.components().length + " components from bit " + low + " on.");
        }
    }

    /** Starts an interval. */
    void restart() {
        endedBlocks = 0;
    }

    /** Reads a block whose coefficients start at {@code at}; {@code dc} or {@code ac} as the scan needs. */
    void block(HuffmanTable dc, HuffmanTable ac, JpegPlane plane, short[] to, int at) throws CodecException {
        if (start > 0) {
            if (first) {
                firstOfAc(ac, to, at);
            } else {
                refineAc(ac, to, at);
            }
        } else if (first) {
            plane.prediction += bits.dcDifference(dc);
            to[at] = (short) (plane.prediction << low);
        } else {
            to[at] |= (short) (bits.bits(1) << low);
        }
    }

    private void firstOfAc(HuffmanTable table, short[] to, int at) throws CodecException {
        if (endedBlocks > 0) {
            endedBlocks--;
            return;
        }
        for (int k = start; k <= end; k++) {
            int entry = bits.coefficient(table);
            int value = entry >> 16;
            int run = HuffmanTable.run(entry);
            if (value == 0 && run < 15) {
                endedBlocks = (1 << run) + bits.bits(run) - 1;
                return;
            }
            k += run;
            if (value != 0) {
                check(k);
                to[at + JpegPlane.place(k)] = (short) (value << low);
            }
        }
    }

    private void refineAc(HuffmanTable table, short[] to, int at) throws CodecException {
        int k = start;
        if (endedBlocks == 0) {
            while (k <= end) {
                int entry = bits.coefficient(table);
                int value = entry >> 16;
                int run = HuffmanTable.run(entry);
                if (value == 0 && run < 15) {
                    endedBlocks = (1 << run) + bits.bits(run);
                    break;
                }
                if (value < -1 || value > 1) {
                    throw new CodecException(
                            "The JPEG frame is damaged: a scan that refines brings a value of " + value + ".");
                }
                k = refine(k, run, to, at);
                if (value != 0) {
                    check(k);
                    to[at + JpegPlane.place(k)] = (short) (value << low);
                }
                k++;
            }
        }
        if (endedBlocks > 0) {
            refine(k, 64, to, at);
            endedBlocks--;
        }
    }

    /** Refines coefficients from {@code k} on that are not 0, over so many that are; the place of the next that is. */
    private int refine(int k, int zeros, short[] to, int at) throws CodecException {
        int left = zeros;
        int i = k;
        for (; i <= end; i++) {
            int place = at + JpegPlane.place(i);
            int known = to[place];
            if (known == 0) {
                if (left-- == 0) {
                    break;
                }
            } else if (bits.bits(1) != 0) {
                to[place] += (short) (known < 0 ? -1 << low : 1 << low);
            }
        }
        return i;
    }

    private void check(int k) throws CodecException {
        if (k > end) {
            throw new CodecException("The JPEG frame is damaged: a block has more coefficients than its scan brings.");
        }
    }
}
