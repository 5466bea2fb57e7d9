package org.credence.dicom.spi;

import java.io.IOException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Decodes the videos of DICOM files (MPEG-2, H.264, HEVC). Implemented around a codec library and registered as an OSGi
 * service, or handed to {@link org.credence.dicom.DicomImageSource#DicomImageSource(VideoDecoder)}. Thread-safe.
 *
 * <p>Bytes are hostile: an implementation bounds memory, time and what it holds open itself.
 */
@ConsumerType
public interface VideoDecoder {

    /**
     * A video, of which nothing is read before a frame is asked for. Nobody closes it: what it holds outside of the Java
     * heap is bounded for all videos of a decoder together, and is freed once the video cannot be reached any more.
     *
     * @param stream its bytes
     * @param format what the data set says of it
     */
    Video video(VideoStream stream, VideoFormat format);

    /** One video. Thread-safe. */
    @ConsumerType
    interface Video {

        /**
         * Decodes a frame, exactly as the stream has it; blocks. Frames in their order cost least. Interrupting the thread
         * stops it with an {@link java.io.InterruptedIOException}.
         *
         * @param index the frame in the order in which they are shown, from 0
         * @return a new array of rows x columns x 3 samples, RGB, pixel-interleaved, full range; a byte each where the format
         *     has 8 bits, else two in little-endian order
         * @throws IOException if the stream is not of the format, has another number of frames, or this frame is damaged or
         *     depends on one that is; the message says why and ends without a full stop
         */
        byte[] decode(int index) throws IOException;
    }
}
