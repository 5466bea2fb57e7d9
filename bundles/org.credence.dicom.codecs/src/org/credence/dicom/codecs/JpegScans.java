package org.credence.dicom.codecs;

/**
 * Walks through the marker segments of a JPEG stream (T.81, Annex B), keeps its tables, and hands every scan to whoever
 * decodes its process. Used by one thread, for one frame.
 */
final class JpegScans {

    /**
     * A component of the frame.
     *
     * @param id its identifier
     * @param horizontal sampling factor
     * @param vertical sampling factor
     * @param quantization number of its quantization table
     */
    record Component(int id, int horizontal, int vertical, int quantization) {}

    /**
     * One scan.
     *
     * @param components indices of its components
     * @param dc the table of each for DC coefficients or differences
     * @param ac the table of each for AC coefficients; null entries where there is none
     * @param start start of spectral selection, or predictor
     * @param end of spectral selection
     * @param high bits that a progressive scan refines what was read before by, 0 if it is the first
     * @param low bits that a progressive scan leaves to later ones, or point transform
     * @param restartInterval in MCUs, 0 for none
     */
    record Scan(
            int[] components,
            HuffmanTable[] dc,
            HuffmanTable[] ac,
            int start,
            int end,
            int high,
            int low,
            int restartInterval) {}

    /** Decodes the entropy-coded data of one scan. */
    interface ScanDecoder {
        void decode(Scan scan, JpegBits bits) throws CodecException;
    }

    /** Added to the numbers of tables for AC coefficients. */
    private static final int AC = 4;

    // Encoders write about ten; each one goes over the whole picture, however few its bytes are.
    private static final int MAX_SCANS = 100;

    private final byte[] data;
    private final int dataEnd;

    /** Tables for DC coefficients or differences, then those for AC coefficients; null until a scan uses them. */
    private final HuffmanTable[] tables = new HuffmanTable[8];

    /** Where the numbers of codes of each table are, 0 for none: a stream may define many that no scan uses. */
    private final int[] definitions = new int[8];

    private final int[][] quantization = new int[4][];
    private Component[] components = new Component[0];
    private boolean[] decoded = new boolean[0];
    private int restartInterval;
    private final FrameFormat format;

    /** Whether the frame header leaves the number of lines to a segment behind the first scan. */
    private boolean linesMissing;

    private boolean progressive;
    private int scans;

    /**
     * @param data the stream, up to {@code length}
     * @param format that the frame header was checked against
     */
    JpegScans(byte[] data, int length, FrameFormat format) {
        this.data = data;
        this.dataEnd = length;
        this.format = format;
    }

    Component[] components() {
        return components;
    }

    /** A quantization table in zigzag order, null if the stream has none of this number. */
    int[] quantization(int number) {
        return number < 0 || number > 3 ? null : quantization[number];
    }

