package org.credence.dicom.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import org.credence.dicom.DicomException;
import org.credence.imaging.Frame;
import org.credence.imaging.GrayValues;
import org.credence.imaging.ToneCurve;
import org.credence.imaging.Window;

/**
 * Makes gray frames out of stored samples: extracts the stored bits, and says what the values mean (PS3.3, C.7.6.3, C.11.1
 * and C.11.2). Immutable.
 */
final class GrayAssembly {

    private final DicomFile file;
    private final PixelLayout layout;
    private final FunctionalGroups groups;
    private final LookupTable modality;
    private final Optional<GrayValues.Padding> padding;
    private final boolean inverted;

    GrayAssembly(DicomFile file, PixelLayout layout) throws DicomException {
        this.file = file;
        this.layout = layout;
        DataSet d = file.dataSet();
        this.groups = FunctionalGroups.of(d);
        Optional<DataSet> table = d.item(Tag.MODALITY_LUT_SEQUENCE);
        // Some writers put an item there that is as empty as no item.
        boolean says = table.isPresent()
                && (table.get().has(Tag.LUT_DESCRIPTOR) || table.get().has(Tag.LUT_DATA));
        this.modality = says ? LookupTable.of(file, table.get(), layout.signed()) : null;
        this.padding = padding(d, layout);
        String shape = d.text(Tag.PRESENTATION_LUT_SHAPE);
        this.inverted = shape.equals("INVERSE")
                || !shape.equals("IDENTITY") && layout.photometric().equals("MONOCHROME1");
    }

    private static Optional<GrayValues.Padding> padding(DataSet d, PixelLayout layout) throws DicomException {
        double value = d.number(Tag.PIXEL_PADDING_VALUE);
        if (!Double.isFinite(value) || layout.bitsAllocated() > 16) {
            return Optional.empty();
        }
        double limit = d.number(Tag.PIXEL_PADDING_RANGE_LIMIT);
        int a = asStored((int) value, layout);
        int b = Double.isFinite(limit) ? asStored((int) limit, layout) : a;
        return Optional.of(new GrayValues.Padding(Math.min(a, b), Math.max(a, b)));
    }

    /** The value as the pixels have it: writers disagree whether it is signed. */
    private static int asStored(int value, PixelLayout layout) {
        return layout.signed() ? (short) value : value & 0xffff;
    }

    /** A frame of whole numbers. */
    Frame frame(byte[] samples, int index) throws DicomException {
        if (modality != null) {
            short[] values = new short[(int) layout.pixels()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (short) modality.at(layout.value(samples, i));
            }
            GrayValues plain = new GrayValues(false, 1, 0, inverted, Optional.empty(), voi(index, false));
            return Frame.gray(layout.columns(), layout.rows(), values, plain);
        }
        GrayValues meaning = meaning(index);
        if (layout.bitsStored() <= 8) {
            return Frame.gray(layout.columns(), layout.rows(), bytes(samples), steady(meaning));
        }
        if (layout.bitsStored() <= 16) {
            return Frame.gray(layout.columns(), layout.rows(), shorts(samples), meaning);
        }
        return wide(samples, meaning);
    }

    /** Whether {@link #ofWords} makes the same frame of words as {@link #frame} does of their bytes. */
    boolean takesWords() {
        return modality == null && layout.bitsAllocated() == 16 && layout.bitsStored() > 8;
    }

    /** A frame of 16 bits allocated; the words are owned by the frame from here on. */
    Frame ofWords(short[] words, int index) throws DicomException {
        return Frame.gray(layout.columns(), layout.rows(), extracted(words), meaning(index));
    }

