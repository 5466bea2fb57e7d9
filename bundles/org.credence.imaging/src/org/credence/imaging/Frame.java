package org.credence.imaging;

import java.util.List;
import java.util.Optional;

/**
 * The decoded pixels of one frame: gray values with a modality scale, or colours as sRGB. Immutable.
 *
 * <p>Gray frames keep their stored values in the narrowest array that holds them; {@link #value} gives modality units
 * (stored value times slope plus intercept). Colour frames are 8 bits per channel, interleaved red, green, blue, whatever
 * the file's photometric interpretation was.
 */
public final class Frame {

    private static final int COLOR_LEVELS = 256;
    private static final GrayValues.Preset COLORS = new GrayValues.Preset("", Window.spanning(0, 255));

    private final int columns;
    private final int rows;
    private final byte[] rgb;
    private final Stored stored;
    private final GrayValues gray;
    /** Null until somebody asks: finding the range looks at every pixel. */
    private volatile Window window;

    private final List<OverlayPlane> overlays;
    private final Optional<PixelSpacing> spacing;

    private Frame(
            int columns,
            int rows,
            byte[] rgb,
            Stored stored,
            GrayValues gray,
            Window window,
            List<OverlayPlane> over,
            Optional<PixelSpacing> spacing) {
        this.columns = columns;
        this.rows = rows;
        this.rgb = rgb;
        this.stored = stored;
        this.gray = gray;
        this.window = window;
        this.overlays = List.copyOf(over);
        this.spacing = spacing;
    }

    private static void check(int columns, int rows, int length) {
        if (columns < 1 || rows < 1) {
            throw new IllegalArgumentException("A frame has at least one pixel, got: " + columns + " x " + rows);
        }
        if (length != (long) columns * rows) {
            throw new IllegalArgumentException("A frame of " + columns + " x " + rows + " pixels got " + length);
        }
    }

    /** A colour frame; {@code rgb} has 3 bytes per pixel and is owned by the frame from here on. */
    public static Frame color(int columns, int rows, byte[] rgb) {
        check(columns, rows, rgb.length / 3);
        return new Frame(columns, rows, rgb, null, GrayValues.PLAIN, COLORS.window(), List.of(), Optional.empty());
    }

    /** A gray frame of 8-bit unsigned values, shown as they are; {@code gray} is owned by the frame from here on. */
    public static Frame gray(int columns, int rows, byte[] gray) {
        return gray(columns, rows, gray, GrayValues.PLAIN.withWindows(List.of(COLORS)));
    }

    /**
     * A gray frame with a modality scale.
     *
     * @param stored one value per pixel, row by row: {@code byte[]}, {@code short[]}, {@code int[]}, {@code float[]} or
     *     {@code double[]}; owned by the frame
     * @param meaning what they mean; without a window, the frame starts with the full range of its values
     */
    public static Frame gray(int columns, int rows, Object stored, GrayValues meaning) {
        Stored values = Stored.of(stored, meaning.signed());
        check(columns, rows, values.count());
        Window window =
                meaning.windows().isEmpty() ? null : meaning.windows().get(0).window();
        return new Frame(columns, rows, null, values, meaning, window, List.of(), Optional.empty());
    }

    /** The same pixels with drawings over them. */
    public Frame withOverlays(List<OverlayPlane> drawings) {
        return new Frame(columns, rows, rgb, stored, gray, window, drawings, spacing);
    }

    /** The same pixels at this distance from each other. */
    public Frame withSpacing(PixelSpacing distance) {
        return new Frame(columns, rows, rgb, stored, gray, window, overlays, Optional.of(distance));
    }

    /** The same pixels with low gray values bright and high ones dark; a colour frame is returned as it is. */
    public Frame inverted() {
        return rgb != null ? this : new Frame(columns, rows, null, stored, gray.invert(), window, overlays, spacing);
    }

    public int columns() {
        return columns;
    }

    public int rows() {
        return rows;
    }

    public boolean isColor() {
        return rgb != null;
    }

    /** What the stored values of a gray frame mean; of no meaning for colours. */
    public GrayValues grayValues() {
        return gray;
    }

    /** The window to start with: the file's, or the full range of the values. */
    public Window defaultWindow() {
        Window known = window;
        if (known == null) {
            known = fullRange();
            window = known;
        }
        return known;
    }

    /** The window that shows every value of the frame. */
    public Window fullRange() {
        return rgb != null ? COLORS.window() : fullRange(stored, gray);
    }

    /** The window over all values of the frame, without padding; looks at every pixel. */
    public Window fullWindow() {
        return rgb != null ? COLORS.window() : fullRange(stored, gray);
    }

    /** The distance of neighbouring pixels, where the file gives one. */
    public Optional<PixelSpacing> spacing() {
        return spacing;
    }

    /** Drawings that the file has over this frame; never part of the pixels. */
    public List<OverlayPlane> overlays() {
        return overlays;
    }

