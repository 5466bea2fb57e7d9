package org.credence.dicom.codecs;

import java.util.Arrays;

/**
 * JPEG with discrete cosine transform and Huffman coding (ITU-T T.81), sequential or progressive, 8 or 12 bits. Samples of
 * 8 bits are exactly those of libjpeg, so those of most other software; subsampled components come out spread over the
 * frame as libjpeg does it. Colours are not converted.
 */
public final class JpegCodec implements FrameCodec {

    // A block of 64 samples takes at least one bit, its DC difference; twice that is allowed for.
    private static final int MAX_PIXELS_PER_BYTE = 1024;

    /** Puts a row of a frame of three components where it belongs, as samples or as what is made of them. */
    public interface RowWriter {

        /**
         * Takes a row.
         *
         * @param lines a line of samples, 0 to 255, for each component; not written to
         * @param starts where the row starts in each of them
         * @param columns pixels of the row
         * @param out the frame
         * @param at where the row starts in it; three bytes per pixel
         */
        void write(short[][] lines, int[] starts, int columns, byte[] out, int at);
    }

    @Override
    public byte[] decode(byte[] data, FrameFormat format) throws CodecException {
        return decode(data, data.length, format);
    }

    /** Decodes one frame from the first {@code length} bytes of an array, for those who read many into the same one. */
    public byte[] decode(byte[] data, int length, FrameFormat format) throws CodecException {
        return decode(data, length, format, JpegRows::interleave);
    }

    /**
     * Decodes one frame of three components with 8 bits, and leaves it to somebody else what becomes of its samples.
     *
     * @return {@code format.sizeBytes()} bytes, as {@code rows} wrote them
     * @throws CodecException if the data is damaged, of another kind, or does not agree with {@code format}
     */
    public byte[] decode(byte[] data, int length, FrameFormat format, RowWriter rows) throws CodecException {
        JpegHeader header = JpegHeader.read(data, length);
        if (header.process() == 3 && format.samples() == 1) {
            // Some files name the wrong one of two kinds of JPEG; the stream itself cannot be mistaken.
            return new JpegLosslessCodec().decode(Arrays.copyOf(data, length), format);
        }
        if (header.process() > 2) {
            throw new CodecException("JPEG process SOF" + header.process()
                    + " is not decoded here; baseline, extended and progressive JPEG are.");
        }
        header.check(format);
        if (header.precision() != 8 && (header.precision() != 12 || header.process() == 0)) {
            throw new CodecException("JPEG with " + header.precision() + " bits per sample in process SOF"
                    + header.process() + " is not decoded here.");
        }
        if (format.pixels() > (long) length * MAX_PIXELS_PER_BYTE) {
            throw new CodecException("A JPEG frame of " + length + " bytes cannot hold " + format.columns() + " x "
                    + format.rows() + " pixels; it is cut off.");
        }
        return new JpegDct(data, length, format, header, rows).decode();
    }
}
