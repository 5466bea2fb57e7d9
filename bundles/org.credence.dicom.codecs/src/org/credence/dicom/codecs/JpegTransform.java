package org.credence.dicom.codecs;

/** The inverse discrete cosine transform of a block (T.81, A.3.3) and the level shift behind it. Used by one thread. */
sealed interface JpegTransform permits JpegTransform8, JpegTransform12 {

    /** The transform for samples of 8 or 12 bits. */
    static JpegTransform of(int precision) {
        return precision == 8 ? new JpegTransform8() : new JpegTransform12();
    }

    /** The sample that a block has everywhere whose coefficients are 0 but for the first one. */
    short flat(int first);

    /**
     * Makes the samples of a block.
     *
     * @param block coefficients row by row, horizontal frequencies from left to right; 0 afterwards
     * @param written a bit for every coefficient but the first that may not be 0; there is one
     * @param out takes in 8 rows of 8 samples
     * @param at where the first one goes
     * @param stride from a row to the next
     */
    void inverse(int[] block, long written, short[] out, int at, int stride);
}
