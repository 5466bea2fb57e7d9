package org.credence.dicom.video;

import java.io.IOException;
import java.lang.ref.Cleaner;
import org.credence.dicom.spi.VideoDecoder;
import org.credence.dicom.spi.VideoFormat;
import org.credence.dicom.spi.VideoStream;
import org.credence.dicom.video.internal.ColorConversion;
import org.credence.dicom.video.internal.OpenVideos;
import org.credence.dicom.video.internal.Picture;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * Decodes MPEG-2, H.264 and HEVC by FFmpeg, out of MPEG transport and program streams, MP4, and elementary streams.
 * Thread-safe. Native libraries are loaded when the first frame is asked for.
 *
 * <p>At most four videos hold native decoders at a time, those used last; a video that cannot be reached any more holds
 * none. Closing frees them all.
 */
@Component(service = VideoDecoder.class)
public final class FfmpegVideoDecoder implements VideoDecoder, AutoCloseable {

    private static final int MAX_OPEN = 4;

    private final OpenVideos open = new OpenVideos(MAX_OPEN);
    private final Cleaner cleaner = Cleaner.create();

    @Activate
    public FfmpegVideoDecoder() {}

    @Override
    public Video video(VideoStream stream, VideoFormat format) {
        OpenVideos.Source source = new OpenVideos.Source(stream, format);
        Video video = new FfmpegVideo(open, source);
        cleaner.register(video, new Release(open, source));
        return video;
    }

    /** Frees what is held for all videos; decoding afterwards fails. */
    @Override
    @Deactivate
    public void close() {
        open.close();
    }

    private record FfmpegVideo(OpenVideos open, OpenVideos.Source source) implements Video {
        @Override
        public byte[] decode(int index) throws IOException {
            Picture picture = open.decode(source, index);
            return ColorConversion.toRgb(picture);
        }
    }

    /** What happens when a video is gone; knows everything but the video. */
    private record Release(OpenVideos open, OpenVideos.Source source) implements Runnable {
        @Override
        public void run() {
            open.release(source);
        }
    }
}