    /** A frame of real numbers; LINEAR is a function of whole numbers, and their fractions would be lost under it. */
    Frame real(byte[] samples, int index) throws DicomException {
        GrayValues meaning = meaning(index);
        meaning = meaning.withWindows(meaning.windows().stream()
                .map(p -> p.window().curve() == ToneCurve.LINEAR
                        ? new GrayValues.Preset(
                                p.name(),
                                new Window(p.window().center(), p.window().width(), ToneCurve.LINEAR_EXACT))
                        : p)
                .toList());
        ByteBuffer in = ByteBuffer.wrap(samples).order(ByteOrder.LITTLE_ENDIAN);
        int count = (int) layout.pixels();
        if (layout.bitsAllocated() == 32) {
            float[] values = new float[count];
            in.asFloatBuffer().get(values);
            return Frame.gray(layout.columns(), layout.rows(), values, meaning);
        }
        double[] values = new double[count];
        in.asDoubleBuffer().get(values);
        return Frame.gray(layout.columns(), layout.rows(), values, meaning);
    }

    GrayValues meaning(int index) throws DicomException {
        DataSet d = file.dataSet();
        DataSet scale =
                groups.group(index, Tag.PIXEL_VALUE_TRANSFORMATION_SEQUENCE).orElse(d);
        double slope = scale.number(Tag.RESCALE_SLOPE);
        double intercept = scale.number(Tag.RESCALE_INTERCEPT);
        slope = Double.isFinite(slope) && slope != 0 ? slope : 1;
        intercept = Double.isFinite(intercept) ? intercept : 0;
        return new GrayValues(
                layout.signed(), slope, intercept, inverted, padding, voi(index, layout.signed() || intercept < 0));
    }

    private List<GrayValues.Preset> voi(int index, boolean signed) throws DicomException {
        DataSet d = groups.group(index, Tag.FRAME_VOI_LUT_SEQUENCE).orElse(file.dataSet());
        return Voi.presets(file, d, signed);
    }

    /** Frames of few bits without a window get the same for all of a clip, or playing it would flicker. */
    private GrayValues steady(GrayValues meaning) {
        if (!meaning.windows().isEmpty()) {
            return meaning;
        }
        int low = layout.signed() ? -(1 << layout.bitsStored() - 1) : 0;
        Window window = meaning.spanning(low, low + (1 << layout.bitsStored()) - 1, true);
        return meaning.withWindows(List.of(new GrayValues.Preset("", window)));
    }

    private byte[] bytes(byte[] samples) {
        if (layout.bitsAllocated() == 8 && layout.bitsStored() == 8) {
            // They belong to this frame alone.
            return samples;
        }
        byte[] bytes = new byte[(int) layout.pixels()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) layout.value(samples, i);
        }
        return bytes;
    }

    private short[] shorts(byte[] samples) {
        short[] shorts = new short[(int) layout.pixels()];
        if (layout.bitsAllocated() != 16) {
            for (int i = 0; i < shorts.length; i++) {
                shorts[i] = (short) layout.value(samples, i);
            }
            return shorts;
        }
        ByteBuffer.wrap(samples).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(shorts);
        return extracted(shorts);
    }

    /** The stored bits of words, in place. */
    private short[] extracted(short[] shorts) {
        if (layout.bitsStored() < 16) {
            int left = 31 - layout.highBit();
            int right = 32 - layout.bitsStored();
            for (int i = 0; i < shorts.length; i++) {
                shorts[i] = (short) (layout.signed() ? shorts[i] << left >> right : shorts[i] << left >>> right);
            }
        }
        return shorts;
    }

    private Frame wide(byte[] samples, GrayValues meaning) {
        int[] ints = new int[(int) layout.pixels()];
        int lowest = 0;
        for (int i = 0; i < ints.length; i++) {
            ints[i] = layout.value(samples, i);
            lowest = Math.min(lowest, ints[i]);
        }
        GrayValues values = meaning;
        if (!layout.signed() && lowest < 0) {
            // Unsigned values beyond an int: the same modality values from stored values moved by half the range.
            for (int i = 0; i < ints.length; i++) {
                ints[i] ^= Integer.MIN_VALUE;
            }
            values = new GrayValues(
                    true,
                    meaning.slope(),
                    meaning.intercept() + meaning.slope() * 0x1p31,
                    meaning.inverted(),
                    meaning.padding(),
                    meaning.windows());
        }
        return Frame.gray(layout.columns(), layout.rows(), ints, values);
    }
}
