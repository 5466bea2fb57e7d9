package org.credence.dicom.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.credence.dicom.DicomException;
import org.credence.dicom.codecs.CodecException;
import org.credence.dicom.codecs.FrameEncoder;
import org.credence.imaging.Progress;

/** Some frames of a file, decoded and written in another way. Every frame is decoded once; never holds more than one. */
final class TranscodedFrames {

    private final DicomFile file;
    private final PixelData data;
    private final PixelLayout layout;
    private final List<Integer> frames;
    private final boolean packed;
    private final String photometric;
    private final Progress progress;

    /**
     * @param compressed whether frames will be compressed, which cannot be done with packed 4:2:2
     */
    TranscodedFrames(DicomFile file, PixelData data, List<Integer> frames, boolean compressed, Progress progress)
            throws DicomException {
        this.file = file;
        this.data = data;
        this.layout = data.layout();
        layout.checkWritable(file);
        this.frames = frames;
        this.progress = progress;
        this.packed = data.isSubsampled() && !compressed;
        this.photometric = written(data.stored(frames.get(0)).photometric());
    }

    /** The photometric interpretation of the samples as they are written. */
    String photometric() {
        return photometric;
    }

    /** What decoded samples are: decoders undo the transforms of JPEG 2000, and spread the chroma of JPEG. */
    private String written(String stored) throws DicomException {
        return switch (stored) {
            case "YBR_RCT", "YBR_ICT" -> "RGB";
            case "YBR_FULL_422" -> packed ? stored : "YBR_FULL";
            case "YBR_PARTIAL_422", "YBR_PARTIAL_420" -> {
                if (packed) {
                    yield stored;
                }
                throw new DicomException(
                        "File " + file.path() + " has colours in " + stored
                                + ", which has no name once they are decompressed; write secondary-capture.",
                        Tag.PHOTOMETRIC_INTERPRETATION,
                        -1);
            }
            default -> stored;
        };
    }

    private byte[] samples(int index) throws DicomException {
        progress.checkCancelled();
        progress.report((double) index / frames.size(), "Writing frame " + (index + 1) + " of " + frames.size());
        PixelData.StoredFrame frame = data.stored(frames.get(index));
        if (!written(frame.photometric()).equals(photometric)) {
            throw new DicomException(
                    "Frame " + (frames.get(index) + 1) + " of file " + file.path() + " is in " + frame.photometric()
                            + " and those before in " + photometric + "; write secondary-capture.",
                    Tag.PHOTOMETRIC_INTERPRETATION,
                    -1);
        }
        return data.isSubsampled() && !packed ? ColorAssembly.spread(frame.samples(), layout) : frame.samples();
    }

    /** The frames as they are written without compression. */
    Part10Writer.Pixels natively() {
        long bits = layout.frameBits(packed) * frames.size();
        if (data.isReal()) {
            boolean single = layout.bitsAllocated() == 32;
            return new Part10Writer.Pixels.Native(
                    single ? Tag.FLOAT_PIXEL_DATA : Tag.DOUBLE_FLOAT_PIXEL_DATA,
                    single ? Vr.OF : Vr.OD,
                    bits / 8,
                    this::writeBytes);
        }
        Vr vr = layout.bitsAllocated() > 8 ? Vr.OW : Vr.OB;
        return new Part10Writer.Pixels.Native(
                Tag.PIXEL_DATA, vr, (bits + 7) / 8, layout.bitsAllocated() == 1 ? this::writeBits : this::writeBytes);
    }

    private void writeBytes(OutputStream out) throws IOException {
        for (int i = 0; i < frames.size(); i++) {
            out.write(samples(i));
        }
    }

    /** Frames of single bits follow each other without padding, the lowest bit of a byte first (PS3.5, 8.1.1). */
    private void writeBits(OutputStream out) throws IOException {
        int bits = 0;
        int n = 0;
        for (int i = 0; i < frames.size(); i++) {
            for (byte bit : samples(i)) {
                bits |= (bit & 1) << n;
                if (++n == 8) {
                    out.write(bits);
                    bits = 0;
                    n = 0;
                }
            }
        }
        if (n > 0) {
            out.write(bits);
        }
    }

    /** The frames compressed without loss. */
    Part10Writer.Pixels compressed(FrameEncoder encoder) throws DicomException {
        if (data.isReal()) {
            throw new DicomException("File " + file.path() + " has real numbers, which cannot be compressed; write"
                    + " dicom, which does not compress.");
        }
        long bytes = layout.format().sizeBytes() * frames.size();
        return new Part10Writer.Pixels.Compressed(frames.size(), bytes, i -> {
            try {
                return encoder.encode(samples(i), layout.format(), layout.bitsStored());
            } catch (CodecException e) {
                throw new DicomException(
                        "Frame " + (frames.get(i) + 1) + " of file " + file.path() + " cannot be compressed: "
                                + e.getMessage().replaceFirst("\\.$", "") + "; write dicom, which does not compress.",
                        e);
            }
        });
    }
}
