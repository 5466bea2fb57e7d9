package org.credence.dicom.codecs;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * The marker segments of a JPEG 2000 code stream (ISO/IEC 15444-1, Annex A), and for each tile its parameters and the bytes of
 * its parts, joined. Checked against what the data set declares before anything is allocated. Immutable once read.
 */
final class CodeStream {

    private static final int SOC = 0xff4f;
    private static final int SIZ = 0xff51;
    private static final int PPM = 0xff60;
    private static final int PPT = 0xff61;
    private static final int SOT = 0xff90;
    private static final int SOD = 0xff93;
    private static final int EOC = 0xffd9;

    // A tile-part has at least the markers SOT and SOD.
    private static final int LEAST_TILE_BYTES = 14;
    private static final int MAX_TILES = 65535;

    // An empty frame of a mask takes little more than its headers, whatever its size; no large image comes near the
    // ratio.
    private static final long MAX_SAMPLES = 1L << 24;
    private static final long MAX_SAMPLES_PER_BYTE = 1L << 12;

    /** Samples of one component. */
    record Component(int bits, boolean signed) {}

    /** The packets of a tile: a range of bytes. */
    record Packets(byte[] data, int start, int end) {

        int length() {
            return end - start;
        }
    }

    /** A tile: its rectangle on the reference grid, what its headers say, and its packets. */
    static final class Tile {

        final int x0;
        final int y0;
        final int x1;
        final int y1;
        final CodingParameters parameters;
        private Packets body;
        private ByteArrayOutputStream headers;
        private int parts;

        private Tile(int x0, int y0, int x1, int y1, CodingParameters parameters) {
            this.x0 = x0;
            this.y0 = y0;
            this.x1 = x1;
            this.y1 = y1;
            this.parameters = parameters;
        }

        Packets body() {
            return body;
        }

        /** Packet headers that are not in the body; null where they are. */
        byte[] headers() {
            return headers == null ? null : headers.toByteArray();
        }

        private void add(byte[] data, int start, int end) {
            if (body == null) {
                body = new Packets(data, start, end);
                return;
            }
            // Parts are joined in an array that grows by more than is added, so that many take no longer than few.
            int length = body.length() + end - start;
            byte[] joined = body.data;
            if (joined == data || joined.length < length) {
                joined = new byte[Math.min(data.length, 2 * length)];
                System.arraycopy(body.data, body.start, joined, 0, body.length());
            }
            System.arraycopy(data, start, joined, body.length(), end - start);
            body = new Packets(joined, 0, length);
        }

        private void addHeaders(byte[] bytes) {
            headers = headers == null ? new ByteArrayOutputStream() : headers;
            headers.writeBytes(bytes);
        }
    }

    private final byte[] data;
    private int at;
    private int end;
    private int x0;
    private int y0;
    private Component[] components;
    private CodingParameters main;
    private Tile[] tiles;
    private List<byte[]> packedHeaders;
    private int packedRead;

    private CodeStream(byte[] data, int start, int end) {
        this.data = data;
        this.at = start;
        this.end = end;
    }

    /**
     * Reads the code stream of a frame, which may be wrapped in a JP2 file.
     *
     * @throws CodecException if it is damaged, cut off, not decoded here, or not what the data set declares
     */
    static CodeStream read(byte[] data, FrameFormat format) throws CodecException {
        int[] range = range(data);
        CodeStream stream = new CodeStream(data, range[0], range[1]);
        stream.readMain(format);
        stream.readTiles();
        return stream;
    }

    /** First byte and end of the code stream, in the box jp2c if there are boxes (Annex I). */
    private static int[] range(byte[] data) throws CodecException {
        boolean boxes = data.length >= 12 && int32(data, 0) == 12 && int32(data, 4) == 0x6a502020;
        for (long p = 0; boxes && p + 8 <= data.length; ) {
            long length = int32(data, (int) p) & 0xffffffffL;
            int header = 8;
            if (length == 1 && p + 16 <= data.length) {
                length = (long) int32(data, (int) p + 8) << 32 | int32(data, (int) p + 12) & 0xffffffffL;
                header = 16;
            } else if (length == 0) {
                length = data.length - p;
            }
            if (length < header || length > data.length - p) {
                throw new CodecException("The JP2 box at byte " + p + " of the frame is damaged or cut off.");
            }
            if (int32(data, (int) p + 4) == 0x6a703263) {
                return new int[] {(int) p + header, (int) (p + length)};
            }
            p += length;
        }
        if (boxes) {
            throw new CodecException("The JP2 file in the frame holds no code stream.");
        }
        return new int[] {0, data.length};
    }

