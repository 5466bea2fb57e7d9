package org.credence.dicom.codecs;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Deflated Image Frame Compression (PS3.5, A.4.13): the bytes of a native frame, deflated. Samples come out in the order that
 * they were stored in, plane by plane where the data set says so; single bits as bytes.
 */
public final class DeflatedFrameCodec implements FrameCodec {

    private static final int MAX_EXPANSION = 1032;

    @Override
    public byte[] decode(byte[] data, FrameFormat format) throws CodecException {
        int length = format.arrayLength();
        int stored = format.bitsAllocated() == 1 ? SingleBits.packedLength(length) : length;
        if (stored > (long) data.length * MAX_EXPANSION) {
            throw new CodecException(
                    "A deflated frame of " + data.length + " bytes cannot hold " + stored + " bytes; it is cut off.");
        }
        byte[] bytes = new byte[stored];
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(data);
            int n = 0;
            while (n < stored) {
                int more = inflater.inflate(bytes, n, stored - n);
                if (more == 0) {
                    throw new CodecException("A deflated frame holds " + n + " bytes; " + stored + " are declared.");
                }
                n += more;
            }
        } catch (DataFormatException e) {
            throw new CodecException("A deflated frame is damaged: " + e.getMessage() + ".", e);
        } finally {
            inflater.end();
        }
        return format.bitsAllocated() == 1 ? SingleBits.unpacked(bytes, length) : bytes;
    }
}
