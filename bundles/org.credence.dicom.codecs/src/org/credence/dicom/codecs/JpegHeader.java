package org.credence.dicom.codecs;

/**
 * What the frame header of a JPEG stream says (ITU-T T.81, B.2.2).
 *
 * @param process the number of the start-of-frame marker: 0 baseline, 1 extended, 2 progressive, 3 lossless, ...
 * @param precision bits per sample
 * @param rows lines, 0 if their number comes behind the first scan
 * @param columns samples per line
 * @param components of a pixel
 * @param subsampled whether some component has fewer samples than another
 * @param colors what the stream itself says its components are
 */
public record JpegHeader(
        int process, int precision, int rows, int columns, int components, boolean subsampled, Colors colors) {

    /** What application markers say about three components: Adobe's transform, else that JFIF means luma and chroma. */
    public enum Colors {
        UNSAID,
        RGB,
        YBR
    }

    /**
     * Finds and reads the frame header.
     *
     * @throws CodecException if the data is no JPEG stream, or ends before its frame header
     */
    public static JpegHeader read(byte[] data) throws CodecException {
        return read(data, data.length);
    }

    /** The same for a stream of {@code length} bytes at the start of an array. */
    public static JpegHeader read(byte[] data, int length) throws CodecException {
        if (length < 4 || (data[0] & 0xff) != 0xff || (data[1] & 0xff) != 0xd8) {
            throw new CodecException("A JPEG frame starts with FF D8, got: " + start(data, length) + ".");
        }
        Colors colors = Colors.UNSAID;
        int p = 2;
        while (p + 4 <= length) {
            if ((data[p] & 0xff) != 0xff) {
                throw new CodecException("A JPEG marker is missing at byte " + p + " of the frame.");
            }
            int marker = data[p + 1] & 0xff;
            if (marker == 0xff) {
                p++;
                continue;
            }
            if (marker == 0xd8 || marker >= 0xd0 && marker <= 0xd7 || marker == 0x01) {
                // These stand alone.
                p += 2;
                continue;
            }
            int size = (data[p + 2] & 0xff) << 8 | data[p + 3] & 0xff;
            boolean frameHeader =
                    marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
            if (frameHeader) {
                if (p + 2 + size > length) {
                    throw new CodecException("The JPEG frame header at byte " + p + " is cut off.");
                }
                return frameHeader(data, p, marker - 0xc0, size, colors);
            }
            if (marker == 0xda || marker == 0xd9 || size < 2) {
                break;
            }
            if (marker == 0xe0 && colors == Colors.UNSAID && holds(data, p + 4, length, "JFIF")) {
                colors = Colors.YBR;
            } else if (marker == 0xee && size >= 14 && holds(data, p + 4, length, "Adobe") && p + 15 < length) {
                colors = data[p + 15] == 0 ? Colors.RGB : Colors.YBR;
            }
            p += 2 + size;
        }
        throw new CodecException("The JPEG frame of " + length + " bytes has no frame header; it is cut off.");
    }

    /**
     * Compares the frame header with what the data set declares.
     *
     * @throws CodecException if they do not agree
     */
    void check(FrameFormat format) throws CodecException {
        boolean otherRows = rows != 0 && rows != format.rows();
        if (otherRows || columns != format.columns() || components != format.samples()) {
            throw new CodecException("The JPEG frame is " + columns + " x " + rows + " x " + components
                    + ", but the data set declares " + format.columns() + " x " + format.rows() + " x "
                    + format.samples()
                    + ".");
        }
        if (precision < 2 || precision > format.bitsAllocated()) {
            throw new CodecException("The JPEG frame has " + precision + " bits per sample, but the data set allocates "
                    + format.bitsAllocated() + ".");
        }
    }

    private static JpegHeader frameHeader(byte[] data, int p, int process, int size, Colors colors)
            throws CodecException {
        if (size < 8) {
            throw new CodecException("The JPEG frame header at byte " + p + " is cut off.");
        }
        int components = data[p + 9] & 0xff;
        if (size < 8 + 3 * components) {
            throw new CodecException(
                    "The JPEG frame header declares " + components + " components in " + size + " bytes.");
        }
        boolean subsampled = false;
        for (int c = 1; c < components; c++) {
            subsampled |= data[p + 11 + 3 * c] != data[p + 11];
        }
        return new JpegHeader(
                process,
                data[p + 4] & 0xff,
                (data[p + 5] & 0xff) << 8 | data[p + 6] & 0xff,
                (data[p + 7] & 0xff) << 8 | data[p + 8] & 0xff,
                components,
                subsampled,
                colors);
    }

    private static boolean holds(byte[] data, int at, int end, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (at + i >= end || data[at + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static String start(byte[] data, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.min(4, length); i++) {
            text.append(String.format(i == 0 ? "%02X" : " %02X", data[i]));
        }
        return length == 0 ? "nothing" : text.toString();
    }
}
