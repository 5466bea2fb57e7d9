package org.credence.dicom.video;

import java.io.IOException;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * Makes videos whose every frame is known: a row of blocks, light or dark, spells its number in binary; below are gray levels
 * that move, and a band of one colour.
 */
final class TestClip {

    static final int COLUMNS = 192;
    static final int ROWS = 144;

    private static final int BLOCK = 16;
    private static final int BITS = 10;

    /** Luma and chroma of the band, limited range. */
    static final int[] BAND = {120, 90, 200};

    private TestClip() {}

    /**
     * Writes a clip.
     *
     * @param codec FFmpeg's name of an encoder: mpeg2video or libopenh264
     * @param container FFmpeg's name of a container: mpegts, mp4, vob, mpeg2video, h264
     * @param reordered pictures in a row that refer to later ones
     */
    static Path write(Path file, String codec, String container, int frames, int group, int reordered)
            throws IOException {
        AVFormatContext format = new AVFormatContext(null);
        check(avformat.avformat_alloc_output_context2(format, null, container, file.toString()));
        AVCodec encoder = avcodec.avcodec_find_encoder_by_name(codec);
        AVCodecContext context = avcodec.avcodec_alloc_context3(encoder);
        AVRational tick = avutil.av_make_q(1, 25);
        context.width(COLUMNS).height(ROWS).pix_fmt(avutil.AV_PIX_FMT_YUV420P);
        context.time_base(tick)
                .gop_size(group)
                .max_b_frames(reordered)
                .bit_rate(4_000_000)
                .thread_count(1);
        context.framerate(avutil.av_make_q(25, 1));
        if ((format.oformat().flags() & avformat.AVFMT_GLOBALHEADER) != 0) {
            context.flags(context.flags() | avcodec.AV_CODEC_FLAG_GLOBAL_HEADER);
        }
        check(avcodec.avcodec_open2(context, encoder, (AVDictionary) null));
        AVStream stream = avformat.avformat_new_stream(format, null);
        stream.time_base(tick);
        check(avcodec.avcodec_parameters_from_context(stream.codecpar(), context));
        AVIOContext io = new AVIOContext(null);
        check(avformat.avio_open(io, file.toString(), avformat.AVIO_FLAG_WRITE));
        format.pb(io);
        check(avformat.avformat_write_header(format, (PointerPointer<?>) null));
        AVFrame frame = avutil.av_frame_alloc();
        frame.width(COLUMNS).height(ROWS).format(avutil.AV_PIX_FMT_YUV420P);
        check(avutil.av_frame_get_buffer(frame, 0));
        AVPacket packet = avcodec.av_packet_alloc();
        for (int f = 0; f <= frames; f++) {
            if (f < frames) {
                check(avutil.av_frame_make_writable(frame));
                draw(frame, f);
                frame.pts(f);
            }
            check(avcodec.avcodec_send_frame(context, f < frames ? frame : null));
            while (avcodec.avcodec_receive_packet(context, packet) >= 0) {
                packet.duration(1);
                avcodec.av_packet_rescale_ts(packet, tick, stream.time_base());
                check(avformat.av_write_frame(format, packet));
            }
        }
        check(avformat.av_write_trailer(format));
        avcodec.av_packet_free(packet);
        avutil.av_frame_free(frame);
        avcodec.avcodec_free_context(context);
        avformat.avio_closep(io);
        avformat.avformat_free_context(format);
        return file;
    }

    private static void check(int result) throws IOException {
        if (result < 0) {
            throw new IOException("FFmpeg returned " + result);
        }
    }

    private static void draw(AVFrame frame, int number) {
        for (int p = 0; p < 3; p++) {
            int half = p == 0 ? 1 : 2;
            byte[] row = new byte[COLUMNS / half];
            BytePointer plane = frame.data(p);
            for (int y = 0; y < ROWS / half; y++) {
                for (int x = 0; x < row.length; x++) {
                    row[x] = (byte) sample(p, x * half, y * half, number);
                }
                plane.position((long) y * frame.linesize(p)).put(row, 0, row.length);
            }
        }
    }

    private static int sample(int plane, int x, int y, int number) {
        if (y >= ROWS - 2 * BLOCK) {
            return BAND[plane];
        }
        if (plane > 0) {
            return 128;
        }
        if (y < 2 * BLOCK) {
            int bit = x / BLOCK;
            return bit < BITS && (number >> bit & 1) == 1 ? 220 : 30;
        }
        return 40 + (2 * x + y + 3 * number) % 160;
    }

    /** The number that a decoded frame shows. */
    static int number(byte[] rgb) {
        int number = 0;
        for (int bit = 0; bit < BITS; bit++) {
            int at = 3 * (BLOCK * COLUMNS + bit * BLOCK + BLOCK / 2);
            number |= ((rgb[at + 1] & 0xff) > 128 ? 1 : 0) << bit;
        }
        return number;
    }

    /** The red, green and blue in the middle of the band. */
    static int[] band(byte[] rgb) {
        int at = 3 * ((ROWS - BLOCK) * COLUMNS + COLUMNS / 2);
        return new int[] {rgb[at] & 0xff, rgb[at + 1] & 0xff, rgb[at + 2] & 0xff};
    }
}
