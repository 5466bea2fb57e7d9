package org.credence.dicom.codecs;

/**
 * JPEG 2000 (ISO/IEC 15444-1), reversible and irreversible, with everything that Part 1 allows but subsampled components, and
 * high-throughput JPEG 2000 (ISO/IEC 15444-15) with one set of passes for each code-block; as a bare code stream or in a JP2
 * file. Reversible frames come out exactly. The component transform is undone, so that YBR_RCT and YBR_ICT come out as RGB;
 * other colour spaces stay.
 *
 * <p>A frame of more than a few kilobytes is decoded on the caller's thread and on those of the common pool that are free.
 */
public final class Jpeg2000Codec implements FrameCodec {

    @Override
    public byte[] decode(byte[] data, FrameFormat format) throws CodecException {
        CodeStream stream = CodeStream.read(data, format);
        Effort effort = new Effort(data.length);
        byte[] out = new byte[format.arrayLength()];
        for (CodeStream.Tile tile : stream.tiles()) {
            new TileDecoder(stream, tile).decode(effort, format, out);
        }
        return out;
    }
}
