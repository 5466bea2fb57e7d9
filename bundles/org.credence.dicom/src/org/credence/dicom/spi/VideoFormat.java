package org.credence.dicom.spi;

/**
 * What a data set says of its video.
 *
 * @param columns pixels in a row
 * @param rows pixels in a column
 * @param frames at least 1
 * @param bits of a sample that are used: 8 to 16
 */
public record VideoFormat(int columns, int rows, int frames, int bits) {

    public VideoFormat {
        if (columns < 1 || rows < 1 || frames < 1 || bits < 8 || bits > 16) {
            throw new IllegalArgumentException("A video has pixels, frames and 8 to 16 bits, got: " + columns + " x "
                    + rows + ", " + frames + " frames, " + bits + " bits");
        }
    }
}
