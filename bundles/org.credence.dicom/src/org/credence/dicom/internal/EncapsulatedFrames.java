package org.credence.dicom.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import org.credence.dicom.DicomException;

/**
 * Which fragments make up which frame (PS3.5, A.4). As many fragments as frames are one each, whatever the offset tables
 * say; else the extended or basic offset table tells, if it fits the fragments; else the starts of code streams do.
 */
final class EncapsulatedFrames {

    /** A compressed frame of that many bytes more than it has uncompressed, and twice those, is none. */
    private static final long MAX_EXTRA_BYTES = 1 << 24;

    private final DicomFile file;
    private final Element.Value.Fragments fragments;

    /** Index of each frame's first fragment, and the number of fragments at the end. */
    private final int[] first;

    private EncapsulatedFrames(DicomFile file, Element.Value.Fragments fragments, int[] first) {
        this.file = file;
        this.fragments = fragments;
        this.first = first;
    }

    /**
     * Finds the frames.
     *
     * @throws DicomException if there are fewer fragments than frames, or no telling which belong to which, or the file
     *     ends where a frame may go on
     */
    static EncapsulatedFrames of(DicomFile file, Element.Value.Fragments fragments, int frames) throws DicomException {
        int count = fragments.offsets().length - 1;
        if (count < frames) {
            throw damaged(
                    file,
                    "declares " + frames + " frames, but holds " + Math.max(0, count)
                            + " fragments; it is damaged, copy it again from where it came.");
        }
        if (!fragments.ended() && !endsWithStream(file, fragments)) {
            throw damaged(file, "is cut off: its pixel data does not end; copy the file again from where it came.");
        }
        int[] first = new int[frames + 1];
        first[frames] = count + 1;
        if (frames == 1) {
            first[0] = 1;
        } else if (count == frames) {
            Arrays.setAll(first, f -> f + 1);
        } else {
            Optional<int[]> found = byTable(fragments, extendedTable(file, frames), frames);
            if (found.isEmpty()) {
                found = byTable(fragments, basicTable(file, fragments, frames), frames);
            }
            if (found.isEmpty()) {
                found = byCodeStreams(file, fragments, frames);
            }
            first = found.orElseThrow(() -> damaged(
                    file,
                    "has " + frames + " frames in " + count
                            + " fragments and no sound offset table to tell which belong together; it is damaged."));
        }
        return new EncapsulatedFrames(file, fragments, first);
    }

    private static DicomException damaged(DicomFile file, String what) {
        return new DicomException("File " + file.path() + " " + what, Tag.PIXEL_DATA, -1);
    }

    /**
     * Whether the last fragment ends as JPEG, JPEG-LS and JPEG 2000 streams do, or the fragments are of another kind, whose
     * codecs notice what is missing.
     */
    private static boolean endsWithStream(DicomFile file, Element.Value.Fragments fragments) throws DicomException {
        if (fragments.lengths()[1] >= 3
                && !CodeStreams.starts(bytes(file, fragments, fragments.offsets()[1], 3))) {
            return true;
        }
        int last = fragments.offsets().length - 1;
        int n = (int) Math.min(3, fragments.lengths()[last]);
        return CodeStreams.ends(
                bytes(file, fragments, fragments.offsets()[last] + fragments.lengths()[last] - n, n));
    }

