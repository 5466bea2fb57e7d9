package org.credence.dicom.codecs;

/**
 * JPEG 2000 (ISO/IEC 15444-1), reversible and irreversible, with everything that Part 1 allows but subsampled components, and
 * high-throughput JPEG 2000 (ISO/IEC 15444-15) with one set of passes for each code-block; as a bare code stream or in a JP2
 * file. Reversible frames come out exactly. The component transform is undone, so that YBR_RCT and YBR_ICT come out as RGB;
 * other colour spaces stay.
 */
public final class Jpeg2000Codec implements FrameCodec {

    @Override
    public byte[] decode(byte[] data, FrameFormat format) throws CodecException {
        CodeStream stream = CodeStream.read(data, format);
        byte[] out = new byte[format.arrayLength()];
        CodeStream.Component[] components = stream.components();
        for (CodeStream.Tile tile : stream.tiles()) {
            int[][] planes = new TileDecoder(tile, components).decode();
            for (int c = 0; c < planes.length; c++) {
                store(planes[c], tile, stream, format, c, out);
            }
        }
        return out;
    }

    /** Samples keep their sign in the high bits of their container. */
    private static void store(
            int[] plane, CodeStream.Tile tile, CodeStream stream, FrameFormat format, int component, byte[] out) {
        int width = format.sampleBytes();
        int step = format.samples() * width;
        int columns = tile.x1 - tile.x0;
        for (int y = tile.y0, i = 0; y < tile.y1; y++) {
            int o = ((y - stream.y0()) * format.columns() + tile.x0 - stream.x0()) * step + component * width;
            for (int x = 0; x < columns; x++, i++, o += step) {
                int value = plane[i];
                out[o] = (byte) value;
                for (int b = 1; b < width; b++) {
                    out[o + b] = (byte) (value >> 8 * b);
                }
            }
        }
    }
}
