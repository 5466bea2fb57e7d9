package org.credence.dicom.internal;

import org.credence.dicom.DicomException;
import org.credence.imaging.Frame;
import org.credence.imaging.Window;

/** Makes frames for viewing out of stored samples, gray or colour, with the overlays on them. Immutable. */
final class FrameAssembly {

    private final PixelData pixels;
    private final PixelLayout layout;
    private final PaletteColors palette;
    private final GrayAssembly gray;
    private final ColorAssembly color;
    private final OverlayPlanes overlays;

    FrameAssembly(DicomFile file, PixelData pixels) throws DicomException {
        this.pixels = pixels;
        this.layout = pixels.layout();
        this.palette = layout.isPalette() || isSupplemented(file.dataSet(), layout) ? PaletteColors.of(file) : null;
        this.gray = new GrayAssembly(file, layout);
        this.color = new ColorAssembly(file, layout);
        this.overlays = OverlayPlanes.of(file.dataSet(), layout, pixels.frames());
    }

    /** Whether some values of a gray image stand for colours (PS3.3, C.7.6.19), as flow in ultrasound. */
    private static boolean isSupplemented(DataSet d, PixelLayout layout) throws DicomException {
        double[] descriptor = d.numbers(Tag.RED_PALETTE_DESCRIPTOR);
        String presentation = d.text(Tag.PIXEL_PRESENTATION);
        return layout.isGray()
                && layout.bitsAllocated() <= 16
                && descriptor.length == 3
                && (d.has(Tag.RED_PALETTE_DATA) || d.has(Tag.RED_PALETTE_SEGMENTED_DATA))
                && (descriptor[1] != 0 || presentation.equals("COLOR") || presentation.equals("MIXED"))
                && !presentation.equals("MONOCHROME");
    }

    /**
     * Decodes one frame.
     *
     * @param index from 0
     * @throws DicomException if its pixels cannot be had exactly
     */
    Frame decode(int index) throws DicomException {
        if (overlays.isEmpty() && palette == null && layout.isGray() && gray.takesWords() && pixels.hasWords()) {
            return gray.ofWords(pixels.words(index), index);
        }
        if (overlays.isEmpty()) {
            return frame(pixels.colored(index), index);
        }
        PixelData.StoredFrame stored = pixels.stored(index);
        byte[] samples = stored.samples();
        // Before the frame takes the samples as its own.
        var over = overlays.over(index, samples, Math.max(1, layout.bitsAllocated() / 8));
        return frame(stored, index).withOverlays(over);
    }

    private Frame frame(PixelData.StoredFrame stored, int index) throws DicomException {
        byte[] samples = stored.samples();
        if (layout.isPalette()) {
            return paletteColor(samples);
        }
        if (layout.samples() > 1) {
            return color.frame(samples, pixels.isSubsampled(), stored.photometric());
        }
        if (!layout.isGray()) {
            throw color.unknownColors();
        }
        if (pixels.isReal()) {
            return gray.real(samples, index);
        }
        return palette == null ? gray.frame(samples, index) : supplemented(samples, index);
    }

    private Frame paletteColor(byte[] samples) {
        int count = (int) layout.pixels();
        byte[] rgb = new byte[3 * count];
        for (int i = 0; i < count; i++) {
            palette.put(layout.value(samples, i), rgb, 3 * i);
        }
        return Frame.color(layout.columns(), layout.rows(), rgb);
    }

    /** Gray under its window up to the first value that the palette has a colour for. */
    private Frame supplemented(byte[] samples, int index) throws DicomException {
        int count = (int) layout.pixels();
        int[] values = new int[count];
        for (int i = 0; i < count; i++) {
            values[i] = layout.value(samples, i);
        }
        // The frame may take the samples for its own.
        Frame under = gray.frame(samples, index);
        boolean windowed = !gray.meaning(index).windows().isEmpty();
        int first = palette.firstMapped();
        Window window = windowed ? under.defaultWindow() : Window.spanning(0, Math.max(1, first - 1));
        byte[] rgb = under.rgb8(window);
        for (int i = 0; i < count; i++) {
            if (values[i] >= first) {
                palette.put(values[i], rgb, 3 * i);
            }
        }
        return Frame.color(layout.columns(), layout.rows(), rgb);
    }
}
