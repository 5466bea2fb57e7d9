package org.credence.dicom.internal;

import java.io.IOException;
import org.credence.dicom.DicomException;
import org.credence.dicom.spi.VideoDecoder;
import org.credence.dicom.spi.VideoFormat;
import org.credence.dicom.spi.VideoStream;

/**
 * The frames of a video (PS3.5, 8.2.5 to 8.2.12): its fragments joined are one stream, which a {@link VideoDecoder} decodes.
 * Thread-safe.
 */
final class VideoFrames {

    private static final String TWO_VIEWS = "1.2.840.10008.1.2.4.106";

    private final DicomFile file;
    private final PixelLayout layout;
    private final int frames;
    private final VideoStream stream;
    private VideoDecoder.Video video;

    private VideoFrames(DicomFile file, PixelLayout layout, int frames, VideoStream stream) {
        this.file = file;
        this.layout = layout;
        this.frames = frames;
        this.stream = stream;
    }

    /**
     * The frames of a file, checked as far as that goes without decoding.
     *
     * @throws DicomException if the file ends within the video
     */
    static VideoFrames of(DicomFile file, Element.Value.Fragments fragments, PixelLayout layout, int frames)
            throws DicomException {
        if (fragments.offsets().length < 2) {
            throw damaged(file, "is damaged: its video has no fragments.");
        }
        if (!fragments.ended()) {
            throw damaged(file, "is cut off: its pixel data does not end; copy the file again from where it came.");
        }
        return new VideoFrames(file, layout, frames, new JoinedFragments(fragments));
    }

    private static DicomException damaged(DicomFile file, String what) {
        return new DicomException("File " + file.path() + " " + what, Tag.PIXEL_DATA, -1);
    }

    /** @throws DicomException if no decoder is there, none for videos of this kind, or the header describes no video */
    void checkDecodable() throws DicomException {
        String reason = null;
        if (file.transferSyntax().uid().startsWith(TWO_VIEWS)) {
            reason =
                    "which has two views, of which decoders give one; take the frames out of the video with another program"
                            + " and wrap them as images.";
        } else if (file.video() == null) {
            reason = "which is a video; install the feature org.credence.video.feature to see it.";
        }
        if (reason != null) {
            throw new DicomException(
                    "The pixels of file " + file.path() + " are in transfer syntax "
                            + file.transferSyntax().describe() + ", " + reason,
                    Tag.TRANSFER_SYNTAX_UID,
                    -1);
        }
        if (layout.samples() != 3 || layout.bitsStored() < 8 || layout.format().sampleBytes() > 2) {
            throw damaged(
                    file,
                    "should have 3 samples of 8 to 16 bits per pixel, as videos have, but has " + layout.samples()
                            + " of " + layout.bitsStored() + "; it is damaged.");
        }
    }

    /**
     * One frame: RGB, pixel-interleaved, in containers of Bits Allocated bits.
     *
     * @param frame from 0
     */
    byte[] samples(int frame) throws DicomException {
        checkDecodable();
        if (layout.pixels() * 3 * layout.format().sampleBytes() > Integer.MAX_VALUE - 16) {
            throw new DicomException("Frame " + (frame + 1) + " of file " + file.path() + " has " + layout.columns()
                    + " x " + layout.rows() + " pixels, more than can be decoded in one piece.");
        }
        try {
            return contained(video().decode(frame));
        } catch (IOException e) {
            throw new DicomException(
                    "Frame " + (frame + 1) + " of file " + file.path() + " cannot be decoded: " + DicomFile.reason(e)
                            + ".",
                    e);
        }
    }

    private synchronized VideoDecoder.Video video() {
        if (video == null) {
            video = file.video()
                    .video(stream, new VideoFormat(layout.columns(), layout.rows(), frames, layout.bitsStored()));
        }
        return video;
    }

    /** Samples as the data set says that they lie in their containers. */
    private byte[] contained(byte[] samples) {
        int shift = layout.highBit() - layout.bitsStored() + 1;
        int from = layout.bitsStored() == 8 ? 1 : 2;
        int to = layout.format().sampleBytes();
        if (shift == 0 && from == to) {
            return samples;
        }
        byte[] contained = new byte[samples.length / from * to];
        for (int i = 0; i < samples.length / from; i++) {
            int value = samples[i * from] & 0xff | (from == 2 ? (samples[2 * i + 1] & 0xff) << 8 : 0);
            for (int b = 0; b < to; b++) {
                contained[i * to + b] = (byte) (value << shift >> 8 * b);
            }
        }
        return contained;
    }
}
