package org.credence.dicom.codecs;

import java.util.Arrays;

/** DICOM's RLE (PS3.5 Annex G): every row of a byte plane by itself, in segments of an even length. */
final class RleEncoder implements FrameEncoder {

    private static final int HEADER_BYTES = 64;
    private static final int MAX_SEGMENTS = 15;
    private static final int MAX_RUN = 128;

    @Override
    public byte[] encode(byte[] samples, FrameFormat format, int bitsStored) throws CodecException {
        format.check(samples, bitsStored);
        boolean singleBits = format.bitsAllocated() == 1;
        byte[] bytes = singleBits ? SingleBits.packed(samples) : samples;
        int sampleBytes = format.sampleBytes();
        int segments = format.samples() * sampleBytes;
        if (segments > MAX_SEGMENTS || singleBits && segments > 1) {
            throw new CodecException("RLE has no room for " + format.samples() + " samples of " + format.bitsAllocated()
                    + " bits per pixel.");
        }
        // Rows of single bits need not end where a byte does; they are one row then.
        boolean wholeRows = !singleBits || format.columns() % 8 == 0;
        int rows = wholeRows ? format.rows() : 1;
        int rowBytes = bytes.length / segments / rows;
        long most = HEADER_BYTES + segments * (1L + (long) rows * (rowBytes + (rowBytes + MAX_RUN - 1) / MAX_RUN));
        if (most > Integer.MAX_VALUE - 16) {
            throw new CodecException("A frame of " + bytes.length + " bytes is too large for one piece of RLE.");
        }
        // What is mostly one value takes little, and clearing room for the worst case would take longer than packing.
        int rowMost = rowBytes + (rowBytes + MAX_RUN - 1) / MAX_RUN;
        byte[] out = new byte[(int) Math.min(most, HEADER_BYTES + 2L * rowMost + bytes.length / 32)];
        byte[] row = new byte[rowBytes];
        put(out, 0, segments);
        int n = HEADER_BYTES;
        for (int s = 0; s < segments; s++) {
            put(out, 4 + 4 * s, n);
            int in = s / sampleBytes * sampleBytes + sampleBytes - 1 - s % sampleBytes;
            for (int y = 0; y < rows; y++) {
                if (out.length - n <= rowMost) {
                    out = Arrays.copyOf(out, (int) Math.min(most, 2L * out.length + rowMost));
                }
                if (segments == 1) {
                    System.arraycopy(bytes, in, row, 0, rowBytes);
                    in += rowBytes;
                } else {
                    for (int x = 0; x < rowBytes; x++, in += segments) {
                        row[x] = bytes[in];
                    }
                }
                n = pack(row, out, n);
            }
            n += n & 1;
        }
        return Arrays.copyOf(out, n);
    }

    /** Packs one row; the offset behind it. */
    private static int pack(byte[] row, byte[] out, int offset) {
        int n = offset;
        int p = 0;
        while (p < row.length) {
            int same = endOfRun(row, p);
            while (same - p > 1) {
                int run = Math.min(MAX_RUN, same - p);
                out[n++] = (byte) (1 - run);
                out[n++] = row[p];
                p += run;
            }
            if (p == same) {
                continue;
            }
            int longest = Math.min(row.length, p + MAX_RUN);
            int end = p + 1;
            // Two equal bytes do not pay for an end of the literals, three do.
            while (end < longest && (end + 2 >= row.length || row[end] != row[end + 1] || row[end] != row[end + 2])) {
                end++;
            }
            out[n++] = (byte) (end - p - 1);
            System.arraycopy(row, p, out, n, end - p);
            n += end - p;
            p = end;
        }
        return n;
    }

    /** Where the bytes that equal the one at {@code from} end. */
    private static int endOfRun(byte[] row, int from) {
        int near = Math.min(row.length, from + 8);
        int end = from + 1;
        while (end < near && row[end] == row[from]) {
            end++;
        }
        if (end < near || end == row.length) {
            return end;
        }
        // A long one: compares the row with itself, one byte further on, many bytes at a time.
        int more = Arrays.mismatch(row, from, row.length - 1, row, from + 1, row.length);
        return more < 0 ? row.length : from + 1 + more;
    }

    private static void put(byte[] out, int offset, int value) {
        for (int i = 0; i < 4; i++) {
            out[offset + i] = (byte) (value >> 8 * i);
        }
    }
}
