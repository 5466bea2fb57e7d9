package org.credence.dicom.video.internal;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.Pointer;
import org.credence.dicom.spi.VideoFormat;
import org.credence.dicom.spi.VideoStream;

/**
 * A video with its native decoder, which stays where it is between calls, so that frames in their order are decoded once.
 * Pictures decoded lately are kept, for threads that ask a little out of order. Used by one thread at a time; after an
 * exception it must be closed.
 */
final class OpenVideo implements AutoCloseable {

    private static final int MAX_KEPT = 12;
    private static final int MAX_KEPT_BYTES = 32 << 20;

    /** Pictures of coded size are larger than what is shown of them, by at most a block. */
    private static final int MARGIN = 128;

    /**
     * Errors are errors. Concealment stays on besides: it is what marks a frame that lacks blocks, and marked frames are
     * refused.
     */
    private static final int STRICT = avcodec.AV_EF_CRCCHECK
            | avcodec.AV_EF_BITSTREAM
            | avcodec.AV_EF_BUFFER
            | avcodec.AV_EF_EXPLODE
            | avcodec.AV_EF_CAREFUL;

    /**
     * For MPEG-2 the decoder's check of the bitstream is that nothing comes after a picture in its packet; but the code that
     * ends a stream does, and zeros that fill up. That what comes begins with zeros is checked besides.
     */
    private static final int STRICT_MPEG2 = STRICT & ~avcodec.AV_EF_BITSTREAM;

    private final VideoFormat format;
    private final StreamInput input;
    private final AVPacket packet = avcodec.av_packet_alloc();
    private final AVFrame frame = avutil.av_frame_alloc();
    private final LinkedHashMap<Integer, Picture> kept = new LinkedHashMap<>(16, 0.75f, true);
    private Demuxer demuxer;
    private AVCodecContext codec;
    private PacketIndex index;
    private boolean orderedByDecoding;

    /** What the decoder has done since it was started last. */
    private boolean running;

    private int from;
    private int next;
    private boolean loaded;
    private boolean ended;
    private boolean drained;
    private int broken;
    private int lastShown;
    private final BitSet given = new BitSet();

    /**
     * @param index of the packets, where it is known from before; else null
     */
    OpenVideo(VideoStream stream, VideoFormat format, PacketIndex index) {
        this.format = format;
        this.input = new StreamInput(stream);
        this.index = index;
    }

    /** The index of the packets; null as long as nothing was decoded. */
    PacketIndex index() {
        return index;
    }

    /**
     * Decodes a frame.
     *
     * @param shown in the order in which they are shown, from 0
     */
    Picture picture(int shown) throws IOException {
        Picture known = kept.get(shown);
        if (known != null) {
            return known;
        }
        input.open();
        Picture picture;
        try {
            if (demuxer == null) {
                demuxer = Demuxer.open(input);
            }
            if (index == null) {
                buildIndex();
            }
            index.check(format.frames());
            try {
                picture = decode(index.packet(shown));
            } catch (Misordered e) {
                orderByDecoding();
                index.check(format.frames());
                picture = decode(index.packet(shown));
            }
        } finally {
            input.close();
        }
        return picture;
    }

    private void buildIndex() throws IOException {
        PacketIndex found = new PacketIndex();
        int lengthBytes = 0;
        while (demuxer.next(packet)) {
            checkInterrupted();
            if (found.count() == 0) {
                lengthBytes = lengthBytes(demuxer.parameters());
            }
            if (found.count() > 2L * format.frames() + 1000) {
                throw new IOException("its video has more than " + found.count()
                        + " pictures, but Number of Frames (0028,0008) says " + format.frames());
            }
            found.add(packet, PacketContent.of(packet, demuxer.parameters().codec_id(), lengthBytes));
        }
        if (found.count() == 0) {
            throw new IOException("there is no picture in its video");
        }
        if (demuxer.isCutOff()) {
            found.cutOff();
        }
        boolean ordered = found.orderByTimes();
        index = found;
        if (!ordered || found.frames() != format.frames()) {
            orderByDecoding();
        }
    }

