package org.credence.dicom.video.internal;

import java.io.IOException;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * Takes the packets of the first video out of its container. Only the containers that DICOM knows are opened, told by how the
 * stream starts, and nothing but the stream itself is read. Used by one thread at a time, while the input is open.
 */
final class Demuxer implements AutoCloseable {

    private static final long NO_TIME = avutil.AV_NOPTS_VALUE;

    private final StreamInput input;
    private final String container;
    private final boolean cutOff;
    private AVIOContext io;
    private AVFormatContext context;
    private int video = -1;
    private boolean fresh = true;

    private Demuxer(StreamInput input, String container, boolean cutOff) {
        this.input = input;
        this.cutOff = cutOff;
        this.container = container;
    }

    /**
     * Opens the container.
     *
     * @throws IOException if it is none that DICOM knows, or damaged
     */
    static Demuxer open(StreamInput input) throws IOException {
        byte[] start = input.start(1024);
        Demuxer demuxer = new Demuxer(input, container(start), isCutOff(start, input.size()));
        demuxer.reopen();
        return demuxer;
    }

    /** FFmpeg's name for the container that a stream starts as. */
    private static String container(byte[] start) throws IOException {
        if (start.length >= 8 && start[4] == 'f' && start[5] == 't' && start[6] == 'y' && start[7] == 'p') {
            return "mov";
        }
        if (transportPacket(start) > 0) {
            return "mpegts";
        }
        int at = 0;
        while (at + 4 < start.length && start[at] == 0) {
            at++;
        }
        if (at >= 2 && start[at] == 1) {
            int code = start[at + 1] & 0xff;
            if (code == 0xba) {
                return "mpeg";
            }
            if (code == 0xb3) {
                return "mpegvideo";
            }
            boolean hevcSets = code == 0x40 && start[at + 2] == 1 || code == 0x42 && start[at + 2] == 1 || code == 0x46;
            return hevcSets ? "hevc" : "h264";
        }
        throw new IOException("it is no MP4, MPEG transport, program or elementary stream");
    }

    /** Bytes of a packet of a transport stream; 0 if this is none. */
    private static int transportPacket(byte[] start) {
        for (int size : new int[] {188, 192, 204}) {
            // M2TS puts a time of four bytes before each packet.
            int at = size == 192 ? 4 : 0;
            if (at + 2 * size < start.length
                    && start[at] == 0x47
                    && start[at + size] == 0x47
                    && start[at + 2 * size] == 0x47) {
                return size;
            }
        }
        return 0;
    }

    /** Whether a transport stream ends within a packet; a byte to make the length even is none. */
    private static boolean isCutOff(byte[] start, long size) {
        int packet = transportPacket(start);
        return packet > 0 && size % packet > 1;
    }

    /** Whether the stream ends where it cannot end, so that its last picture lacks something. */
    boolean isCutOff() {
        return cutOff;
    }

    /** Opens the container anew, at its first packet. */
    private void reopen() throws IOException {
        close();
        AVInputFormat format = avformat.av_find_input_format(container);
        io = input.context();
        context = avformat.avformat_alloc_context();
        context.pb(io);
        // Times are those that the container states, or none.
        context.flags(context.flags() | AVFormatContext.AVFMT_FLAG_NOFILLIN);
        AVDictionary options = new AVDictionary(null);
        avutil.av_dict_set(options, "format_whitelist", format.name().getString(), 0);
        avutil.av_dict_set(options, "protocol_whitelist", "none", 0);
        int result;
        try {
            result = avformat.avformat_open_input(context, "", format, options);
        } finally {
            avutil.av_dict_free(options);
        }
        if (result < 0) {
            // It has freed its context.
            context = null;
            close();
            input.check();
            throw new IOException("its container is damaged (" + reason(result) + ")");
        }
        fresh = true;
    }

    /**
     * Reads the next packet of the video.
     *
     * @return whether there was one
     */
    boolean next(AVPacket packet) throws IOException {
        fresh = false;
        while (true) {
            avcodec.av_packet_unref(packet);
            int result = avformat.av_read_frame(context, packet);
            input.check();
            if (result == avutil.AVERROR_EOF()) {
                return false;
            }
            if (result < 0) {
                throw new IOException("its container is damaged (" + reason(result) + ")");
            }
            if (video < 0) {
                choose(packet.stream_index());
            }
            if (packet.stream_index() == video) {
                return true;
            }
        }
    }

    private void choose(int stream) throws IOException {
        AVCodecParameters parameters = context.streams(stream).codecpar();
        if (parameters.codec_type() != avutil.AVMEDIA_TYPE_VIDEO) {
            return;
        }
        int codec = parameters.codec_id();
        if (codec != avcodec.AV_CODEC_ID_MPEG2VIDEO
                && codec != avcodec.AV_CODEC_ID_H264
                && codec != avcodec.AV_CODEC_ID_HEVC) {
            throw new IOException("it is compressed by "
                    + avcodec.avcodec_get_name(codec).getString() + ", which is no MPEG-2, H.264 or HEVC");
        }
        video = stream;
    }

    /** What the container says of the codec; known once a packet was read. */
    AVCodecParameters parameters() {
        return context.streams(video).codecpar();
    }

    /**
     * Makes sure that {@code packet} holds the packet of that number.
     *
     * @throws IOException if the stream does not give it again
     */
    void seek(AVPacket packet, int number, PacketIndex index) throws IOException {
        if (number > 0 && seekNear(number, index)) {
            for (int i = 0; i < 256 && next(packet); i++) {
                if (index.matches(number, packet)
                        && (packet.pts() == index.pts(number) || index.pts(number) == NO_TIME)) {
                    return;
                }
            }
        }
        if (!fresh) {
            reopen();
        }
        for (int i = 0; i <= number; i++) {
            if (!next(packet) || !index.matches(i, packet)) {
                throw new IOException("its packets are not what they were; open the file again");
            }
        }
    }

    private boolean seekNear(int number, PacketIndex index) throws IOException {
        fresh = false;
        int result;
        if (container.equals("mov")) {
            result = index.dts(number) == NO_TIME
                    ? -1
                    : avformat.av_seek_frame(context, video, index.dts(number), avformat.AVSEEK_FLAG_BACKWARD);
        } else {
            result = index.position(number) < 0
                    ? -1
                    : avformat.av_seek_frame(context, -1, index.position(number), avformat.AVSEEK_FLAG_BYTE);
        }
        input.check();
        return result >= 0;
    }

    static String reason(int error) {
        byte[] text = new byte[128];
        avutil.av_strerror(error, text, text.length);
        int end = 0;
        while (end < text.length && text[end] != 0) {
            end++;
        }
        return new String(text, 0, end, java.nio.charset.StandardCharsets.UTF_8).toLowerCase(java.util.Locale.ROOT);
    }

    @Override
    public void close() {
        if (context != null) {
            avformat.avformat_close_input(context);
            context = null;
        }
        if (io != null) {
            StreamInput.free(io);
            io = null;
        }
    }
}
