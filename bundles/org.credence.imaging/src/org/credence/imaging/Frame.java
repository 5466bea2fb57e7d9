package org.credence.imaging;

/**
 * The decoded pixels of one frame: gray values with a modality scale, or colours as sRGB. Immutable.
 *
 * <p>Gray frames keep their stored values in the narrowest array that holds them; {@link #value} gives modality units
 * (stored value times slope plus intercept). Colour frames are 8 bits per channel, interleaved red, green, blue, whatever
 * the file's photometric interpretation was.
 */
public final class Frame {

    private final int columns;
    private final int rows;
    private final byte[] rgb;
    private final byte[] bytes;
    private final short[] shorts;
    private final int[] ints;
    private final boolean signed;
    private final double slope;
    private final double intercept;
    private final boolean inverted;
    private final Window window;

    private Frame(
            int columns,
            int rows,
            byte[] rgb,
            Object stored,
            boolean signed,
            double slope,
            double intercept,
            boolean inverted,
            Window window) {
        if (columns < 1 || rows < 1) {
            throw new IllegalArgumentException("A frame has at least one pixel, got: " + columns + " x " + rows);
        }
        this.columns = columns;
        this.rows = rows;
        this.rgb = rgb;
        this.bytes = stored instanceof byte[] b ? b : null;
        this.shorts = stored instanceof short[] s ? s : null;
        this.ints = stored instanceof int[] i ? i : null;
        this.signed = signed;
        this.slope = slope;
        this.intercept = intercept;
        this.inverted = inverted;
        int length = rgb != null
                ? rgb.length / 3
                : bytes != null ? bytes.length : shorts != null ? shorts.length : ints.length;
        if (length != (long) columns * rows) {
            throw new IllegalArgumentException("A frame of " + columns + " x " + rows + " pixels got " + length);
        }
        this.window = window != null ? window : fullRange();
    }

    /** A colour frame; {@code rgb} has 3 bytes per pixel and is owned by the frame from here on. */
    public static Frame color(int columns, int rows, byte[] rgb) {
        return new Frame(columns, rows, rgb, null, false, 1, 0, false, Window.spanning(0, 255));
    }

    /** A gray frame of 8-bit unsigned values, shown as they are; {@code gray} is owned by the frame from here on. */
    public static Frame gray(int columns, int rows, byte[] gray) {
        return new Frame(columns, rows, null, gray, false, 1, 0, false, Window.spanning(0, 255));
    }

    /**
     * A gray frame with a modality scale.
     *
     * @param stored one value per pixel, row by row: {@code byte[]}, {@code short[]} or {@code int[]}; owned by the frame
     * @param signed whether the stored values are two's complement
     * @param slope modality units per stored value
     * @param intercept modality value of the stored value 0
     * @param inverted whether low values are shown bright (MONOCHROME1)
     * @param window the window that the file asks for, or null for the full range of the values
     */
    public static Frame gray(
            int columns,
            int rows,
            Object stored,
            boolean signed,
            double slope,
            double intercept,
            boolean inverted,
            Window window) {
        if (!(stored instanceof byte[] || stored instanceof short[] || stored instanceof int[])) {
            throw new IllegalArgumentException("Stored values are a byte[], short[] or int[], got: " + stored);
        }
        return new Frame(columns, rows, null, stored, signed, slope, intercept, inverted, window);
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

    /** The window to start with: the file's, or the full range of the values. */
    public Window defaultWindow() {
        return window;
    }

    /** Bytes of memory that the pixels take. */
    public long sizeBytes() {
        long pixels = (long) columns * rows;
        return rgb != null ? 3 * pixels : bytes != null ? pixels : shorts != null ? 2 * pixels : 4 * pixels;
    }

    /** The stored gray value at a pixel; for colour frames the luma, 0 to 255. */
    public int stored(int column, int row) {
        return storedAt(index(column, row));
    }

    /** The value at a pixel in modality units; for colour frames the luma, 0 to 255. */
    public double value(int column, int row) {
        return slope * stored(column, row) + intercept;
    }

    /** The colour at a pixel as {@code 0xRRGGBB}; gray frames give the gray under their default window. */
    public int rgb(int column, int row) {
        int i = index(column, row);
        if (rgb != null) {
            return (rgb[3 * i] & 0xff) << 16 | (rgb[3 * i + 1] & 0xff) << 8 | rgb[3 * i + 2] & 0xff;
        }
        int level = level(window, storedAt(i));
        return level << 16 | level << 8 | level;
    }

    /**
     * The pixels as 8-bit gray under a window, row by row: what a gray display shows and what a model sees.
     *
     * @return a new array of columns x rows bytes, unsigned
     */
    public byte[] gray8(Window under) {
        byte[] gray = new byte[columns * rows];
        if (bytes != null || rgb != null) {
            byte[] table = new byte[256];
            for (int v = 0; v < 256; v++) {
                table[v] = (byte) level(under, signed ? (byte) v : v);
            }
            for (int i = 0; i < gray.length; i++) {
                gray[i] = table[(bytes != null ? bytes[i] : storedAt(i)) & 0xff];
            }
        } else if (shorts != null) {
            byte[] table = new byte[65536];
            for (int v = 0; v < table.length; v++) {
                table[v] = (byte) level(under, signed ? (short) v : v);
            }
            for (int i = 0; i < gray.length; i++) {
                gray[i] = table[shorts[i] & 0xffff];
            }
        } else {
            for (int i = 0; i < gray.length; i++) {
                gray[i] = (byte) level(under, storedAt(i));
            }
        }
        return gray;
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
            byte[] gray = gray8(under);
            for (int i = 0, o = 0; i < gray.length; i++) {
                shown[o++] = gray[i];
                shown[o++] = gray[i];
                shown[o++] = gray[i];
            }
            return shown;
        }
        byte[] table = new byte[256];
        for (int v = 0; v < 256; v++) {
            table[v] = (byte) level(under, v);
        }
        for (int i = 0; i < shown.length; i++) {
            shown[i] = table[rgb[i] & 0xff];
        }
        return shown;
    }

    private int level(Window under, int storedValue) {
        int level = under.level(slope * storedValue + intercept);
        return inverted ? 255 - level : level;
    }

    private int index(int column, int row) {
        if (column < 0 || row < 0 || column >= columns || row >= rows) {
            throw new IndexOutOfBoundsException(
                    "Pixel (" + column + ", " + row + ") lies outside " + columns + " x " + rows);
        }
        return row * columns + column;
    }

    private int storedAt(int i) {
        if (rgb != null) {
            // Integer luma of ITU-R BT.601, the weights that ultrasound's YBR_FULL uses; grays stay exactly themselves.
            return (299 * (rgb[3 * i] & 0xff) + 587 * (rgb[3 * i + 1] & 0xff) + 114 * (rgb[3 * i + 2] & 0xff) + 500)
                    / 1000;
        }
        if (bytes != null) {
            return signed ? bytes[i] : bytes[i] & 0xff;
        }
        if (shorts != null) {
            return signed ? shorts[i] : shorts[i] & 0xffff;
        }
        return ints[i];
    }

    private Window fullRange() {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < columns * rows; i++) {
            double v = slope * storedAt(i) + intercept;
            low = Math.min(low, v);
            high = Math.max(high, v);
        }
        return Window.spanning(low, high);
    }
}
