package org.credence.dicom.internal;

import java.util.Optional;
import org.credence.dicom.DicomException;
import org.credence.imaging.Frame;
import org.credence.imaging.Window;

/**
 * Makes a frame for viewing out of stored samples: extracts the stored bits, applies the modality scale and turns colour
 * into RGB (PS3.3, C.7.6.3 and C.11). Immutable.
 */
final class FrameAssembly {

    private final DicomFile file;
    private final PixelData pixels;
    private final PixelLayout layout;
    private final FunctionalGroups groups;
    private final PaletteColors palette;

    FrameAssembly(DicomFile file, PixelData pixels) throws DicomException {
        this.file = file;
        this.pixels = pixels;
        this.layout = pixels.layout();
        this.groups = FunctionalGroups.of(file.dataSet());
        this.palette = layout.isPalette() ? PaletteColors.of(file) : null;
    }

    /**
     * Decodes one frame.
     *
     * @param index from 0
     * @throws DicomException if its pixels cannot be had exactly
     */
    Frame decode(int index) throws DicomException {
        PixelData.StoredFrame frame = pixels.stored(index);
        byte[] samples = frame.samples();
        if (palette != null) {
            return paletteColor(samples);
        }
        if (layout.samples() == 1) {
            if (!layout.isGray()) {
                throw unknownColors();
            }
            return gray(samples, index);
        }
        return color(samples, frame.photometric());
    }

    private Frame gray(byte[] samples, int index) throws DicomException {
        DataSet d = file.dataSet();
        DataSet transformation =
                groups.group(index, Tag.PIXEL_VALUE_TRANSFORMATION_SEQUENCE).orElse(d);
        double slope = orElse(transformation.number(Tag.RESCALE_SLOPE), 1);
        double intercept = orElse(transformation.number(Tag.RESCALE_INTERCEPT), 0);
        if (slope == 0) {
            slope = 1;
        }
        Window window = window(groups.group(index, Tag.FRAME_VOI_LUT_SEQUENCE).orElse(d));
        boolean inverted = layout.photometric().equals("MONOCHROME1");
        int count = (int) layout.pixels();
        Optional<DataSet> lut = d.item(Tag.MODALITY_LUT_SEQUENCE);
        if (lut.isPresent()) {
            return lookedUp(samples, lut.get(), inverted, window);
        }
        Object stored;
        if (layout.bitsStored() <= 8) {
            byte[] bytes = new byte[count];
            for (int i = 0; i < count; i++) {
                bytes[i] = (byte) value(samples, i);
            }
            stored = bytes;
            if (window == null) {
                // The same for all frames of a clip, or playing it would flicker.
                int low = layout.signed() ? -(1 << layout.bitsStored() - 1) : 0;
                double a = slope * low + intercept;
                double b = slope * (low + (1 << layout.bitsStored()) - 1) + intercept;
                window = Window.spanning(Math.min(a, b), Math.max(a, b));
            }
        } else if (layout.bitsStored() <= 16) {
            short[] shorts = new short[count];
            for (int i = 0; i < count; i++) {
                shorts[i] = (short) value(samples, i);
            }
            stored = shorts;
        } else {
            int[] ints = new int[count];
            int lowest = 0;
            for (int i = 0; i < count; i++) {
                ints[i] = value(samples, i);
                lowest = Math.min(lowest, ints[i]);
            }
            if (!layout.signed() && lowest < 0) {
                // Unsigned values beyond an int: the same modality values from stored values moved by half the range.
                for (int i = 0; i < count; i++) {
                    ints[i] ^= Integer.MIN_VALUE;
                }
                intercept += slope * 0x1p31;
            }
            stored = ints;
        }
        return Frame.gray(layout.columns(), layout.rows(), stored, layout.signed(), slope, intercept, inverted, window);
    }