    /** Bytes of memory that the pixels and drawings take. */
    public long sizeBytes() {
        long pixels = rgb != null ? rgb.length : stored.sizeBytes();
        return pixels + overlays.stream().mapToLong(OverlayPlane::sizeBytes).sum();
    }

    /** Whether the stored gray values are whole numbers; colours are. */
    public boolean isWhole() {
        return rgb != null || stored.isWhole();
    }

    /** The stored gray value at a pixel, rounded where it is no whole number; for colour frames the luma, 0 to 255. */
    public int stored(int column, int row) {
        int i = index(column, row);
        return rgb != null ? luma(i) : (int) Math.round(stored.at(i));
    }

    /** The value at a pixel in modality units; for colour frames the luma, 0 to 255. */
    public double value(int column, int row) {
        int i = index(column, row);
        return rgb != null ? luma(i) : gray.slope() * stored.at(i) + gray.intercept();
    }

    /** The colour at a pixel as {@code 0xRRGGBB}; gray frames give the gray under their default window. */
    public int rgb(int column, int row) {
        int i = index(column, row);
        if (rgb != null) {
            return (rgb[3 * i] & 0xff) << 16 | (rgb[3 * i + 1] & 0xff) << 8 | rgb[3 * i + 2] & 0xff;
        }
        int level = level(defaultWindow(), stored.at(i));
        return level << 16 | level << 8 | level;
    }

    /**
     * The stored values of a gray frame, row by row.
     *
     * @return a new {@code byte[]}, {@code short[]}, {@code int[]}, {@code float[]} or {@code double[]}
     * @throws IllegalStateException for a colour frame
     */
    public Object storedValues() {
        if (rgb != null) {
            throw new IllegalStateException("A colour frame has no gray values");
        }
        return stored.copy();
    }

    /**
     * The pixels as 8-bit gray under a window, row by row: what a gray display shows and what a model sees.
     *
     * @return a new array of columns x rows bytes, unsigned
     */
    public byte[] gray8(Window under) {
        byte[] shown = new byte[columns * rows];
        gray8(under, shown);
        return shown;
    }

    /** The pixels as {@link #gray8(Window)} gives them, into an array of columns x rows bytes. */
    public void gray8(Window under, byte[] shown) {
        if (shown.length != columns * rows) {
            throw new IllegalArgumentException(
                    "A frame of " + columns + " x " + rows + " pixels got room for " + shown.length);
        }
        if (rgb != null) {
            byte[] table = colorLevels(under);
            for (int i = 0; i < shown.length; i++) {
                shown[i] = table[luma(i)];
            }
            return;
        }
        stored.show(value -> (byte) level(under, value), shown);
    }

    /**
     * The pixels as they are shown under a window, interleaved red, green, blue; each channel of a colour frame goes
     * through the window by itself.
     *
     * @return a new array of columns x rows x 3 bytes, unsigned
     */
    public byte[] rgb8(Window under) {
        byte[] shown = new byte[3 * columns * rows];
        if (rgb == null) {
            byte[] levels = gray8(under);
            for (int i = 0, o = 0; i < levels.length; i++) {
                shown[o++] = levels[i];
                shown[o++] = levels[i];
                shown[o++] = levels[i];
            }
            return shown;
        }
        byte[] table = colorLevels(under);
        for (int i = 0; i < shown.length; i++) {
            shown[i] = table[rgb[i] & 0xff];
        }
        return shown;
    }

    private static byte[] colorLevels(Window under) {
        byte[] table = new byte[COLOR_LEVELS];
        for (int v = 0; v < table.length; v++) {
            table[v] = (byte) under.level(v);
        }
        return table;
    }

    private int level(Window under, double storedValue) {
        if (Double.isNaN(storedValue)
                || gray.padding().isPresent() && gray.padding().get().contains(storedValue)) {
            return 0;
        }
        int level = under.level(gray.slope() * storedValue + gray.intercept());
        return gray.inverted() ? 255 - level : level;
    }

    private int index(int column, int row) {
        if (column < 0 || row < 0 || column >= columns || row >= rows) {
            throw new IndexOutOfBoundsException(
                    "Pixel (" + column + ", " + row + ") lies outside " + columns + " x " + rows);
        }
        return row * columns + column;
    }

    /** Integer luma of ITU-R BT.601, the weights that ultrasound's YBR_FULL uses; grays stay exactly themselves. */
    private int luma(int i) {
        return (299 * (rgb[3 * i] & 0xff) + 587 * (rgb[3 * i + 1] & 0xff) + 114 * (rgb[3 * i + 2] & 0xff) + 500) / 1000;
    }

    private static Window fullRange(Stored values, GrayValues meaning) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < values.count(); i++) {
            double v = values.at(i);
            if (Double.isFinite(v)
                    && !(meaning.padding().isPresent()
                            && meaning.padding().get().contains(v))) {
                low = Math.min(low, v);
                high = Math.max(high, v);
            }
        }
        if (low > high) {
            low = 0;
            high = 0;
        }
        return meaning.spanning(low, high, values.isWhole());
    }
}
