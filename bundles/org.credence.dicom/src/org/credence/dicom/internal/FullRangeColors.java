package org.credence.dicom.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.credence.dicom.codecs.JpegCodec;

/**
 * Makes RGB of YBR_FULL (PS3.3, C.7.6.3.1.2), of whole frames or row by row while they are decoded; by tables in 16-bit
 * fixed point, since cines go through here. Stateless.
 */
final class FullRangeColors implements JpegCodec.RowWriter {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Pixels that are looked at together. */
    private static final int RUN = 64;

    /** Chroma of gray. */
    private static final short NEUTRAL = 128;

    private static final short[] NEUTRAL_RUN = new short[RUN];

    /** Levels from -256 to 511, as far as a byte goes. */
    private static final byte[] CLAMPED = new byte[768];

    /** What chroma adds to luma; to green, in fixed point. */
    private static final int[] RED = new int[256];

    private static final int[] BLUE = new int[256];
    private static final int[] GREEN_CB = new int[256];
    private static final int[] GREEN_CR = new int[256];

    static {
        Arrays.fill(NEUTRAL_RUN, NEUTRAL);
        for (int i = 0; i < CLAMPED.length; i++) {
            CLAMPED[i] = (byte) Math.max(0, Math.min(255, i - 256));
        }
        for (int i = 0; i < 256; i++) {
            RED[i] = 91881 * (i - 128) + 32768 >> 16;
            BLUE[i] = 116130 * (i - 128) + 32768 >> 16;
            GREEN_CB[i] = -22553 * (i - 128) + 32768;
            GREEN_CR[i] = -46802 * (i - 128);
        }
    }

    /** Turns a frame into RGB in place. */
    static void convert(byte[] p) {
        for (int i = 0; i + 2 < p.length; i += 3) {
            int cb = p[i + 1] & 0xff;
            int cr = p[i + 2] & 0xff;
            if (cb == NEUTRAL && cr == NEUTRAL) {
                // Most of an ultrasound image is gray.
                p[i + 1] = p[i];
                p[i + 2] = p[i];
            } else {
                put(p[i] & 0xff, cb, cr, p, i);
            }
        }
    }

    private static void put(int luma, int cb, int cr, byte[] rgb, int at) {
        int y = luma + 256;
        rgb[at] = CLAMPED[y + RED[cr]];
        rgb[at + 1] = CLAMPED[y + (GREEN_CB[cb] + GREEN_CR[cr] >> 16)];
        rgb[at + 2] = CLAMPED[y + BLUE[cb]];
    }

    @Override
    public void write(short[][] lines, int[] starts, int columns, byte[] out, int at) {
        for (int x = 0; x < columns; x += RUN) {
            int count = Math.min(RUN, columns - x);
            if (isNeutral(lines[1], starts[1] + x, count) && isNeutral(lines[2], starts[2] + x, count)) {
                grays(lines[0], starts[0] + x, count, out, at + 3 * x);
            } else {
                colors(lines, starts, x, count, out, at + 3 * x);
            }
        }
    }

    private static boolean isNeutral(short[] chroma, int from, int count) {
        return Arrays.equals(chroma, from, from + count, NEUTRAL_RUN, 0, count);
    }

    private static void colors(short[][] lines, int[] starts, int start, int count, byte[] out, int at) {
        short[] luma = lines[0];
        short[] cb = lines[1];
        short[] cr = lines[2];
        int fromLuma = starts[0] + start;
        int fromCb = starts[1] + start;
        int fromCr = starts[2] + start;
        for (int i = 0; i < count; i++) {
            put(luma[fromLuma + i], cb[fromCb + i], cr[fromCr + i], out, at + 3 * i);
        }
    }

    private static void grays(short[] luma, int from, int count, byte[] out, int at) {
        int i = 0;
        // Eight pixels are three words.
        for (int o = at; i + 8 <= count; i += 8, o += 24) {
            int p = from + i;
            long c = luma[p + 2] * 0x010101L;
            long f = luma[p + 5] * 0x010101L;
            LONG.set(out, o, luma[p] * 0x010101L | luma[p + 1] * 0x010101000000L | c << 48);
            LONG.set(out, o + 8, c >> 16 | luma[p + 3] * 0x01010100L | luma[p + 4] * 0x010101L << 32 | f << 56);
            LONG.set(out, o + 16, f >> 8 | luma[p + 6] * 0x0101010000L | luma[p + 7] * 0x010101L << 40);
        }
        for (; i < count; i++) {
            byte level = (byte) luma[from + i];
            out[at + 3 * i] = level;
            out[at + 3 * i + 1] = level;
            out[at + 3 * i + 2] = level;
        }
    }
}
