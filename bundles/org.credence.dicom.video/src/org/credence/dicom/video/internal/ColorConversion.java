package org.credence.dicom.video.internal;

/**
 * From luma and chroma to RGB: chroma is interpolated linearly from where it was sampled (between rows only where they are
 * not interlaced), and levels are stretched to full range. In 16-bit fixed point, as cines go through here. Stateless.
 */
public final class ColorConversion {

    private static final int SHIFT = 16;

    /** Chroma is interpolated in eighths. */
    private static final int WEIGHT = 8;

    private final Picture picture;
    private final int top;
    private final int neutral;
    private final int[] luma;
    private final int redByCr;
    private final int greenByCb;
    private final int greenByCr;
    private final int blueByCb;

    private ColorConversion(Picture picture) {
        this.picture = picture;
        int levels = 1 << picture.bits();
        this.top = levels - 1;
        this.neutral = levels / 2 * WEIGHT;
        double black = picture.fullRange() ? 0 : 16 * levels / 256.0;
        double lumaScale = picture.fullRange() ? 1 : top / (219 * levels / 256.0);
        double chromaScale = picture.fullRange() ? 1 : top / (224 * levels / 256.0);
        this.luma = new int[levels];
        for (int y = 0; y < levels; y++) {
            luma[y] = (int) Math.round((y - black) * lumaScale * (1 << SHIFT)) + (1 << SHIFT - 1);
        }
        double kr = picture.matrix().red;
        double kb = picture.matrix().blue;
        double kg = 1 - kr - kb;
        double unit = chromaScale * (1 << SHIFT) / WEIGHT;
        this.redByCr = (int) Math.round(2 * (1 - kr) * unit);
        this.blueByCb = (int) Math.round(2 * (1 - kb) * unit);
        this.greenByCb = (int) Math.round(-2 * (1 - kb) * kb / kg * unit);
        this.greenByCr = (int) Math.round(-2 * (1 - kr) * kr / kg * unit);
    }

    /** RGB, pixel-interleaved: a byte per sample where the picture has 8 bits, else two in little-endian order. */
    public static byte[] toRgb(Picture picture) {
        return new ColorConversion(picture).rgb();
    }

    private byte[] rgb() {
        int width = picture.bits() == 8 ? 1 : 2;
        byte[] rgb = new byte[picture.columns() * picture.rows() * 3 * width];
        int[] cb = new int[picture.columns()];
        int[] cr = new int[picture.columns()];
        int[] column = new int[picture.chromaColumns()];
        boolean gray = picture.planes().length == 1;
        java.util.Arrays.fill(cb, neutral);
        java.util.Arrays.fill(cr, neutral);
        for (int y = 0; y < picture.rows(); y++) {
            if (!gray) {
                chroma(1, y, column, cb);
                chroma(2, y, column, cr);
            }
            if (width == 1) {
                bytes(y, cb, cr, rgb);
            } else {
                words(y, cb, cr, rgb);
            }
        }
        return rgb;
    }

    private void bytes(int y, int[] cbs, int[] crs, byte[] rgb) {
        byte[] plane = picture.planes()[0];
        int in = y * picture.columns();
        int out = 3 * in;
        for (int x = 0; x < picture.columns(); x++, out += 3) {
            int l = luma[plane[in + x] & 0xff];
            int cb = cbs[x] - neutral;
            int cr = crs[x] - neutral;
            rgb[out] = (byte) clamped(l + redByCr * cr);
            rgb[out + 1] = (byte) clamped(l + greenByCb * cb + greenByCr * cr);
            rgb[out + 2] = (byte) clamped(l + blueByCb * cb);
        }
    }

    private void words(int y, int[] cbs, int[] crs, byte[] rgb) {
        int out = 6 * y * picture.columns();
        for (int x = 0; x < picture.columns(); x++, out += 6) {
            int l = luma[at(0, y * picture.columns() + x) & top];
            int cb = cbs[x] - neutral;
            int cr = crs[x] - neutral;
            put(rgb, out, clamped(l + redByCr * cr));
            put(rgb, out + 2, clamped(l + greenByCb * cb + greenByCr * cr));
            put(rgb, out + 4, clamped(l + blueByCb * cb));
        }
    }

    private int clamped(int fixed) {
        int value = fixed >> SHIFT;
        return value < 0 ? 0 : Math.min(value, top);
    }

    private static void put(byte[] target, int at, int value) {
        target[at] = (byte) value;
        target[at + 1] = (byte) (value >> 8);
    }

    private int at(int plane, int index) {
        byte[] p = picture.planes()[plane];
        return picture.bits() == 8 ? p[index] & 0xff : p[2 * index] & 0xff | (p[2 * index + 1] & 0xff) << 8;
    }

    /** The chroma of a row of pixels, in eighths. */
    private void chroma(int plane, int y, int[] column, int[] row) {
        rows(plane, y, column);
        int last = column.length - 1;
        if (!picture.halvedColumns()) {
            for (int x = 0; x < row.length; x++) {
                row[x] = 2 * column[x];
            }
        } else if (picture.siting() == Picture.Siting.CENTER) {
            for (int x = 0; x < row.length; x++) {
                int near = x >> 1;
                int far = Math.clamp(near + ((x & 1) == 0 ? -1 : 1), 0, last);
                row[x] = 3 * column[near] + column[far] >> 1;
            }
        } else {
            for (int x = 0; x < row.length; x++) {
                int near = x >> 1;
                row[x] = (x & 1) == 0 ? 2 * column[near] : column[near] + column[Math.min(near + 1, last)];
            }
        }
    }

    /** Chroma at the height of a row of pixels, in quarters. */
    private void rows(int plane, int y, int[] column) {
        int n = column.length;
        if (!picture.halvedRows()) {
            for (int x = 0; x < n; x++) {
                column[x] = 4 * at(plane, y * n + x);
            }
            return;
        }
        int near;
        int far;
        int weight;
        if (picture.interlaced()) {
            // Row y of the frame is row y / 2 of its field, whose chroma rows lie by turns in the frame's.
            near = Math.min(2 * (y >> 2) + (y & 1), picture.chromaRows() - 1);
            far = near;
            weight = 4;
        } else {
            near = y >> 1;
            boolean even = (y & 1) == 0;
            boolean atTop = picture.siting() == Picture.Siting.TOP_LEFT;
            weight = atTop ? even ? 4 : 2 : 3;
            far = Math.clamp(near + (even ? -1 : 1), 0, picture.chromaRows() - 1);
        }
        if (picture.bits() == 8) {
            byte[] p = picture.planes()[plane];
            for (int x = 0; x < n; x++) {
                column[x] = weight * (p[near * n + x] & 0xff) + (4 - weight) * (p[far * n + x] & 0xff);
            }
        } else {
            for (int x = 0; x < n; x++) {
                column[x] = weight * at(plane, near * n + x) + (4 - weight) * at(plane, far * n + x);
            }
        }
    }
}
