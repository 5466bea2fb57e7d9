package org.credence.formats.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.credence.imaging.Frame;
import org.credence.imaging.GrayValues;
import org.credence.imaging.ImageExport;
import org.credence.imaging.OverlayPlane;
import org.credence.imaging.Window;

/**
 * The samples of one frame as they are written.
 *
 * @param color whether there are three samples per pixel, red, green, blue; else there is one
 * @param type of each sample; {@link SampleType#U8} for colours
 * @param bytes row by row, pixel-interleaved, little-endian
 */
record Samples(int columns, int rows, boolean color, SampleType type, byte[] bytes) {

    /** What an export asks for: what is shown, else the stored values as they are. */
    static Samples of(Frame frame, ImageExport export) {
        return export.shown() || frame.isColor() ? shown(frame, export) : stored(frame, storedType(frame));
    }

    /** The type of a frame's stored values. */
    static SampleType storedType(Frame frame) {
        return frame.isColor()
                ? SampleType.U8
                : SampleType.of(frame.storedValues(), frame.grayValues().signed());
    }

    /** 8 bits under the window, with the drawings if asked for. */
    static Samples shown(Frame frame, ImageExport export) {
        // Colours have a window of their own only where one is asked for.
        Window window = export.shown() ? export.window().orElse(frame.defaultWindow()) : frame.defaultWindow();
        byte[] bytes = frame.isColor() ? frame.rgb8(window) : frame.gray8(window);
        if (export.shown() && export.overlays()) {
            int samples = frame.isColor() ? 3 : 1;
            for (OverlayPlane overlay : frame.overlays()) {
                draw(overlay, frame, bytes, samples);
            }
        }
        return new Samples(frame.columns(), frame.rows(), frame.isColor(), SampleType.U8, bytes);
    }

    private static void draw(OverlayPlane overlay, Frame frame, byte[] bytes, int samples) {
        for (int y = 0; y < frame.rows(); y++) {
            for (int x = 0; x < frame.columns(); x++) {
                if (overlay.at(x, y)) {
                    int at = (y * frame.columns() + x) * samples;
                    java.util.Arrays.fill(bytes, at, at + samples, (byte) 255);
                }
            }
        }
    }

    /** The stored values of a gray frame in a type that holds them. */
    static Samples stored(Frame frame, SampleType type) {
        return scaled(frame, type, 1, 0);
    }

    /** The values of a gray frame in modality units, in a type that holds them. */
    static Samples modality(Frame frame, SampleType type) {
        GrayValues gray = frame.grayValues();
        return scaled(frame, type, gray.slope(), gray.intercept());
    }

    private static Samples scaled(Frame frame, SampleType type, double slope, double intercept) {
        Object values = frame.storedValues();
        boolean signed = frame.grayValues().signed();
        int count = frame.columns() * frame.rows();
        ByteBuffer out =
                ByteBuffer.allocate(Math.multiplyExact(count, type.bytes)).order(ByteOrder.LITTLE_ENDIAN);
        boolean asIs = slope == 1 && intercept == 0 && type == SampleType.of(values, signed);
        if (asIs) {
            switch (values) {
                case byte[] b -> out.put(b);
                case short[] s -> out.asShortBuffer().put(s);
                case int[] i -> out.asIntBuffer().put(i);
                case float[] f -> out.asFloatBuffer().put(f);
                default -> out.asDoubleBuffer().put((double[]) values);
            }
        } else {
            for (int i = 0; i < count; i++) {
                put(out, type, slope * at(values, signed, i) + intercept);
            }
        }
        return new Samples(frame.columns(), frame.rows(), false, type, out.array());
    }

    private static void put(ByteBuffer out, SampleType type, double value) {
        switch (type) {
            case U8, S8 -> out.put((byte) Math.round(value));
            case U16, S16 -> out.putShort((short) Math.round(value));
            case S32 -> out.putInt((int) Math.round(value));
            case F32 -> out.putFloat((float) value);
            case F64 -> out.putDouble(value);
        }
    }

    /** A stored value. */
    static double at(Object values, boolean signed, int i) {
        return switch (values) {
            case byte[] b -> signed ? b[i] : b[i] & 0xff;
            case short[] s -> signed ? s[i] : s[i] & 0xffff;
            case int[] n -> n[i];
            case float[] f -> f[i];
            default -> ((double[]) values)[i];
        };
    }
}