    /** Bytes of the length before each NAL unit as an MP4 states it; 0 where start codes are between them. */
    private static int lengthBytes(AVCodecParameters parameters) {
        int size = parameters.extradata_size();
        if (size < 7 || parameters.extradata().get(0) != 1) {
            return 0;
        }
        int at = parameters.codec_id() == avcodec.AV_CODEC_ID_H264 ? 4 : 21;
        return size <= at ? 0 : (parameters.extradata().get(at) & 3) + 1;
    }

    /** Decodes all of the video to learn which packets become frames, and in which order. */
    private void orderByDecoding() throws IOException {
        List<Integer> order = new ArrayList<>();
        orderedByDecoding = true;
        start(0);
        while (!drained) {
            step(order);
            if (broken >= 0) {
                running = false;
                index.disorder("its video is damaged at picture " + (broken + 1)
                        + ", and does not say which frames are which");
                return;
            }
        }
        running = false;
        index.order(order.stream().mapToInt(Integer::intValue).toArray());
    }

    private Picture decode(int wanted) throws IOException {
        int start = index.startFor(wanted, Integer.MAX_VALUE);
        boolean goesOn = running && !drained && broken < 0 && from <= start && start <= next && !given.get(wanted);
        if (!goesOn) {
            start(start);
        }
        for (boolean again = true; true; again = false) {
            try {
                Picture picture = run(wanted);
                if (picture != null) {
                    return picture;
                }
                if (from == 0) {
                    throw new IOException("its video has no picture there");
                }
            } catch (Damaged e) {
                if (from == 0 || !again) {
                    throw e;
                }
            }
            // It may have been started too late after all, where pictures before are needed.
            start(index.startFor(wanted, from));
        }
    }

    /** Decodes until the wanted picture comes; null if it does not. */
    private Picture run(int wanted) throws IOException {
        int shown = index.frame(wanted);
        while (!drained) {
            step(null);
            Picture picture = kept.get(shown);
            if (picture != null) {
                return picture;
            }
            if (broken >= 0 && broken <= wanted) {
                throw new Damaged(
                        broken == wanted
                                ? "its video is damaged there"
                                : "it depends on frame " + (index.frame(broken) + 1) + ", where the video is damaged");
            }
            if (given.get(wanted)) {
                return null;
            }
        }
        return null;
    }

    /** Starts the decoder so that pictures are exact from a packet on, one at which that can be. */
    private void start(int number) throws IOException {
        running = false;
        int first = index.runUpFor(number);
        demuxer.seek(packet, first, index);
        if (codec == null) {
            codec = openCodec();
        } else {
            avcodec.avcodec_flush_buffers(codec);
        }
        loaded = true;
        from = first == 0 ? 0 : number;
        next = first;
        ended = false;
        drained = false;
        broken = -1;
        lastShown = -1;
        given.clear();
        running = true;
    }

    private AVCodecContext openCodec() throws IOException {
        AVCodecParameters parameters = demuxer.parameters();
        // By name: others for the same streams use hardware or fewer checks.
        String name = switch (parameters.codec_id()) {
            case avcodec.AV_CODEC_ID_H264 -> "h264";
            case avcodec.AV_CODEC_ID_HEVC -> "hevc";
            default -> "mpeg2video";
        };
        AVCodec decoder = avcodec.avcodec_find_decoder_by_name(name);
        AVCodecContext context = avcodec.avcodec_alloc_context3(decoder);
        int result = avcodec.avcodec_parameters_to_context(context, parameters);
        if (result >= 0) {
            context.thread_count(1);
            context.flags(context.flags() | avcodec.AV_CODEC_FLAG_COPY_OPAQUE);
            context.err_recognition(strict(context));
            // Else frames are dropped until it has seen how far they are out of order.
            context.strict_std_compliance(avcodec.FF_COMPLIANCE_STRICT);
            context.max_pixels((long) (format.columns() + MARGIN) * (format.rows() + MARGIN));
            result = avcodec.avcodec_open2(context, decoder, (AVDictionary) null);
        }
        if (result < 0) {
            avcodec.avcodec_free_context(context);
            throw new IOException("its decoder refuses the video (" + Demuxer.reason(result) + ")");
        }
        return context;
    }

    private static int strict(AVCodecContext context) {
        return context.codec_id() == avcodec.AV_CODEC_ID_MPEG2VIDEO ? STRICT_MPEG2 : STRICT;
    }

