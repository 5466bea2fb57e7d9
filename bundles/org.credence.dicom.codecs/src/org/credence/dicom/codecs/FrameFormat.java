package org.credence.dicom.codecs;

/**
 * What a data set declares about each of its frames.
 *
 * @param columns pixels in a row, 1 to 65535
 * @param rows pixels in a column, 1 to 65535
 * @param samples per pixel, 1 to 4
 * @param bitsAllocated size of a sample's container: 1, 8, 16 or 32 bits; with 1 bit, samples come out as one byte each
 */
public record FrameFormat(int columns, int rows, int samples, int bitsAllocated) {

    public FrameFormat {
        if (columns < 1 || columns > 65535 || rows < 1 || rows > 65535) {
            throw new IllegalArgumentException(
                    "A frame has 1 to 65535 columns and rows, got: " + columns + " x " + rows);
        }
        if (samples < 1 || samples > 4) {
            throw new IllegalArgumentException("A pixel has 1 to 4 samples, got: " + samples);
        }
        if (bitsAllocated != 1 && bitsAllocated != 8 && bitsAllocated != 16 && bitsAllocated != 32) {
            throw new IllegalArgumentException("A sample takes 1, 8, 16 or 32 bits, got: " + bitsAllocated);
        }
    }

    /** Bytes of one sample as it comes out of a codec. */
    public int sampleBytes() {
        return bitsAllocated == 1 ? 1 : bitsAllocated / 8;
    }

    /** Pixels of a frame. */
    public long pixels() {
        return (long) columns * rows;
    }

    /** Bytes of a frame as it comes out of a codec. */
    public long sizeBytes() {
        return pixels() * samples * sampleBytes();
    }

    /**
     * The size of a frame as the length of an array.
     *
     * @throws CodecException if no array can be that large
     */
    int arrayLength() throws CodecException {
        if (sizeBytes() > Integer.MAX_VALUE - 16) {
            throw new CodecException("A frame of " + columns + " x " + rows + " pixels takes " + sizeBytes()
                    + " bytes, more than can be decoded in one piece.");
        }
        return (int) sizeBytes();
    }

    /** The next length of an array that is full of encoded bytes. */
    static int grown(int length) throws CodecException {
        if (length > (Integer.MAX_VALUE - 16) / 2) {
            throw new CodecException(
                    "A frame encodes to more than " + length + " bytes, more than can be held in one piece.");
        }
        return 2 * length;
    }

    /** Checks what a caller wants encoded. */
    void check(byte[] samples, int bitsStored) {
        if (samples.length != sizeBytes()) {
            throw new IllegalArgumentException(
                    "A frame of " + this + " takes " + sizeBytes() + " bytes, got: " + samples.length);
        }
        if (bitsStored < 1 || bitsStored > bitsAllocated) {
            throw new IllegalArgumentException(
                    "Of " + bitsAllocated + " allocated bits, 1 to as many are stored, got: " + bitsStored);
        }
    }
}
