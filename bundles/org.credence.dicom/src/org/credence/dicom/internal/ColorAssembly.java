package org.credence.dicom.internal;

import org.credence.dicom.DicomException;
import org.credence.imaging.Frame;

/** Makes colour frames out of stored samples: to 8 bits per channel and to RGB (PS3.3, C.7.6.3.1.2). Immutable. */
final class ColorAssembly {

    private final DicomFile file;
    private final PixelLayout layout;

    ColorAssembly(DicomFile file, PixelLayout layout) {
        this.file = file;
        this.layout = layout;
    }

    /**
     * A frame of three samples per pixel.
     *
     * @param samples owned by the frame from here on
     * @param subsampled whether they are packed 4:2:2
     * @param photometric what they are
     */
    Frame frame(byte[] samples, boolean subsampled, String photometric) throws DicomException {
        if (layout.samples() != 3 || layout.bitsStored() < 8) {
            throw unknownColors();
        }
        byte[] rgb = subsampled ? spread(samples, layout) : narrowed(samples);
        switch (photometric) {
            case "RGB", "YBR_RCT", "YBR_ICT" -> {
                // Decoders of JPEG 2000 undo the component transform themselves.
            }
            case "YBR_FULL", "YBR_FULL_422" -> FullRangeColors.convert(rgb);
            case "YBR_PARTIAL_422", "YBR_PARTIAL_420" -> partialRangeToRgb(rgb);
            default -> throw unknownColors();
        }
        return Frame.color(layout.columns(), layout.rows(), rgb);
    }

    DicomException unknownColors() {
        return new DicomException(
                "File " + file.path() + " has pixels of " + layout.samples() + " samples with " + layout.bitsStored()
                        + " bits in " + layout.photometric()
                        + ", which cannot be shown; convert it to RGB or MONOCHROME2.",
                Tag.PHOTOMETRIC_INTERPRETATION,
                -1);
    }

    /** Colour samples as 8 bits each. */
    private byte[] narrowed(byte[] samples) {
        if (layout.bitsAllocated() == 8 && layout.bitsStored() == 8) {
            return samples;
        }
        byte[] narrow = new byte[3 * (int) layout.pixels()];
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = (byte) (layout.value(samples, i) >>> layout.bitsStored() - 8);
        }
        return narrow;
    }

    /** Packed 4:2:2 (Y1 Y2 Cb Cr) with the chroma of each pair given to both pixels. */
    static byte[] spread(byte[] packed, PixelLayout layout) {
        byte[] full = new byte[3 * (int) layout.pixels()];
        int pairs = (layout.columns() + 1) / 2;
        for (int y = 0, o = 0; y < layout.rows(); y++) {
            for (int x = 0; x < layout.columns(); x++, o += 3) {
                int in = 4 * (y * pairs + x / 2);
                full[o] = packed[in + (x & 1)];
                full[o + 1] = packed[in + 2];
                full[o + 2] = packed[in + 3];
            }
        }
        return full;
    }

    /** ITU-R BT.601 with luma from 16 to 235, in place. */
    private static void partialRangeToRgb(byte[] p) {
        for (int i = 0; i + 2 < p.length; i += 3) {
            double y = 1.164384 * ((p[i] & 0xff) - 16);
            int cb = (p[i + 1] & 0xff) - 128;
            int cr = (p[i + 2] & 0xff) - 128;
            p[i] = clamp((int) Math.round(y + 1.596027 * cr));
            p[i + 1] = clamp((int) Math.round(y - 0.391762 * cb - 0.812968 * cr));
            p[i + 2] = clamp((int) Math.round(y + 2.017232 * cb));
        }
    }

    private static byte clamp(int value) {
        return (byte) Math.max(0, Math.min(255, value));
    }
}
