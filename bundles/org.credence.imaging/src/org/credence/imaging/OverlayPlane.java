package org.credence.imaging;

/**
 * A drawing over a frame, of one bit per pixel (PS3.3, C.9.2). Immutable.
 *
 * <p>It may be larger than the frame and begin outside of it.
 */
public final class OverlayPlane {

    private final String label;
    private final PixelRect bounds;
    private final byte[] bits;

    /**
     * @param label what it is, for people; may be empty
     * @param bounds the part of the frame's pixel grid that it covers
     * @param bits row by row without padding, the lowest bit of each byte first; owned by the plane from here on
     */
    public OverlayPlane(String label, PixelRect bounds, byte[] bits) {
        if (bits.length != ((long) bounds.width() * bounds.height() + 7) / 8) {
            throw new IllegalArgumentException(
                    "A plane of " + bounds.width() + " x " + bounds.height() + " bits got " + bits.length + " bytes");
        }
        this.label = label;
        this.bounds = bounds;
        this.bits = bits;
    }

    /** What it is, for people; may be empty. */
    public String label() {
        return label;
    }

    /** The part of the frame's pixel grid that it covers. */
    public PixelRect bounds() {
        return bounds;
    }

    /** Whether something is drawn at a pixel of the frame. */
    public boolean at(int column, int row) {
        int x = column - bounds.column();
        int y = row - bounds.row();
        if (x < 0 || y < 0 || x >= bounds.width() || y >= bounds.height()) {
            return false;
        }
        int i = y * bounds.width() + x;
        return (bits[i >> 3] >> (i & 7) & 1) == 1;
    }

    /** Bytes of memory that it takes. */
    long sizeBytes() {
        return bits.length;
    }
}