    /** Modality values from a table in place of slope and intercept. */
    private Frame lookedUp(byte[] samples, DataSet lut, boolean inverted, Window window) throws DicomException {
        double[] descriptor = lut.numbers(Tag.LUT_DESCRIPTOR);
        byte[] bytes = lut.bytes(Tag.LUT_DATA);
        int entries = descriptor.length == 3 ? ((int) descriptor[0] & 0xffff) : -1;
        entries = entries == 0 ? 65536 : entries;
        boolean words = bytes.length >= 2L * entries;
        if (entries < 0 || bytes.length < entries || !words && descriptor[2] > 8) {
            throw new DicomException(
                    "File " + file.path() + " has a modality table that does not fit its descriptor.",
                    Tag.MODALITY_LUT_SEQUENCE,
                    -1);
        }
        int first = layout.signed() ? (short) descriptor[1] : (int) descriptor[1] & 0xffff;
        int[] values = new int[(int) layout.pixels()];
        for (int i = 0; i < values.length; i++) {
            int at = Math.max(0, Math.min(entries - 1, value(samples, i) - first));
            values[i] = words ? bytes[2 * at] & 0xff | (bytes[2 * at + 1] & 0xff) << 8 : bytes[at] & 0xff;
        }
        return Frame.gray(layout.columns(), layout.rows(), values, false, 1, 0, inverted, window);
    }

    private Window window(DataSet d) throws DicomException {
        double center = d.number(Tag.WINDOW_CENTER);
        double width = d.number(Tag.WINDOW_WIDTH);
        if (d.text(Tag.VOI_LUT_FUNCTION).equals("LINEAR_EXACT")) {
            center += 0.5;
            width += 1;
        }
        return Double.isFinite(center) && width >= 1 && width < 1e12 ? new Window(center, width) : null;
    }

    private Frame paletteColor(byte[] samples) {
        int count = (int) layout.pixels();
        byte[] rgb = new byte[3 * count];
        for (int i = 0; i < count; i++) {
            palette.put(value(samples, i), rgb, 3 * i);
        }
        return Frame.color(layout.columns(), layout.rows(), rgb);
    }

    private Frame color(byte[] samples, String photometric) throws DicomException {
        if (layout.samples() != 3 || layout.bitsStored() < 8) {
            throw unknownColors();
        }
        byte[] rgb = pixels.isSubsampled() ? spread(samples) : narrowed(samples);
        switch (photometric) {
            case "RGB", "YBR_RCT", "YBR_ICT" -> {
                // Decoders of JPEG 2000 undo the component transform themselves.
            }
            case "YBR_FULL", "YBR_FULL_422" -> fullRangeToRgb(rgb);
            case "YBR_PARTIAL_422", "YBR_PARTIAL_420" -> partialRangeToRgb(rgb);
            default -> throw unknownColors();
        }
        return Frame.color(layout.columns(), layout.rows(), rgb);
    }

    private DicomException unknownColors() {
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
            // They belong to this frame alone.
            return samples;
        }
        byte[] narrow = new byte[3 * (int) layout.pixels()];
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = (byte) (value(samples, i) >>> layout.bitsStored() - 8);
        }
        return narrow;
    }

    /** Packed 4:2:2 (Y1 Y2 Cb Cr) with the chroma of each pair given to both pixels. */
    private byte[] spread(byte[] packed) {
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

    /** PS3.3, C.7.6.3.1.2, YBR_FULL, in place; in 16-bit fixed point, since cines go through here. */
    private static void fullRangeToRgb(byte[] p) {
        for (int i = 0; i < p.length; i += 3) {
            int y = ((p[i] & 0xff) << 16) + 32768;
            int cb = (p[i + 1] & 0xff) - 128;
            int cr = (p[i + 2] & 0xff) - 128;
            p[i] = clamp(y + 91881 * cr >> 16);
            p[i + 1] = clamp(y - 22553 * cb - 46802 * cr >> 16);
            p[i + 2] = clamp(y + 116130 * cb >> 16);
        }
    }

    /** ITU-R BT.601 with luma from 16 to 235, in place. */
    private static void partialRangeToRgb(byte[] p) {
        for (int i = 0; i < p.length; i += 3) {
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

    /** The stored bits of a sample, with its sign. */
    private int value(byte[] samples, int index) {
        int container = switch (layout.bitsAllocated()) {
            case 16 -> samples[2 * index] & 0xff | (samples[2 * index + 1] & 0xff) << 8;
            case 32 ->
                samples[4 * index] & 0xff
                        | (samples[4 * index + 1] & 0xff) << 8
                        | (samples[4 * index + 2] & 0xff) << 16
                        | (samples[4 * index + 3] & 0xff) << 24;
            default -> samples[index] & 0xff;
        };
        int shifted = container << 31 - layout.highBit();
        return layout.signed() ? shifted >> 32 - layout.bitsStored() : shifted >>> 32 - layout.bitsStored();
    }

    private static double orElse(double value, double otherwise) {
        return Double.isFinite(value) ? value : otherwise;
    }
}
