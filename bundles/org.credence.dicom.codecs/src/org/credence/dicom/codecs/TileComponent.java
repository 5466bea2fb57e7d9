package org.credence.dicom.codecs;

/**
 * One component of a tile, divided as ISO/IEC 15444-1, Annex B says: resolutions, each with its sub-bands and precincts. All
 * rectangles go from an upper left sample to one that does not belong to them any more.
 */
final class TileComponent {

    /** Frequencies of one resolution. */
    static final class Subband {

        /** 0 LL, 1 HL, 2 LH, 3 HH. */
        final int kind;

        final int x0;
        final int y0;
        final int x1;
        final int y1;

        /** Where it starts in the plane that holds the sub-bands of all resolutions, low before high. */
        final int column;

        final int row;

        /** Bit-planes that its code-blocks can have, those of a region of interest included. */
        final int planes;

        /** What a coefficient of 1 stands for; 1 if reversible. */
        final float step;

        private Subband(int kind, int[] rectangle, int column, int row, int planes, float step) {
            this.kind = kind;
            this.x0 = rectangle[0];
            this.y0 = rectangle[1];
            this.x1 = rectangle[2];
            this.y1 = rectangle[3];
            this.column = column;
            this.row = row;
            this.planes = planes;
            this.step = step;
        }
    }

    /** One resolution, from the smallest on. */
    static final class Resolution {

        final int x0;
        final int y0;
        final int x1;
        final int y1;
        final Subband[] bands;
        final long precinctsAcross;
        final long precinctsDown;

        private Resolution(int[] rectangle, Subband[] bands, int precinctWidthLog, int precinctHeightLog) {
            this.x0 = rectangle[0];
            this.y0 = rectangle[1];
            this.x1 = rectangle[2];
            this.y1 = rectangle[3];
            this.bands = bands;
            boolean empty = x1 <= x0 || y1 <= y0;
            this.precinctsAcross = empty ? 0 : up(x1, precinctWidthLog) - (x0 >> precinctWidthLog);
            this.precinctsDown = empty ? 0 : up(y1, precinctHeightLog) - (y0 >> precinctHeightLog);
        }
    }

    final int index;
    final CodingParameters.Style style;
    final int shift;
    final Resolution[] resolutions;

    /**
     * Divides a component.
     *
     * @throws CodecException if its parameters are missing, or do not go together
     */
    TileComponent(int index, CodeStream.Tile tile, CodeStream.Component component) throws CodecException {
        this.index = index;
        this.style = tile.parameters.style(index);
        this.shift = tile.parameters.shift(index);
        CodingParameters.Quantization quantization = tile.parameters.quantization(index);
        if (style.reversible() && !quantization.isReversible()) {
            throw new CodecException(
                    "The JPEG 2000 frame quantizes what its wavelet 5/3 gives; that is not decoded here.");
        }
        int levels = style.levels();
        this.resolutions = new Resolution[levels + 1];
        for (int r = 0; r <= levels; r++) {
            int[] rectangle = reduced(tile, levels - r, 0, 0);
            Subband[] bands = new Subband[r == 0 ? 1 : 3];
            for (int i = 0; i < bands.length; i++) {
                int kind = r == 0 ? 0 : i + 1;
                int[] area = r == 0 ? rectangle : reduced(tile, levels - r + 1, kind & 1, kind >> 1);
                int number = r == 0 ? 0 : 3 * r - 2 + i;
                int exponent = quantization.exponent(number);
                int planes = Math.max(0, quantization.guardBits() + exponent - 1) + shift;
                int range = component.bits() + (kind == 0 ? 0 : kind == 3 ? 2 : 1);
                float step = style.reversible()
                        ? 1
                        : Math.scalb(1 + quantization.mantissa(number) / 2048f, range - exponent);
                Resolution smaller = r == 0 ? null : resolutions[r - 1];
                bands[i] = new Subband(
                        kind,
                        area,
                        (kind & 1) == 0 ? 0 : smaller.x1 - smaller.x0,
                        (kind & 2) == 0 ? 0 : smaller.y1 - smaller.y0,
                        planes,
                        step);
            }
            resolutions[r] = new Resolution(rectangle, bands, style.precinctWidthLog(r), style.precinctHeightLog(r));
        }
    }

    /** Equation B-15: the tile in a sub-band of a level of decomposition. */
    private static int[] reduced(CodeStream.Tile tile, int level, int high, int low) {
        long x = level == 0 ? 0 : (long) high << level - 1;
        long y = level == 0 ? 0 : (long) low << level - 1;
        return new int[] {
            (int) up(tile.x0 - x, level), (int) up(tile.y0 - y, level),
            (int) up(tile.x1 - x, level), (int) up(tile.y1 - y, level)
        };
    }

    /** A number divided by a power of two, rounded up. */
    static long up(long n, int log) {
        return n + (1L << log) - 1 >> log;
    }
}
