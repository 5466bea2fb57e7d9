package org.credence.dicom.video.internal;

import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * The packets of a video in the order in which they are decoded: where each lies, what it holds by length and checksum, which
 * frame it becomes, and at which ones decoding can start. Some 40 bytes per packet.
 */
final class PacketIndex {

    private int count;
    private int[] lengths = new int[256];
    private int[] checksums = new int[256];
    private long[] positions = new long[256];
    private long[] pts = new long[256];
    private long[] dts = new long[256];
    private final BitSet starts = new BitSet();
    private final BitSet bareStarts = new BitSet();
    private final BitSet runUps = new BitSet();
    private final BitSet headers = new BitSet();
    private final BitSet corrupt = new BitSet();
    private final BitSet hidden = new BitSet();
    private int[] shown;
    private String disorder = "its frames were not counted to the end";
    private int[] ranks;

    /** Adds the next packet. */
    void add(AVPacket packet, PacketContent content) {
        if (count == lengths.length) {
            int more = 2 * count;
            lengths = Arrays.copyOf(lengths, more);
            checksums = Arrays.copyOf(checksums, more);
            positions = Arrays.copyOf(positions, more);
            pts = Arrays.copyOf(pts, more);
            dts = Arrays.copyOf(dts, more);
        }
        lengths[count] = packet.size();
        checksums[count] = content.checksum();
        positions[count] = packet.pos();
        pts[count] = packet.pts();
        dts[count] = packet.dts();
        boolean start = content.start() != PacketContent.Start.NO;
        starts.set(count, start && content.hasHeaders());
        bareStarts.set(count, start && !content.hasHeaders());
        runUps.set(count, content.start() == PacketContent.Start.AFTER_RUN_UP);
        headers.set(count, content.hasHeaders());
        corrupt.set(count, (packet.flags() & avcodec.AV_PKT_FLAG_CORRUPT) != 0);
        hidden.set(count, (packet.flags() & avcodec.AV_PKT_FLAG_DISCARD) != 0);
        count++;
    }

    /** Says that the last packet lacks something. */
    void cutOff() {
        corrupt.set(count - 1);
    }

    /**
     * Ends adding, and puts frames into the order of their times where every packet has one of its own.
     *
     * @return whether that could be done
     */
    boolean orderByTimes() {
        if (headers.isEmpty() || headers.length() == 1) {
            // Headers that never change hold wherever decoding starts.
            starts.or(bareStarts);
        }
        starts.set(0);
        int[] order = IntStream.range(0, count).filter(n -> !hidden.get(n)).toArray();
        for (int n : order) {
            if (pts[n] == avutil.AV_NOPTS_VALUE) {
                return false;
            }
        }
        order = Arrays.stream(order)
                .boxed()
                .sorted(Comparator.comparingLong(n -> pts[n]))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int i = 1; i < order.length; i++) {
            if (pts[order[i]] == pts[order[i - 1]]) {
                return false;
            }
        }
        order(order);
        return true;
    }

    /** Says which packets become frames, in the order in which those are shown. */
    void order(int[] packets) {
        shown = packets;
        ranks = new int[count];
        Arrays.fill(ranks, -1);
        for (int i = 0; i < packets.length; i++) {
            ranks[packets[i]] = i;
        }
    }

    /** Packets in all. */
    int count() {
        return count;
    }

    /** Frames in all. */
    int frames() {
        return shown.length;
    }

    /** The packet that becomes a frame. */
    int packet(int frame) {
        return shown[frame];
    }

    /** The frame that a packet becomes; -1 for none of its own. */
    int frame(int packet) {
        return ranks[packet];
    }

    /**
     * The last packet at which decoding can start to get that one: no later one, and none that is shown after it, since
     * pictures between refer to what was before.
     *
     * @param limit the packet looked for is before this one
     */
    int startFor(int packet, int limit) {
        int start = starts.previousSetBit(Math.min(packet, limit - 1));
        while (start > 0 && (ranks[start] < 0 || ranks[start] > ranks[packet])) {
            start = starts.previousSetBit(start - 1);
        }
        return Math.max(0, start);
    }

    /** Where a decoder has to be started for a start to be exact: there, or at the start before. */
    int runUpFor(int start) {
        return runUps.get(start) ? Math.max(0, starts.previousSetBit(start - 1)) : start;
    }

    boolean isCorrupt(int packet) {
        return corrupt.get(packet);
    }

    long position(int packet) {
        return positions[packet];
    }

    long pts(int packet) {
        return pts[packet];
    }

    long dts(int packet) {
        return dts[packet];
    }

    /** Whether a packet that was read is the one of that number. */
    boolean matches(int number, AVPacket packet) {
        return number < count
                && packet.size() == lengths[number]
                && PacketContent.checksum(PacketContent.bytes(packet)) == checksums[number];
    }

    /** Says why no order of frames can be told. */
    void disorder(String reason) {
        disorder = reason;
    }

    /** @throws IOException if there are other frames than the data set says, or no telling which */
    void check(int frames) throws IOException {
        if (shown == null) {
            throw new IOException(disorder);
        }
        if (shown.length != frames) {
            throw new IOException("its video has " + shown.length + " frames, but Number of Frames (0028,0008) says "
                    + frames + "; copy it again from where it came, or correct the number");
        }
    }
}