    /**
     * Reads the stream to its end, or to the end of the data behind the last scan.
     *
     * @throws CodecException if it is damaged, or lacks a component
     */
    void read(ScanDecoder decoder) throws CodecException {
        int p = 2;
        while (p + 4 <= dataEnd) {
            if (byteAt(p) != 0xff) {
                throw new CodecException("A JPEG marker is missing at byte " + p + " of the frame.");
            }
            int marker = byteAt(p + 1);
            if (marker == 0xff) {
                p++;
                continue;
            }
            if (marker == 0xd9) {
                break;
            }
            if (marker == 0xd8 || marker >= 0xd0 && marker <= 0xd7 || marker == 0x01) {
                p += 2;
                continue;
            }
            int length = byteAt(p + 2) << 8 | byteAt(p + 3);
            int end = p + 2 + length;
            if (length < 2 || end > dataEnd) {
                throw new CodecException("The JPEG marker segment at byte " + p + " is cut off.");
            }
            int start = p + 4;
            p = end;
            if (marker == 0xc4) {
                huffmanTables(start, end);
            } else if (marker == 0xdb) {
                quantizationTables(start, end);
            } else if (marker == 0xdd) {
                need(start, end, 2);
                restartInterval = byteAt(start) << 8 | byteAt(start + 1);
            } else if (marker == 0xda) {
                JpegBits bits = new JpegBits(data, end, dataEnd);
                decoder.decode(scan(start, end), bits);
                p = bits.endOfScan();
            } else if (marker == 0xdc) {
                lines(start, end);
            } else if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc8 && marker != 0xcc) {
                progressive = marker == 0xc2;
                frame(start, end);
            }
        }
        for (int c = 0; c < components.length; c++) {
            if (!decoded[c]) {
                throw new CodecException("The JPEG frame is cut off: component " + (c + 1) + " is missing.");
            }
        }
        if (components.length == 0 || linesMissing) {
            throw new CodecException("The JPEG frame is cut off: it does not say how many lines it has.");
        }
    }

    private void lines(int start, int end) throws CodecException {
        need(start, end, 2);
        int lines = byteAt(start) << 8 | byteAt(start + 1);
        if (lines != format.rows()) {
            throw new CodecException(
                    "The JPEG frame has " + lines + " lines, but the data set declares " + format.rows() + ".");
        }
        linesMissing = false;
    }

    private void frame(int start, int end) throws CodecException {
        if (components.length > 0) {
            throw new CodecException(
                    "The JPEG stream holds more than one frame; hierarchical JPEG is not decoded here.");
        }
        need(start, end, 6);
        Component[] found = new Component[byteAt(start + 5)];
        need(start, end, 6 + 3 * found.length);
        if (found.length != format.samples()) {
            throw new CodecException("The JPEG frame has " + found.length + " components, but the data set declares "
                    + format.samples() + ".");
        }
        for (int c = 0; c < found.length; c++) {
            int at = start + 6 + 3 * c;
            found[c] = new Component(byteAt(at), byteAt(at + 1) >> 4, byteAt(at + 1) & 15, byteAt(at + 2));
        }
        components = found;
        decoded = new boolean[found.length];
        for (Component c : found) {
            if (c.horizontal() < 1 || c.horizontal() > 4 || c.vertical() < 1 || c.vertical() > 4) {
                throw new CodecException("A component of a JPEG frame has sampling factors of 1 to 4, got: "
                        + c.horizontal() + " x " + c.vertical() + ".");
            }
        }
        linesMissing = byteAt(start + 1) == 0 && byteAt(start + 2) == 0;
    }

    private Scan scan(int start, int end) throws CodecException {
        need(start, end, 1);
        int n = byteAt(start);
        need(start, end, 4 + 2 * n);
        if (++scans > MAX_SCANS) {
            throw new CodecException("JPEG with more than " + MAX_SCANS + " scans is not decoded here; it is damaged.");
        }
        if (n < 1 || n > 4) {
            throw new CodecException("A JPEG scan has 1 to 4 components, got: " + n + ".");
        }
        int at = start + 1 + 2 * n;
        int high = byteAt(at + 2) >> 4;
        // Scans in progressive order are of one kind of coefficient, and those that refine DC take no codes.
        boolean needsDc = !progressive || byteAt(at) == 0 && high == 0;
        boolean needsAc = !progressive || byteAt(at) > 0;
        int[] indices = new int[n];
        HuffmanTable[] dc = new HuffmanTable[n];
        HuffmanTable[] ac = new HuffmanTable[n];
        for (int i = 0; i < n; i++) {
            int id = byteAt(start + 1 + 2 * i);
            int numbers = byteAt(start + 2 + 2 * i);
            indices[i] = -1;
            for (int c = 0; c < components.length; c++) {
                if (components[c].id() == id && indices[i] < 0) {
                    indices[i] = c;
                }
            }
            if (indices[i] < 0 || numbers >> 4 > 3 || (numbers & 15) > 3) {
                throw new CodecException("A JPEG scan names component " + id + ", which the frame lacks.");
            }
            if (decoded[indices[i]] && !progressive) {
                throw new CodecException("Component " + (indices[i] + 1) + " of the JPEG frame comes twice.");
            }
            decoded[indices[i]] = true;
            dc[i] = needsDc ? huffmanTable(numbers >> 4) : null;
            ac[i] = needsAc ? huffmanTable(AC | numbers & 15) : null;
            if (needsDc && dc[i] == null) {
                throw new CodecException("A JPEG scan needs Huffman table " + (numbers >> 4) + ", which is missing.");
            }
        }
        return new Scan(indices, dc, ac, byteAt(at), byteAt(at + 1), high, byteAt(at + 2) & 15, restartInterval);
    }

    private void huffmanTables(int start, int end) throws CodecException {
        int p = start;
        while (p < end) {
            need(p, end, 17);
            int kind = byteAt(p);
            int total = 0;
            for (int i = 1; i <= 16; i++) {
                total += byteAt(p + i);
            }
            need(p, end, 17 + total);
            if ((kind & 15) > 3 || kind >> 4 > 1 || total > 256) {
                throw new CodecException("A JPEG Huffman table is numbered " + kind + " or has " + total + " codes.");
            }
            int number = kind >> 4 == 0 ? kind : AC | kind & 15;
            tables[number] = null;
            definitions[number] = p + 1;
            p += 17 + total;
        }
    }

    private HuffmanTable huffmanTable(int number) throws CodecException {
        int at = definitions[number];
        if (tables[number] == null && at != 0) {
            int[] counts = new int[16];
            int total = 0;
            for (int i = 0; i < 16; i++) {
                counts[i] = byteAt(at + i);
                total += counts[i];
            }
            byte[] values = java.util.Arrays.copyOfRange(data, at + 16, at + 16 + total);
            tables[number] = new HuffmanTable(counts, values, number < AC);
        }
        return tables[number];
    }

    private void quantizationTables(int start, int end) throws CodecException {
        int p = start;
        while (p < end) {
            int kind = byteAt(p);
            int width = (kind >> 4) + 1;
            need(p, end, 1 + 64 * width);
            if (kind >> 4 > 1 || (kind & 15) > 3) {
                throw new CodecException("A JPEG quantization table is numbered " + kind + ".");
            }
            int[] table = new int[64];
            for (int i = 0; i < 64; i++) {
                int at = p + 1 + i * width;
                table[i] = width == 1 ? byteAt(at) : byteAt(at) << 8 | byteAt(at + 1);
            }
            quantization[kind & 15] = table;
            p += 1 + 64 * width;
        }
    }

    private void need(int start, int end, int bytes) throws CodecException {
        if (end - start < bytes) {
            throw new CodecException("A JPEG marker segment at byte " + start + " is too short.");
        }
    }

    private int byteAt(int offset) {
        return data[offset] & 0xff;
    }
}
