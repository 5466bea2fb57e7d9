package org.credence.dicom.video.internal;

/**
 * A decoded picture: luma and two planes of chroma as the stream has them, and what they mean. Immutable by convention;
 * nothing native.
 *
 * @param columns of luma
 * @param rows of luma
 * @param bits of a sample: 8, or more in two little-endian bytes
 * @param planes luma, Cb, Cr, rows without gaps; luma alone where the picture is gray
 * @param halvedColumns whether two columns share chroma
 * @param halvedRows whether two rows share chroma
 * @param interlaced whether rows belong to two fields by turns
 * @param siting where shared chroma was sampled
 * @param fullRange whether luma and chroma use all levels, and not 219 and 224 of 256
 * @param matrix what the colours were made with
 */
public record Picture(
        int columns,
        int rows,
        int bits,
        byte[][] planes,
        boolean halvedColumns,
        boolean halvedRows,
        boolean interlaced,
        Siting siting,
        boolean fullRange,
        Matrix matrix) {

    /** Where in a pair of columns, and of rows, chroma was sampled. */
    enum Siting {
        /** At the first column, between the rows: MPEG-2, H.264 and HEVC unless they say otherwise. */
        LEFT,
        /** Between columns and rows. */
        CENTER,
        /** At the first column and the first row. */
        TOP_LEFT
    }

    /** The share of red and blue in luma. */
    enum Matrix {
        BT_601(0.299, 0.114),
        BT_709(0.2126, 0.0722),
        FCC(0.30, 0.11),
        SMPTE_240(0.212, 0.087),
        BT_2020(0.2627, 0.0593);

        final double red;
        final double blue;

        Matrix(double red, double blue) {
            this.red = red;
            this.blue = blue;
        }

        /** What players take where the stream does not say: BT.709 for high definition, else BT.601. */
        static Matrix unsaid(int columns, int rows) {
            return columns >= 1280 || rows > 576 ? BT_709 : BT_601;
        }
    }

    int chromaColumns() {
        return halvedColumns ? (columns + 1) / 2 : columns;
    }

    int chromaRows() {
        return halvedRows ? (rows + 1) / 2 : rows;
    }

    int sizeBytes() {
        int size = 0;
        for (byte[] plane : planes) {
            size += plane.length;
        }
        return size;
    }
}
