package org.credence.dicom.codecs;

/**
 * One component of a tile: coefficients, and after {@link #inverse} samples, as whole numbers if its wavelet is reversible,
 * else as real ones. Several threads may put in different code-blocks.
 */
final class Plane {

    final boolean reversible;
    private final int width;
    private final int[] ints;
    private final float[] reals;

    Plane(int width, int height, boolean reversible) {
        this.reversible = reversible;
        this.width = width;
        ints = reversible ? new int[width * height] : null;
        reals = reversible ? null : new float[width * height];
    }

    /** Puts in the coefficients of a code-block, each doubled and yet to be scaled. */
    void put(CodeBlock block, TileComponent.Subband band, int[] values) {
        int to = (band.row + block.y) * width + band.column + block.x;
        float half = band.step / 2;
        for (int y = 0, from = 0; y < block.height; y++, from += block.width, to += width) {
            if (reversible) {
                for (int x = 0; x < block.width; x++) {
                    ints[to + x] = values[from + x] / 2;
                }
            } else {
                for (int x = 0; x < block.width; x++) {
                    reals[to + x] = values[from + x] * half;
                }
            }
        }
    }

    /** Undoes the wavelet, resolution by resolution. */
    void inverse(TileComponent.Resolution[] resolutions) throws CodecException {
        for (int r = 1; r < resolutions.length; r++) {
            TileComponent.Resolution n = resolutions[r];
            int columns = n.x1 - n.x0;
            int rows = n.y1 - n.y0;
            if (columns > 0 && rows > 0) {
                boolean oddColumn = (n.x0 & 1) == 1;
                boolean oddRow = (n.y0 & 1) == 1;
                if (reversible) {
                    Wavelet.inverse(ints, width, columns, rows, oddColumn, oddRow);
                } else {
                    Wavelet.inverse(reals, width, columns, rows, oddColumn, oddRow);
                }
            }
        }
    }

    /**
     * Annex G.2 and G.3: some lines of three components become what they were before they were decorrelated.
     *
     * @param planes of which the first three have the same wavelet
     */
    static void correlate(Plane[] planes, int fromRow, int toRow) {
        int from = fromRow * planes[0].width;
        int to = toRow * planes[0].width;
        if (planes[0].reversible) {
            int[] first = planes[0].ints;
            int[] second = planes[1].ints;
            int[] third = planes[2].ints;
            for (int i = from; i < to; i++) {
                int u = second[i];
                int v = third[i];
                int green = first[i] - (u + v >> 2);
                first[i] = v + green;
                second[i] = green;
                third[i] = u + green;
            }
            return;
        }
        float[] first = planes[0].reals;
        float[] second = planes[1].reals;
        float[] third = planes[2].reals;
        for (int i = from; i < to; i++) {
            float y = first[i];
            float blue = second[i];
            float red = third[i];
            first[i] = y + 1.402f * red;
            second[i] = y - 0.344136f * blue - 0.714136f * red;
            third[i] = y + 1.772f * blue;
        }
    }

    /** The samples of one line, rounded, and kept between two limits. */
    void line(int row, int least, int most, int[] line) {
        int from = row * width;
        for (int x = 0; x < width; x++) {
            int sample = reversible ? ints[from + x] : (int) Math.rint(reals[from + x]);
            line[x] = Math.max(least, Math.min(most, sample));
        }
    }
}
