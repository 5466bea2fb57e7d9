package org.credence.dicom.video.internal;

import java.util.zip.CRC32C;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.global.avcodec;

/**
 * What a packet of a video holds, as far as that matters for where decoding can start: sequence and picture headers of MPEG-2
 * (ISO/IEC 13818-2, 6.2), NAL units of H.264 (ISO/IEC 14496-10, 7.3 and D.1.8) and HEVC (ISO/IEC 23008-2, 7.3).
 *
 * @param checksum CRC-32C of its bytes
 * @param start whether decoding can start here
 * @param hasHeaders whether it carries parameters for the pictures after it
 */
record PacketContent(int checksum, Start start, boolean hasHeaders) {

    /** Whether all pictures after this one, in both orders, can be decoded exactly without those before it. */
    enum Start {
        NO,
        YES,
        /** Yes, but they may manage pictures before, as in open groups of H.264: a decoder has to know those, damaged or not. */
        AFTER_RUN_UP;

        static Start at(boolean start) {
            return start ? YES : NO;
        }
    }

    /**
     * Looks at a packet.
     *
     * @param lengthBytes of the lengths before NAL units; 0 where start codes separate them
     */
    static PacketContent of(AVPacket packet, int codec, int lengthBytes) {
        byte[] bytes = bytes(packet);
        int checksum = checksum(bytes);
        if (codec == avcodec.AV_CODEC_ID_MPEG2VIDEO) {
            return mpeg2(bytes, checksum);
        }
        boolean headers = false;
        boolean recovers = false;
        int[] unit = {0, 0};
        int at = 0;
        while ((at = nextUnit(bytes, at, lengthBytes, unit)) >= 0) {
            int first = bytes[unit[0]] & 0xff;
            if (codec == avcodec.AV_CODEC_ID_H264) {
                int type = first & 0x1f;
                headers |= type == 7 || type == 8;
                recovers |= type == 6 && recoversExactly(bytes, unit[0] + 1, unit[1]);
                if (type >= 1 && type <= 5) {
                    return new PacketContent(
                            checksum, type == 5 ? Start.YES : recovers ? Start.AFTER_RUN_UP : Start.NO, headers);
                }
            } else {
                int type = first >> 1 & 0x3f;
                headers |= type >= 32 && type <= 34;
                if (type < 32) {
                    return new PacketContent(checksum, Start.at(type >= 16 && type <= 23), headers);
                }
            }
        }
        return new PacketContent(checksum, Start.NO, headers);
    }

    static byte[] bytes(AVPacket packet) {
        byte[] bytes = new byte[packet.size()];
        if (bytes.length > 0) {
            packet.data().get(bytes);
        }
        return bytes;
    }

    static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    private static PacketContent mpeg2(byte[] bytes, int checksum) {
        boolean headers = false;
        for (int i = 0; i + 5 < bytes.length; i++) {
            if (bytes[i] == 0 && bytes[i + 1] == 0 && bytes[i + 2] == 1) {
                headers |= (bytes[i + 3] & 0xff) == 0xb3;
                if (bytes[i + 3] == 0) {
                    return new PacketContent(checksum, Start.at((bytes[i + 5] >> 3 & 7) == 1), headers);
                }
            }
        }
        return new PacketContent(checksum, Start.NO, headers);
    }

    /** Finds the NAL unit at or after {@code at}: puts its start and end into {@code unit} and gives where to go on, or -1. */
    private static int nextUnit(byte[] bytes, int at, int lengthBytes, int[] unit) {
        if (lengthBytes > 0) {
            if (at + lengthBytes >= bytes.length) {
                return -1;
            }
            long length = 0;
            for (int i = 0; i < lengthBytes; i++) {
                length = length << 8 | bytes[at + i] & 0xff;
            }
            unit[0] = at + lengthBytes;
            unit[1] = (int) Math.min(bytes.length, unit[0] + length);
            return length == 0 ? -1 : unit[1];
        }
        int start = startCode(bytes, at);
        if (start + 3 >= bytes.length) {
            return -1;
        }
        unit[0] = start + 3;
        unit[1] = startCode(bytes, unit[0]);
        return unit[1];
    }

    private static int startCode(byte[] bytes, int at) {
        for (int i = at; i + 2 < bytes.length; i++) {
            if (bytes[i + 2] == 1 && bytes[i + 1] == 0 && bytes[i] == 0) {
                return i;
            }
        }
        return bytes.length;
    }

    /** Whether supplemental information says that pictures are exact from this one on: a recovery point without delay. */
    private static boolean recoversExactly(byte[] bytes, int at, int end) {
        int i = at;
        while (i + 2 < end && (bytes[i] & 0xff) != 0x80) {
            int type = 0;
            while (i < end && (bytes[i] & 0xff) == 0xff) {
                type += 255;
                i++;
            }
            type += i < end ? bytes[i++] & 0xff : 0;
            int size = 0;
            while (i < end && (bytes[i] & 0xff) == 0xff) {
                size += 255;
                i++;
            }
            size += i < end ? bytes[i++] & 0xff : 0;
            if (type == 6 && i < end) {
                // recovery_frame_cnt of 0 is a single bit 1; exact_match_flag follows.
                return (bytes[i] & 0xc0) == 0xc0;
            }
            i += size;
        }
        return false;
    }
}