    /**
     * Takes one picture from the decoder; if it has none yet, gives it the next packet, or the end.
     *
     * @param order where the packets of pictures are noted, whose places are not known yet; null where they are
     */
    private void step(List<Integer> order) throws IOException {
        checkInterrupted();
        int result = avcodec.avcodec_receive_frame(codec, frame);
        if (result == 0) {
            take(order);
        } else if (result == avutil.AVERROR_EOF() || ended) {
            drained = true;
        } else {
            if (!isAgain(result)) {
                breakAt(next - 1);
            }
            feed();
        }
    }

    private void feed() throws IOException {
        if (broken < 0 && load()) {
            int fed = next - 1;
            packet.opaque(new Number(fed));
            codec.err_recognition(isDoubtful(fed) ? 0 : strict(codec));
            if (index.isCorrupt(fed) || avcodec.avcodec_send_packet(codec, packet) < 0) {
                breakAt(fed);
            }
            avcodec.av_packet_unref(packet);
        } else {
            // What was before the damage, or before the end, is still to come.
            avcodec.avcodec_send_packet(codec, null);
            ended = true;
        }
    }

    /** Makes sure that the packet is the next one; false at the end. */
    private boolean load() throws IOException {
        if (next == index.count()) {
            return false;
        }
        if (!loaded && (!demuxer.next(packet) || !index.matches(next, packet))) {
            throw new IOException("its packets are not what they were; open the file again");
        }
        loaded = false;
        next++;
        return true;
    }

    private void breakAt(int number) {
        if (!isDoubtful(number) && (broken < 0 || number < broken)) {
            broken = number;
        }
    }

    /**
     * Whether a picture may refer to others that were not decoded: before the one that is the first exact one, in either
     * order. It is decoded as far as that goes, for the decoder to count it, but never given out.
     */
    private boolean isDoubtful(int number) {
        return from > 0 && (number < from || index.frame(number) < index.frame(from));
    }

    private static boolean isAgain(int result) {
        // EAGAIN of Linux and Windows, and of macOS.
        return result == -11 || result == -35;
    }

    private void take(List<Integer> order) throws IOException {
        Pointer tag = frame.opaque();
        int number = tag == null ? -1 : (int) tag.address() - 1;
        if (number < 0 || number >= index.count()) {
            return;
        }
        given.set(number);
        boolean damaged = frame.decode_error_flags() != 0 || (frame.flags() & AVFrame.AV_FRAME_FLAG_CORRUPT) != 0;
        if (damaged) {
            breakAt(number);
        }
        if (order != null) {
            order.add(number);
            return;
        }
        int shown = index.frame(number);
        if (shown < 0 || isDoubtful(number) || broken >= 0 && number >= broken) {
            return;
        }
        if (shown <= lastShown && !orderedByDecoding) {
            throw new Misordered();
        }
        lastShown = shown;
        keep(shown, FrameReader.picture(frame, format));
    }

    private void keep(int shown, Picture picture) {
        kept.put(shown, picture);
        int most = Math.clamp(MAX_KEPT_BYTES / picture.sizeBytes(), 1, MAX_KEPT);
        while (kept.size() > most) {
            kept.pollFirstEntry();
        }
    }

    private static void checkInterrupted() throws InterruptedIOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("it was interrupted");
        }
    }

    @Override
    public void close() {
        if (demuxer != null) {
            demuxer.close();
        }
        if (codec != null) {
            avcodec.avcodec_free_context(codec);
        }
        avcodec.av_packet_free(packet);
        avutil.av_frame_free(frame);
        input.release();
    }

    /** The number of a packet, which the decoder hands on to the picture; it is no address, and never followed. */
    private static final class Number extends Pointer {
        Number(int packet) {
            address = packet + 1L;
        }
    }

    /** The container states other times than the pictures come in. */
    private static final class Misordered extends IOException {
        private static final long serialVersionUID = 1L;

        Misordered() {
            super("its frames come in another order than its container says");
        }
    }

    /** The wanted picture, or one that it depends on, cannot be decoded. */
    private static final class Damaged extends IOException {
        private static final long serialVersionUID = 1L;

        Damaged(String message) {
            super(message);
        }
    }
}