    private static byte[] bytes(DicomFile file, Element.Value.Fragments fragments, long offset, int length)
            throws DicomException {
        byte[] bytes = new byte[length];
        try (ByteSource.Reading in = fragments.source().open()) {
            in.read(offset, bytes, 0, length);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        return bytes;
    }

    private static DicomException unreadable(DicomFile file, IOException e) {
        return new DicomException(
                "The pixels of file " + file.path() + " cannot be read: " + DicomFile.reason(e) + ".", e);
    }

    private static long[] extendedTable(DicomFile file, int frames) throws DicomException {
        Optional<Element> element = file.dataSet().element(Tag.EXTENDED_OFFSET_TABLE);
        if (element.isEmpty() || element.get().length() != 8L * frames) {
            return new long[0];
        }
        ByteBuffer in = ByteBuffer.wrap(DataSet.bytes(element.get())).order(ByteOrder.LITTLE_ENDIAN);
        long[] table = new long[frames];
        Arrays.setAll(table, i -> in.getLong());
        return table;
    }

    private static long[] basicTable(DicomFile file, Element.Value.Fragments fragments, int frames)
            throws DicomException {
        if (fragments.lengths()[0] != 4L * frames) {
            return new long[0];
        }
        ByteBuffer in = ByteBuffer.wrap(bytes(file, fragments, fragments.offsets()[0], 4 * frames))
                .order(ByteOrder.LITTLE_ENDIAN);
        long[] table = new long[frames];
        long beyond = 0;
        for (int f = 0; f < frames; f++) {
            table[f] = beyond + (in.getInt() & 0xffffffffL);
            if (f > 0 && table[f] < table[f - 1]) {
                // Offsets of more than 32 bits start from 0 again.
                beyond += 1L << 32;
                table[f] += 1L << 32;
            }
        }
        return table;
    }

    /**
     * The frames by a table of offsets from the first fragment's item; empty if it does not fit the fragments. Tables that
     * count from another place are common, and such that leave out the heads of the items.
     */
    private static Optional<int[]> byTable(Element.Value.Fragments fragments, long[] table, int frames) {
        if (table.length != frames) {
            return Optional.empty();
        }
        int n = fragments.offsets().length;
        Optional<int[]> found = byStarts(Arrays.copyOfRange(fragments.offsets(), 1, n), table);
        if (found.isPresent()) {
            return found;
        }
        long[] joined = new long[n - 1];
        for (int i = 1; i < joined.length; i++) {
            joined[i] = joined[i - 1] + fragments.lengths()[i];
        }
        return byStarts(joined, table);
    }

    /** Which of the fragments, that start at {@code starts}, the offsets name as first of a frame; from 1. */
    private static Optional<int[]> byStarts(long[] starts, long[] table) {
        int[] first = new int[table.length + 1];
        for (int f = 0; f < table.length; f++) {
            int at = Arrays.binarySearch(starts, starts[0] + table[f] - table[0]) + 1;
            // Empty fragments may start where the next one does.
            while (at > 1 && starts[at - 2] == starts[at - 1]) {
                at--;
            }
            if (at < 1 || f == 0 && at != 1 || f > 0 && at <= first[f - 1]) {
                return Optional.empty();
            }
            first[f] = at;
        }
        first[table.length] = starts.length + 1;
        return Optional.of(first);
    }

    /** The frames by the markers that JPEG, JPEG-LS and JPEG 2000 streams start with; empty if their number differs. */
    private static Optional<int[]> byCodeStreams(DicomFile file, Element.Value.Fragments fragments, int frames)
            throws DicomException {
        int[] first = new int[frames + 1];
        int n = 0;
        byte[] start = new byte[3];
        try (ByteSource.Reading in = fragments.source().open()) {
            for (int i = 1; i < fragments.offsets().length; i++) {
                if (fragments.lengths()[i] < 3) {
                    continue;
                }
                in.read(fragments.offsets()[i], start, 0, 3);
                if (CodeStreams.starts(start)) {
                    if (n == frames) {
                        return Optional.empty();
                    }
                    first[n++] = i;
                }
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        first[frames] = fragments.offsets().length;
        return n == frames && first[0] == 1 ? Optional.of(first) : Optional.empty();
    }

    /** The joined bytes of a frame's fragments. */
    byte[] read(int frame) throws DicomException {
        byte[] bytes = new byte[length(frame)];
        read(frame, bytes);
        return bytes;
    }

    /** Bytes that a frame's fragments have. */
    int length(int frame) throws DicomException {
        long length = 0;
        for (int i = first[frame]; i < first[frame + 1]; i++) {
            length += fragments.lengths()[i];
        }
        long most = Math.min(Integer.MAX_VALUE - 16, 2 * uncompressedBytes() + MAX_EXTRA_BYTES);
        if (length > most) {
            throw new DicomException(
                    "Frame " + (frame + 1) + " of file " + file.path() + " has " + length
                            + " compressed bytes, more than the " + most
                            + " that one of its size can have; it is damaged.",
                    Tag.PIXEL_DATA,
                    fragments.offsets()[first[frame]] - 8);
        }
        return (int) length;
    }

    /** Reads the joined bytes of a frame's fragments, {@link #length} of them, to the start of an array. */
    void read(int frame, byte[] bytes) throws DicomException {
        int at = 0;
        try (ByteSource.Reading in = fragments.source().open()) {
            for (int i = first[frame]; i < first[frame + 1]; i++) {
                int n = (int) fragments.lengths()[i];
                in.read(fragments.offsets()[i], bytes, at, n);
                at += n;
            }
        } catch (IOException e) {
            throw new DicomException(
                    "Frame " + (frame + 1) + " of file " + file.path() + " cannot be read: " + DicomFile.reason(e)
                            + ".",
                    e);
        }
    }

    private long uncompressedBytes() throws DicomException {
        DataSet d = file.dataSet();
        long samples =
                (long) size(d, Tag.ROWS, 65535) * size(d, Tag.COLUMNS, 65535) * size(d, Tag.SAMPLES_PER_PIXEL, 4);
        return samples * size(d, Tag.BITS_ALLOCATED, 64) / 8;
    }

    private static int size(DataSet d, int tag, int most) throws DicomException {
        return Math.max(1, Math.min(most, d.integer(tag, 1)));
    }
}
