package org.credence.dicom.codecs;

import java.util.Arrays;

/**
 * DICOM's RLE (PS3.5 Annex G): PackBits over byte planes, one segment per byte of a sample, most significant first. With
 * one bit allocated, the only segment holds the packed bits of the frame.
 */
public final class RleCodec implements FrameCodec {

    private static final int HEADER_BYTES = 64;
    private static final int MAX_SEGMENTS = 15;

    // Two bytes, a count and a value, stand for at most 128.
    private static final int MAX_EXPANSION = 64;

    @Override
    public byte[] decode(byte[] data, FrameFormat format) throws CodecException {
        int length = format.arrayLength();
        if (data.length < HEADER_BYTES) {
            throw new CodecException("An RLE frame starts with a header of 64 bytes, got: " + data.length + " bytes.");
        }
        int segments = intAt(data, 0);
        int sampleBytes = format.sampleBytes();
        int expected = format.samples() * sampleBytes;
        if (segments != expected) {
            throw new CodecException("An RLE frame of " + format.samples() + " samples with " + format.bitsAllocated()
                    + " bits has " + expected + " segments, got: " + Integer.toUnsignedString(segments) + ".");
        }
        if (segments > MAX_SEGMENTS) {
            throw new CodecException("An RLE frame has at most 15 segments, got: " + segments + ".");
        }
        boolean singleBits = format.bitsAllocated() == 1;
        if (singleBits && segments > 1) {
            throw new CodecException("RLE of single bits has 1 sample per pixel, got: " + segments + ".");
        }
        int planeBytes = singleBits ? SingleBits.packedLength(length) : length / expected;
        if ((long) planeBytes * segments > (long) data.length * MAX_EXPANSION) {
            throw new CodecException("An RLE frame of " + data.length + " bytes cannot hold " + format.columns() + " x "
                    + format.rows() + " pixels; it is cut off.");
        }
        byte[] frame = new byte[singleBits ? planeBytes : length];
        for (int s = 0; s < segments; s++) {
            int start = intAt(data, 4 + 4 * s);
            int end = end(data, start, segments);
            if (start < HEADER_BYTES || start > data.length) {
                throw new CodecException("RLE segment " + (s + 1) + " starts at byte " + Integer.toUnsignedString(start)
                        + " of a frame of " + data.length + " bytes.");
            }
            int sample = s / sampleBytes;
            int offset = sample * sampleBytes + (sampleBytes - 1 - s % sampleBytes);
            expand(data, start, end, frame, offset, expected, planeBytes, s);
        }
        return singleBits ? SingleBits.unpacked(frame, length) : frame;
    }

    /** The end of the segment at {@code start}: where the next one is, as segments need not lie in order. */
    private static int end(byte[] data, int start, int segments) {
        int end = data.length;
        for (int s = 0; s < segments; s++) {
            int other = intAt(data, 4 + 4 * s);
            if (other > start && other < end) {
                end = other;
            }
        }
        return end;
    }

    /** Expands one segment into every {@code stride}-th byte of {@code target}, {@code count} of them. */
    private static void expand(
            byte[] data, int start, int end, byte[] target, int offset, int stride, int count, int segment)
            throws CodecException {
        int in = start;
        int out = offset;
        int left = count;
        while (left > 0) {
            if (in >= end) {
                throw new CodecException("RLE segment " + (segment + 1) + " ends " + left + " bytes too early.");
            }
            int n = data[in++];
            if (n >= 0) {
                int run = Math.min(n + 1, left);
                if (run > end - in) {
                    throw new CodecException("RLE segment " + (segment + 1) + " ends " + left + " bytes too early.");
                }
                if (stride == 1) {
                    System.arraycopy(data, in, target, out, run);
                    out += run;
                } else {
                    for (int i = 0; i < run; i++, out += stride) {
                        target[out] = data[in + i];
                    }
                }
                in += n + 1;
                left -= run;
            } else if (n != -128) {
                if (in >= end) {
                    throw new CodecException("RLE segment " + (segment + 1) + " ends " + left + " bytes too early.");
                }
                byte value = data[in++];
                int run = Math.min(1 - n, left);
                if (stride == 1) {
                    Arrays.fill(target, out, out + run, value);
                    out += run;
                } else {
                    for (int i = 0; i < run; i++, out += stride) {
                        target[out] = value;
                    }
                }
                left -= run;
            }
        }
    }

    private static int intAt(byte[] data, int offset) {
        return data[offset] & 0xff
                | (data[offset + 1] & 0xff) << 8
                | (data[offset + 2] & 0xff) << 16
                | (data[offset + 3] & 0xff) << 24;
    }
}