    private static int int32(byte[] data, int p) {
        return data[p] << 24 | (data[p + 1] & 0xff) << 16 | (data[p + 2] & 0xff) << 8 | data[p + 3] & 0xff;
    }

    int x0() {
        return x0;
    }

    int y0() {
        return y0;
    }

    Component[] components() {
        return components;
    }

    Tile[] tiles() {
        return tiles;
    }

    private int u16(int p) throws CodecException {
        if (p + 2 > end) {
            throw new CodecException("The JPEG 2000 frame is cut off at byte " + end + ".");
        }
        return (data[p] & 0xff) << 8 | data[p + 1] & 0xff;
    }

    /** The marker segment at {@code at}, after which {@code at} is then. */
    private CodingParameters.Segment segment() throws CodecException {
        int length = u16(at + 2);
        if (length < 2 || length > end - at - 2) {
            throw new CodecException("The JPEG 2000 marker segment at byte " + at + " is cut off.");
        }
        CodingParameters.Segment segment = new CodingParameters.Segment(data, at + 4, at + 2 + length);
        at += 2 + length;
        return segment;
    }

    private void readMain(FrameFormat format) throws CodecException {
        if (u16(at) != SOC || u16(at + 2) != SIZ) {
            throw new CodecException("A JPEG 2000 frame starts with FF 4F FF 51.");
        }
        at += 2;
        size(segment(), format);
        TreeMap<Integer, byte[]> packed = new TreeMap<>();
        while (u16(at) != SOT) {
            int marker = u16(at);
            if (marker < 0xff50 || marker > 0xff7f) {
                throw new CodecException(
                        "A JPEG 2000 marker is missing or misplaced at byte " + at + " of the frame's header.");
            }
            CodingParameters.Segment segment = segment();
            if (marker == PPM) {
                pack(packed, segment);
            } else {
                main.read(marker, segment);
            }
        }
        if (!packed.isEmpty()) {
            unpack(packed);
        }
    }

    private void size(CodingParameters.Segment in, FrameFormat format) throws CodecException {
        in.u16();
        long right = in.u32();
        long bottom = in.u32();
        long left = in.u32();
        long top = in.u32();
        long tileWidth = in.u32();
        long tileHeight = in.u32();
        long tileLeft = in.u32();
        long tileTop = in.u32();
        int count = in.u16();
        if (right - left != format.columns() || bottom - top != format.rows() || count != format.samples()) {
            throw new CodecException("The JPEG 2000 frame has " + (right - left) + " x " + (bottom - top)
                    + " pixels of "
                    + count + " samples; " + format.columns() + " x " + format.rows() + " of " + format.samples()
                    + " are declared.");
        }
        if (right > Integer.MAX_VALUE || bottom > Integer.MAX_VALUE) {
            throw new CodecException(
                    "JPEG 2000 with coordinates up to " + right + ", " + bottom + " is not decoded here.");
        }
        if (tileWidth < 1
                || tileHeight < 1
                || tileLeft > left
                || tileTop > top
                || tileLeft + tileWidth <= left
                || tileTop + tileHeight <= top) {
            throw new CodecException("The first JPEG 2000 tile, " + tileWidth + " x " + tileHeight + " at " + tileLeft
                    + ", " + tileTop + ", holds nothing of the frame.");
        }
        format.arrayLength();
        if (format.pixels() * count > Math.max(MAX_SAMPLES, (end - (long) in.at()) * MAX_SAMPLES_PER_BYTE)) {
            throw new CodecException("A JPEG 2000 frame of " + end + " bytes cannot hold " + format.columns() + " x "
                    + format.rows() + " pixels; it is cut off.");
        }
        x0 = (int) left;
        y0 = (int) top;
        components = new Component[count];
        for (int c = 0; c < count; c++) {
            int depth = in.u8();
            components[c] = new Component((depth & 127) + 1, depth > 127);
            if (in.u8() != 1 || in.u8() != 1) {
                throw new CodecException("Subsampled JPEG 2000 is not decoded here.");
            }
            if (components[c].bits() > Math.min(26, 8 * format.sampleBytes())) {
                throw new CodecException("A JPEG 2000 sample of " + components[c].bits() + " bits does not fit the "
                        + format.bitsAllocated() + " bits allocated, or the 26 bits that are decoded here.");
            }
        }
        main = new CodingParameters(null, count);
        tiles(right, bottom, tileWidth, tileHeight, tileLeft, tileTop);
    }

    private void tiles(long right, long bottom, long width, long height, long left, long top) throws CodecException {
        long across = (right - left + width - 1) / width;
        long down = (bottom - top + height - 1) / height;
        if (across * down > (end - at) / LEAST_TILE_BYTES) {
            throw new CodecException("A JPEG 2000 frame of " + end + " bytes cannot hold " + across + " x " + down
                    + " tiles; it is cut off.");
        }
        if (across * down > MAX_TILES) {
            throw new CodecException("JPEG 2000 allows " + MAX_TILES + " tiles, got: " + across + " x " + down + ".");
        }
        tiles = new Tile[(int) (across * down)];
        for (int i = 0; i < tiles.length; i++) {
            long x = left + i % across * width;
            long y = top + i / across * height;
            tiles[i] = new Tile(
                    (int) Math.max(x, x0),
                    (int) Math.max(y, y0),
                    (int) Math.min(x + width, right),
                    (int) Math.min(y + height, bottom),
                    new CodingParameters(main, components.length));
        }
    }

    private void pack(TreeMap<Integer, byte[]> packed, CodingParameters.Segment in) throws CodecException {
        int index = in.u8();
        byte[] bytes = java.util.Arrays.copyOfRange(data, in.at(), in.at() + in.remaining());
        if (packed.put(index, bytes) != null) {
            throw new CodecException("The JPEG 2000 frame has the packed headers " + index + " twice.");
        }
    }

    /** Splits the packed headers of PPM (A.7.4) by tile-part. */
    private void unpack(TreeMap<Integer, byte[]> packed) throws CodecException {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        packed.values().forEach(joined::writeBytes);
        byte[] bytes = joined.toByteArray();
        packedHeaders = new ArrayList<>();
        for (int p = 0; p < bytes.length; ) {
            if (bytes.length - p < 4 || int32(bytes, p) < 0 || int32(bytes, p) > bytes.length - p - 4) {
                throw new CodecException("The packed packet headers of the JPEG 2000 frame are damaged.");
            }
            int n = int32(bytes, p);
            packedHeaders.add(java.util.Arrays.copyOfRange(bytes, p + 4, p + 4 + n));
            p += 4 + n;
        }
    }

    private void readTiles() throws CodecException {
        while (at + 2 <= end && u16(at) == SOT) {
            readTilePart();
        }
        // Some writers leave EOC out; that the tiles are whole shows when their packets are read.
        if (at + 2 <= end && u16(at) != EOC) {
            throw new CodecException("A JPEG 2000 marker is missing at byte " + at + " of the frame.");
        }
        for (int i = 0; i < tiles.length; i++) {
            if (tiles[i].parts == 0) {
                throw new CodecException(
                        "The JPEG 2000 frame is cut off: tile " + (i + 1) + " of " + tiles.length + " is missing.");
            }
        }
    }

    private void readTilePart() throws CodecException {
        int start = at;
        CodingParameters.Segment in = segment();
        int index = in.u16();
        long length = in.u32();
        int part = in.u8();
        if (index >= tiles.length || part != tiles[index].parts) {
            throw new CodecException("The JPEG 2000 frame has part " + (part + 1) + " of tile " + (index + 1)
                    + " out of order; it has " + tiles.length + " tiles.");
        }
        Tile tile = tiles[index];
        tile.parts++;
        TreeMap<Integer, byte[]> packed = new TreeMap<>();
        while (u16(at) != SOD) {
            int marker = u16(at);
            if (marker < 0xff50 || marker > 0xff7f) {
                throw new CodecException(
                        "A JPEG 2000 marker is missing or misplaced at byte " + at + " of a tile's header.");
            }
            CodingParameters.Segment segment = segment();
            if (marker == PPT) {
                pack(packed, segment);
            } else if (part == 0 || marker == 0xff5f) {
                tile.parameters.read(marker, segment);
            }
        }
        at += 2;
        // The last tile-part may go up to the end, whatever its length is.
        long last = length == 0 ? end : start + length;
        if (last < at || last > end) {
            throw new CodecException("The JPEG 2000 frame is cut off: part " + (part + 1) + " of tile " + (index + 1)
                    + " ends at byte " + last + " of " + end + ".");
        }
        tile.add(data, at, (int) last);
        at = (int) last;
        if (packedHeaders != null) {
            if (packedRead == packedHeaders.size()) {
                throw new CodecException("The JPEG 2000 frame lacks the packed headers of a tile-part.");
            }
            tile.addHeaders(packedHeaders.get(packedRead++));
        }
        packed.values().forEach(tile::addHeaders);
    }
}
